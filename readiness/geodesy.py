"""Distances and bearings on the WGS-84 ellipsoid: geographiclib for one pair, the same within metres for arrays."""

from typing import TypeAlias

import numpy as np
from geographiclib.geodesic import Geodesic

Array: TypeAlias = np.ndarray

# WGS-84, NIMA TR8350.2.
SEMI_MAJOR_KM = 6378.137
FLATTENING = 1 / 298.257223563
_BOTH = Geodesic.DISTANCE | Geodesic.AZIMUTH
_UNROLLED = Geodesic.LATITUDE | Geodesic.LONGITUDE | Geodesic.LONG_UNROLL


def distance_and_bearing(lon: float, lat: float, lon_to: float, lat_to: float) -> tuple[float, float]:
    """Geodesic distance in km, and the bearing at the first point, degrees clockwise from north in [0, 360)."""
    line = Geodesic.WGS84.Inverse(lat, lon, lat_to, lon_to, _BOTH)
    return line["s12"] / 1000, line["azi1"] % 360.0


def destination(lon: float, lat: float, bearing_deg: float, distance_km: float) -> tuple[float, float]:
    """The point (lon, lat) that lies distance_km away along the geodesic that starts at the bearing; east of 180 lon goes on."""
    line = Geodesic.WGS84.Direct(lat, lon, bearing_deg, distance_km * 1000, _UNROLLED)
    return line["lon2"], line["lat2"]


def distances_km(
    lon: float | Array, lat: float | Array, lon_to: float | Array, lat_to: float | Array
) -> Array:
    """Distances in km between arrays of degrees that broadcast.

    Lambert's formula: great circle between reduced latitudes and a term for the flattening. Within 0.01 % of geographiclib
    except near the antipode.
    """
    start, end = _reduced(lat), _reduced(lat_to)
    arc = _arc(start, end, np.radians(np.asarray(lon_to) - lon))
    mean, half = (start + end) / 2, (end - start) / 2
    sine, cosine = np.sin(arc / 2), np.cos(arc / 2)
    with np.errstate(invalid="ignore", divide="ignore"):
        x = (arc - np.sin(arc)) * (np.sin(mean) * np.cos(half) / cosine) ** 2
        y = (arc + np.sin(arc)) * (np.cos(mean) * np.sin(half) / sine) ** 2
    return SEMI_MAJOR_KM * (arc - FLATTENING / 2 * np.where(arc > 0, x + y, 0.0))


def around(
    lon: float | Array, lat: float | Array, lon_to: float | Array, lat_to: float | Array
) -> tuple[Array, Array]:
    """Kilometres east and north of an origin (or of each its own), at true distance and bearing (azimuthal equidistant).

    Between two points of which one is within 150 km and the other within 600 km of the origin, the straight line in this
    plane is their distance within 0.5 %.
    """
    start, end, turn = _reduced(lat), _reduced(lat_to), np.radians(np.asarray(lon_to) - lon)
    east = np.sin(turn) * np.cos(end)
    north = np.cos(start) * np.sin(end) - np.sin(start) * np.cos(end) * np.cos(turn)
    bearing, far_km = np.arctan2(east, north), distances_km(lon, lat, lon_to, lat_to)
    return far_km * np.sin(bearing), far_km * np.cos(bearing)


def _reduced(lat: float | Array) -> Array:
    return np.arctan((1 - FLATTENING) * np.tan(np.radians(lat)))


def _arc(start: Array, end: Array, turn: Array) -> Array:
    chord = np.sin((end - start) / 2) ** 2 + np.cos(start) * np.cos(end) * np.sin(turn / 2) ** 2
    return 2 * np.arcsin(np.sqrt(chord))
