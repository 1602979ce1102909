"""Finds a feed's columns among the headers of a file, whatever their order and however they are spelt."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from domain.problems import Problem
from domain.words import LANGUAGES, say
from feeds import all_feeds
from feeds.declaration import Feed
from feeds.headers import normalise
from feeds.units import accepts, is_unit

_UNIT = re.compile(
    r"[(（\[【]\s*(?:单位\s*[:：]?)?\s*(?P<said>[百千万亿]*(?P<word>[^()（）\[\]【】]+?))\s*[)）\]】]"
)
_AGAIN = re.compile(r"(?P<first>.+) \(\d+\)")
# The column of faults in a workbook that was handed back: it comes again with the mended rows and says nothing.
OWN_HEADERS = frozenset(say(lang, "workbook.faults") for lang in LANGUAGES)


@dataclass(frozen=True, slots=True)
class Headers:
    """`found`: column name -> header as received; `missing`: required columns without one."""

    found: dict[str, str]
    missing: tuple[str, ...]
    problems: tuple[Problem, ...]


@cache
def known_headers() -> frozenset[str]:
    """The headers of all feeds as `normalise` gives them: what a reader looks for in doubt."""
    return frozenset(
        normalise(name) for feed in all_feeds().values() for column in feed.columns for name in column.names
    )


def match(feed: Feed, headers: Iterable[str]) -> Headers:
    """Headers of a file against the feed's columns; a column that two headers name is an error, not a choice."""
    headers = list(headers)
    owners = {normalise(name): column.name for column in feed.columns for name in column.names}
    hits: dict[str, list[str]] = {}
    for header in headers:
        if owner := owners.get(normalise(_as_received(header, headers))):
            hits.setdefault(owner, []).append(header)
    found = {name: first for name, (first, *_) in hits.items()}
    missing = tuple(c.name for c in feed.columns if c.required and c.name not in found)
    problems = [
        Problem("column.missing", column=name, severity="error", holes=(("headers", " / ".join(headers)),))
        for name in missing
    ]
    problems += [
        Problem("column.twice", column=name, raw=first, holes=(("other", other),))
        for name, (first, *others) in hits.items()
        for other in others
    ]
    taken = {header for group in hits.values() for header in group}
    ignored = [header for header in headers if header not in taken | OWN_HEADERS]
    problems += [Problem("column.ignored", column=header, severity="note") for header in ignored]
    problems += _other_units(feed, found)
    return Headers(found, missing, tuple(problems))


def fitting(headers: Iterable[str]) -> Feed | None:
    """The form that has all it requires among these headers, and most of its columns; None when no form has."""
    matched = [(feed, match(feed, headers)) for feed in all_feeds().values()]
    whole = [(len(named.found), feed) for feed, named in matched if not named.missing]
    return max(whole, key=lambda item: item[0])[1] if whole else None


def _as_received(header: str, headers: list[str]) -> str:
    """A repeated header without the number the reader of the file has given it."""
    again = _AGAIN.fullmatch(header)
    return again["first"] if again and again["first"] in headers else header


def _other_units(feed: Feed, found: dict[str, str]) -> Iterable[Problem]:
    """A header that names another unit than the form's: its numbers would be read wrongly without a word."""
    for name, header in found.items():
        unit, said = feed.column(name).unit, _UNIT.search(header)
        named = said is not None and (is_unit(said["word"]) or is_unit(said["said"]))
        if unit and said and named and not accepts(unit, said["said"]):
            yield Problem("column.other_unit", column=name, raw=header)
