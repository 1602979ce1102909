"""Where a row that is shown comes from: its file as it was received, its row there, and each cell as it was written."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from domain.problems import ROW, Refused
from feeds.declaration import Feed
from feeds.mapping import match
from intake.arrivals import SHEET
from intake.draft import opened_file
from intake.mending import MENDED
from intake.sheets import fitting_sheet, is_document
from loaders.table import RawTable
from store.entry import Entry
from store.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Written:
    """A cell as the received file has it. header: as written there; mended: what its sender put in its place, none if nothing."""

    header: str
    raw: str
    mended: str | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """The entry a row came with, the sheet of its file ("" where there is one), the row as its file counts, its cells.

    counted: what the row is the number of, such as RECORD; cells: by the form's columns; empty where the entry came without a file that can be read.
    is_document: the file is no table, and cells are what was read out of it.
    """

    entry: Entry
    sheet: str
    row: int
    cells: Mapping[str, Written]
    counted: str = ROW
    is_document: bool = False


def origin(ledger: Ledger, feed: Feed, entry: Entry, row: int) -> Origin:
    """Read again from the bytes as received, not from what was made of them. Raises Damaged where they are not those."""
    sheet = entry.detail.get(SHEET) or ""
    if not entry.sha256:
        return Origin(entry, sheet, row, {})
    book = opened_file(ledger.file(entry.sha256), entry.filename)
    if isinstance(book, Refused):  # read by an earlier edition of this program, and no longer
        return Origin(entry, sheet, row, {})
    raw, _ = fitting_sheet(feed, book, sheet or None)
    cells = _cells(feed, raw, row, entry.detail.get(MENDED, {}))
    return Origin(entry, sheet, row, cells, raw.counted, is_document(book))


def _cells(feed: Feed, raw: RawTable, row: int, mended: Mapping) -> dict[str, Written]:
    at = np.flatnonzero(raw.rows == row)
    if not len(at):
        return {}
    written = {name: raw.columns.column(name)[int(at[0])].as_py() for name in raw.columns.column_names}
    headers = match(feed, list(written)).found | dict(mended.get("headers", {}))
    instead = {header: text for number, header, _, text in mended.get("cells", ()) if number == row}
    return {
        name: Written(header, written[header], instead.get(header))
        for name, header in headers.items()
        if header in written and feed.has(name)
    }
