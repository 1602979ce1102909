"""The 24 h and 48 h warning lines of the national typhoon service, and when a track crosses them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import TypeAlias

Fix: TypeAlias = tuple[datetime, float, float]
_Place: TypeAlias = Callable[[float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class WarningLine:
    """A line from north to south: `vertices` are (lon, lat); `colour` and `dash` say how it is drawn."""

    code: str
    hours: int
    vertices: tuple[tuple[float, float], ...]
    colour: str
    dash: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Crossing:
    """The moment a track passes over a line, inward (from the ocean side) or outward."""

    at: datetime
    inward: bool


# No regulation prints the vertices; the public typhoon clients of China agree on these.
LINE_24H = WarningLine(
    code="24h",
    hours=24,
    vertices=((127.0, 34.0), (127.0, 22.0), (119.0, 18.0), (119.0, 11.0), (113.0, 4.5), (105.0, 0.0)),
    colour="yellow",
    dash="solid",
    zh="24小时警戒线",
    en="24-hour warning line",
)
LINE_48H = WarningLine(
    code="48h",
    hours=48,
    vertices=((132.0, 34.0), (132.0, 15.0), (120.0, 0.0), (105.0, 0.0)),
    colour="blue",
    dash="dash",
    zh="48小时警戒线",
    en="48-hour warning line",
)
LINES: dict[str, WarningLine] = {line.code: line for line in (LINE_24H, LINE_48H)}


def inside(line: WarningLine, lon: float, lat: float) -> bool:
    """Whether a point lies west of the line; on the line is not yet inside, south of its end never.

    North of 34N nothing is drawn: there the northernmost meridian is carried on.
    """
    return lat > line.vertices[-1][1] and lon < _line_lon(line, lat)


def crossings(line: WarningLine, fixes: Iterable[Fix]) -> list[Crossing]:
    """Every passage of a track over the line, oldest first, linear in time between fixes (at, lon, lat).

    Moments are whole minutes, rounded down: positions in tenths of a degree cannot tell seconds.
    """
    ordered = sorted(fixes, key=lambda fix: fix[0])
    pieces = [piece for step in pairwise(ordered) for piece in _pieces(line, *step)]
    return [
        Crossing(start.replace(second=0, microsecond=0), is_inside)
        for (_, was_inside), (start, is_inside) in pairwise(pieces)
        if was_inside != is_inside
    ]


def _line_lon(line: WarningLine, lat: float) -> float:
    for (lon_north, north), (lon_south, south) in pairwise(line.vertices):
        if lat >= north:
            return lon_north
        if lat > south:
            return lon_south + (lon_north - lon_south) * (lat - south) / (north - south)
    return line.vertices[-1][0]


def _pieces(line: WarningLine, earlier: Fix, later: Fix) -> Iterator[tuple[datetime, bool]]:
    """One step of a track cut where it may change side: (start, whether inside) of each piece."""
    (start, lon, lat), (end, lon_end, lat_end) = earlier, later

    def place(fraction: float) -> tuple[float, float]:
        return lon + (lon_end - lon) * fraction, lat + (lat_end - lat) * fraction

    for opening, closing in pairwise(_cuts(line, place)):
        yield start + (end - start) * opening, inside(line, *place((opening + closing) / 2))


def _cuts(line: WarningLine, place: _Place) -> list[float]:
    """Fractions of a step, 0 and 1 among them, at the line's vertices and where the step meets the line."""
    lat, lat_end = place(0.0)[1], place(1.0)[1]
    bends = {(vertex - lat) / (lat_end - lat) for _, vertex in line.vertices} if lat != lat_end else set()
    cuts = sorted({0.0, 1.0} | {bend for bend in bends if 0 < bend < 1})
    return sorted({*cuts, *_meetings(line, place, cuts)})


def _meetings(line: WarningLine, place: _Place, cuts: list[float]) -> Iterator[float]:
    """Between two cuts the distance to the line is linear, so its zero is where the step meets the line."""
    for opening, closing in pairwise(cuts):
        before, after = (_line_lon(line, place(cut)[1]) - place(cut)[0] for cut in (opening, closing))
        if before * after < 0:
            yield opening + (closing - opening) * before / (before - after)
