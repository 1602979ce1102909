"""Checks a table of texts against its feed: every cell, then every row, all problems at once."""

import json
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from domain.problems import Problem
from feeds.columns import ReadColumn, read_column
from feeds.declaration import Column, Feed
from feeds.faults import Faults, joined
from feeds.figures import read_figures
from feeds.glance import whole
from feeds.hints import Hint, hints
from feeds.mapping import Headers, fitting, match
from feeds.positions import position_columns, to_wgs84
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
    doubled = _add_rows(feed, table, unit, faults)
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


def _add_rows(feed: Feed, table: pa.Table, unit: str, faults: Faults) -> np.ndarray:
    """The faults of rows; the rows whose key others repeat are given back."""
    at_fault = faults.by_column()
    doubled = _repeated_keys(feed, table, faults)
    _above_total(feed, table, faults)
    _half_positions(feed, table, faults, at_fault)
    placed = feed.has("district") and (feed.is_asset or feed.file == "whole")
    if unit != "city" and feed.has("district"):
        _other_districts(table, unit, placed, faults)
    if placed:
        _in_no_district(table, faults)
    return doubled


def row_keys(feed: Feed, table: pa.Table) -> pa.Array:
    """One text per row that names it: its key columns joined."""
    parts = [pc.cast(_plain(table.column(name)), pa.string()) for name in feed.key]
    if len(parts) == 1:
        return parts[0]
    return pc.binary_join_element_wise(*parts, "\x1f", null_handling="replace", null_replacement="")


def _plain(column: pa.ChunkedArray) -> pa.Array:
    array = whole(column)
    return array.cast(array.type.value_type) if pa.types.is_dictionary(array.type) else array


def _repeated_keys(feed: Feed, table: pa.Table, faults: Faults) -> np.ndarray:
    keys = row_keys(feed, table)
    if len(keys.unique()) == len(keys):
        return np.empty(0, np.int32)
    codes = keys.dictionary_encode().indices.fill_null(-1).to_numpy().copy()
    for name in feed.key:  # a row that lacks a part of its key is told for that
        codes[pc.is_null(table.column(name)).to_numpy()] = -1
    rows = table.column("_row").to_numpy()
    _, first, which = np.unique(codes, return_index=True, return_inverse=True)
    again = np.setdiff1d(np.flatnonzero(codes >= 0), first)
    originals = rows[first[which[again]]]

    def tell(most: int) -> Iterable[Problem]:
        shown = table.select(list(feed.key)).take(pa.array(again[:most])).to_pylist()
        for row, values, original in zip(rows[again[:most]].tolist(), shown, originals.tolist()):
            key = " · ".join(str(value) for value in values.values())
            yield Problem("row.repeated_key", row, feed.key[0], key, holes=(("first", original),))

    faults.add_rows("row.repeated_key", feed.key[0], rows[again], tell)
    return joined([originals])


def _above_total(feed: Feed, table: pa.Table, faults: Faults) -> None:
    rows = table.column("_row").to_numpy()
    for column in feed.columns:
        if column.at_most:
            above = pc.greater(table.column(column.name), table.column(column.at_most))
            at = np.flatnonzero(pc.fill_null(above, False).to_numpy())
            tell = partial(_told_above, table, column.name, column.at_most, at)
            faults.add_rows("row.above_total", column.name, rows[at], tell)


def _told_above(table: pa.Table, column: str, total: str, at: np.ndarray, most: int) -> Iterable[Problem]:
    for said in table.select(["_row", column, total]).take(pa.array(at[:most])).to_pylist():
        holes = (("total_column", total), ("total", said[total]))
        yield Problem("row.above_total", said["_row"], column, str(said[column]), holes=holes)


def _half_positions(
    feed: Feed, table: pa.Table, faults: Faults, at_fault: Mapping[str | None, np.ndarray]
) -> None:
    """Not where half a position is only what a cell already told of has left."""
    rows = table.column("_row").to_numpy()
    for lon, lat in position_columns(feed):
        half = pc.xor(pc.is_null(table.column(lon)), pc.is_null(table.column(lat))).to_numpy()
        told_of = joined(at_fault[name] for name in (lon, lat) if name in at_fault)
        found = rows[half & ~np.isin(rows, told_of)]
        tell = partial(_told_plainly, "row.half_position", lon, None, (("other", lat),), found)
        faults.add_rows("row.half_position", lon, found, tell)


def _told_plainly(
    code: str, column: str, raw: str | None, holes: tuple[tuple[str, str], ...], rows: np.ndarray, most: int
) -> Iterable[Problem]:
    return (Problem(code, row, column, raw, holes=holes) for row in rows[:most].tolist())


def _other_districts(table: pa.Table, unit: str, placed: bool, faults: Faults) -> None:
    """Of what stands somewhere, a row of the whole city is told for that."""
    rows, districts = table.column("_row").to_numpy(), whole(table.column("district"))
    other = _are_not(districts, unit) & (_are_not(districts, "city") if placed else True)
    at = np.flatnonzero(other)

    def tell(most: int) -> Iterable[Problem]:
        named = districts.take(pa.array(at[:most])).to_pylist()
        for row, district in zip(rows[at[:most]].tolist(), named):
            yield Problem("row.other_district", row, "district", district, holes=(("unit", unit),))

    faults.add_rows("row.other_district", "district", rows[at], tell)


def _are_not(districts: pa.Array, code: str) -> np.ndarray:
    """Which rows name another district."""
    return pc.fill_null(pc.not_equal(districts, code), False).to_numpy(zero_copy_only=False)


def _in_no_district(table: pa.Table, faults: Faults) -> None:
    """What stands somewhere stands in a district: a row of the whole city would outlive every district's file."""
    districts = whole(table.column("district"))
    if "city" not in districts.dictionary.to_pylist():
        return
    of_city = pc.fill_null(pc.equal(districts, "city"), False).to_numpy(zero_copy_only=False)
    found = table.column("_row").to_numpy()[of_city]
    tell = partial(_told_plainly, "row.city_not_a_place", "district", "city", (), found)
    faults.add_rows("row.city_not_a_place", "district", found, tell)


def _count_problems(feed: Feed, count: int, unit: str) -> Iterable[Problem]:
    least, most = feed.expected_rows(unit)
    holes = (("count", count), ("least", least), ("most", most))
    if count == 0 == least:
        yield Problem("file.no_rows", severity="warning", holes=(("unit", unit),))
    elif count < least:
        yield Problem("file.too_few_rows", severity="error", holes=holes)
    elif count > most:
        yield Problem("file.too_many_rows", severity="warning", holes=holes)
