"""Reads CSV, TSV and TXT: the usual separators, titles above the header, sums and blank lines between."""

import csv
import io
import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from domain.problems import Problem, Refused
from feeds.faults import Faults
from feeds.glance import whole
from loaders.hidden import LONGEST_CELL, changed, without_unseen
from loaders.limits import MAX_COLUMNS
from loaders.lines import line_bounds, mend
from loaders.table import (
    HEADER_WITHIN,
    RawTable,
    beside,
    find_header,
    header_names,
    known_headers_in,
    over_column_limit,
    refuse_too_many_rows,
    without_blank_columns,
    without_sums_and_blanks,
)
from loaders.text import decode, normalised

DELIMITERS = ",;\t"
# A line with more separators than this has too many cells, even were one of its cells nothing but separators.
WIDEST_LINE = LONGEST_CELL + MAX_COLUMNS
RECORDS_AT_ONCE = 20_000
# A file's blank end is passed over by so many bytes, and what is left of it counts.
BLANK_END = 1 << 10

_HEAD_BYTES = 1 << 20
# The line by which Excel is told the separator; it shows it as no row.
_SEPARATOR_LINE = re.compile(r'"?sep=([,;\t|])"?(\r\n|\r|\n|$)', re.IGNORECASE)
_BREAKS = r"\r\n|[\t\r\n]"


def load(data: bytes, known_headers: Collection[str]) -> RawTable:
    """The table in the bytes of a text file of which one header at least should be among `known_headers`.

    Raises Refused: what `decode` raises; file.unclosed_quote and file.cell_too_long with the row;
    file.over_column_limit, file.over_row_limit.
    """
    decoded = decode(data, known_headers)
    payload, begins, hid = without_unseen(decoded)
    layout = _layout(payload, begins, normalised(frozenset(known_headers)))
    table, rows, faults = _read(payload, layout)
    table, rows, left_out, sums = without_sums_and_blanks(table, rows)
    if hid:
        separator = _SEPARATOR_LINE.match(decoded.text)
        begins = separator.end() if separator else 0
        faults.add(changed(decoded.text, begins, layout.delimiter, layout.row, layout.names))
    notes = tuple(sorted((*faults.problems, *left_out), key=lambda note: note.row or 0))
    return RawTable(
        without_blank_columns(table),
        rows,
        layout.row,
        decoded.encoding,
        layout.delimiter,
        notes,
        layout.titles,
        sums,
        faults.by_column(),
    )


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the header is: its row, how many cells it has and the names of its columns, the byte at which the rows below
    it begin, and what stands above it."""

    delimiter: str
    row: int
    cells: int
    names: list[str]
    body: int
    titles: tuple[str, ...]


def _layout(payload: bytes, begins: int, known: frozenset[str]) -> _Layout:
    text = payload[begins : begins + _HEAD_BYTES].decode(errors="ignore")
    separator = _SEPARATOR_LINE.match(text)
    start = separator.end() if separator else 0
    head = text[start:]
    delimiter = separator[1] if separator else max(DELIMITERS, key=lambda sign: _fit(head, sign, known))
    lines = _Lines(head)
    ends, records = [], []
    for record in islice(_records(lines, delimiter), HEADER_WITHIN):
        records.append(record)
        ends.append(start + lines.taken)
    index = find_header(records, known)
    if index is None:
        raise Refused([Problem("file.empty")])
    titles = tuple(cell.strip() for record in records[:index] for cell in record if cell.strip())
    body = begins + len(text[: ends[index]].encode())
    names = header_names(records[index])
    refuse_too_many_rows(_lines_from(payload, body), len(names))
    return _Layout(delimiter, index + 1, len(records[index]), names, body, titles)


def _lines_from(payload: bytes, body: int) -> int:
    """How many lines there are below the header, blank ones at the end not counted; never too many."""
    end = len(payload)
    while end > body and payload[end - BLANK_END : end].isspace():
        end -= BLANK_END
    return max(payload.count(sign, body, max(end, body)) for sign in (b"\n", b"\r"))


def _fit(head: str, delimiter: str, known: frozenset[str]) -> tuple[int, int, int]:
    """How well a separator fits: known headers in one record, records of the commonest width, that width."""
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
    try:
        records = list(islice(reader, 2 * HEADER_WITHIN))
    except csv.Error:
        return 0, 0, 0
    widths = Counter(len(record) for record in records if len(record) > 1)
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    headers = max((known_headers_in(record, known) for record in records[:HEADER_WITHIN]), default=0)
    return headers, count, width


class _Lines:
    """Lines of a text one by one; knows how many characters it gave and whether it was asked for more."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text, newline="")
        self.taken = 0
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._lines.readline()
        if not line:
            self.ended = True
            raise StopIteration
        self.taken += len(line)
        return line


def _records(lines: _Lines, delimiter: str, before: int = 0) -> Iterator[list[str]]:
    """Records of delimited lines, counted on from `before`. Raises Refused where a quote stays open."""
    row = before
    try:
        for row, record in enumerate(csv.reader(_narrow(lines, delimiter), delimiter=delimiter), before + 1):
            # A reader that wanted another line to finish a record was inside a quoted cell.
            if lines.ended:
                raise Refused([Problem("file.unclosed_quote", row=row)])
            yield record
    except csv.Error:
        raise Refused([Problem("file.cell_too_long", row=row + 1, expected=str(LONGEST_CELL))]) from None


def _narrow(lines: _Lines, delimiter: str) -> Iterator[str]:
    """The lines; refuses one with more separators than a single cell may hold, before it is made millions of cells."""
    for line in lines:
        if line.count(delimiter) > WIDEST_LINE:
            raise over_column_limit(line.count(delimiter) + 1)
        yield line


_Read = tuple[pa.Table, np.ndarray, Faults]


def _read(payload: bytes, layout: _Layout) -> _Read:
    """The columns below the header, the row number of each record, and what is wrong with single rows."""
    quoted = payload.find(b'"', layout.body) >= 0
    read = None if quoted else _read_even(payload, layout)
    if read:
        return read
    body = payload[layout.body :].rstrip(b"\r\n")
    if body:
        read = _read_quoted(body, layout) if quoted else _read_unquoted(body, layout)
    return read or _read_any(payload, layout)


def _read_even(payload: bytes, layout: _Layout) -> _Read | None:
    """Reads all columns at once, each line being a record as wide as the header; None where one is not."""
    body = pa.py_buffer(payload).slice(layout.body)
    table = _arrow_table(body, layout.delimiter, layout.cells, blank_lines=False)
    if table is None or not _fits(table, len(layout.names)):
        return None
    tabs = layout.delimiter != "\t" and payload.find(b"\t", layout.body) >= 0
    return _named(table, layout.names, tabs), _numbered(np.arange(table.num_rows), layout), Faults()


def _read_unquoted(body: bytes, layout: _Layout) -> _Read | None:
    """Reads all columns at once, blank lines left out and others mended; None where that does not come out even."""
    names = layout.names
    mended, faults = mend(body, layout.delimiter, len(names), layout.row + 1)
    table = _arrow_table(mended, layout.delimiter, len(names))
    starts, ends = line_bounds(body)
    rows = np.flatnonzero(ends > starts)
    if table is None or len(rows) != table.num_rows or not _fits(table, len(names)):
        return None
    tabs = layout.delimiter != "\t" and b"\t" in body
    return _named(table, names, tabs), _numbered(rows, layout), faults


def _read_quoted(body: bytes, layout: _Layout) -> _Read | None:
    """Reads all columns at once where each record is as wide as the header; None where one is not."""
    starts, ends = line_bounds(body)
    if (ends == starts).any() or body.count(b'"') % 2:
        return None
    table = _arrow_table(body, layout.delimiter, layout.cells, breaks=True)
    if table is None or not _fits(table, len(layout.names)):
        return None
    broken = len(starts) != table.num_rows or b"\t" in body
    return _named(table, layout.names, broken), _numbered(np.arange(table.num_rows), layout), Faults()


def _arrow_table(
    body: bytes | pa.Buffer, delimiter: str, width: int, breaks: bool = False, blank_lines: bool = True
) -> pa.Table | None:
    """All columns as strings; None where a record is not `width` cells wide, or that is more than a table has.

    `breaks`: there may be some within cells; `blank_lines`: they are no records.
    """
    if width > MAX_COLUMNS:  # blank ones at the end of the header, which are no columns
        return None
    columns = [str(i) for i in range(width)]
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(body),
            read_options=arrow_csv.ReadOptions(column_names=columns),
            parse_options=arrow_csv.ParseOptions(
                delimiter=delimiter, newlines_in_values=breaks, ignore_empty_lines=blank_lines
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(columns, pa.string()), strings_can_be_null=False, check_utf8=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    joined = []
    for _ in columns:  # one after the other: the pieces of a column are let go before the next is joined
        joined.append(whole(table.column(0)))
        table = table.remove_column(0)
    return pa.table(joined, names=columns)


def _fits(table: pa.Table, width: int) -> bool:
    """Whether no cell is longer than a cell may be, and nothing stands to the right of the last header."""
    lengths = [pc.max(pc.binary_length(column)).as_py() or 0 for column in table.columns]
    return max(lengths) <= LONGEST_CELL and not any(lengths[width:])


def _named(table: pa.Table, names: list[str], broken: bool) -> pa.Table:
    refuse_too_many_rows(table.num_rows)
    table = table.select(range(len(names))).rename_columns(names)
    return _unbroken(table) if broken else table


def _numbered(indices: np.ndarray, layout: _Layout) -> np.ndarray:
    return (indices + layout.row + 1).astype(np.int32)


def _read_any(payload: bytes, layout: _Layout) -> _Read:
    """Reads rows one by one: short ones are filled up, long ones at fault if the rest holds something."""
    width, faults, numbers, pieces = len(layout.names), Faults(), [], []
    lines = _Lines(payload[layout.body :].decode())
    records = enumerate(_records(lines, layout.delimiter, layout.row), layout.row + 1)
    while some := list(islice(records, RECORDS_AT_ONCE)):
        refuse_too_many_rows(some[-1][0] - layout.row, width)
        filled = [(row, record) for row, record in some if record]
        faults.add(fault for row, record in filled for fault in beside(record[width:], row, width))
        numbers += [row for row, _ in filled]
        pieces.append(_of_records([record for _, record in filled], layout.names))
    table = pa.concat_tables([_of_records([], layout.names), *pieces]).combine_chunks()
    return _unbroken(table), np.array(numbers, dtype=np.int32), faults


def _of_records(records: list[list[str]], names: list[str]) -> pa.Table:
    """Records, each made as wide as the header."""
    width = len(names)
    columns = zip(*((record + [""] * width)[:width] for record in records)) if records else [()] * width
    return pa.table([pa.array(column, pa.string()) for column in columns], names=names)


def _unbroken(table: pa.Table) -> pa.Table:
    """The table with a space for every tab and line break inside a cell."""
    columns = [pc.replace_substring_regex(column, _BREAKS, " ") for column in table.columns]
    return pa.table(columns, names=table.column_names)
