"""How many things, people and tourists lie inside force 7, 10 and 12 at each hour, as observed and ahead, and which first.

Own geometry, no forecast and no warning: circles as readiness.path has them, each place where its newest file says it is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

import numpy as np
import pandas as pd

from feeds.declaration import Feed
from readiness.geodesy import around, distances_km
from readiness.path import FORCES, Path
from readiness.sweep import Ways, entries

Array: TypeAlias = np.ndarray

HOUR = timedelta(hours=1)
COUNTED = ("people", "tourists")
ENDS = {
    "point": (("lon", "lat"),),
    "route": (("from_lon", "from_lat"), ("to_lon", "to_lat")),
}


@dataclass(frozen=True, slots=True)
class Assets:
    """A form's rows that are somewhere. names, people, tourists: by row, NaN where nobody said how many.

    lon_deg, lat_deg: by position, `row` says whose it is; a route is where either of its ends is.
    counts: which of COUNTED the form counts at all. unplaced: rows without a position, which are in no number here.
    """

    feed: str
    names: Array
    row: Array
    lon_deg: Array
    lat_deg: Array
    people: Array
    tourists: Array
    counts: tuple[str, ...]
    unplaced: int


@dataclass(frozen=True, slots=True)
class Exposure:
    """What lies inside, by hour. Moments are aware UTC.

    hours, a row for each hour, feed and force while any of the feed is inside: at, feed, force, observed (else forecast),
    assets, people, tourists (of those that said; NaN where the form counts none), silent (assets inside of which nobody said how many).
    first, a row for each feed and force that reaches any of it: feed, force, name (of the place reached first), at, observed.
    placed, unplaced: feed -> rows with and without a position. begins, now, ends: the first fix, the last fix, the last moment said anything of.
    """

    hours: pd.DataFrame
    first: pd.DataFrame
    placed: dict[str, int]
    unplaced: dict[str, int]
    begins: datetime
    now: datetime
    ends: datetime

    def at(self, moment: datetime) -> pd.DataFrame:
        """The rows of `hours` of the hour a moment lies in."""
        return self.hours[self.hours["at"] == pd.Timestamp(moment).floor("h")]


def assets(form: Feed, frame: pd.DataFrame) -> Assets:
    """A picture's rows as places. Raises AssertionError for a form that stands nowhere."""
    spec = form.map
    assert spec is not None, form.name
    positions = [frame[list(ends)].to_numpy(float) for ends in ENDS[spec.shape]]
    placed = np.array([~np.isnan(end).any(axis=1) for end in positions])
    rows = np.concatenate([np.flatnonzero(there) for there in placed])
    where = np.concatenate([end[there] for end, there in zip(positions, placed, strict=True)])
    counted = {name: getattr(spec, name) for name in COUNTED}
    return Assets(
        form.name, frame[spec.name].to_numpy(object), rows, where[:, 0], where[:, 1],
        **{name: _count(form, frame, column) for name, column in counted.items()},
        counts=tuple(name for name, column in counted.items() if column), unplaced=int((~placed.any(axis=0)).sum()),
    )  # fmt: skip


def exposure(places: Sequence[Assets], so_far: Path, ahead: Path | None) -> Exposure:
    """What lies inside along a storm's observed way and then along one agency's forecast of it."""
    known = [one for one in places if len(one.row)]
    ways = [so_far, *([ahead] if ahead else [])]
    rows = [row for way in ways for row in _hours(known, way, way is so_far)] if known else []
    return Exposure(
        pd.DataFrame(rows, columns=["at", "feed", "force", "observed", "assets", *COUNTED, "silent"]).sort_values(["at", "force"], kind="stable", ignore_index=True),
        _firsts(known, ways),
        {one.feed: len(one.names) - one.unplaced for one in places},
        {one.feed: one.unplaced for one in places if one.unplaced},
        so_far.begins, so_far.ends, ways[-1].ends,
    )  # fmt: skip


def _count(form: Feed, frame: pd.DataFrame, column: str) -> Array:
    """How many are at each row; those who have left already, where the form says so, are there no more."""
    if not column:
        return np.full(len(frame), np.nan)
    counted = frame[column].to_numpy(float, na_value=np.nan)
    if form.map and form.map.whole == column:
        counted = counted - np.nan_to_num(frame[form.map.part].to_numpy(float, na_value=np.nan))
    return np.maximum(counted, 0)


def _hours(places: list[Assets], way: Path, observed: bool) -> list[tuple]:
    """The rows of one way; the first step of a forecast is the last fix's, which has been counted."""
    found = []
    lon_deg, lat_deg = (np.concatenate([getattr(one, axis) for one in places]) for axis in ("lon_deg", "lat_deg"))  # fmt: skip
    for hour, step in _whole_hours(way, from_step=0 if observed else 1):
        radii = np.array([way.radii_km[force][step] for force in FORCES])
        if np.isnan(radii).all() or not _near(way, step, radii, lon_deg, lat_deg):
            continue
        inside = _inside(way.lon_deg[step], way.lat_deg[step], radii, lon_deg, lat_deg)
        for force, covered in zip(FORCES, inside, strict=True):
            found += [
                (hour, one.feed, force, observed, *_sums(one, mine))
                for one, mine in zip(places, _apart(places, covered), strict=True)
                if mine.any()
            ]
    return found


def _whole_hours(way: Path, from_step: int) -> Iterator[tuple[datetime, int]]:
    """Full hours and the last step up to each; a way begins at a fix, which may lie between two hours and beside ten minutes."""
    for hour in pd.date_range(pd.Timestamp(way.begins).ceil("h"), way.ends, freq="h"):
        step = way.index(hour.to_pydatetime())
        if step >= from_step:
            yield hour.to_pydatetime(), step


def _near(way: Path, step: int, radii: Array, lon_deg: Array, lat_deg: Array) -> bool:
    """Whether the box of all places may be touched at all: most hours of a storm it is far off."""
    # No degree of latitude is shorter than 110.5 km, and none of longitude than that by its cosine (WGS-84).
    reach_deg = np.nanmax(radii) / 110.5
    lat = way.lat_deg[step]
    wide_deg = reach_deg / max(np.cos(np.radians(abs(lat) + reach_deg)), 0.1)
    return bool(
        lat_deg.min() - reach_deg <= lat <= lat_deg.max() + reach_deg
        and lon_deg.min() - wide_deg <= way.lon_deg[step] <= lon_deg.max() + wide_deg
    )


def _inside(lon: float, lat: float, radii: Array, lon_deg: Array, lat_deg: Array) -> Array:
    """(force, position): whether it lies within the radius of its own quadrant, seen from the centre."""
    east, north = around(lon, lat, lon_deg, lat_deg)
    far_km = distances_km(lon, lat, lon_deg, lat_deg)
    quadrant = np.where(north >= 0, np.where(east >= 0, 0, 3), np.where(east >= 0, 1, 2))
    with np.errstate(invalid="ignore"):
        return far_km[None] <= radii[:, quadrant]


def _apart(places: list[Assets], covered: Array) -> list[Array]:
    """For each form, whether each of its rows is inside: a route is with either end."""
    ends = np.cumsum([len(one.row) for one in places])[:-1]
    found = []
    for one, mine in zip(places, np.split(covered, ends), strict=True):
        rows = np.zeros(len(one.names), bool)
        rows[one.row[mine]] = True
        found.append(rows)
    return found


def _sums(one: Assets, inside: Array) -> tuple[int, float, float, int]:
    """assets, people, tourists, silent."""
    counted = {name: getattr(one, name)[inside] for name in COUNTED}
    silent = np.any([np.isnan(counted[name]) for name in one.counts], axis=0).sum() if one.counts else 0
    people, tourists = (np.nansum(counted[name]) if name in one.counts else np.nan for name in COUNTED)
    return int(inside.sum()), float(people), float(tourists), int(silent)


def _firsts(places: list[Assets], ways: list[Path]) -> pd.DataFrame:
    rows = []
    for force in FORCES:
        for one in places:
            for way in ways:
                swept = Ways(way.lon_deg[None], way.lat_deg[None], way.radii_km[force][None])
                steps, _ = entries(swept, one.lon_deg, one.lat_deg)
                if not np.isnan(steps).all():
                    earliest = int(np.nanargmin(steps[0]))
                    name = one.names[one.row[earliest]]
                    moment = way.moment(float(np.ceil(steps[0, earliest])))
                    rows.append((one.feed, force, name, moment, way is ways[0]))
                    break
    found = pd.DataFrame(rows, columns=["feed", "force", "name", "at", "observed"])
    return found.sort_values(["force", "at"], kind="stable", ignore_index=True)
