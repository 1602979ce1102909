"""Brings every position of a table to WGS-84, keeping what was received in `_raw`'s file."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from feeds import crs
from feeds.declaration import Feed


def position_columns(feed: Feed) -> tuple[tuple[str, str], ...]:
    """The (longitude, latitude) column pairs of a feed with a `crs` column."""
    lons = [column.name for column in feed.columns if column.type == "lon"]
    return tuple((lon, lon.replace("lon", "lat")) for lon in lons)


def to_wgs84(feed: Feed, table: pa.Table) -> pa.Table:
    """The table with rows marked GCJ-02 converted; `crs` keeps saying what the sender used."""
    if not feed.has("crs"):
        return table
    marked = pc.fill_null(pc.equal(table.column("crs").cast(pa.string()), "GCJ-02"), False).to_numpy()
    if not marked.any():
        return table
    for lon, lat in position_columns(feed):
        lons, lats = _floats(table, lon), _floats(table, lat)
        true_lons, true_lats = crs.gcj02_to_wgs84(lons, lats)
        table = _replace(table, lon, np.where(marked, true_lons, lons))
        table = _replace(table, lat, np.where(marked, true_lats, lats))
    return table


def _floats(table: pa.Table, name: str) -> np.ndarray:
    return table.column(name).to_numpy().astype(float)


def _replace(table: pa.Table, name: str, values: np.ndarray) -> pa.Table:
    index = table.column_names.index(name)
    return table.set_column(index, name, pa.array(values, pa.float64(), from_pandas=True))
