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
from feeds.figures import read_figures
from feeds.glance import whole
from feeds.hints import hinted
from feeds.mapping import Headers, fitting, match
from feeds.positions import position_columns, to_wgs84
from feeds.sums import SumRow, skipped, without_sums


@dataclass(frozen=True, slots=True)
class Checked:
    """A table read by its feed.

    `table`: the feed's columns by name, typed; `<name>_qualifier` beside a qualified one; `_row` (int32) the
    spreadsheet's row; `_raw` (JSON text or null) the cells whose text was not simply kept.
    `problems`: all of them, by row, errors first. The table may be committed only when none is an error.
    `sums`: rows left out because they add up others; `found`: column name -> header as received.
    """

    table: pa.Table
    problems: tuple[Problem, ...]
    sums: tuple[SumRow, ...] = ()
    found: Mapping[str, str] = field(default_factory=dict)

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
    problems = [*_of_no_header(headers), *_of_another_form(headers, texts.column_names)]
    problems += [*headers.problems, *skipped(sums)]
    read = _read_all(feed, texts, headers.found, today)
    faults = [p for c in feed.columns for p in _cell_problems(c, read[c.name], rows)]
    problems += hinted(feed, faults, read, rows)
    table = _table(feed, read, rows)
    if feed.name == "figures" and not headers.missing:
        table, faults = read_figures(feed, table, today)
        problems += faults
    at_fault = {(problem.row, problem.column) for problem in problems}
    problems += [p for p in _row_problems(feed, table, unit) if not _follows(p, at_fault)]
    problems += _count_problems(feed, table.num_rows, unit)
    return Checked(to_wgs84(feed, table), tuple(sorted(problems, key=_reading_order)), sums, headers.found)


def _of_no_header(headers: Headers) -> Iterable[Problem]:
    """A file of rows alone, said before all the columns that it lacks."""
    if not headers.found:
        yield Problem("file.no_header")


def _of_another_form(headers: Headers, received: list[str]) -> Iterable[Problem]:
    """The slip of choosing one form and sending another's file, said before the columns that it lacks."""
    other = fitting(received) if headers.missing else None
    if other:
        yield Problem("file.of_another_form", holes=(("form", other.name),))


def _follows(problem: Problem, at_fault: set[tuple[int | None, str | None]]) -> bool:
    """Whether half a position is only what a cell already told of has left."""
    pair = (problem.column, dict(problem.holes).get("other"))
    return problem.code == "row.half_position" and any((problem.row, str(c)) in at_fault for c in pair)


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


def _cell_problems(column: Column, read: ReadColumn, rows: np.ndarray) -> Iterable[Problem]:
    for code, at in read.faults:
        texts = read.texts.take(pa.array(at)).to_pylist()
        yield from (Problem(code, row, column.name, text) for row, text in zip(rows[at].tolist(), texts))


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


def _row_problems(feed: Feed, table: pa.Table, unit: str) -> Iterable[Problem]:
    yield from _repeated_keys(feed, table)
    yield from _above_total(feed, table)
    yield from _half_positions(feed, table)
    placed = feed.has("district") and (feed.is_asset or feed.file == "whole")
    if unit != "city" and feed.has("district"):
        elsewhere = _other_districts(table, unit)
        yield from (problem for problem in elsewhere if not placed or problem.raw != "city")
    if placed:
        yield from _in_no_district(table)


def row_keys(feed: Feed, table: pa.Table) -> pa.Array:
    """One text per row that names it: its key columns joined."""
    parts = [pc.cast(_plain(table.column(name)), pa.string()) for name in feed.key]
    if len(parts) == 1:
        return parts[0]
    return pc.binary_join_element_wise(*parts, "\x1f", null_handling="replace", null_replacement="")


def _plain(column: pa.ChunkedArray) -> pa.Array:
    array = whole(column)
    return array.cast(array.type.value_type) if pa.types.is_dictionary(array.type) else array


def _repeated_keys(feed: Feed, table: pa.Table) -> Iterable[Problem]:
    keys = row_keys(feed, table)
    if len(keys.unique()) == len(keys):
        return
    codes = keys.dictionary_encode().indices.fill_null(-1).to_numpy().copy()
    for name in feed.key:  # a row that lacks a part of its key is told for that
        codes[pc.is_null(table.column(name)).to_numpy()] = -1
    rows = table.column("_row").to_numpy()
    _, first, which = np.unique(codes, return_index=True, return_inverse=True)
    again = np.setdiff1d(np.flatnonzero(codes >= 0), first)
    shown = table.select(list(feed.key)).take(pa.array(again)).to_pylist()
    for row, values, original in zip(rows[again].tolist(), shown, rows[first[which[again]]].tolist()):
        key = " · ".join(str(value) for value in values.values())
        yield Problem("row.repeated_key", row, feed.key[0], key, holes=(("first", original),))


def _above_total(feed: Feed, table: pa.Table) -> Iterable[Problem]:
    rows = table.column("_row").to_numpy()
    for column in feed.columns:
        if column.at_most:
            above = pc.greater(table.column(column.name), table.column(column.at_most))
            for i in np.flatnonzero(pc.fill_null(above, False).to_numpy()):
                raw, most = (table.column(name)[int(i)].as_py() for name in (column.name, column.at_most))
                holes = (("total_column", column.at_most), ("total", most))
                yield Problem(
                    "row.above_total", int(rows[i]), column.name, str(raw), severity="error", holes=holes
                )


def _half_positions(feed: Feed, table: pa.Table) -> Iterable[Problem]:
    rows = table.column("_row").to_numpy()
    for lon, lat in position_columns(feed):
        half = pc.xor(pc.is_null(table.column(lon)), pc.is_null(table.column(lat)))
        for i in np.flatnonzero(half.to_numpy()):
            yield Problem("row.half_position", int(rows[i]), lon, severity="error", holes=(("other", lat),))


def _other_districts(table: pa.Table, unit: str) -> Iterable[Problem]:
    rows, districts = table.column("_row").to_numpy(), table.column("district")
    elsewhere = np.flatnonzero(pc.fill_null(pc.not_equal(districts, unit), False).to_numpy())
    for row, district in zip(rows[elsewhere].tolist(), districts.take(pa.array(elsewhere)).to_pylist()):
        yield Problem("row.other_district", row, "district", district, holes=(("unit", unit),))


def _in_no_district(table: pa.Table) -> Iterable[Problem]:
    """What stands somewhere stands in a district: a row of the whole city would outlive every district's file."""
    districts = whole(table.column("district"))
    if "city" not in districts.dictionary.to_pylist():
        return
    rows = table.column("_row").to_numpy()
    for i in np.flatnonzero(pc.fill_null(pc.equal(districts, "city"), False).to_numpy(zero_copy_only=False)):
        yield Problem("row.city_not_a_place", int(rows[i]), "district", "city")


def _count_problems(feed: Feed, count: int, unit: str) -> Iterable[Problem]:
    least, most = feed.expected_rows(unit)
    holes = (("count", count), ("least", least), ("most", most))
    if count == 0 == least:
        yield Problem("file.no_rows", severity="warning", holes=(("unit", unit),))
    elif count < least:
        yield Problem("file.too_few_rows", severity="error", holes=holes)
    elif count > most:
        yield Problem("file.too_many_rows", severity="warning", holes=holes)
