"""The National Meteorological Centre's typhoon view (typhoon.nmc.cn jsons/view_…, JSONP): bare arrays, read by place.

The places are those of answers recorded in public clients in 2026 (Bolaven 0523, DOLPHIN 2613, NOLO 2628), where the position
of NOLO on 2026-10-07 06 UTC agrees with the one of the Japan Meteorological Agency:
storm: id, English name, Chinese name, number, number, number of a storm without name, meaning, start/stop, fixes;
fix: id, moment, epoch in ms, grade, lon, lat, hPa, m/s, direction, km/h, circles, forecasts by call sign, publication;
circle: 30KTS/50KTS/64KTS, NE, SE, SW, NW in km; forecast point: lead in h, moment, lon, lat, hPa, m/s, call sign, grade.
Moments are YYYYMMDDHHmm in UTC, as the epoch beside them says; only the publication is in Beijing time.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from loaders.moments import not_a_moment, utc
from loaders.nodes import broken, listed, record, text
from loaders.storm.canon import FORCE_OF_KNOTS, table
from loaders.storm.point import Point, Quadrants, Storm
from loaders.storm.values import figure, number, position, positive, pressure, stated, storm_id
from loaders.table import RawTable

FIXED_BY = "BABJ"
STORM_PLACES, FIX_PLACES, FORECAST_PLACES, CIRCLE_PLACES = 9, 10, 6, 5
NUMBER, FIXES, CIRCLES, FORECASTS = 3, 8, 10, 11
LONGEST_LEAD_H = 1000
# What the service writes where a storm has no name, and where it does not move.
NAMELESS, STILL = "nameless", "no"


def is_one(content: object) -> bool:
    """Whether parsed JSON is this service's view of one storm."""
    return isinstance(content, dict) and isinstance(content.get("typhoon"), list)


def read(content: Any, filename: str) -> dict[str, RawTable]:
    """The form `track`. Raises Refused: file.no_points, file.no_position (row: the fix's place), file.not_a_moment, file.broken_record."""
    said = _places(content["typhoon"], STORM_PLACES)
    fixes = [(row, _places(fix, FIX_PLACES, row)) for row, fix in enumerate(listed(said[FIXES]), 1)]
    storm = _storm(said, _moment(fixes[0][1], 1).year if fixes else 0)
    return {"track": table((storm, point) for row, fix in fixes for point in _points(fix, row))}


def _places(said: object, least: int, row: int | None = None) -> list[Any]:
    """An array with so many places at least."""
    found = listed(said, row)
    if len(found) < least:
        raise broken(said, row)
    return found


def _storm(said: list[Any], year: int) -> Storm:
    """Without a number of its year, as 1900 in 1950, a storm goes by the service's own id."""
    english, chinese = text(said[1]), text(said[2])
    known = text(said[NUMBER])
    found = known if len(known) == len("20260015") else storm_id(known.zfill(4))
    if not found or int(found[:4]) not in (year, year - 1):
        found = f"NMC{text(said[0])}"
    return Storm(found, "nmc", chinese, "" if english == NAMELESS else english)


def _points(fix: list[Any], row: int) -> Iterator[Point]:
    at = _moment(fix, row)
    still = text(fix[8], row) == STILL
    circles = listed(fix[CIRCLES], row) if len(fix) > CIRCLES else []
    yield Point(
        row, FIXED_BY, "fix", at, at, *position(fix[4], fix[5], row),
        wind_ms=stated(fix[7]), pressure_hpa=pressure(fix[6]), grade=text(fix[3], row),
        move_kmh=None if still else figure(fix[9]), move_dir="" if still else text(fix[8], row),
        circles=dict(_circle(circle, row) for circle in circles),
    )  # fmt: skip
    issued = record(fix[FORECASTS], row) if len(fix) > FORECASTS else {}
    for sign, ahead in issued.items():
        for said in listed(ahead, row):
            yield _forecast(sign, _places(said, FORECAST_PLACES, row), at, row)


def _forecast(sign: str, said: list[Any], fixed_at: datetime, row: int) -> Point:
    """The moment beside it is that of issue in most answers and that of validity in some; none is issued after its fix."""
    lead_h = number(said[0])
    if lead_h is None or abs(lead_h) > LONGEST_LEAD_H:
        raise broken(said[0], row)
    beside, lead = utc(text(said[1], row), row) if text(said[1], row) else fixed_at, timedelta(hours=lead_h)
    base = beside if beside <= fixed_at else beside - lead
    grade = text(said[7], row) if len(said) > 7 else ""
    return Point(
        row, sign, "forecast", base, base + lead, *position(said[2], said[3], row),
        wind_ms=stated(said[5]), pressure_hpa=pressure(said[4]), grade=grade,
    )  # fmt: skip


def _circle(said: object, row: int) -> tuple[int, Quadrants]:
    name, *radii = _places(said, CIRCLE_PLACES, row)
    knots = number(text(name, row).removesuffix("KTS"))
    force = FORCE_OF_KNOTS.get(int(knots)) if knots is not None else None
    if force is None:
        raise broken(name, row)
    ne, se, sw, nw = (stated(radius) for radius in radii[:4])
    return force, Quadrants(ne_km=ne, se_km=se, sw_km=sw, nw_km=nw)


def _moment(fix: list[Any], row: int) -> datetime:
    """Raises Refused("file.not_a_moment") where the epoch names another moment than the text beside it."""
    said, epoch_ms = text(fix[1], row), positive(fix[2])
    at = utc(said, row)
    if epoch_ms is not None and at.timestamp() * 1000 != epoch_ms:
        raise not_a_moment(f"{said} / {text(fix[2], row)}", row)
    return at
