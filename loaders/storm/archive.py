"""The normalised archive of the Zhejiang service: zones written out, quadrants named, positions the agencies' own."""

from collections.abc import Iterator, Mapping
from typing import Any

from domain import geo
from loaders.moments import beijing
from loaders.nodes import record, records, text
from loaders.storm.canon import table
from loaders.storm.point import Point, Storm
from loaders.storm.values import figure, number, position, pressure, quadrants, stated
from loaders.storm.zhejiang import FIXED_BY
from loaders.table import RawTable

CIRCLES = {7: "r7", 10: "r10", 12: "r12"}


def is_one(content: object) -> bool:
    """Whether parsed JSON is an archived storm: its track and the forecasts issued for it."""
    return isinstance(content, dict) and {"id", "track", "forecasts"} <= content.keys()


def read(content: Any, filename: str) -> dict[str, RawTable]:
    """The form `track`. Raises Refused: file.no_points, file.no_position, file.not_a_moment, file.broken_record."""
    names = text(content.get("name_zh")), text(content.get("name_en"))
    storm = Storm(text(content["id"]), "zjwater", *names)
    points = [*_fixes(content["track"]), *_forecasts(content["forecasts"]), *_landfalls(content.get("land"))]
    return {"track": table((storm, point) for point in points)}


def _fixes(track: object) -> Iterator[Point]:
    for row, said in records(track):
        at, heading_deg = beijing(said.get("t"), row), number(said.get("move_dir_deg"))
        yield Point(
            row, FIXED_BY, "fix", at, at, *_position(said, row), **_strength(said, row),
            move_kmh=figure(said.get("move_speed_kmh")), move_dir="" if heading_deg is None else geo.compass(heading_deg),
            circles={force: quadrants(record(said[name], row)) for force, name in CIRCLES.items() if said.get(name)},
        )  # fmt: skip


def _forecasts(issues: object) -> Iterator[Point]:
    """The first point of each is its analysis: an agency whose base lags behind the fix is known by it."""
    for row, issue in records(issues):
        ahead = [said for _, said in records(issue.get("points"), row)]
        bases = [issue.get("issued_at"), *(said.get("t") for said in ahead[:1])]
        base = min(beijing(moment, row) for moment in bases)
        for said in ahead:
            yield Point(
                row, text(issue.get("agency"), row), "forecast", base, beijing(said.get("t"), row),
                *_position(said, row), **_strength(said, row),
            )  # fmt: skip


def _landfalls(lands: object) -> Iterator[Point]:
    for row, said in records(lands):
        at = beijing(said.get("t"), row)
        place = text(said.get("address"), row)
        yield Point(row, FIXED_BY, "landfall", at, at, *_position(said, row), place=place)


def _position(said: Mapping[str, Any], row: int) -> tuple[float, float]:
    return position(said.get("lon"), said.get("lat"), row)


def _strength(said: Mapping[str, Any], row: int) -> dict[str, Any]:
    return {
        "wind_ms": stated(said.get("wind_ms")),
        "pressure_hpa": pressure(said.get("pressure_hpa")),
        "grade": text(said.get("grade"), row),
    }
