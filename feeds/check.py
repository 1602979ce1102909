"""Checks a table of texts against its feed: every cell, then every row, all problems at once."""

import json
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from domain.problems import Problem
from feeds.columns import ReadColumn, read_column
from feeds.declaration import Column, Feed
from feeds.faults import Faults, joined
from feeds.figures import read_figures
from feeds.hints import Hint, hints
from feeds.mapping import Headers, fitting, match
from feeds.positions import to_wgs84
from feeds.rows import add_rows
from feeds.sums import SumRow, skipped, without_sums


@dataclass(frozen=True, slots=True)
class Checked:
    """A table read by its feed.

    `table`: the feed's columns by name, typed; `<name>_qualifier` beside a qualified one; `_row` (int32) the
    spreadsheet's row; `_raw` (JSON text or null) the cells whose text was not simply kept.
    `problems`: by row, errors first; of each kind the first, and one that counts the others. The table may be committed
    only when none is an error. `at_fault` (int32): all rows with an error; `doubled`: the rows whose key others repeat.
    `sums`: rows left out because they add up others; `found`: column name -> header as received.
    """

    table: pa.Table
    problems: tuple[Problem, ...]
    sums: tuple[SumRow, ...] = ()
    found: Mapping[str, str] = field(default_factory=dict)
    at_fault: np.ndarray = field(default_factory=lambda: np.empty(0, np.int32))
    doubled: np.ndarray = field(default_factory=lambda: np.empty(0, np.int32))

    @property
    def refused(self) -> bool:
        """Whether any problem is an error."""
        return any(problem.severity == "error" for problem in self.problems)


def check(feed: Feed, texts: pa.Table, rows: np.ndarray, unit: str, today: date | None = None) -> Checked:
    """Reads every cell of `texts` (all string columns, headers as received) for the reporting unit `unit`.

    `rows` is the spreadsheet row of each table row; `today` supplies the year of `7月28日15时`. Nothing is raised: what is wrong is in `problems`.
    """
    headers = match(feed, texts.column_names)
    texts, rows, sums = without_sums(feed, texts, rows, headers.found)
    faults = Faults([*_of_no_header(headers), *_of_another_form(headers, texts.column_names)])
    faults.add([*headers.problems, *skipped(sums)])
    read = _read_all(feed, texts, headers.found, today)
    _add_cells(feed, read, rows, faults)
    table = _table(feed, read, rows)
    if feed.name == "figures" and not headers.missing:
        table = read_figures(feed, table, today, faults)
    doubled = add_rows(feed, table, unit, faults)
    faults.add(_count_problems(feed, table.num_rows, unit))
    problems = tuple(sorted(faults.problems, key=_reading_order))
    return Checked(to_wgs84(feed, table), problems, sums, headers.found, faults.rows, doubled)


def _of_no_header(headers: Headers) -> Iterable[Problem]:
    """A file of rows alone, said before all the columns that it lacks."""
    if not headers.found:
        yield Problem("file.no_header")


def _of_another_form(headers: Headers, received: list[str]) -> Iterable[Problem]:
    """The slip of choosing one form and sending another's file, said before the columns that it lacks."""
    other = fitting(received) if headers.missing else None
    if other:
        yield Problem("file.of_another_form", holes=(("form", other.name),))


def _reading_order(problem: Problem) -> tuple:
    return problem.severity != "error", problem.row or 0


def _read_all(
    feed: Feed, texts: pa.Table, found: dict[str, str], today: date | None
) -> dict[str, ReadColumn]:
    """The columns by name, read side by side: Arrow lets other threads run while it works."""
    with ThreadPoolExecutor(pa.cpu_count()) as readers:
        reading = {c.name: readers.submit(_read, c, feed, texts, found, today) for c in feed.columns}
        return {name: column.result() for name, column in reading.items()}


def _read(
    column: Column, feed: Feed, texts: pa.Table, found: dict[str, str], today: date | None
) -> ReadColumn:
    header = found.get(column.name)
    if header is None:
        nothing = pa.chunked_array([pa.nulls(texts.num_rows, pa.string()).fill_null("")])
        absent = Column(
            column.name, column.zh, column.en, column.type, choices=column.choices, qualified=column.qualified
        )
        return read_column(absent, nothing, {})
    measures = {counter.id: counter for counter in feed.counters}
    return read_column(column, texts.column(header), measures, column.name in feed.key, today)


def _add_cells(feed: Feed, read: Mapping[str, ReadColumn], rows: np.ndarray, faults: Faults) -> None:
    """The faults of cells, those with a likely cause told by it."""
    likely = list(hints(feed, read))
    for name, column in read.items():
        for code, at in column.faults:
            explained = [hint for hint in likely if (hint.column, hint.of) == (name, code)]
            for hint in explained:
                _add_hint(hint, rows, faults)
            left = at[~np.isin(at, joined(hint.at for hint in explained))] if explained else at
            _add_cell(code, name, column.texts, left, rows, faults)


def _add_hint(hint: Hint, rows: np.ndarray, faults: Faults) -> None:
    def tell(most: int) -> Iterable[Problem]:
        return (hint.problem(int(rows[i]), int(i)) for i in hint.at[:most])

    faults.add_rows(hint.code, hint.column, rows[hint.at], tell)


def _add_cell(
    code: str, column: str, texts: pa.ChunkedArray, at: np.ndarray, rows: np.ndarray, faults: Faults
) -> None:
    def tell(most: int) -> Iterable[Problem]:
        first = at[:most]
        raws = texts.take(pa.array(first)).to_pylist()
        return (Problem(code, row, column, raw) for row, raw in zip(rows[first].tolist(), raws))

    faults.add_rows(code, column, rows[at], tell)


def _table(feed: Feed, read: dict[str, ReadColumn], rows: np.ndarray) -> pa.Table:
    columns: dict[str, pa.Array] = {}
    for column in feed.columns:
        columns[column.name] = read[column.name].values
        if column.qualified:
            columns[f"{column.name}_qualifier"] = read[column.name].qualifiers
    columns["_row"] = pa.array(rows, pa.int32())
    columns["_raw"] = _raw(read, len(rows))
    return pa.table(columns)


def _raw(read: dict[str, ReadColumn], count: int) -> pa.Array:
    """One JSON object per row of the cells whose received text is not what the value prints as."""
    received = {name: column.received for name, column in read.items() if column.received is not None}
    if not received:
        return pa.nulls(count, pa.string())
    if len(received) == 1:
        return _printed("{%s}", *received.popitem())
    cells = [_printed(",%s", name, texts) for name, texts in received.items()]
    joined = pc.binary_join_element_wise(*cells, "", null_handling="replace")
    said = pc.if_else(pc.equal(joined, ""), pa.scalar(None, pa.string()), joined)
    return pc.binary_join_element_wise(pc.binary_replace_slice(said, 0, 1, "{"), "}", "")


def _printed(form: str, name: str, received: pa.DictionaryArray) -> pa.Array:
    """`"column":"text as received"` in `form` where the text was not simply kept, else null."""
    said = (
        f"{json.dumps(name)}:{json.dumps(t, ensure_ascii=False)}" for t in received.dictionary.to_pylist()
    )
    return pa.array((form % one for one in said), pa.string()).take(received.indices)


def _count_problems(feed: Feed, count: int, unit: str) -> Iterable[Problem]:
    least, most = feed.expected_rows(unit)
    holes = (("count", count), ("least", least), ("most", most))
    if count == 0 == least:
        yield Problem("file.no_rows", severity="warning", holes=(("unit", unit),))
    elif count < least:
        yield Problem("file.too_few_rows", severity="error", holes=holes)
    elif count > most:
        yield Problem("file.too_many_rows", severity="warning", holes=holes)
