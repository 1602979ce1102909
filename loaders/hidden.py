"""Cells of which something was left out because nobody can see it, told one by one: the sender's own file keeps it."""

import csv
import re
from collections.abc import Iterator, Sequence

from domain.problems import Problem
from domain.unseen import UNSEEN, seen
from loaders.text import Decoded, has_invisible

LONGEST_CELL = csv.field_size_limit()
_LINES = re.compile(r"[^\r\n]*(?:\r\n|[\r\n])?")


def without_unseen(decoded: Decoded) -> tuple[bytes, int, bool]:
    """A text's bytes without what cannot be seen, where they begin, and whether anything was left out."""
    if has_invisible(decoded.payload, decoded.begins):
        return seen(decoded.text).encode(), 0, True
    return decoded.payload, decoded.begins, False


def changed(
    text: str, begins: int, delimiter: str, header_row: int, names: Sequence[str]
) -> Iterator[Problem]:
    """A note for each cell of which something was left out of a delimited text whose first record begins there.

    A line longer than any cell may be is no row of a report, and what comes after it is not looked at.
    """
    taken: list[str] = []
    reader = csv.reader(_kept(text, begins, taken), delimiter=delimiter)
    for row, record in enumerate(reader, 1):
        if any(map(UNSEEN.search, taken)):
            yield from _of_record(taken, record, delimiter, row, names if row >= header_row else ())
        taken.clear()


def _kept(text: str, begins: int, taken: list[str]) -> Iterator[str]:
    for found in _LINES.finditer(text, begins):
        line = found[0]
        if not line or len(line) > LONGEST_CELL:
            return
        taken.append(line)
        yield seen(line)


def _of_record(
    taken: Sequence[str], record: Sequence[str], delimiter: str, row: int, names: Sequence[str]
) -> Iterator[Problem]:
    """By its cells; as a whole where what cannot be seen stood before a quote and the cells came out otherwise."""
    short = sum(map(len, taken)) <= LONGEST_CELL
    before = next(csv.reader(taken, delimiter=delimiter), []) if short else []
    if len(before) != len(record):
        yield Problem("row.unseen_left_out", row, severity="note")
        return
    for i, (was, cell) in enumerate(zip(before, record)):
        if was != cell:
            yield _told(row, names[i] if i < len(names) else None, cell)


def of_cells(column: Sequence[str], name: str | None, first_row: int, header_row: int) -> Iterator[Problem]:
    """A note for each cell of a workbook's column, the first in `first_row`, of which something is left out."""
    if not UNSEEN.search("".join(column)):
        return
    for row, cell in enumerate(column, first_row):
        if UNSEEN.search(cell):
            yield _told(row, name if row >= header_row else None, seen(cell))


def _told(row: int, column: str | None, cell: str) -> Problem:
    code = "cell.unseen_left_out" if column else "row.unseen_left_out"
    return Problem(code, row, column, cell if column else None, severity="note")
