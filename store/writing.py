"""The steps of one append, all on the connection that holds the writer's lock."""

from dataclasses import asdict, replace
from typing import Any

import pyarrow as pa
from sqlalchemy import Connection, Executable, Table, insert, select

from domain.unseen import seen_line, seen_throughout
from store import blob, queries
from store.chain import GENESIS, leaf_hash
from store.entry import SUBMISSION, BadPayload, Entry, NewEntry, Superseded
from store.picture import check_payload
from store.reading import undone_seqs
from store.tables import entries, files, to_entry, to_row


def check(draft: NewEntry, table: pa.Table | None) -> None:
    """Raises BadPayload or OutsideScope for a table that could not be read back as the draft says."""
    if draft.kind != SUBMISSION:
        return
    if table is None or not draft.feed or not draft.scope:
        raise BadPayload
    check_payload(table, draft.scope)


def payload_row(table: pa.Table | None) -> dict[str, Any]:
    """The row of `payloads` for a table; empty for none."""
    if table is None:
        return {}
    body = blob.encode_table(table)
    return {"sha256": blob.sha256(body), "body": body}


def file_row(file: bytes | blob.Packed | None) -> dict[str, Any]:
    """The row of `files` for bytes as received, packed already or not; empty for none."""
    if file is None:
        return {}
    return asdict(file if isinstance(file, blob.Packed) else blob.pack(file))


def keep_once(connection: Connection, table: Table, row: dict[str, Any]) -> None:
    """Store a blob unless the same one is there already."""
    if not row:
        return
    there = select(table.c.sha256).where(table.c.sha256 == row["sha256"])
    if connection.execute(there).first() is None:
        connection.execute(insert(table), row)


def one(connection: Connection, query: Executable, **bound: Any) -> Entry | None:
    """The first entry a query gives, if any."""
    row = connection.execute(query, bound).mappings().first()
    return to_entry(row) if row else None


def same_bytes(connection: Connection, draft: NewEntry, sha256: str, at: str) -> Entry | None:
    """The entry, received by the stored time `at` and not undone, that first answered these bytes meant as this draft does."""
    bound = {"sha256": sha256, "kind": draft.kind, "feed": draft.feed, "scope": draft.scope, "at": at}
    found = map(to_entry, connection.execute(queries.SAME_BYTES, bound).mappings().all())
    undone = undone_seqs(connection, draft.feed, at)
    given = draft.detail.get("given_as_of")
    standing = (entry for entry in found if entry.seq not in undone)
    return next((entry for entry in standing if entry.detail.get("given_as_of") == given), None)


def same_file(connection: Connection, draft: NewEntry, sha256: str, at: str) -> list[Entry]:
    """The entries of this kind and feed that came with these bytes by the stored time `at`, oldest first."""
    bound = {"sha256": sha256, "kind": draft.kind, "feed": draft.feed, "at": at}
    return [to_entry(row) for row in connection.execute(queries.SAME_FILE, bound).mappings()]


def refuse_superseded(connection: Connection, draft: NewEntry, base: int) -> None:
    """Raises Superseded when a change of the same places (store.entry.CHANGES) has come since `base`."""
    newest = one(connection, queries.newest_change(draft.feed, draft.scope))
    if newest and newest.seq > base:
        raise Superseded(newest)


def add(connection: Connection, draft: NewEntry, file: bytes, to: Entry) -> Entry:
    """Write an entry with its bytes after the one it belongs to, at the same moment."""
    row = file_row(file)
    keep_once(connection, files, row)
    given = {"event": to.event, "received_at": to.received_at, "recorded_at": to.recorded_at}
    return chain_on(connection, draft, **given, rows=draft.rows, sha256=row["sha256"], payload_sha256="")


def chain_on(connection: Connection, draft: NewEntry, **given: Any) -> Entry:
    """Number the draft, chain it to the last entry and write it.

    given: what the draft cannot know: event, received_at, recorded_at, rows, sha256, payload_sha256; for the first
    entry its algorithm, which all others follow.
    """
    last = one(connection, queries.LAST)
    draft = replace(draft, **_seen(draft))
    links: dict[str, Any] = {"seq": 1, "prev_hash": GENESIS}
    if last:
        links = {"seq": last.seq + 1, "prev_hash": last.hash, "algorithm": last.algorithm}
    row = to_row(Entry(**asdict(draft) | given | links, hash=""))
    row["hash"] = leaf_hash(row)
    connection.execute(insert(entries), row)
    return to_entry(row)  # as it will be read: JSON has made lists of tuples in detail


def _seen(draft: NewEntry) -> dict[str, Any]:
    """The texts of an entry without what cannot be seen, whichever door they came by."""
    lines = {"actor": seen_line(draft.actor), "filename": seen_line(draft.filename)}
    return {**lines, "detail": seen_throughout(draft.detail)}
