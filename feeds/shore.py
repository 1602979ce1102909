"""Which places lie on the land of Zhoushan, as far as its coastline knows."""

from functools import cache

import numpy as np

from domain.coast import coast
from feeds.crs import Degrees

# Shores are met along parallels 1/2000 degree (56 m) apart: finer than the coastline is true, see docs/decisions.md.
LINES_PER_DEG = 2000
# Meetings of all lines stand in one sorted array; a line begins so many degrees after the one south of it.
# The coastline's box is narrower.
APART_DEG = 4.0


def on_land(lons: Degrees, lats: Degrees) -> np.ndarray:
    """Whether each WGS-84 place is on land, a bool array; outside the coastline's box, or missing, it is not."""
    west, south, east, north = coast("zhoushan")["bbox"]
    within = (lons >= west) & (lons <= east) & (lats >= south) & (lats <= north)
    lines = np.rint(np.where(within, lats - south, 0) * LINES_PER_DEG).astype(int)
    places = lines * APART_DEG + np.where(within, lons - west, 0)
    shores_west = np.searchsorted(_meetings(), places) - _begins()[lines]
    return within & (shores_west % 2 == 1)


@cache
def _begins() -> np.ndarray:
    """Where among the meetings each line begins."""
    _, south, _, north = coast("zhoushan")["bbox"]
    lines = np.arange(round((north - south) * LINES_PER_DEG) + 1)
    return np.searchsorted(_meetings(), lines * APART_DEG)


@cache
def _meetings() -> np.ndarray:
    """Where the lines meet the shores, a lake's included: a place with an odd number of them to its west is land."""
    west, south, _, _ = coast("zhoushan")["bbox"]
    rings = [ring for feature in coast("zhoushan")["features"] for ring in feature["geometry"]["coordinates"]]
    sides = np.concatenate([np.hstack((ring[:-1], ring[1:])) for ring in map(np.array, rings)])
    x, y, x_to, y_to = (sides - (west, south, west, south)).T
    y, y_to = y * LINES_PER_DEG, y_to * LINES_PER_DEG
    first = np.ceil(np.minimum(y, y_to)).astype(int)
    counts = np.ceil(np.maximum(y, y_to)).astype(int) - first
    side = np.repeat(np.arange(len(sides)), counts)
    lines = np.arange(len(side)) - np.repeat(counts.cumsum() - counts - first, counts)
    along = (lines - y[side]) / (y_to - y)[side]
    return np.sort(lines * APART_DEG + x[side] + along * (x_to - x)[side])
