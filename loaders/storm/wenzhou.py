"""The Wenzhou typhoon network (wztf121.com, istrongcloud): storms with the CMA's fixes, quadrants named, Beijing time.

Two layouts: today's with lng/lat and the radii in *_quad; an older one with longitude/latitude, one radius for all four
quadrants with every *_quad 0, and the forecasts of five agencies (sets) with their lead (fhour).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from loaders.moments import beijing
from loaders.nodes import record, records, text
from loaders.storm.canon import table
from loaders.storm.point import Point, Quadrants, Storm
from loaders.storm.values import position, pressure, quadrants, stated
from loaders.storm.zhejiang import CIRCLES, FIXED_BY, SINGLE
from loaders.table import RawTable


def is_one(content: object) -> bool:
    """Whether parsed JSON is a list of this network's storms, or one of them."""
    storms = content if isinstance(content, list) else [content]
    return bool(storms) and all(isinstance(one, dict) and {"tfbh", "points"} <= one.keys() for one in storms)


def read(content: Any, filename: str) -> dict[str, RawTable]:
    """The form `track`. Raises Refused: file.no_points, file.no_position (row: the fix's place in the file), file.not_a_moment, file.broken_record."""
    storms = content if isinstance(content, list) else [content]
    return {"track": table(pair for said in storms for pair in _pairs(said))}


def _pairs(said: Mapping[str, Any]) -> Iterator[tuple[Storm, Point]]:
    storm = Storm(text(said["tfbh"]), "wenzhou", text(said.get("name")), text(said.get("ename")))
    fixes = list(records(said["points"]))
    for points in (_fixes(fixes), _forecasts(fixes), _landfalls(said.get("land"))):
        yield from ((storm, point) for point in points)


def _fixes(fixes: list[tuple[int, Mapping[str, Any]]]) -> Iterator[Point]:
    for row, said in fixes:
        at = beijing(said.get("time"), row)
        found = {force: _circle(said, name, row) for force, name in CIRCLES.items()}
        yield Point(
            row, text(said.get("way"), row) or FIXED_BY, "fix", at, at, *_position(said, row), **_strength(said, row),
            move_kmh=stated(said.get("move_speed")), move_dir=text(said.get("move_dir"), row),
            circles={force: circle for force, (circle, _) in found.items() if circle},
            note=next((remark for _, remark in found.values() if remark), ""),
        )  # fmt: skip


def _circle(said: Mapping[str, Any], name: str, row: int) -> tuple[Quadrants | None, str]:
    """The circle and a remark: where no quadrant has a radius, the single one stands for all four."""
    named = record(said.get(f"{name}_quad"), row)
    if any(stated(radius) for radius in named.values()):
        return quadrants(named), ""
    single = stated(said.get(name))
    return (Quadrants(single, single, single, single), SINGLE) if single else (None, "")


def _forecasts(fixes: list[tuple[int, Mapping[str, Any]]]) -> Iterator[Point]:
    """The base is the fix's moment: fhour counts from it."""
    for row, fix in fixes:
        for _, issue in records(fix.get("forecast"), row):
            for _, said in records(issue.get("points"), row):
                yield Point(
                    row, text(issue.get("sets"), row), "forecast", beijing(fix.get("time"), row),
                    beijing(said.get("time"), row), *_position(said, row), **_strength(said, row),
                )  # fmt: skip


def _landfalls(lands: object) -> Iterator[Point]:
    for row, said in records(lands):
        at = beijing(said.get("land_time"), row)
        place = text(said.get("position"), row)
        yield Point(row, FIXED_BY, "landfall", at, at, *_position(said, row), place=place)


def _position(said: Mapping[str, Any], row: int) -> tuple[float, float]:
    lon, lat = ("longitude", "latitude") if "longitude" in said else ("lng", "lat")
    return position(said.get(lon), said.get(lat), row)


def _strength(said: Mapping[str, Any], row: int) -> dict[str, Any]:
    return {
        "wind_ms": stated(said.get("speed")),
        "pressure_hpa": pressure(said.get("pressure")),
        "grade": text(said.get("strong"), row),
    }
