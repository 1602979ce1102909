"""Landfalls that the fixes of their own file contradict: hours of the evening are written as those of the morning."""

from bisect import bisect
from collections import defaultdict
from datetime import datetime, timedelta

from domain import clock
from domain.geo import haversine_km
from domain.problems import Problem
from loaders.storm.area import Pairs, place, written
from loaders.storm.point import Point, Storm

# Six landfalls of 2508 lie 1 to 6 km from the way of its fixes; the one of 22:40 that its service dates 10:40 lies 131 km from it.
FARTHEST_KM = 100.0
# Between fixes farther apart a storm's way is not known well enough.
FIXES_APART = timedelta(hours=6)


def credible(pairs: Pairs) -> tuple[Pairs, list[Problem]]:
    """The points without landfalls that lie far from where the fixes had the storm then; one warning for each of these."""
    ways: dict[Storm, list[tuple[datetime, float, float]]] = defaultdict(list)
    for storm, point in pairs:
        if point.kind == "fix" and point.lon_deg is not None and point.lat_deg is not None:
            ways[storm].append((point.valid_at, point.lon_deg, point.lat_deg))
    known = {storm: sorted(way) for storm, way in ways.items()}
    kept, told = [], []
    for storm, point in pairs:
        if problem := _contradicted(point, known.get(storm, [])):
            told.append(problem)
        else:
            kept.append((storm, point))
    return kept, told


def _contradicted(point: Point, way: list[tuple[datetime, float, float]]) -> Problem | None:
    if point.kind != "landfall" or point.lon_deg is None or point.lat_deg is None:
        return None
    after = bisect(way, (point.valid_at,))
    if not 0 < after < len(way) or way[after][0] - way[after - 1][0] > FIXES_APART:
        return None
    (begins, *start), (ends, *end) = way[after - 1 : after + 1]
    share = (point.valid_at - begins) / (ends - begins)
    lon_deg, lat_deg = (one + share * (other - one) for one, other in zip(start, end, strict=True))
    # Longitude and latitude swapped are the form's to refuse.
    if max(abs(lat_deg), abs(point.lat_deg)) > 90:
        return None
    far_km = haversine_km(point.lon_deg, point.lat_deg, lon_deg, lat_deg)
    if far_km <= FARTHEST_KM:
        return None
    holes = (("t", clock.stamp(point.valid_at)), ("fixed", written(round(lon_deg, 1), round(lat_deg, 1))), ("km", f"{far_km:.0f}"), ("ashore", point.place))  # fmt: skip
    return Problem("file.landfall_astray", row=point.row, raw=place(point), severity="warning", holes=holes)
