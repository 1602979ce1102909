"""Brings every position of a table to WGS-84, keeping what was received in `_raw`."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from feeds import crs
from feeds.declaration import Feed
from feeds.glance import may_hold, whole

MARK = '"crs":"GCJ-02"'


def position_columns(feed: Feed) -> tuple[tuple[str, str], ...]:
    """The (longitude, latitude) column pairs of a feed with a `crs` column."""
    lons = [column.name for column in feed.columns if column.type == "lon"]
    return tuple((lon, lon.replace("lon", "lat")) for lon in lons)


def to_wgs84(feed: Feed, table: pa.Table) -> pa.Table:
    """The table with rows marked GCJ-02 converted and marked WGS-84; `_raw` keeps what the sender wrote.

    Were the mark kept, a picture taken out and sent in again would be moved once more.
    """
    if not feed.has("crs"):
        return table
    systems = whole(table.column("crs"))
    if "GCJ-02" not in systems.dictionary.to_pylist():
        return table
    marked = pc.fill_null(pc.equal(systems, "GCJ-02"), False).to_numpy(zero_copy_only=False)
    table = _replace(table, "_raw", _with_received(feed, table, pa.array(marked)))
    for lon, lat in position_columns(feed):
        lons, lats = _floats(table, lon), _floats(table, lat)
        true_lons, true_lats = crs.gcj02_to_wgs84(lons, lats)
        table = _replace(table, lon, _present(np.where(marked, true_lons, lons)))
        table = _replace(table, lat, _present(np.where(marked, true_lats, lats)))
    crs_now = pc.if_else(pa.array(marked), "WGS-84", table.column("crs").cast(pa.string()).combine_chunks())
    return _replace(table, "crs", crs_now.dictionary_encode())


def converted(table: pa.Table) -> np.ndarray:
    """Which rows of a checked table came marked GCJ-02, a bool array: their `_raw` keeps the mark."""
    kept = table.column("_raw")
    if not may_hold(kept, MARK.lower()):
        return np.zeros(table.num_rows, bool)
    return pc.fill_null(pc.match_substring(kept, MARK), False).to_numpy()


def _with_received(feed: Feed, table: pa.Table, marked: pa.Array) -> pa.Array:
    """`_raw` of the marked rows with their positions and their mark; a cell kept already is not touched."""
    names = [name for pair in position_columns(feed) for name in pair]
    cells = [_cell(name, whole(table.column(name))) for name in names]
    received = pc.binary_join_element_wise(*cells, MARK, "")
    kept = whole(table.column("_raw"))
    joined = pc.binary_join_element_wise("{", received, pc.if_else(pc.is_null(kept), "}", ","), "")
    rest = pc.utf8_slice_codeunits(pc.fill_null(kept, "{"), 1)
    return pc.if_else(marked, pc.binary_join_element_wise(joined, rest, ""), kept)


def _cell(name: str, values: pa.Array) -> pa.Array:
    texts = pc.binary_join_element_wise(f'"{name}":"', values.cast(pa.string()), '",', "")
    return pc.fill_null(texts, "")


def _floats(table: pa.Table, name: str) -> np.ndarray:
    return table.column(name).to_numpy().astype(float)


def _present(values: np.ndarray) -> pa.Array:
    return pa.array(values, pa.float64(), from_pandas=True)


def _replace(table: pa.Table, name: str, values: pa.Array) -> pa.Table:
    return table.set_column(table.column_names.index(name), name, values)
