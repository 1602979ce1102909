"""The rows a report sent back: kept as a file of their own, open until they come again or are told by a newer report."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import PurePath

import pyarrow as pa
import pyarrow.compute as pc

from domain.clock import iso
from domain.districts import DISTRICTS
from domain.receipts import receipt_number
from feeds import feed as form
from feeds.check import check
from feeds.declaration import Feed
from feeds.mapping import known_headers
from feeds.rows import row_keys
from intake.arrivals import ARRIVAL, COMPLETES, SUPPLEMENT, WITHDRAWAL
from intake.compare import MANY_GONE
from intake.partial import sure_keys
from intake.sheets import fitting_sheet
from loaders.files import load_file
from loaders.table import RawTable
from store.entry import CITY, SUBMISSION, Entry, NewEntry
from store.ledger import Ledger
from store.picture import KEPT_FROM

# Returned rows older than that many arrivals of a unit are looked for no more, and of so many the keys are read.
LOOKED_AT, MOST_READ = 100, 20


def handing_back(entry: Entry, rows: RawTable, as_of: datetime | None) -> tuple[NewEntry, bytes]:
    """The rows that a report sends back, as an open arrival of its unit; as_of: the cut-off of those that give none."""
    name = f"{PurePath(entry.filename).stem}-{receipt_number(entry.seq)}.csv"
    detail = {"given_as_of": iso(as_of) if as_of else None, COMPLETES: entry.seq, "rows": len(rows.rows)}
    new = NewEntry(ARRIVAL, entry.feed, entry.scope, entry.actor, filename=name, detail=detail)
    return new, as_csv(rows)


def handed_back(ledger: Ledger, entry: Entry) -> Entry | None:
    """The rows that a report sent back."""
    came = ledger.entries(kinds=[ARRIVAL], feed=entry.feed, scope=entry.scope, after=entry.seq)
    return next((arrival for arrival in came if arrival.detail.get(COMPLETES) == entry.seq), None)


def completed(
    ledger: Ledger, feed: Feed, unit: str, table: pa.Table, sha256: Callable[[], str]
) -> int | None:
    """The report whose returned rows a file brings, None where it is a report by itself.

    While rows of a unit are open, a file of no more rows than those is theirs, in whatever shape it comes: it takes
    nothing off the list, where a short file read as the whole list would take off all that was accepted. Of rows that
    were sent back to the city a district may send its own, and the city those of a district: then the keys tell.
    """
    if not feed.partial or not table.num_rows:
        return None
    backs = [b for b in _sent_back(ledger, feed, unit, table.num_rows) if not is_over(ledger, b)]
    meant = next((back for back in backs if _is_theirs(ledger, table, back)), None)
    meant = meant or next((b for b in backs if b.scope == unit and waiting(ledger, b)), None)
    if meant:
        return int(meant.detail[COMPLETES])
    last = ledger.standing(feed.name, unit)  # the same file once more is still that file
    again = last and COMPLETES in last.detail and last.scope == unit and last.sha256 == sha256()
    return int(last.detail[COMPLETES]) if last and again else None


def left_over(ledger: Ledger, feed: Feed, unit: str, table: pa.Table) -> Entry | None:
    """The returned rows that a file brings too late, or for another unit, and would take the list off with."""
    if not feed.partial or not table.num_rows:
        return None
    backs = list(_sent_back(ledger, feed, unit, table.num_rows))
    if not backs or table.num_rows >= (1 - MANY_GONE) * _shown(ledger, feed, unit):
        return None
    return next((back for back in backs if _is_theirs(ledger, table, back)), None)


def told_since(ledger: Ledger, feed: Feed, completes: int, table: pa.Table) -> dict[int, Entry]:
    """Row of a file that brings returned rows -> the newer report that has told of it, unless its cut-off is later still."""
    frame = ledger.read(feed.name).frame
    frame = frame[frame["_entry"] > completes] if len(frame) else frame
    if not len(frame):
        return {}
    shown = pa.Table.from_pandas(frame, preserve_index=False)
    at = {key: i for i, key in enumerate(row_keys(feed, shown).to_pylist())}
    entries = {seq: ledger.entry(int(seq)) for seq in frame["_entry"].unique()}
    found = {}
    for row in _rows(feed, table):
        place = at.get(row["key"])
        if place is None:
            continue
        newer = entries[frame["_entry"].iloc[place]]
        known = shown.column("as_of")[place].as_py() if "as_of" in shown.column_names else None
        own = row["as_of"]
        if newer.detail.get(COMPLETES) != completes and not (own and own > (known or newer.received_at)):
            found[row["_row"]] = newer
    return found


def waiting(ledger: Ledger, back: Entry) -> int:
    """How many of the rows sent back have neither come again nor been told by a newer report."""
    if is_over(ledger, back):
        return 0
    later = ledger.entries(kinds=[SUBMISSION], feed=back.feed, after=back.seq, standing=True)
    if not later:
        return int(back.detail["rows"])
    feed, completes = form(back.feed), back.detail[COMPLETES]
    known, _ = _keys(ledger, back)
    frame = ledger.read(back.feed).frame
    newer = frame[frame["_entry"] > completes] if len(frame) else frame
    told = set(_texts(feed, pa.Table.from_pandas(newer, preserve_index=False))) if len(newer) else set()
    completing = [entry for entry in later if entry.detail.get(COMPLETES) == completes]
    brought = {key for entry in completing for key in _brought(ledger, feed, entry)}
    again = sum(entry.detail.get("partial", {}).get("returned", 0) for entry in completing)
    came = len(known & (told | brought)) + len(brought - known) + again
    return max(0, int(back.detail["rows"]) - came)


def is_over(ledger: Ledger, back: Entry) -> bool:
    """Whether nobody waits for returned rows: left, the report undone, or the whole list reported anew."""
    if back.detail[COMPLETES] in ledger.undone(back.feed):
        return True
    kinds = [SUBMISSION, WITHDRAWAL]
    return any(
        entry.detail.get(ARRIVAL) == back.seq
        or (entry.kind == SUBMISSION and entry.scope in (back.scope, CITY) and SUPPLEMENT not in entry.detail)
        for entry in ledger.entries(kinds=kinds, feed=back.feed, after=back.seq, standing=True)
    )


def as_csv(rows: RawTable) -> bytes:
    """Rows as they were sent, under their headers: UTF-8 with BOM."""
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\r\n")
    writer.writerow(rows.columns.column_names)
    writer.writerows(zip(*(column.to_pylist() for column in rows.columns)))
    return sink.getvalue().encode("utf-8-sig")


def _sent_back(ledger: Ledger, feed: Feed, unit: str, rows: int) -> Iterator[Entry]:
    """Returned rows, at least so many, of the unit and then of those that share places with it, each newest first."""
    sharing = [code for code in DISTRICTS if code != CITY] if unit == CITY else [CITY]
    for scope in (unit, *sharing):
        came = ledger.entries(kinds=[ARRIVAL], feed=feed.name, scope=scope, limit=LOOKED_AT)
        yield from islice((back for back in came if rows <= back.detail.get("rows", 0)), MOST_READ)


def _is_theirs(ledger: Ledger, table: pa.Table, back: Entry) -> bool:
    """Whether a file brings these rows and no others, as far as their keys can tell."""
    known, unsure = _keys(ledger, back)
    own = set(_texts(form(back.feed), table))
    # A row mended in its key has another one than it was sent back with.
    return bool(own & known) and len(own - known) <= unsure


def _keys(ledger: Ledger, back: Entry) -> tuple[set[str], int]:
    """The keys of returned rows, and how many of them have none that is sure."""
    feed = form(back.feed)
    book = load_file(ledger.file(back.sha256), back.filename, known_headers())
    raw, _ = fitting_sheet(feed, book)
    keys = sure_keys(feed, check(feed, raw.columns, raw.rows, back.scope).table)
    return set(keys.drop_null().to_pylist()), keys.null_count


def _brought(ledger: Ledger, feed: Feed, entry: Entry) -> list[str]:
    """The keys of the rows that an entry came with."""
    table = ledger.payload(entry.seq)
    own = table.filter(pc.is_null(table.column(KEPT_FROM))) if KEPT_FROM in table.column_names else table
    return _texts(feed, own)


def _texts(feed: Feed, table: pa.Table) -> list[str]:
    return row_keys(feed, table).cast(pa.string()).drop_null().to_pylist()


def _rows(feed: Feed, table: pa.Table) -> Iterator[dict]:
    """Number, key and cut-off of each row."""
    none = [None] * table.num_rows
    as_of = table.column("as_of").to_pylist() if "as_of" in table.column_names else none
    keys = row_keys(feed, table).to_pylist()
    for row, key, moment in zip(table.column("_row").to_pylist(), keys, as_of):
        yield {"_row": row, "key": key, "as_of": moment}


def _shown(ledger: Ledger, feed: Feed, unit: str) -> int:
    frame = ledger.read(feed.name).frame
    return len(frame) if unit == CITY or "district" not in frame else int((frame["district"] == unit).sum())
