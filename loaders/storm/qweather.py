"""QWeather's storm track (v7/tropical/storm-track): the fixes of one storm with named quadrants, no id and no name inside.

It restates: its pubTime is "the release time of the data source", which it never names. Its fixes are taken for the CMA's:
numbers (NP_2401), grades and circles of 30, 50 and 64 kt in four quadrants are those of the CMA's own bulletins and of
no other agency, and its radii of In-fa (2021-07-18 08:00) are those that the Zhejiang service gives for the CMA.
The source column and a remark on each row keep it apart.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from domain.problems import Problem, Refused
from loaders.limits import MOST_RAW
from loaders.moments import beijing
from loaders.nodes import record, records, text
from loaders.storm.canon import FORCE_OF_KNOTS, table
from loaders.storm.point import Point, Storm
from loaders.storm.values import figure, position, pressure, quadrants, stated, storm_id
from loaders.table import RawTable

FIXED_BY = "CMA"
FINE = "200"
# Its own list of the types of storms writes 热带气压 for a depression.
MISSPELT = {"热带气压": "TD"}
RESTATED = "和风天气转述，原文未注明定位机构"
CIRCLES = {knots: f"windRadius{knots}" for knots in (30, 50, 64)}
_NP = re.compile(r"(?<![A-Z])NP[_-]?(\d{4})(?!\d)", re.IGNORECASE)
_SIX_DIGITS = re.compile(r"(?<!\d)((?:19|20)\d\d(?!00)\d\d)(?!\d)")


def is_one(content: object) -> bool:
    """Whether parsed JSON is this service's storm track."""
    return isinstance(content, dict) and {"code", "track"} <= content.keys()


def read(content: Any, filename: str) -> dict[str, RawTable]:
    """The form `track`. Raises Refused: file.storm_answer, file.no_storm_id, file.no_points, file.no_position (row: the fix's place), file.not_a_moment, file.broken_record."""
    if str(content["code"]) != FINE:
        raise Refused([Problem("file.storm_answer", raw=str(content["code"])[:MOST_RAW], expected=FINE)])
    points = list(_points(content))
    storm = Storm(_named(filename, {point.valid_at.year for point in points}), "qweather")
    return {"track": table((storm, point) for point in points)}


def _named(filename: str, years: set[int]) -> str:
    """The storm's id by the file's name, of the year of its fixes. Raises Refused("file.no_storm_id")."""
    found = [storm_id(found) for found in _NP.findall(filename)] or _SIX_DIGITS.findall(filename)
    # A storm of December goes on into January.
    named = {one for one in found if one and (not years or int(one[:4]) in (min(years), min(years) - 1))}
    if len(named) != 1:
        raise Refused([Problem("file.no_storm_id", raw=filename)])
    return named.pop()


def _points(content: Mapping[str, Any]) -> Iterator[Point]:
    """The track, then where the storm is now, which newer answers repeat in the track."""
    fixes = [*records(content["track"])]
    now = record(content.get("now"))
    for row, said in [*fixes, (len(fixes) + 1, now)] if now else fixes:
        at, grade = beijing(said.get("time") or said.get("pubTime"), row), text(said.get("type"), row)
        yield Point(
            row, FIXED_BY, "fix", at, at, *position(said.get("lon"), said.get("lat"), row),
            wind_ms=stated(said.get("windSpeed")), pressure_hpa=pressure(said.get("pressure")),
            grade=MISSPELT.get(grade, grade), move_kmh=figure(said.get("moveSpeed")),
            move_dir=text(said.get("moveDir"), row), note=RESTATED,
            circles={
                FORCE_OF_KNOTS[knots]: quadrants(record(said[name], row), after="Radius")
                for knots, name in CIRCLES.items() if said.get(name)
            },
        )  # fmt: skip
