"""Rows that lie where such a thing cannot be: boats far inland, and what stands far outside its district."""

from collections.abc import Iterator
from itertools import product

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from domain.districts import DISTRICTS
from domain.problems import Problem
from feeds.crs import Degrees
from feeds.declaration import Feed
from feeds.positions import position_columns
from feeds.shore import on_land, within

# The coastline lies 128 m off another one at the median, over 480 m for a tenth of it (docs/decisions.md).
INLAND_KM = 2.0
# The coarser one was moved by up to 2.2 km and knows no inlet narrower than that.
FAR_INLAND_KM = 10.0
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
            inland = far_inland(lons, lats)
            yield from _told(table, lon, lons, lats, inland > 0, "row.inland", inland)
        if not feed.map.roams:
            away = km_outside(table, lons, lats)
            yield from _told(
                table, lon, lons, lats, away > AWAY_KM[feed.map.on], "row.outside_district", away
            )


def far_inland(lons: Degrees, lats: Degrees) -> np.ndarray:
    """How far inland each WGS-84 place lies at least, km; 0 where it may be afloat.

    That far it has land in all eight directions: by Zhoushan's coastline near by, by the coarser one beyond its box.
    """
    near = within(lons, lats, edge_deg=2 * INLAND_KM / KM_PER_DEG)
    found = np.zeros(len(lons))
    for name, km, here in (("zhoushan", INLAND_KM, near), ("west_pacific", FAR_INLAND_KM, ~near)):
        at = np.flatnonzero(here)
        found[at[_amid_land(lons[at], lats[at], name, km)]] = km
    return found


def _amid_land(lons: Degrees, lats: Degrees, coastline: str, km: float) -> np.ndarray:
    ashore = on_land(lons, lats, coastline)
    # also half as far: an inlet between may be narrower than the circle is wide
    for angle, away in product(AROUND, (km / 2, km)):
        at = np.flatnonzero(ashore)
        north = away / KM_PER_DEG
        east = north / np.cos(np.radians(lats[at]))
        there = lons[at] + east * np.sin(angle), lats[at] + north * np.cos(angle)
        ashore[at[~on_land(*there, coastline)]] = False
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
    km: np.ndarray,
) -> Iterator[Problem]:  # fmt: skip
    """The first rows singly, the others by their number."""
    at = np.flatnonzero(mask)
    first = at[:MOST_TOLD]
    rows, districts = (table.column(name).take(pa.array(first)).to_pylist() for name in ("_row", "district"))
    for i, row, district in zip(first, rows, districts):
        holes = (("km", f"{km[i]:.0f}"), ("unit", district or ""))
        yield Problem(code, row, column, f"{lons[i]:.4f}, {lats[i]:.4f}", severity="warning", holes=holes)
    if len(at) > MOST_TOLD:
        yield Problem("file.more_strays", severity="warning", holes=(("n", len(at) - MOST_TOLD),))
