"""Rows that lie where such a thing cannot be: boats far inland, and what stands far outside its district."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from domain.districts import DISTRICTS
from domain.problems import Problem
from feeds.crs import Degrees
from feeds.declaration import Feed
from feeds.positions import position_columns
from feeds.shore import on_land

# The coastline lies 128 m off another one at the median, over 480 m for a tenth of it (docs/decisions.md).
INLAND_KM = 2.0
# Boats shelter with their neighbours: in the sample up to 18 km outside their county's box.
AWAY_KM = {"water": 30.0, "land": 10.0, "pier": 10.0}
MOST_TOLD = 100
KM_PER_DEG = 111.2
AROUND = np.radians(np.arange(0, 360, 45))


def strays(feed: Feed, table: pa.Table) -> Iterator[Problem]:
    """A warning for each row of a checked table that lies elsewhere than it can."""
    if feed.map is None:
        return
    for lon, lat in position_columns(feed):
        lons, lats = (table.column(name).to_numpy().astype(float) for name in (lon, lat))
        if feed.map.on == "water":
            yield from _told(table, lon, lons, lats, far_inland(lons, lats), "row.inland")
        if not feed.map.roams:
            away = km_outside(table, lons, lats)
            yield from _told(
                table, lon, lons, lats, away > AWAY_KM[feed.map.on], "row.outside_district", away
            )


def far_inland(lons: Degrees, lats: Degrees) -> np.ndarray:
    """Whether each WGS-84 place is on land and has land INLAND_KM away in all eight directions, a bool array."""
    ashore = on_land(lons, lats)
    at = np.flatnonzero(ashore)
    north = INLAND_KM / KM_PER_DEG
    east = north / np.cos(np.radians(lats[at]))
    for angle in AROUND:
        at_sea = ~on_land(lons[at] + east * np.sin(angle), lats[at] + north * np.cos(angle))
        ashore[at[at_sea]] = False
    return ashore


def km_outside(table: pa.Table, lons: Degrees, lats: Degrees) -> np.ndarray:
    """How far each place lies outside the box of its row's district, km; 0 within, and where there is none."""
    away = np.zeros(len(lons))
    for code, district in DISTRICTS.items():
        own = pc.fill_null(pc.equal(table.column("district"), code), False).to_numpy()
        west, south, east, north = district.box_deg
        dx = np.maximum(np.maximum(west - lons[own], lons[own] - east), 0) * np.cos(np.radians(lats[own]))
        dy = np.maximum(np.maximum(south - lats[own], lats[own] - north), 0)
        away[own] = np.nan_to_num(np.hypot(dx, dy) * KM_PER_DEG)
    return away


def _told(
    table: pa.Table, column: str, lons: Degrees, lats: Degrees, mask: np.ndarray, code: str,
    away: np.ndarray | None = None,
) -> Iterator[Problem]:  # fmt: skip
    """The first rows singly, the others by their number."""
    at = np.flatnonzero(mask)
    first = at[:MOST_TOLD]
    rows, districts = (table.column(name).take(pa.array(first)).to_pylist() for name in ("_row", "district"))
    for i, row, district in zip(first, rows, districts):
        km = f"{INLAND_KM:g}" if away is None else f"{away[i]:.0f}"
        holes = (("km", km), ("unit", district or ""))
        yield Problem(code, row, column, f"{lons[i]:.4f}, {lats[i]:.4f}", severity="warning", holes=holes)
    if len(at) > MOST_TOLD:
        yield Problem("file.more_strays", severity="warning", holes=(("n", len(at) - MOST_TOLD),))
