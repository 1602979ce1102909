"""What a sender mends on the page instead of in the file: which header is meant, and single cells."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa

from domain.problems import Problem
from domain.unseen import seen
from feeds.declaration import Feed
from feeds.mapping import match
from intake.arrivals import ARRIVAL
from loaders.table import RawTable
from store.entry import SUBMISSION, Entry, NewEntry
from store.ledger import Ledger

MENDED, MENDING = "mended", "mending"
# What was said longer ago is asked again.
LOOKED_AT = 500


@dataclass(frozen=True, slots=True)
class Mending:
    """headers: column name -> header as received; cells: (spreadsheet row, header as received) -> text in its place."""

    headers: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[tuple[int, str], str] = field(default_factory=dict)

    def also(self, later: "Mending") -> "Mending":
        """Both, the later one where they differ."""
        return Mending({**self.headers, **later.headers}, {**self.cells, **later.cells})


NOTHING = Mending()


def remembered(ledger: Ledger, feed: Feed, unit: str) -> Mending:
    """What the unit itself last said of its headers, in a report that stands; never its cells."""
    own = ledger.entries(kinds=[SUBMISSION], feed=feed.name, scope=unit, limit=LOOKED_AT, standing=True)
    said = (entry.detail.get(MENDED, {}).get("headers") for entry in own)
    return Mending(next((headers for headers in said if headers), {}))


def keep(ledger: Ledger, arrival: Entry, mending: Mending, actor: str) -> None:
    """Keeps what has been mended of a file that came, so that it is there when somebody goes on with it."""
    cells = [[row, header, text] for (row, header), text in mending.cells.items()]
    detail = {ARRIVAL: arrival.seq, MENDED: {"headers": dict(mending.headers), "cells": cells}}
    ledger.append(
        NewEntry(MENDING, arrival.feed, arrival.scope, actor, filename=arrival.filename, detail=detail)
    )


def kept(ledger: Ledger, arrival: Entry) -> Mending:
    """What was last mended of a file that came."""
    found = ledger.entries(kinds=[MENDING], feed=arrival.feed, scope=arrival.scope, after=arrival.seq)
    said = next((entry.detail[MENDED] for entry in found if entry.detail[ARRIVAL] == arrival.seq), None)
    if said is None:
        return NOTHING
    return Mending(said["headers"], {(row, header): text for row, header, text in said["cells"]})


def mended(feed: Feed, raw: RawTable, mending: Mending) -> tuple[RawTable, tuple[Problem, ...]]:
    """The table with its cells replaced and its headers called as the form calls them; and what is said of that.

    A header that names a column already, or is not there, is left as it is: the file may have been mended since.
    """
    table = _with_cells(raw, mending.cells)
    known = match(feed, table.column_names)
    taken = set(known.found.values())
    meant = {
        header: name
        for name, header in mending.headers.items()
        if name not in known.found and header in table.column_names and header not in taken
    }
    titles = [
        feed.column(meant[header]).header if header in meant else header for header in table.column_names
    ]
    told = tuple(
        Problem("column.mapped", column=name, raw=header, severity="note") for header, name in meant.items()
    )
    called = dict(zip(table.column_names, titles))
    sums = [
        replace(one, cells={called.get(header, header): text for header, text in one.cells.items()})
        for one in raw.sums
    ]
    return replace(raw, columns=table.rename_columns(titles), sums=tuple(sums)), told


def detail(raw: RawTable, mending: Mending) -> dict:
    """What the ledger keeps of it: headers, and [row, header, as received, in its place] of each cell."""
    at = {int(row): i for i, row in enumerate(raw.rows)}
    cells = [
        [row, header, raw.columns.column(header)[at[row]].as_py(), text]
        for (row, header), text in sorted(mending.cells.items())
        if row in at and header in raw.columns.column_names
    ]
    said = {"headers": dict(mending.headers), "cells": cells}
    return {MENDED: {name: value for name, value in said.items() if value}} if any(said.values()) else {}


def _with_cells(raw: RawTable, cells: Mapping[tuple[int, str], str]) -> pa.Table:
    table, at = raw.columns, {int(row): i for i, row in enumerate(raw.rows)} if cells else {}
    for header in {header for _, header in cells} & set(table.column_names):
        texts = np.array(table.column(header).to_pylist(), dtype=object)
        for (row, named), text in cells.items():
            if named == header and row in at:
                texts[at[row]] = seen(text)
        table = table.set_column(table.column_names.index(header), header, pa.array(texts, pa.string()))
    return table
