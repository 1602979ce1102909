"""Figures of lines of fixed notation, strictly read; knots and nautical miles as m/s and km; all faulty lines refused together."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from domain.problems import Problem, Refused
from feeds import feed
from feeds.faults import Faults
from loaders.limits import MOST_RAW
from loaders.storm.point import Point, Storm
from loaders.table import refuse_too_many_rows

Said = TypeVar("Said")
Read = TypeVar("Read")

KM_PER_NAUTICAL_MILE = 1.852
MS_PER_KNOT = 1852 / 3600
# A file with so many is another format, and the rest of it need not be tried.
MOST_FAULTY = 1000
_FIGURE = re.compile(r"-?\d{1,6}(\.\d{1,6})?", re.ASCII)
_LINE_END = re.compile(r"\r\n|\r|\n")


def refusal(code: str, row: int, raw: str, expected: str | None = None) -> Refused:
    """The refusal of one line."""
    return Refused([Problem(code, row=row, raw=raw.strip()[:MOST_RAW], expected=expected)])


def decimal(text: str, row: int) -> float | None:
    """A decimal figure, none where blank. Raises Refused("file.not_a_figure", row): no other word stands for missing."""
    said = text.strip()
    if said and not _FIGURE.fullmatch(said):
        raise refusal("file.not_a_figure", row, said)
    return float(said) if said else None


def amount(text: str, row: int) -> float | None:
    """A figure that cannot be negative: a wind, a pressure, a radius. Raises Refused("file.not_a_figure", row)."""
    found = decimal(text, row)
    if found is not None and found < 0:
        raise refusal("file.not_a_figure", row, text)
    return found


def ms_of_knots(value: float | None) -> float | None:
    """A wind in knots as m/s, 0.01 exact; 0 says that there is none. Not to 0.1: 27 kt is 13.89 m/s, force 6."""
    return round(value * MS_PER_KNOT, 2) if value else None


def km_of_nautical_miles(value: float | None) -> float | None:
    """A radius in nautical miles as km, 0.1 exact; 0 says that there is none."""
    return round(value * KM_PER_NAUTICAL_MILE, 1) if value else None


def numbered(text: str) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, numbered from 1. Raises Refused("file.over_row_limit")."""
    lines = _LINE_END.split(text)
    refuse_too_many_rows(len(lines), len(feed("track").columns))
    return ((row, line) for row, line in enumerate(lines, 1) if line.strip())


def gathered(items: Iterable[Said], read: Callable[[Said], Read]) -> list[Read]:
    """What `read` makes of each. Raises Refused with the faults of the first MOST_FAULTY that it refused."""
    found: list[Read] = []
    faults, faulty = Faults(), 0
    for item in items:
        try:
            found.append(read(item))
        except Refused as refused:
            faults.add(refused.problems)
            faulty += 1
        if faulty == MOST_FAULTY:
            break
    if faulty:
        raise Refused(faults.problems)
    return found


def each_once(pairs: Iterable[tuple[Storm, Point]]) -> list[tuple[Storm, Point]]:
    """The pairs given. Raises Refused("file.moment_twice", row) where a storm has two different points of one agency and moment."""
    kept = list(pairs)
    known: dict[tuple[object, ...], Point] = {}
    faults = Faults()
    for storm, point in kept:
        key = (storm.storm_id, point.agency, point.kind, point.issued_at, point.valid_at)
        if replace(known.setdefault(key, point), row=point.row) != point:
            faults.add([Problem("file.moment_twice", row=point.row, raw=f"{point.valid_at:%Y-%m-%d %H:%M}")])
    if faults.problems:
        raise Refused(faults.problems)
    return kept


def remarks(*said: str) -> str:
    """Remarks on a row as one, each once and without the empty ones."""
    return "；".join(dict.fromkeys(filter(None, said)))
