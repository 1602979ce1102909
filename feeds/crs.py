"""The geometry of domain/geo.py over whole columns: distances, and GCJ-02 to and from WGS-84."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from domain.geo import GCJ02_BOX, GCJ02_ROUNDS, gcj02_offset, great_circle_km

Degrees: TypeAlias = NDArray[np.float64]


def haversine_km(lons: Degrees, lats: Degrees, lons_to: Degrees | float, lats_to: Degrees | float) -> Degrees:
    """Great-circle distances in km; a missing place gives a missing distance."""
    return great_circle_km(lons, lats, lons_to, lats_to, np)


def wgs84_to_gcj02(lons: Degrees, lats: Degrees) -> tuple[Degrees, Degrees]:
    """The places as public maps of China draw them; outside the datum's box, or missing, nothing moves."""
    return _moved(lons, lats, *gcj02_offset(lons, lats, functions=np))


def gcj02_to_wgs84(lons: Degrees, lats: Degrees) -> tuple[Degrees, Degrees]:
    """The true places of GCJ-02 positions, better than 0.01 m; outside the datum's box nothing moves."""
    lons_true, lats_true = lons, lats
    for _ in range(GCJ02_ROUNDS):
        east, north = gcj02_offset(lons_true, lats_true, functions=np)
        lons_true, lats_true = lons - east, lats - north
    return _moved(lons, lats, lons_true - lons, lats_true - lats)


def _moved(lons: Degrees, lats: Degrees, east: Degrees, north: Degrees) -> tuple[Degrees, Degrees]:
    west_edge, south_edge, east_edge, north_edge = GCJ02_BOX
    within = (lons >= west_edge) & (lons <= east_edge) & (lats >= south_edge) & (lats <= north_edge)
    return np.where(within, lons + east, lons), np.where(within, lats + north, lats)
