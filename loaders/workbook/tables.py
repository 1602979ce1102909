"""A sheet as every loader gives a table: its header found, sums and blank lines out, what is odd about it noted."""

import re
from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa

from domain.problems import Problem
from domain.unseen import SIGNS, seen
from feeds.faults import Faults
from loaders.hidden import of_cells
from loaders.table import (
    HEADER_WITHIN,
    RawTable,
    beside,
    find_header,
    header_names,
    known_headers_in,
    refuse_too_many_rows,
    without_blank_columns,
    without_sums_and_blanks,
)
from loaders.workbook.grid import Grid, Merge

_BREAKS = re.compile(r"\r\n|[\t\r\n]")
_UNTIDY = re.compile(rf"[\t\r\n{SIGNS}]")


def known_in_head(grid: Grid, known: frozenset[str]) -> int:
    """The most known headers (normalised) that one of a sheet's first rows holds."""
    return max((known_headers_in(row, known) for row in _head(grid)), default=0)


def raw_table(grid: Grid, known: frozenset[str], kind: str) -> RawTable:
    """A sheet that is not empty as a table; encoding: the kind of workbook.

    Raises Refused: file.over_column_limit, file.over_row_limit.
    """
    columns = [_tidy(column) for column in grid.columns]
    index = _header_index(_head(grid), known)
    names = header_names([column[index] for column in columns])
    width, first_row = len(names), grid.first_row + index + 1
    body = [column[index + 1 :] for column in columns]
    refuse_too_many_rows(len(body[0]))
    table = pa.table([pa.array(column, pa.string()) for column in body[:width]], names=names)
    rows = np.arange(first_row, first_row + table.num_rows, dtype=np.int32)
    table, rows, left_out, sums = without_sums_and_blanks(table, rows)
    faults = Faults(left_out)
    faults.add(_beside(body, width, first_row))
    faults.add(_of_rows(grid, names, rows))
    for i, column in enumerate(grid.columns):
        faults.add(of_cells(column, names[i] if i < width else None, grid.first_row, first_row - 1))
    told = tuple(sorted(faults.problems, key=lambda note: note.row or 0))
    above = tuple(
        cell for row in zip(*(column[:index] for column in columns)) for cell in row if cell.strip()
    )
    return RawTable(
        without_blank_columns(table),
        rows,
        first_row - 1,
        kind,
        "",
        told,
        above,
        sums,
        faults.by_column(),
    )


def _head(grid: Grid) -> list[tuple[str, ...]]:
    return list(zip(*(column[:HEADER_WITHIN] for column in grid.columns)))


def _header_index(head: Sequence[Sequence[str]], known: frozenset[str]) -> int:
    """The header's row; of equally good ones below each other the last, for a merged header is in each of them."""
    index = find_header(head, known) or 0
    counts = [known_headers_in(row, known) for row in head]
    while index + 1 < len(head) and counts[index + 1] >= counts[index] > 0:
        index += 1
    return index


def _tidy(column: list[str]) -> list[str]:
    """Without what cannot be seen, and with a space for every tab and line break."""
    if not _UNTIDY.search("".join(column)):
        return column
    return [seen(_BREAKS.sub(" ", cell)) for cell in column]


def _beside(body: Sequence[Sequence[str]], width: int, first_row: int) -> Iterator[Problem]:
    """The faults of rows that hold something to the right of the last header."""
    rows = {i for column in body[width:] for i, cell in enumerate(column) if cell}
    for i in sorted(rows):
        yield from beside([column[i] for column in body[width:]], first_row + i, width)


def _of_rows(grid: Grid, names: Sequence[str], rows: np.ndarray) -> Iterator[Problem]:
    """What was noticed of rows that are taken in."""
    taken = set(rows.tolist())
    for lost in grid.lost:
        if lost.row in taken and lost.column < len(names):
            yield Problem("cell.formula_without_value", lost.row, names[lost.column], lost.formula)
    hidden = taken.intersection(grid.hidden_rows)
    if hidden:
        holes = (("n", len(hidden)), ("first", min(hidden)))
        yield Problem("file.hidden_rows", severity="warning", holes=holes)
    for merge in grid.merges:
        first, end = np.searchsorted(rows, (merge.first, merge.last + 1))
        if end - first > 1 and rows[first] == merge.first:
            yield _merged(merge)


def _merged(merge: Merge) -> Problem:
    code = "file.merged_filled" if merge.filled else "file.merged_number"
    severity = "note" if merge.filled else "warning"
    return Problem(code, merge.first, raw=merge.text, severity=severity, holes=(("last", merge.last),))
