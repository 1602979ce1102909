"""What is wrong with a row whose cells are each right: of its key, its sums, its position, its district, and what its kind needs."""

from collections.abc import Iterable, Mapping
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from domain.problems import Problem
from feeds.declaration import Feed
from feeds.faults import Faults, joined
from feeds.glance import whole
from feeds.positions import position_columns


def add_rows(feed: Feed, table: pa.Table, unit: str, faults: Faults) -> np.ndarray:
    """Adds the faults of a typed table's rows (`feeds.check.Checked.table`); returns the rows whose key others repeat."""
    _needed_here(feed, table, faults, faults.by_column())
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


def _needed_here(
    feed: Feed, table: pa.Table, faults: Faults, at_fault: Mapping[str | None, np.ndarray]
) -> None:
    """What is left out where the row's other columns say that it is needed; not what a cell was already told for."""
    rows = table.column("_row").to_numpy()
    for column in feed.columns:
        if column.required_where:
            missing = pc.is_null(table.column(column.name)).to_numpy() & _all_of(table, column.required_where)
            found = np.setdiff1d(rows[missing], at_fault.get(column.name, ()))
            tell = partial(
                _told_plainly, "row.needed_here", column.name, None, (("where", column.name),), found
            )
            faults.add_rows("row.needed_here", column.name, found, tell)


def _all_of(table: pa.Table, conditions: Mapping[str, list]) -> np.ndarray:
    """Which rows fulfil all conditions: column -> the codes it may have."""
    met = np.ones(table.num_rows, bool)
    for name, codes in conditions.items():
        met &= pc.is_in(_plain(table.column(name)), pa.array(codes)).to_numpy(zero_copy_only=False)
    return met


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
