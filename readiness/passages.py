"""When a storm went over the 24 h and 48 h warning lines, and how long it has been inside."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

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
    # A fix may lie on the line itself, on neither side: on which side the way began is told by how it first went over.
    began_inside = not crossed[0].inward if crossed else any(inside(line, *fix[1:]) for fix in way)
    turns = [way[0][0], *(crossing.at for crossing in crossed), way[-1][0]]
    spans = [end - start for start, end in pairwise(turns)]
    inside_for = sum(spans[0 if began_inside else 1 :: 2], timedelta())
    return Passage(line, crossed, inside(line, *way[-1][1:]), inside_for)
