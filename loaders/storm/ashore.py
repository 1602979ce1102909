"""Landfalls told for an hour at which the storm's own fixes put it elsewhere, as where a clock of 12 hours has lost its afternoon."""

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from domain import clock, geo
from domain.problems import Problem
from loaders.storm.area import place
from loaders.storm.point import Point, Storm

# A centre goes straight enough between two fixes of half a day to be known within some 30 km.
LONGEST_GAP = timedelta(hours=12)
MOST_KM = 100


def astray(pairs: Sequence[tuple[Storm, Point]]) -> Iterator[Problem]:
    """A warning for each landfall more than 100 km from where the fixes around it put the centre ("file.landfall_astray")."""
    fixes: dict[Storm, dict[datetime, Point]] = defaultdict(dict)
    for storm, point in pairs:
        if point.kind == "fix":
            fixes[storm][point.valid_at] = point
    for storm, point in pairs:
        if point.kind == "landfall" and (km := _off_km(point, fixes[storm])) > MOST_KM:
            holes = (("t", clock.stamp(point.valid_at)), ("km", round(km)))
            yield Problem(
                "file.landfall_astray", row=point.row, raw=place(point), severity="warning", holes=holes
            )


def _off_km(landfall: Point, fixes: Mapping[datetime, Point]) -> float:
    """How far the centre was at that moment; 0 where the landfall has no position or no two fixes near in time tell."""
    moments, at = sorted(fixes), landfall.valid_at
    after = min(bisect(moments, at), len(moments) - 1)
    if landfall.lon_deg is None or landfall.lat_deg is None or after < 1:
        return 0.0
    before, then = moments[after - 1], moments[after]
    if not before <= at <= then or then - before > LONGEST_GAP:
        return 0.0
    lon_deg, lat_deg = _between(fixes[before], fixes[then], (at - before) / (then - before))
    # Longitude and latitude swapped are the form's to refuse.
    if max(abs(lat_deg), abs(landfall.lat_deg)) > 90:
        return 0.0
    return geo.haversine_km(lon_deg, lat_deg, landfall.lon_deg, landfall.lat_deg)


def _between(first: Point, second: Point, part: float) -> tuple[float, float]:
    assert first.lon_deg is not None and first.lat_deg is not None  # a landfall alone may lack it
    assert second.lon_deg is not None and second.lat_deg is not None
    lon_deg = first.lon_deg + (second.lon_deg - first.lon_deg) * part
    return lon_deg, first.lat_deg + (second.lat_deg - first.lat_deg) * part
