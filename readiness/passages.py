"""When a storm went over the 24 h and 48 h warning lines, and how long it has been inside."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pandas as pd

from domain.warning_lines import LINES, Crossing, WarningLine, crossings, inside


@dataclass(frozen=True, slots=True)
class Passage:
    """One line: every crossing so far, oldest first; whether the storm is inside at its last fix, and for how long in all."""

    line: WarningLine
    crossings: tuple[Crossing, ...]
    is_inside: bool
    inside_for: timedelta


def passages(fixes: pd.DataFrame) -> list[Passage]:
    """Both lines, the nearer first. fixes: of one track, at least one, oldest first (readiness.tracks.fixes)."""
    moments = [at.to_pydatetime() for at in fixes["valid_at"]]
    way = list(zip(moments, fixes["lon_deg"].astype(float), fixes["lat_deg"].astype(float)))
    return [_passage(line, way) for line in LINES.values()]


def _passage(line: WarningLine, way: list[tuple[datetime, float, float]]) -> Passage:
    crossed = tuple(crossings(line, way))
    (first, *_), (last, lon, lat) = way[0], way[-1]
    starts = [first] if inside(line, *way[0][1:]) else []
    starts += [crossing.at for crossing in crossed if crossing.inward]
    ends = [crossing.at for crossing in crossed if not crossing.inward]
    is_inside = inside(line, lon, lat)
    spans = zip(starts, [*ends, last] if is_inside else ends, strict=True)
    return Passage(line, crossed, is_inside, sum((end - start for start, end in spans), timedelta()))
