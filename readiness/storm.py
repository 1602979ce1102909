"""Where the storm is and how strong, as the fixes known at a moment say, and the ring of a wind circle."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

import pandas as pd

from domain import clock, geo, places, warning_lines, wind
from readiness import tracks
from readiness.geodesy import destination, distance_and_bearing

Ring: TypeAlias = list[tuple[float, float]]

# Observed cadence of storm 2508: hourly inside the 24 h line, three-hourly outside; twice that is old.
STALE_INSIDE = timedelta(hours=2)
STALE_OUTSIDE = timedelta(hours=6)
CIRCLE_FORCES: tuple[int, ...] = (7, 8, 10, 12)
CIRCLE_STEP_DEG = 5


@dataclass(frozen=True, slots=True)
class Radii:
    """How far a wind circle reaches in km, by quadrant; none where the agency gave nothing."""

    ne_km: float | None
    se_km: float | None
    sw_km: float | None
    nw_km: float | None


@dataclass(frozen=True, slots=True)
class Motion:
    """How the storm moves; `computed` when the agency left part of it out and the last fixes supplied it."""

    speed_kmh: float | None
    heading_deg: float | None
    computed: bool


@dataclass(frozen=True, slots=True)
class StormState:
    """The storm at its last fix not later than the moment asked for.

    `storm` is its identity (readiness.tracks), `storm_id` is as reported (202508), `number` the storm's in its year (8), `agency` who fixed it, where said.
    `distance_km` and `bearing_deg` are from headquarters to the centre. `entered_24h_at` is the latest inward
    crossing while the storm is inside, else none; `crossings_24h` are all crossings so far. `followed`: fixed within 12 h.
    """

    storm: str
    storm_id: str | None
    number: int | None
    name_zh: str | None
    name_en: str | None
    agency: str | None
    fixed_at: datetime
    lon_deg: float
    lat_deg: float
    grade: str | None
    force: str | None
    wind_ms: float | None
    pressure_hpa: float | None
    motion: Motion
    radii: dict[int, Radii]
    distance_km: float
    bearing_deg: float
    inside_24h: bool
    inside_48h: bool
    entered_24h_at: datetime | None
    crossings_24h: tuple[warning_lines.Crossing, ...]
    age: timedelta
    stale: bool
    followed: bool


def state(track: pd.DataFrame, now: datetime, storm: str | None = None) -> StormState | None:
    """A storm at its last fix known by `now`; the nearest followed one where none is named; none before the first fix.

    track: the form of that name, as readiness.tracks takes it. storm: an identity of readiness.tracks.
    """
    known = tracks.fixes(track, now, storm)
    if known.empty:
        return None
    last, home = known.iloc[-1], places.HEADQUARTERS
    lon, lat, at = float(last["lon_deg"]), float(last["lat_deg"]), _moment(last["valid_at"])
    distance_km, bearing_deg = distance_and_bearing(home.lon, home.lat, lon, lat)
    wind_ms = _number(last, "wind_ms")
    crossed = tuple(warning_lines.crossings(warning_lines.LINE_24H, _track(known)))
    inside, age = warning_lines.inside(warning_lines.LINE_24H, lon, lat), now - at
    return StormState(
        storm=str(last["storm"]),
        storm_id=_text(last, "storm_id"),
        number=_number_in_year(_text(last, "storm_id")),
        name_zh=_text(last, "name"),
        name_en=_text(last, "name_en"),
        agency=_text(last, "agency"),
        fixed_at=at,
        lon_deg=lon,
        lat_deg=lat,
        grade=_grade(last, wind_ms),
        force=_force(wind_ms),
        wind_ms=wind_ms,
        pressure_hpa=_number(last, "pressure_hpa"),
        motion=_motion(known),
        radii=_radii(last),
        distance_km=distance_km,
        bearing_deg=bearing_deg,
        inside_24h=inside,
        inside_48h=warning_lines.inside(warning_lines.LINE_48H, lon, lat),
        entered_24h_at=crossed[-1].at if inside and crossed and crossed[-1].inward else None,
        crossings_24h=crossed,
        age=age,
        followed=age < tracks.FOLLOWED,
        stale=age >= (STALE_INSIDE if inside else STALE_OUTSIDE),
    )


def circle(
    lon: float, lat: float, ne: float | None, se: float | None, sw: float | None, nw: float | None
) -> Ring:
    """Closed ring (lon, lat), clockwise from north, of a wind circle with one radius in km for each quadrant.

    A quadrant without a radius shrinks to the centre; without any radius the ring is empty.
    """
    radii = [0.0 if pd.isna(radius) else float(radius) for radius in (ne, se, sw, nw)]
    if not any(radii):
        return []
    ring = [
        destination(lon, lat, index * 90 + step, radius)
        for index, radius in enumerate(radii)
        for step in range(0, 91, CIRCLE_STEP_DEG)
    ]
    return [*ring, ring[0]]


def fixes_around(known: pd.DataFrame, at: datetime) -> pd.DataFrame:
    """The fix before and the fix after a crossing; a crossing's moment is a whole minute, rounded down."""
    before = int((known["valid_at"].dt.floor("min") <= at).sum())
    return known.iloc[max(0, before - 1) : before + 1]


def _track(known: pd.DataFrame) -> list[warning_lines.Fix]:
    moments = (_moment(at) for at in known["valid_at"])
    return list(zip(moments, known["lon_deg"].astype(float), known["lat_deg"].astype(float), strict=True))


def _moment(at: pd.Timestamp) -> datetime:
    return clock.to_utc(at.to_pydatetime())


def _number_in_year(storm_id: str | None) -> int | None:
    """8 of 202508 or 2508: an id is the year and two digits; a disturbance without a number has other ids."""
    numbered = storm_id is not None and storm_id.isdecimal() and len(storm_id) in (4, 6)
    return int(storm_id[-2:]) if storm_id and numbered else None


def _force(wind_ms: float | None) -> str | None:
    force = wind.force(wind_ms)
    return force.code if force else None


def _grade(fix: pd.Series, wind_ms: float | None) -> str | None:
    """The agency's own grade stands before the one its wind would give."""
    grade = wind.find_cyclone_grade(_text(fix, "grade")) or wind.cyclone_grade(wind_ms)
    return grade.code if grade else None


def _radii(fix: pd.Series) -> dict[int, Radii]:
    """The circles the fix gives, by force; a force without any radius is left out."""
    circles = {}
    for force in CIRCLE_FORCES:
        reach = [_number(fix, f"r{force}_{quadrant}_km") for quadrant in geo.QUADRANTS]
        if any(reach):
            circles[force] = Radii(*reach)
    return circles


def _motion(known: pd.DataFrame) -> Motion:
    """As the agency gives it; what it leaves out comes from the last two fixes."""
    last = known.iloc[-1]
    speed_kmh, heading_deg = _number(last, "move_kmh"), _heading(last)
    if speed_kmh is not None and (heading_deg is not None or speed_kmh == 0):
        return Motion(speed_kmh, heading_deg, computed=False)
    speed_between, heading_between = _between(known)
    return Motion(
        speed_between if speed_kmh is None else speed_kmh,
        heading_between if heading_deg is None else heading_deg,
        computed=True,
    )


def _between(known: pd.DataFrame) -> tuple[float | None, float | None]:
    """Speed in km/h and heading from the fix before to the last; no heading while the centre stays put."""
    last = known.iloc[-1]
    earlier = known[known["valid_at"] < last["valid_at"]]
    if earlier.empty:
        return None, None
    before = earlier.iloc[-1]
    hours = (last["valid_at"] - before["valid_at"]) / pd.Timedelta(hours=1)
    distance_km, heading_deg = distance_and_bearing(
        before["lon_deg"], before["lat_deg"], last["lon_deg"], last["lat_deg"]
    )
    return distance_km / hours, heading_deg if distance_km else None


def _heading(fix: pd.Series) -> float | None:
    value = fix.get("move_dir")
    if isinstance(value, str):
        return geo.compass_bearing(value)
    return _number(fix, "move_dir")


def _number(fix: pd.Series, column: str) -> float | None:
    value = fix.get(column)
    return None if value is None or pd.isna(value) else float(value)


def _text(fix: pd.Series, column: str) -> str | None:
    value = fix.get(column)
    return None if value is None or pd.isna(value) or value == "" else str(value)
