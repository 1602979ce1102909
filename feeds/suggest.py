"""What a cell or a header was probably meant to say: offered, never taken by itself."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher

from domain.problems import Problem
from domain.words import LANGUAGES
from feeds.declaration import Column, Feed
from feeds.headers import fold, normalise
from feeds.sentences import choices

ALIKE = 0.5
# Of a column's texts this share must be among the choices before it is taken for theirs.
MOSTLY = 0.6


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


def headers_for(feed: Feed, missing: Sequence[str], free: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Missing column -> the header it probably stands under; `free` has the texts of each header nobody has claimed.

    By its name; where that tells nothing by its texts; else the only one there is for the only one that is missing.
    """
    found: dict[str, str] = {}
    for by_name in (True, False):
        for name in [name for name in missing if name not in found]:
            left = {header: texts for header, texts in free.items() if header not in found.values()}
            column = feed.column(name)
            guess = header_for(column, left) if by_name else _by_texts(column, feed, left)
            found |= {name: guess} if guess else {}
    if len(missing) == len(free) == 1:
        found.setdefault(missing[0], next(iter(free)))
    return found


def _by_texts(column: Column, feed: Feed, free: Mapping[str, Sequence[str]]) -> str | None:
    """The header most of whose texts are choices of the column."""
    aliases = [alias for choice in column.choices for alias in choice.aliases]
    known = {fold(text) for lang in LANGUAGES for text in choices(column, feed, lang)} | set(
        map(fold, aliases)
    )
    shares = {header: _share(texts, known) for header, texts in free.items()}
    best = max(shares, key=lambda header: shares[header], default=None)
    return best if best is not None and shares[best] >= MOSTLY else None


def _share(texts: Sequence[str], known: set[str]) -> float:
    said = [fold(text) for text in texts if text and text.strip()]
    return sum(text in known for text in said) / len(said) if said else 0.0


def _nearest(said: str, known: list[tuple[str, str]]) -> str | None:
    alike = [(_alike(said, folded), choice) for folded, choice in known]
    best, choice = max(alike, default=(0.0, ""))
    return choice if best >= ALIKE else None


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()
