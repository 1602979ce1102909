"""Which places lie on land, by the coastline of Zhoushan or the coarser one of the seas around."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from domain.coast import coast
from feeds.crs import Degrees


@dataclass(frozen=True, slots=True)
class Sheet:
    """How finely a coastline is met along parallels: lines a degree, none coarser than the coastline is true.

    Meetings of all lines stand in one sorted array; a line begins `apart_deg` after the one south of it, more than the
    coastline's box is wide. See docs/decisions.md.
    """

    lines_per_deg: int
    apart_deg: float


# 56 m apart, and 560 m for shores that were simplified by up to 2.2 km.
SHEETS = {"zhoushan": Sheet(2000, 4.0), "west_pacific": Sheet(200, 64.0)}


def within(lons: Degrees, lats: Degrees, name: str = "zhoushan", edge_deg: float = 0.0) -> np.ndarray:
    """Whether each place lies in a coastline's box, so many degrees from its edge at least, a bool array."""
    west, south, east, north = coast(name)["bbox"]
    inside = (lons >= west + edge_deg) & (lons <= east - edge_deg)
    return inside & (lats >= south + edge_deg) & (lats <= north - edge_deg)


def on_land(lons: Degrees, lats: Degrees, name: str = "zhoushan") -> np.ndarray:
    """Whether each WGS-84 place is on land, a bool array; outside the coastline's box, or missing, it is not."""
    west, south, _, _ = coast(name)["bbox"]
    inside, sheet = within(lons, lats, name), SHEETS[name]
    lines = np.rint(np.where(inside, lats - south, 0) * sheet.lines_per_deg).astype(int)
    places = lines * sheet.apart_deg + np.where(inside, lons - west, 0)
    shores_west = np.searchsorted(_meetings(name), places) - _begins(name)[lines]
    return inside & (shores_west % 2 == 1)


@cache
def _begins(name: str) -> np.ndarray:
    """Where among the meetings each line begins."""
    _, south, _, north = coast(name)["bbox"]
    sheet = SHEETS[name]
    lines = np.arange(round((north - south) * sheet.lines_per_deg) + 1)
    return np.searchsorted(_meetings(name), lines * sheet.apart_deg)


@cache
def _meetings(name: str) -> np.ndarray:
    """Where the lines meet the shores, a lake's included: a place with an odd number of them to its west is land."""
    sheet, (west, south, _, _) = SHEETS[name], coast(name)["bbox"]
    rings = [ring for feature in coast(name)["features"] for ring in feature["geometry"]["coordinates"]]
    sides = np.concatenate([np.hstack((ring[:-1], ring[1:])) for ring in map(np.array, rings)])
    x, y, x_to, y_to = (sides - (west, south, west, south)).T
    y, y_to = y * sheet.lines_per_deg, y_to * sheet.lines_per_deg
    first = np.ceil(np.minimum(y, y_to)).astype(int)
    counts = np.ceil(np.maximum(y, y_to)).astype(int) - first
    side = np.repeat(np.arange(len(sides)), counts)
    lines = np.arange(len(side)) - np.repeat(counts.cumsum() - counts - first, counts)
    along = (lines - y[side]) / (y_to - y)[side]
    return np.sort(lines * sheet.apart_deg + x[side] + along * (x_to - x)[side])
