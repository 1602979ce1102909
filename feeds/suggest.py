"""What a cell or a header was probably meant to say: offered, never taken by itself."""

from collections.abc import Iterable
from difflib import SequenceMatcher

from domain.problems import Problem
from feeds.declaration import Column, Feed
from feeds.headers import fold, normalise
from feeds.sentences import choices

ALIKE = 0.5


def meant(problem: Problem, feed: Feed) -> str | None:
    """What the check says was meant, or the choice nearest to a cell that is none, such as 在港避风 for 在港避凤."""
    if said := dict(problem.holes).get("meant"):
        return str(said)
    if problem.code != "cell.not_a_choice" or not problem.raw or not feed.has(problem.column or ""):
        return None
    column = feed.column(problem.column or "")
    return _nearest(fold(problem.raw), [(fold(choice), choice) for choice in choices(column, feed, "zh")])


def header_for(column: Column, headers: Iterable[str]) -> str | None:
    """The header nearest to one of a column's names; none where nothing is near."""
    near = {
        header: max(_alike(normalise(header), normalise(name)) for name in column.names) for header in headers
    }
    best = max(near, key=lambda header: near[header], default=None)
    return best if best is not None and near[best] >= ALIKE else None


def _nearest(said: str, known: list[tuple[str, str]]) -> str | None:
    alike = [(_alike(said, folded), choice) for folded, choice in known]
    best, choice = max(alike, default=(0.0, ""))
    return choice if best >= ALIKE else None


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()
