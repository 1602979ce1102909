"""The Zhejiang water service's TyphoonInfo: one storm with its fixes and, beside each, every agency's forecast.

An object, in older dumps a list of one; all values are strings, moments Beijing time, radii NE|SE|NW|SW. The order of
the radii was checked against a record with named quadrants (In-fa, 2021-07-18 08:00: NE 250, SE 280, SW 150, NW 100).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from loaders.moments import beijing
from loaders.nodes import records, text
from loaders.storm.canon import table
from loaders.storm.point import Point, Quadrants, Storm
from loaders.storm.values import figure, position, pressure, stated
from loaders.table import RawTable

CIRCLES = {7: "radius7", 10: "radius10", 12: "radius12"}
FIXED_BY = "CMA"
SINGLE, UNORDERED = "四象限为同一半径", "风圈不足或多于四个象限，未采用："


def is_one(content: object) -> bool:
    """Whether parsed JSON is one of this service's storms."""
    storm = content[0] if isinstance(content, list) and len(content) == 1 else content
    return isinstance(storm, dict) and "tfid" in storm and isinstance(storm.get("points"), list)


def read(content: Any, filename: str) -> dict[str, RawTable]:
    """The form `track`. Raises Refused: file.no_points, file.no_position (row: the fix's place in the file), file.not_a_moment, file.broken_record."""
    said = content[0] if isinstance(content, list) else content
    storm = Storm(text(said["tfid"]), "zjwater", text(said.get("name")), text(said.get("enname")))
    fixes = list(records(said["points"]))
    points = [*_fixes(fixes), *_forecasts(fixes), *_landfalls(said.get("land"))]
    return {"track": table((storm, point) for point in points)}


def radii(said: object) -> tuple[Quadrants | None, str]:
    """The circle of "NE|SE|NW|SW" in km, and a remark; one single figure stands for all four quadrants and is remarked on.

    Two, three or five figures are in nobody's order: there is no circle, and the remark repeats them.
    """
    parts = [stated(part) for part in str(said or "").split("|")]
    if len(parts) == 4 and any(parts):
        ne, se, nw, sw = parts
        return Quadrants(ne_km=ne, se_km=se, sw_km=sw, nw_km=nw), ""
    if len(parts) == 1 and parts[0]:
        return Quadrants(*parts * 4), SINGLE
    return None, f"{UNORDERED}{said}" if any(parts) else ""


Fixes = list[tuple[int, Mapping[str, Any]]]


def _fixes(fixes: Fixes) -> Iterator[Point]:
    for row, said in fixes:
        at = beijing(said.get("time"), row)
        found = {force: radii(said.get(name)) for force, name in CIRCLES.items()}
        yield Point(
            row, FIXED_BY, "fix", at, at, *_position(said, row), **_strength(said, row),
            move_kmh=figure(said.get("movespeed")), move_dir=text(said.get("movedirection"), row),
            circles={force: circle for force, (circle, _) in found.items() if circle},
            note=next((remark for _, remark in found.values() if remark), ""),
        )  # fmt: skip


def _forecasts(fixes: Fixes) -> Iterator[Point]:
    """The first point of each is its analysis: an agency whose base lags behind the fix is known by it."""
    for row, fix in fixes:
        for _, issue in records(fix.get("forecast"), row):
            ahead = [said for _, said in records(issue.get("forecastpoints"), row)]
            bases = [fix.get("time"), *(said.get("time") for said in ahead[:1])]
            base = min(beijing(moment, row) for moment in bases)
            for said in ahead:
                yield Point(
                    row, text(issue.get("tm"), row), "forecast", base, beijing(said.get("time"), row),
                    *_position(said, row), **_strength(said, row),
                )  # fmt: skip


def _landfalls(lands: object) -> Iterator[Point]:
    """Old dumps repeat the storm's first fix here, without a place: that is no landfall."""
    for row, said in records(lands):
        if place := text(said.get("landaddress") or said.get("address"), row):
            at = beijing(said.get("landtime") or said.get("time"), row)
            yield Point(row, FIXED_BY, "landfall", at, at, *_position(said, row), place=place)


def _position(said: Mapping[str, Any], row: int) -> tuple[float, float]:
    return position(said.get("lng"), said.get("lat"), row)


def _strength(said: Mapping[str, Any], row: int) -> dict[str, Any]:
    return {
        "wind_ms": stated(said.get("speed")),
        "pressure_hpa": pressure(said.get("pressure")),
        "grade": text(said.get("strong"), row),
    }
