"""The three tables, and the way between a row and an Entry.

Times are fixed-width ISO text in UTC: it sorts as time on every backend and is letter for letter what the
chain hashes, where SQLite has no time type and PostgreSQL's would come back in the session's own spelling.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text

from store.chain import canonical
from store.entry import Entry, moment_of, time_text

METADATA = MetaData()
TIMES = ("as_of", "received_at", "recorded_at")
BLOB_NAMES = ("sha256", "payload_sha256")

files = Table(  # bytes as received, named by what they are before compression
    "files",
    METADATA,
    Column("sha256", Text, primary_key=True),
    Column("size_bytes", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

payloads = Table(  # tables as Arrow streams
    "payloads",
    METADATA,
    Column("sha256", Text, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

entries = Table(
    "entries",
    METADATA,
    # SQLite keeps a table in the order of its key only for a column of exactly the type INTEGER
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("event", Text, nullable=False),
    Column("feed", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("as_of", Text),
    Column("received_at", Text, nullable=False),
    Column("recorded_at", Text, nullable=False),
    Column("filename", Text, nullable=False),
    Column("sha256", Text, ForeignKey(files.c.sha256)),
    Column("rows", BigInteger, nullable=False),
    Column("detail", Text, nullable=False),
    Column("payload_sha256", Text, ForeignKey(payloads.c.sha256)),
    Column("algorithm", Text, nullable=False),
    Column("prev_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
    # received_at rides along so that a look into the past never leaves the index
    Index("entries_by_scope", "feed", "kind", "scope", "seq", "received_at"),
    Index("entries_by_kind", "kind", "seq"),
    Index("entries_by_bytes", "sha256"),
)


def to_row(entry: Entry) -> dict[str, Any]:
    """The stored form of an entry: times as text, detail as canonical JSON, NULL for no blob."""
    row = asdict(entry)
    row |= {name: row[name] and time_text(row[name]) for name in TIMES}
    row |= {name: row[name] or None for name in BLOB_NAMES}
    return row | {"detail": canonical(entry.detail).decode()}


def to_entry(row: Mapping[Any, Any]) -> Entry:
    """The entry a stored row stands for."""
    values = dict(row)
    values |= {name: values[name] and moment_of(values[name]) for name in TIMES}
    values |= {name: values[name] or "" for name in BLOB_NAMES}
    return Entry(**values | {"detail": json.loads(values["detail"])})
