"""Which storms are this system's: those of the western North Pacific, as wide as the form's limits of a position."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache

from domain import clock
from domain.problems import Problem
from feeds import feed
from loaders.storm.point import Point, Storm

MOST_NAMED = 5
Pairs = Sequence[tuple[Storm, Point]]


def within(pairs: Pairs) -> tuple[Pairs, list[Problem]]:
    """The points without the storms of other basins and without forecasts beyond the area, and what is said of these.

    A storm is where most of its fixes are. A fix of ours that lies outside stays, to be refused: it is a slip.
    """
    own: dict[Storm, list[Point]] = defaultdict(list)
    for storm, point in pairs:
        own[storm].append(point)
    others = {storm for storm, points in own.items() if _is_elsewhere(points)}
    ours = [(storm, point) for storm, point in pairs if storm not in others]
    beyond = [point for _, point in ours if point.kind == "forecast" and _outside(point)]
    kept = [(storm, point) for storm, point in ours if not (point.kind == "forecast" and _outside(point))]
    told = [_beyond(point) for point in beyond]
    if others:
        lost = next(point for storm in own if storm in others for point in own[storm] if _outside(point))
        severity = "warning" if kept else "error"
        named = [storm.storm_id for storm in own if storm in others]
        told.insert(0, other_basin(named, place(lost), severity))
    return kept, told


def other_basin(storms: Sequence[str], position: str, severity: str = "error") -> Problem:
    """That storms are of another basin; position: where one of them was, as written."""
    more = len(storms) - MOST_NAMED
    named = ", ".join(storms[:MOST_NAMED]) + (f" … +{more}" if more > 0 else "")
    holes = (("storms", named), ("area", _area()))
    return Problem("file.other_basin", raw=position, severity=severity, holes=holes)


def written(lon_deg: float, lat_deg: float) -> str:
    """26.3°N 128.3°E."""
    east = (lon_deg + 180) % 360 - 180
    return (
        f"{abs(lat_deg):g}°{'S' if lat_deg < 0 else 'N'} {abs(round(east, 4)):g}°{'W' if east < 0 else 'E'}"
    )


def _beyond(point: Point) -> Problem:
    holes = (("agency", point.agency), ("t", clock.stamp(point.issued_at)), ("area", _area()))
    return Problem("file.forecast_beyond", row=point.row, raw=place(point), severity="warning", holes=holes)


def place(point: Point) -> str:
    """Where a fix or a forecast is, as written."""
    assert point.lon_deg is not None and point.lat_deg is not None  # a landfall alone may lack it
    return written(point.lon_deg, point.lat_deg)


def _is_elsewhere(points: Iterable[Point]) -> bool:
    given = list(points)
    fixes = [point for point in given if point.kind == "fix"] or given
    return sum(map(_outside, fixes)) * 2 > len(fixes)


def _outside(point: Point) -> bool:
    """Somewhere on earth, but not here; what is nowhere on earth is a slip, such as a longitude for a latitude."""
    west, east, south, north = _limits()
    lon, lat = point.lon_deg, point.lat_deg
    if lon is None or lat is None:
        return False
    here = west <= lon <= east and south <= lat <= north
    return not here and 0 <= lon < 360 and abs(lat) <= 90


@cache
def _limits() -> tuple[float, float, float, float]:
    lon, lat = (feed("track").column(name) for name in ("lon_deg", "lat_deg"))
    assert lon.min is not None and lon.max is not None and lat.min is not None and lat.max is not None
    return lon.min, lon.max, lat.min, lat.max


def _area() -> str:
    west, east, south, north = _limits()
    return f"{_meridian(west)} – {_meridian(east)}, {south:g} – {north:g}°N"


def _meridian(lon_deg: float) -> str:
    return f"{360 - lon_deg:g}°W" if lon_deg > 180 else f"{lon_deg:g}°E"
