"""Great-circle distances, the quadrants of a wind circle, compass words; GCJ-02, the shifted datum of China's public maps."""

import math
from types import ModuleType
from typing import Any

EARTH_RADIUS_KM = 6371.0
QUADRANTS: tuple[str, ...] = ("ne", "se", "sw", "nw")
# fmt: off
COMPASS_EN: tuple[str, ...] = (
    "N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW",
)
COMPASS_ZH: tuple[str, ...] = (
    "北", "北北东", "东北", "东北东", "东", "东南东", "东南", "南南东",
    "南", "南南西", "西南", "西南西", "西", "西北西", "西北", "北北西",
)
# fmt: on

# GCJ-02 was never published; these are the constants (Krasovsky 1940 ellipsoid) and the box of the formula
# that all public converters share.
GCJ02_SEMI_MAJOR_M = 6378245.0
GCJ02_ECCENTRICITY_SQUARED = 0.00669342162296594323
GCJ02_BOX = (72.004, 0.8293, 137.8347, 55.8271)
GCJ02_ROUNDS = 4


def haversine_km(lon: float, lat: float, lon_to: float, lat_to: float) -> float:
    """Great-circle distance in km."""
    return great_circle_km(lon, lat, lon_to, lat_to, math)


def great_circle_km(lon: Any, lat: Any, lon_to: Any, lat_to: Any, functions: ModuleType) -> Any:
    """Distance in km between numbers (functions = math) or between arrays of degrees (functions = numpy)."""
    phi, phi_to = functions.radians(lat), functions.radians(lat_to)
    half_lat, half_lon = (phi_to - phi) / 2, functions.radians(lon_to - lon) / 2
    chord = functions.sin(half_lat) ** 2
    chord = chord + functions.cos(phi) * functions.cos(phi_to) * functions.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * functions.asin(functions.sqrt(chord))


def compass(bearing: float, lang: str = "zh") -> str:
    """The nearest of 16 compass points as a word, "zh" (西北西) or "en" (WNW)."""
    words = {"zh": COMPASS_ZH, "en": COMPASS_EN}[lang]
    return words[math.floor(bearing % 360.0 / 22.5 + 0.5) % 16]


def compass_bearing(word: str | None) -> float | None:
    """Degrees of a compass word as the agencies write it (西北西, 西北偏西, 西西北, WNW; 西北, 北西); none if unknown."""
    return _BEARINGS.get((word or "").strip().removesuffix("方向").upper())


def wgs84_to_gcj02(lon: float, lat: float) -> tuple[float, float]:
    """The same place as a public map of China draws it; outside the datum's box nothing moves."""
    if not _in_gcj02_box(lon, lat):
        return lon, lat
    east, north = gcj02_offset(lon, lat)
    return lon + east, lat + north


def gcj02_to_wgs84(lon: float, lat: float) -> tuple[float, float]:
    """The inverse of wgs84_to_gcj02 by iteration, within a centimetre; outside the box nothing moves."""
    if not _in_gcj02_box(lon, lat):
        return lon, lat
    lon_true, lat_true = lon, lat
    for _ in range(GCJ02_ROUNDS):
        east, north = gcj02_offset(lon_true, lat_true)
        lon_true, lat_true = lon - east, lat - north
    return lon_true, lat_true


def gcj02_offset(lon: Any, lat: Any, functions: ModuleType = math) -> tuple[Any, Any]:
    """GCJ-02 minus WGS-84 in degrees (east, north) at WGS-84 numbers, or at arrays with functions = numpy."""
    east, north = _gcj02_shift_m(lon - 105.0, lat - 35.0, functions)
    phi = functions.radians(lat)
    flattening = 1 - GCJ02_ECCENTRICITY_SQUARED * functions.sin(phi) ** 2
    normal_m = GCJ02_SEMI_MAJOR_M / functions.sqrt(flattening)
    meridian_m = normal_m * (1 - GCJ02_ECCENTRICITY_SQUARED) / flattening
    return functions.degrees(east / (normal_m * functions.cos(phi))), functions.degrees(north / meridian_m)


def _gcj02_shift_m(x: Any, y: Any, functions: ModuleType) -> tuple[Any, Any]:
    def wave(angle: Any, *parts: tuple[float, float]) -> Any:
        return sum(size * functions.sin(angle * math.pi * rate) for size, rate in parts) * 2 / 3

    root, common = functions.sqrt(functions.fabs(x)), wave(x, (20, 6), (20, 2))
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + common
    east = east + wave(x, (20, 1), (40, 1 / 3)) + wave(x, (150, 1 / 12), (300, 1 / 30))
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + common
    north = north + wave(y, (20, 1), (40, 1 / 3)) + wave(y, (160, 1 / 12), (320, 1 / 30))
    return east, north


def _in_gcj02_box(lon: float, lat: float) -> bool:
    west, south, east, north = GCJ02_BOX
    return west <= lon <= east and south <= lat <= north


def _spellings(point: int) -> set[str]:
    """All words for one of the 16 points; the four corners have two Chinese spellings, the eight between four."""
    words = {COMPASS_ZH[point], COMPASS_EN[point]}
    if point % 4 == 2:
        words.add(COMPASS_ZH[point][::-1])
    if point % 2:
        before, after = point - 1, (point + 1) % 16
        cardinal, between = (before, after) if before % 4 == 0 else (after, before)
        near, corner = COMPASS_ZH[cardinal], COMPASS_ZH[between]
        words |= {near + corner, f"{corner}偏{near}", f"{near}偏{corner.replace(near, '')}"}
    return words


_BEARINGS = {word: point * 22.5 for point in range(16) for word in _spellings(point)}
