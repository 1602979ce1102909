"""The Zhejiang water service's TyphoonInfo: one storm with its fixes and, beside each, every agency's forecast.

An object, in older dumps a list of one; all values are strings, moments Beijing time, radii NE|SE|NW|SW. The order of
the radii was checked against a record with named quadrants (In-fa, 2021-07-18 08:00: NE 250, SE 280, SW 150, NW 100).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from domain.problems import Problem, Refused
from loaders.storm.canon import Point, Quadrants, Storm, number, positive, pressure, table
from loaders.storm.moments import beijing
from loaders.table import RawTable

CIRCLES = {7: "radius7", 10: "radius10", 12: "radius12"}
FIXED_BY = "CMA"
SINGLE = "四象限为同一半径"


def is_one(content: object) -> bool:
    """Whether parsed JSON is one of this service's storms."""
    storm = content[0] if isinstance(content, list) and len(content) == 1 else content
    return isinstance(storm, dict) and "tfid" in storm and isinstance(storm.get("points"), list)


def read(content: Any, filename: str) -> dict[str, RawTable]:
    """The form `track`. Raises Refused: file.no_points, file.no_position (row: the fix's place in the file), file.not_a_moment."""
    said = content[0] if isinstance(content, list) else content
    storm = Storm(str(said["tfid"]).strip(), "zjwater", said.get("name") or "", said.get("enname") or "")
    if not said["points"]:
        raise Refused([Problem("file.no_points")])
    points = [*_fixes(said["points"]), *_forecasts(said["points"]), *_landfalls(said.get("land") or [])]
    return {"track": table((storm, point) for point in points)}


def radii(text: object) -> tuple[Quadrants | None, str]:
    """The circle of "NE|SE|NW|SW" in km, and a remark; one single figure stands for all four quadrants and is remarked on."""
    parts = [positive(part) for part in str(text or "").split("|")]
    if len(parts) == 4 and any(parts):
        ne, se, nw, sw = parts
        return Quadrants(ne_km=ne, se_km=se, sw_km=sw, nw_km=nw), ""
    if len(parts) == 1 and parts[0]:
        return Quadrants(*parts * 4), SINGLE
    return None, ""


def position(said: Mapping[str, Any], row: int) -> tuple[float, float]:
    """(lon, lat) in degrees. Raises Refused("file.no_position") naming the record."""
    lon, lat = number(said.get("lng")), number(said.get("lat"))
    if lon is None or lat is None:
        raise Refused([Problem("file.no_position", row=row, raw=f"{said.get('lng')}, {said.get('lat')}")])
    return lon, lat


def _fixes(points: list[dict[str, Any]]) -> Iterator[Point]:
    for row, said in enumerate(points, 1):
        at = beijing(said.get("time"), row)
        found = {force: radii(said.get(name)) for force, name in CIRCLES.items()}
        yield Point(
            row, FIXED_BY, "fix", at, at, *position(said, row),
            **_strength(said), move_kmh=number(said.get("movespeed")), move_dir=said.get("movedirection") or "",
            circles={force: circle for force, (circle, _) in found.items() if circle},
            note=next((remark for _, remark in found.values() if remark), ""),
        )  # fmt: skip


def _forecasts(points: list[dict[str, Any]]) -> Iterator[Point]:
    """The first point of each is its analysis: an agency whose base lags behind the fix is known by it."""
    for row, fix in enumerate(points, 1):
        for issue in fix.get("forecast") or []:
            ahead = issue.get("forecastpoints") or []
            base = min(
                [beijing(fix.get("time"), row), *(beijing(said.get("time"), row) for said in ahead[:1])]
            )
            for said in ahead:
                yield Point(
                    row, str(issue.get("tm", "")), "forecast", base, beijing(said.get("time"), row),
                    *position(said, row), **_strength(said),
                )  # fmt: skip


def _landfalls(lands: list[dict[str, Any]]) -> Iterator[Point]:
    """Old dumps repeat the storm's first fix here, without a place: that is no landfall."""
    for row, said in enumerate(lands, 1):
        if place := said.get("landaddress") or said.get("address"):
            at = beijing(said.get("landtime") or said.get("time"), row)
            yield Point(row, FIXED_BY, "landfall", at, at, *position(said, row), place=str(place))


def _strength(said: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "wind_ms": positive(said.get("speed")),
        "pressure_hpa": pressure(said.get("pressure")),
        "grade": said.get("strong"),
    }
