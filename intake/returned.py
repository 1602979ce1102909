"""The rows a report sent back: kept as a file of their own, open until they come again."""

import csv
import io
from collections.abc import Callable
from datetime import datetime
from pathlib import PurePath

from domain.clock import iso
from domain.receipts import receipt_number
from feeds.declaration import Feed
from intake.arrivals import ARRIVAL, COMPLETES, open_arrivals
from loaders.table import RawTable
from store.entry import Entry, NewEntry
from store.ledger import Ledger


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


def completed(ledger: Ledger, feed: Feed, unit: str, rows: int, sha256: Callable[[], str]) -> int | None:
    """The report whose returned rows a file of so many rows brings, None where it is a report by itself.

    While rows of a unit are open, a file of no more rows than those is theirs, in whatever shape it comes: it takes
    nothing off the list, where a short file read as the whole list would take off all that was accepted.
    """
    if not feed.partial or not rows:
        return None
    for arrival in open_arrivals(ledger, feed, unit):
        if COMPLETES in arrival.detail and rows <= arrival.detail["rows"]:
            return int(arrival.detail[COMPLETES])
    last = ledger.standing(feed.name, unit)  # the same file once more is still that file
    again = last and COMPLETES in last.detail and last.scope == unit and last.sha256 == sha256()
    return int(last.detail[COMPLETES]) if last and again else None


def as_csv(rows: RawTable) -> bytes:
    """Rows as they were sent, under their headers: UTF-8 with BOM."""
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\r\n")
    writer.writerow(rows.columns.column_names)
    writer.writerows(zip(*(column.to_pylist() for column in rows.columns)))
    return sink.getvalue().encode("utf-8-sig")
