"""ATCF decks: one line per technique, base time, lead and wind speed; b-decks are best tracks, a-decks forecasts.

Fields: NRL, Best Track/Objective Aid/Wind Radii Format (abrdeck), separated by commas and padded with spaces that mean
nothing. Tenths of a degree with the hemisphere, knots, nautical miles, UTC; 0 or empty is missing.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain import geo
from domain.problems import Problem, Refused
from loaders.moments import utc
from loaders.storm import area
from loaders.storm.canon import FORCE_OF_KNOTS, table
from loaders.storm.figures import (
    KM_PER_NAUTICAL_MILE,
    gathered,
    km_of_nautical_miles,
    ms_of_knots,
    numbered,
    refusal,
    remarks,
)
from loaders.storm.point import Point, Quadrants, Storm
from loaders.table import RawTable

FORCE_8_SAID = "34 kt 风圈属八级，不是七级风圈"
# An agency's own forecast, by its name or its call sign; models and working lines (CARQ, WRNG) are nobody's forecast.
AGENCY_OF_TECHNIQUE = {
    "JTWC": "JTWC", "PGTW": "JTWC", "JMA": "JMA", "RJTD": "JMA", "CMA": "CMA", "BABJ": "CMA", "HKO": "HKO",
    "VHHH": "HKO", "KMA": "KMA", "RKSL": "KMA", "CWA": "CWA", "CWB": "CWA", "RCTP": "CWA", "RPMM": "PAGASA",
}  # fmt: skip
BEST = "BEST"
# Best tracks of the other basins are those of the US hurricane centers.
BASINS_OF_JTWC = {"WP", "IO", "SH"}
GRADES = {"TD": "TD", "TS": "TS", "TY": "TY", "ST": "SuperTY"}
NO_NAMES = {"", "INVEST", "NONAME", "UNNAMED"}
# In the file's order. Patterns are strict, so that a comma too many or too few, which would move radii into other
# quadrants, leaves some field with what it cannot hold: the outermost isobar's pressure (RADP) ends the radii.
FIELDS = {
    "BASIN": r"[A-Z]{2}", "CY": r"[A-Z]?\d{1,2}", "YYYYMMDDHH": r"\d{10}", "TECHNUM/MIN": r"\d{0,2}",
    "TECH": r"[A-Z\d]{2,6}", "TAU": r"-?\d{1,3}", "LAT": r"\d{1,3}[NS]", "LON": r"\d{1,4}[EW]", "VMAX": r"\d{0,3}",
    "MSLP": r"\d{0,4}", "TY": r"[A-Z]{0,2}", "RAD": r"(0|34|50|64)?", "WINDCODE": r"(NEQ|AAA)?",
    "RAD1": r"\d{0,4}", "RAD2": r"\d{0,4}", "RAD3": r"\d{0,4}", "RAD4": r"\d{0,4}",
    "RADP": r"(0+|8[5-9]\d|9\d\d|10\d\d)?",
}  # fmt: skip
_PATTERNS = {name: re.compile(pattern, re.ASCII) for name, pattern in FIELDS.items()}
_LEAST, _WITH_RADII = list(FIELDS).index("VMAX") + 1, len(FIELDS)
_DIRECTION, _SPEED, _NAME = 25, 26, 27
MOST_NAUTICAL_MILES = 1200
_HEAD = re.compile(
    r"^\s*[A-Z]{2}\s*,\s*[A-Z]?\d{1,2}\s*,\s*\d{10}\s*,[\s\d]{0,20},\s*[A-Z\d]{2,6}\s*,",
    re.ASCII | re.MULTILINE,
)
_FILE = re.compile(r"[ab](?P<cyclone>[a-z]{2}[a-z]?\d{1,2})(?P<year>\d{4})\b", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an agency; `said`: position, wind, pressure and stage as written, the same on all lines of one point."""

    row: int
    cyclone: str
    technique: str
    base: datetime
    lead_h: int
    said: tuple[str, ...]
    knots: int
    circle: Quadrants | None
    motion: tuple[float, float] | None
    name: str


def is_one(head: str) -> bool:
    """Whether one of a text's first lines is a deck's: basin, number, ten digits of time, a technique."""
    return bool(_HEAD.search(head))


def read(text: str, filename: str) -> dict[str, RawTable]:
    """The form `track`; what is no agency's best track or forecast is left out and noted ("file.techniques_left_out").

    Raises Refused: file.atcf_field, file.atcf_short, file.not_a_moment, file.lines_at_odds (row: the line), file.no_points.
    """
    split = [(row, [cell.strip() for cell in line.split(",")]) for row, line in numbered(text)]
    headed = gathered(split, _headed)
    kept = [(row, cells) for row, cells in headed if _agency(cells[0], cells[4])]
    left_out = Counter(_called(cells) for _, cells in headed if not _agency(cells[0], cells[4]))
    lines = gathered(kept, _line)
    notes = list(_left_out(left_out))
    if not lines:
        raise Refused(list(_of_another_basin(headed)) or [Problem("file.no_points"), *notes])
    return {"track": table(_pairs(lines, filename), notes=notes)}


def _of_another_basin(headed: Sequence[tuple[int, list[str]]]) -> Iterator[Problem]:
    """Of a deck none of whose lines is of this half of the world: the best tracks elsewhere are not the JTWC's."""
    cyclones = dict.fromkeys(f"{cells[0]}{cells[1]:0>2}" for _, cells in headed)
    if headed and not any(cells[0] in BASINS_OF_JTWC for _, cells in headed):
        lat, lon = headed[0][1][6:8]
        fit = _PATTERNS["LAT"].fullmatch(lat) and _PATTERNS["LON"].fullmatch(lon)
        where = area.written(_degrees(lon), _degrees(lat)) if fit else f"{lat} {lon}"
        yield area.other_basin([*cyclones], where)


def _left_out(counted: Counter[str]) -> Iterator[Problem]:
    if counted:
        said = ", ".join(f"{name} {count}" for name, count in sorted(counted.items())[:40])
        yield Problem("file.techniques_left_out", severity="note", holes=(("techniques", said),))


def _headed(numbered_cells: tuple[int, list[str]]) -> tuple[int, list[str]]:
    row, cells = numbered_cells
    if len(cells) < _LEAST:
        raise refusal("file.atcf_short", row, ", ".join(cells))
    _refuse_unfit(row, cells, list(FIELDS)[: list(FIELDS).index("TAU")])
    return row, cells


def _refuse_unfit(row: int, cells: Sequence[str], names: Iterable[str]) -> None:
    for name, cell in zip(names, cells):
        if not _PATTERNS[name].fullmatch(cell):
            raise refusal("file.atcf_field", row, cell, name)


def _called(cells: Sequence[str]) -> str:
    return f"{BEST} ({cells[0]})" if cells[4] == BEST else cells[4]


def _agency(basin: str, technique: str) -> str | None:
    if technique == BEST:
        return "JTWC" if basin in BASINS_OF_JTWC else None
    return AGENCY_OF_TECHNIQUE.get(technique)


def _line(numbered_cells: tuple[int, list[str]]) -> Line:
    row, cells = numbered_cells
    _refuse_unfit(row, cells, FIELDS)
    basin, number, base, minutes, technique, lead_h, *_ = cells
    minute = int(minutes or 0) if technique == BEST else 0
    further = cells + [""] * (_NAME + 1)
    return Line(
        row, f"{basin}{number:0>2}", technique, utc(f"{base}{minute:02}", row), int(lead_h),
        (*cells[6:11], "", "")[:5], int(further[11] or 0), _circle(row, cells),
        _motion(further[_DIRECTION], further[_SPEED]), further[_NAME],
    )  # fmt: skip


def _circle(row: int, cells: Sequence[str]) -> Quadrants | None:
    """NEQ: north-east and on clockwise. A line that ends in a radius may have been cut off in it."""
    if len(cells) <= list(FIELDS).index("WINDCODE") or not cells[12]:
        return None
    if len(cells) < _WITH_RADII or not int(cells[11] or 0):
        raise refusal("file.atcf_short", row, ", ".join(cells))
    radii = [int(cell or 0) for cell in cells[13:17]]
    if max(radii) > MOST_NAUTICAL_MILES:
        raise refusal("file.atcf_field", row, str(max(radii)), "RAD1–RAD4")
    ne, se, sw, nw = map(km_of_nautical_miles, radii[:1] * 4 if cells[12] == "AAA" else radii)
    return Quadrants(ne_km=ne, se_km=se, sw_km=sw, nw_km=nw) if any((ne, se, sw, nw)) else None


def _motion(direction: str, speed: str) -> tuple[float, float] | None:
    """(degrees, knots); storms that stand still and storms whose motion is missing both have 0."""
    if direction.isdecimal() and speed.isdecimal() and int(speed) > 0 and int(direction) <= 360:
        return float(direction), float(speed)
    return None


def _pairs(lines: Sequence[Line], filename: str) -> list[tuple[Storm, Point]]:
    points: dict[tuple[str, str, datetime, int], list[Line]] = {}
    for line in lines:
        points.setdefault((line.cyclone, line.technique, line.base, line.lead_h), []).append(line)
    storms = {cyclone: _storm(cyclone, lines, filename) for cyclone in {line.cyclone for line in lines}}
    return gathered(points.values(), lambda of_one: (storms[of_one[0].cyclone], _point(of_one)))


def _storm(cyclone: str, lines: Iterable[Line], filename: str) -> Storm:
    """The year is that of the deck's name, as a storm may live past the year's end; else that of its first line."""
    own = sorted((line for line in lines if line.cyclone == cyclone), key=lambda line: (line.base, line.row))
    called = _FILE.search(filename)
    named = called is not None and called["cyclone"].upper() == cyclone
    year = called["year"] if called and named else f"{own[0].base:%Y}"
    name = next((line.name for line in reversed(own) if line.name.upper() not in NO_NAMES), "")
    return Storm(f"{cyclone}{year}", "atcf", name_en=name)


def _point(lines: Sequence[Line]) -> Point:
    first = lines[0]
    circles: dict[int, Quadrants] = {}
    for line in lines:
        force = FORCE_OF_KNOTS.get(line.knots)
        before = circles.get(force) if force else None
        if line.said != first.said or (before and line.circle and before != line.circle):
            raise refusal("file.lines_at_odds", line.row, ", ".join(line.said))
        if force and line.circle:
            circles[force] = line.circle
    lat, lon, vmax, mslp, stage = first.said
    valid_at = first.base + timedelta(hours=first.lead_h)
    heading_deg, speed_kt = next((line.motion for line in lines if line.motion), None) or (None, None)
    agency = _agency(first.cyclone[:2], first.technique) or ""
    return Point(
        first.row, agency, *(("forecast", first.base) if first.lead_h > 0 else ("fix", valid_at)), valid_at,
        _degrees(lon), _degrees(lat), wind_ms=ms_of_knots(int(vmax or 0)), pressure_hpa=int(mslp or 0) or None,
        grade=GRADES.get(stage), circles=circles,
        move_kmh=None if speed_kt is None else round(speed_kt * KM_PER_NAUTICAL_MILE, 1),
        move_dir="" if heading_deg is None else geo.compass(heading_deg),
        note=remarks(
            f"ATCF 类别 {stage}" if stage and stage not in GRADES else "", FORCE_8_SAID if 8 in circles else ""
        ),
    )  # fmt: skip


def _degrees(tenths: str) -> float:
    """South is negative; longitudes go on eastward beyond 180°, as the form's do."""
    value = int(tenths[:-1]) / 10
    return {"N": value, "E": value, "S": -value, "W": round(360 - value, 1)}[tenths[-1]]
