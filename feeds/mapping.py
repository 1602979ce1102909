"""Finds a feed's columns among the headers of a file, whatever their order and however they are spelt."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from domain.problems import Problem
from feeds import all_feeds
from feeds.declaration import Feed
from feeds.headers import normalise
from feeds.units import accepts, is_unit

_UNIT = re.compile(r"[(（\[【]\s*[百千万亿]*([^()（）\[\]【】]+?)\s*[)）\]】]")


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
    """Headers of a file against the feed's columns: a column's own titles win over another column's alias."""
    headers = list(headers)
    left = {normalise(header): header for header in reversed(headers)}
    found: dict[str, str] = {}
    for spellings in (lambda c: (c.header, c.zh, c.en, c.name), lambda c: c.aliases):
        for column in feed.columns:
            hit = next((n for n in map(normalise, spellings(column)) if n in left), None)
            if hit is not None and column.name not in found:
                found[column.name] = left.pop(hit)
    missing = tuple(c.name for c in feed.columns if c.required and c.name not in found)
    problems = [
        Problem("column.missing", column=name, severity="error", holes=(("headers", " / ".join(headers)),))
        for name in missing
    ]
    ignored = [header for header in headers if header not in found.values()]
    problems += [Problem("column.ignored", column=header, severity="note") for header in ignored]
    problems += _other_units(feed, found)
    return Headers(found, missing, tuple(problems))


def _other_units(feed: Feed, found: dict[str, str]) -> Iterable[Problem]:
    """A header that names another unit than the form's: its numbers would be read wrongly without a word."""
    for name, header in found.items():
        unit, said = feed.column(name).unit, _UNIT.search(header)
        if unit and said and is_unit(said[1]) and not accepts(unit, said[0].strip("(（[【 】]）)")):
            yield Problem("column.other_unit", column=name, raw=header)
