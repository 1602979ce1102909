"""The normalised archive of the Zhejiang service: zones written out, quadrants named, positions the agencies' own."""

from collections.abc import Iterator, Mapping
from typing import Any

from domain import geo
from domain.problems import Problem, Refused
from loaders.storm.canon import Point, Quadrants, Storm, positive, pressure, table
from loaders.storm.moments import beijing
from loaders.storm.zhejiang import FIXED_BY
from loaders.table import RawTable

CIRCLES = {7: "r7", 10: "r10", 12: "r12"}


def is_one(content: object) -> bool:
    """Whether parsed JSON is an archived storm: its track and the forecasts issued for it."""
    return isinstance(content, dict) and {"id", "track", "forecasts"} <= content.keys()


def read(content: Any, filename: str) -> dict[str, RawTable]:
    """The form `track`. Raises Refused: file.no_points, file.not_a_moment."""
    if not content["track"]:
        raise Refused([Problem("file.no_points")])
    storm = Storm(str(content["id"]), "zjwater", content.get("name_zh") or "", content.get("name_en") or "")
    points = [*_fixes(content), *_forecasts(content), *_landfalls(content)]
    return {"track": table((storm, point) for point in points)}


def _fixes(content: Mapping[str, Any]) -> Iterator[Point]:
    for row, said in enumerate(content["track"], 1):
        at, heading_deg = beijing(said["t"], row), said.get("move_dir_deg")
        yield Point(
            row, FIXED_BY, "fix", at, at, said["lon"], said["lat"], **_strength(said),
            move_kmh=said.get("move_speed_kmh"), move_dir="" if heading_deg is None else geo.compass(heading_deg),
            circles={force: _quadrants(said[name]) for force, name in CIRCLES.items() if said.get(name)},
        )  # fmt: skip


def _forecasts(content: Mapping[str, Any]) -> Iterator[Point]:
    """The first point of each is its analysis: an agency whose base lags behind the fix is known by it."""
    for row, issue in enumerate(content["forecasts"], 1):
        moments = [beijing(point["t"], row) for point in issue["points"]]
        base = min([beijing(issue["issued_at"], row), *moments[:1]])
        for said, at in zip(issue["points"], moments, strict=True):
            yield Point(
                row, issue["agency"], "forecast", base, at, said["lon"], said["lat"], **_strength(said)
            )


def _landfalls(content: Mapping[str, Any]) -> Iterator[Point]:
    for row, said in enumerate(content.get("land") or [], 1):
        at = beijing(said["t"], row)
        yield Point(row, FIXED_BY, "landfall", at, at, said["lon"], said["lat"], place=said["address"])


def _quadrants(said: Mapping[str, Any]) -> Quadrants:
    return Quadrants(**{f"{name}_km": positive(said.get(name)) for name in geo.QUADRANTS})


def _strength(said: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "wind_ms": positive(said.get("wind_ms")),
        "pressure_hpa": pressure(said.get("pressure_hpa")),
        "grade": said.get("grade"),
    }
