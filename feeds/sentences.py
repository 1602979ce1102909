"""A problem as a sentence: row, column, raw value and what was expected, in zh or en."""

from dataclasses import dataclass

from domain import districts, levels, wind
from domain.problems import Problem
from domain.words import say
from feeds.declaration import Column, Feed


@dataclass(frozen=True, slots=True)
class Told:
    """A problem's parts in one language; `text` is the whole sentence."""

    row: int | None
    column: str
    raw: str
    expected: str
    text: str


def tell(problem: Problem, feed: Feed, lang: str) -> Told:
    """The sentence of a problem of this feed's file. KeyError: its code has no sentence in words.toml."""
    column = feed.column(problem.column) if problem.column and feed.has(problem.column) else None
    title = column.title(lang) if column else problem.column or ""
    expected_ = expected(column, feed, lang) if column else problem.expected or ""
    holes = {name: _hole(name, value, feed, lang) for name, value in problem.holes}
    raw = _district(problem.raw, lang) if problem.code == "row.other_district" else problem.raw or ""
    text = say(lang, f"problems.{problem.code}", row=problem.row, column=title, raw=raw, expected=expected_, **holes)
    return Told(problem.row, title, raw, expected_, text)


def expected(column: Column, feed: Feed, lang: str) -> str:
    """What a column takes, in words: its choices, its limits, or how it is written."""
    if column.choices:
        return " / ".join(choice.zh if lang == "zh" else choice.en for choice in column.choices)
    listed = _listed(column, feed, lang)
    if listed:
        return listed
    limits = {"least": _plain(column.min), "most": _plain(column.max), "unit": feed.unit(column.unit, lang)}
    kind = "number" if column.type in ("lon", "lat") else column.type
    ranged = column.min is not None and column.max is not None
    return say(lang, f"expected.{kind}_between" if ranged else f"expected.{kind}", **limits).strip()


def _listed(column: Column, feed: Feed, lang: str) -> str:
    tables = {
        "district": districts.DISTRICTS.values(),
        "issuer": levels.ISSUERS.values(),
        "grade": levels.GRADES.values(),
        "verb": levels.VERBS.values(),
        "storm_grade": wind.CYCLONE_GRADES,
        "measure": feed.counters,
    }
    return " / ".join(item.zh if lang == "zh" else item.en for item in tables.get(column.type, ()))


def _plain(limit: float | None) -> str:
    return "" if limit is None else f"{limit:,.10g}"


def _hole(name: str, value: object, feed: Feed, lang: str) -> object:
    """Holes that name things are turned into the reader's words."""
    if name in ("total_column", "other") and feed.has(str(value)):
        return feed.column(str(value)).title(lang)
    return _district(str(value), lang) if name == "unit" else value


def _district(code: str | None, lang: str) -> str:
    found = districts.DISTRICTS.get(code or "")
    return (found.zh if lang == "zh" else found.en) if found else code or ""

