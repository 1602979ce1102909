"""The table every loader gives: cells as text, rows as the spreadsheet numbers them."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from domain.problems import Problem, Refused
from feeds.headers import normalise

MAX_COLUMNS = 200
MAX_ROWS = 2_000_000
HEADER_WITHIN = 20

_TOTAL = re.compile(r"(合计|总计|小计|共计)(?![划量算])|(sub|grand)?-?totals?[:：]?$", re.IGNORECASE)
# What a total's cell can begin with, so that few cells need the closer look.
_TOTAL_BEGINS = r"^[\s\x{3000}]*(?i:[合总小共]|sub|grand|total)"


@dataclass(frozen=True, slots=True)
class RawTable:
    """What a file says, cell by cell, as text.

    columns: every column a string, named as received (stripped; a repeated header gets " (2)");
    rows: int32, the spreadsheet's number of each row, counting records, blank and title rows from 1;
    notes: what was left out ("file.total_row_skipped"), and rows at fault ("row.too_many_cells", an error).
    """

    columns: pa.Table
    rows: np.ndarray
    header_row: int
    encoding: str
    delimiter: str
    notes: tuple[Problem, ...]


def find_header(records: Sequence[Sequence[str]], known: Collection[str]) -> int | None:
    """Index of the header among a file's first records; None when all of them are blank.

    The one with most known headers (normalised), else the first with two cells filled, else the first filled.
    """
    counts = [known_headers_in(record, known) for record in records]
    if any(counts):
        return counts.index(max(counts))
    filled = [sum(bool(cell.strip()) for cell in record) for record in records]
    return next((i for least in (2, 1) for i, count in enumerate(filled) if count >= least), None)


def known_headers_in(record: Sequence[str], known: Collection[str]) -> int:
    """How many of a record's cells are known headers (normalised)."""
    return len({normalise(cell) for cell in record if cell.strip()}.intersection(known))


def header_names(cells: Sequence[str]) -> list[str]:
    """Column names of a header: stripped, without the blank cells at its end, each only once.

    A blank one between others is "[D]" after its place. Raises Refused("file.over_column_limit").
    """
    names = [" ".join(cell.split()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > MAX_COLUMNS:
        holes = (("found", len(names)),)
        raise Refused([Problem("file.over_column_limit", expected=str(MAX_COLUMNS), holes=holes)])
    return _once_each([name or f"[{_letter(i)}]" for i, name in enumerate(names)])


def _letter(index: int) -> str:
    return (chr(64 + index // 26) if index >= 26 else "") + chr(65 + index % 26)


def _once_each(names: Sequence[str]) -> list[str]:
    unique: list[str] = []
    for name in names:
        times = 1
        while (name if times == 1 else f"{name} ({times})") in unique:
            times += 1
        unique.append(name if times == 1 else f"{name} ({times})")
    return unique


def refuse_too_many_rows(count: int) -> None:
    """Raises Refused("file.over_row_limit") above the limit."""
    if count > MAX_ROWS:
        raise Refused([Problem("file.over_row_limit", expected=str(MAX_ROWS), holes=(("found", count),))])


def too_many_cells(extra: Sequence[str], row: int, width: int) -> list[Problem]:
    """The fault of a row with something in the cells right of the last header."""
    first = next((cell for cell in extra if cell.strip()), None)
    if first is None:
        return []
    holes = (("found", width + len(extra)),)
    return [Problem("row.too_many_cells", row=row, raw=first, expected=str(width), holes=holes)]


def is_total(cell: str) -> bool:
    """Whether a row's first filled cell says that the row is a sum of others: `合 计`, `小计：`, `Total`."""
    return _TOTAL.match(re.sub(r"\s", "", cell)) is not None


Rows = tuple[pa.Table, np.ndarray, tuple[Problem, ...]]


def without_sums_and_blanks(table: pa.Table, rows: np.ndarray) -> Rows:
    """The table without blank rows and without total rows, each of the latter noted with its row."""
    blank, totals = _blank_and_total_rows(table)
    notes = tuple(_total_skipped(int(rows[i]), cell) for i, cell in sorted(totals.items()))
    if not len(blank) and not totals:
        return table, rows, notes
    keep = np.ones(table.num_rows, dtype=bool)
    keep[blank] = False
    keep[list(totals)] = False
    return table.filter(pa.array(keep)), rows[keep], notes


def _total_skipped(row: int, cell: str) -> Problem:
    return Problem("file.total_row_skipped", row=row, raw=cell, severity="note")


def _blank_and_total_rows(table: pa.Table) -> tuple[np.ndarray, dict[int, str]]:
    """Goes by columns: in each, only rows that are blank before it are looked at."""
    left = np.arange(table.num_rows)
    totals: dict[int, str] = {}
    for column in table.columns:
        if not len(left):
            break
        cells = column if len(left) == table.num_rows else column.take(pa.array(left))
        totals |= {int(left[i]): cell for i, cell in _totals(cells)}
        left = left[pc.equal(pc.utf8_trim_whitespace(cells), "").to_numpy()]
    return left, totals


def _totals(cells: pa.ChunkedArray) -> Iterator[tuple[int, str]]:
    for i in np.flatnonzero(pc.match_substring_regex(cells, _TOTAL_BEGINS).to_numpy()):
        cell = cells[int(i)].as_py()
        if is_total(cell):
            yield int(i), cell


def without_blank_columns(table: pa.Table) -> pa.Table:
    """The table without the columns that have neither a header nor a value."""
    nameless = [name for name in table.column_names if re.fullmatch(r"\[[A-Z]{1,2}\]", name)]
    return table.drop_columns([name for name in nameless if _is_blank(table.column(name))])


def _is_blank(column: pa.ChunkedArray) -> bool:
    return pc.all(pc.equal(pc.utf8_trim_whitespace(column), ""), min_count=0).as_py()
