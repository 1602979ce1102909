"""A problem as a sentence: row, column, raw value and what was expected, in zh or en."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from string import Formatter
from typing import Any

from domain import agencies, districts, levels, wind
from domain.clock import stamp
from domain.problems import MORE, Problem
from domain.words import catalogue, say
from feeds import agreements, all_feeds
from feeds.declaration import Column, Feed

LONGEST_RAW = 80
# Rows of these are found by a value already read, not by a text as received.
CODED = ("row.other_district", "row.city_not_a_place")
# The hole that says where else in the file something is.
PLACES = {
    "row.repeated_key": "first",
    "file.fixed_in_future": "at",
    "file.alert_in_future": "at",
    MORE: "rows",
}
OPEN = "…"  # stands for what differs between problems that are told of together


@dataclass(frozen=True, slots=True)
class Told:
    """A problem's parts in one language: `place` where in the file it is, `text` the whole sentence."""

    row: int | None
    place: str
    column: str
    raw: str
    expected: str
    text: str


def tell(problem: Problem, feed: Feed, lang: str) -> Told:
    """The sentence of a problem of this feed's file. KeyError: its code has no sentence in words.toml."""
    said = _said(problem, feed, lang)
    where = "" if problem.row is None else place(problem.counted, problem.row, lang)
    text = _placed(problem, where, said, lang)
    return Told(problem.row, where, said["column"], said["raw"], said["expected"], text)


def tell_unread(problem: Problem, lang: str) -> str:
    """The sentence of a file that could not be read for any form, with its row. KeyError: its code has no sentence in words.toml."""
    holes: dict[str, Any] = {
        name: say(lang, f"file_kind.{value}") if name == "kind" else value for name, value in problem.holes
    }
    holes |= {"row": problem.row, "raw": problem.raw, "expected": problem.expected}
    where = "" if problem.row is None else place(problem.counted, problem.row, lang)
    return _placed(problem, where, holes, lang)


def place(counted: str, number: int | str, lang: str) -> str:
    """Where in a file, by what is counted there: row 7, record 7; of several, rows 3, 7–12."""
    one = isinstance(number, int)
    return say(lang, f"place.{counted}", n=number) if one else say(lang, f"places.{counted}", n=number)


def _placed(problem: Problem, where: str, said: Mapping[str, Any], lang: str) -> str:
    """The sentence behind the place it is of: a row's, unless its file counts otherwise."""
    sentence = catalogue()[f"problems.{problem.code}"][lang]
    bare = sentence.removeprefix(catalogue()["report.at_row"][lang])
    if not where or (bare == sentence and "{row}" in sentence):
        return sentence.format(**said)
    return say(lang, "report.at_place", place=where[:1].upper() + where[1:]) + bare.format(**said)


def tell_alike(problems: Sequence[Problem], feed: Feed, lang: str) -> str:
    """One sentence for problems of one code: what differs between them is left open, and their rows are not named."""
    first, said = problems[0], _said(problems[0], feed, lang)
    for name in ("column", "raw", "expected"):
        if any(getattr(problem, name) != getattr(first, name) for problem in problems):
            said[name] = OPEN
    said |= {name: OPEN for name, value in first.holes if any((name, value) not in p.holes for p in problems)}
    return _of_no_row(first.code, said, lang)


def _of_no_row(code: str, said: dict[str, Any], lang: str) -> str:
    """A problem's sentence that does not say in which row."""
    text = say(lang, f"problems.{code}", **said | {"row": OPEN})
    text = text.removeprefix(say(lang, "report.at_row", row=OPEN))
    return text[:1].upper() + text[1:]


def _left_open(code: str, said: Mapping[str, Any], lang: str) -> str:
    """The sentence of a kind of problem, with nothing in it but what all of a column have in common."""
    holes = {name for _, name, _, _ in Formatter().parse(catalogue()[f"problems.{code}"][lang]) if name}
    common = {name: said[name] for name in ("column", "expected")}
    return _of_no_row(code, {**dict.fromkeys(holes, OPEN), **common}, lang)


def _said(problem: Problem, feed: Feed, lang: str) -> dict[str, Any]:
    """What fills the holes of a problem's sentence."""
    column = feed.column(problem.column) if problem.column and feed.has(problem.column) else None
    said = {name: _hole(name, value, feed, lang) for name, value in problem.holes}
    if name := PLACES.get(problem.code):
        elsewhere = dict(problem.holes)[name]
        said[name] = place(problem.counted, elsewhere if isinstance(elsewhere, int) else str(elsewhere), lang)
    said |= {"row": problem.row, "column": column.title(lang) if column else problem.column or ""}
    said |= {
        "raw": _raw(problem, column, feed, lang),
        "expected": _expected(problem, column, feed, lang),
    }
    return said | {"like": _left_open(problem.kind, said, lang)} if problem.code == MORE else said


def _expected(problem: Problem, column: Column | None, feed: Feed, lang: str) -> str:
    """What was expected here, where the problem says so itself; else what the column takes."""
    if column is None:
        return problem.expected or ""
    if problem.expected is None:
        return expected(column, feed, lang)
    return " / ".join(_name(part, column, feed, lang) for part in problem.expected.split(" / "))


def _raw(problem: Problem, column: Column | None, feed: Feed, lang: str) -> str:
    raw = problem.raw or ""
    if column and (problem.row is None or problem.code in CODED):
        raw = _name(raw, column, feed, lang)
    return raw if len(raw) <= LONGEST_RAW else f"{raw[:LONGEST_RAW]}…"


def expected(column: Column, feed: Feed, lang: str) -> str:
    """What a column takes, in words: its choices, its limits, or how it is written."""
    listed = choices(column, feed, lang)
    if listed:
        return " / ".join(listed)
    unit = feed.unit(column.unit, lang)
    limits = {"least": _plain(column.min), "most": _plain(column.max)}
    limits["unit"] = say(lang, "expected.in_unit", unit=unit) if unit else ""
    kind = "number" if column.type in ("lon", "lat") else column.type
    ranged = "" if column.min is None else "_from" if column.max is None else "_between"
    return say(lang, f"expected.{kind}{ranged}", **limits)


def needed(column: Column, feed: Feed, lang: str) -> str:
    """Whether a column is required, or in which rows."""
    if column.required_where and not column.required:
        return say(lang, "workbook.required_where", where=_where(column, feed, lang))
    return say(lang, "workbook.required" if column.required else "workbook.optional")


def _where(column: Column, feed: Feed, lang: str) -> str:
    """The rows in which a column is required."""
    conditions = [
        say(
            lang,
            "expected.where",
            column=feed.column(name).title(lang),
            values=" / ".join(cell_text(feed, name, code, lang) for code in codes),
        )
        for name, codes in column.required_where.items()
    ]
    return " · ".join(conditions)


def choices(column: Column, feed: Feed, lang: str) -> tuple[str, ...]:
    """What there is to choose from, each once, as a cell may say it; empty for a column that is written freely."""
    if column.type == "flag":
        return say(lang, "text.yes"), say(lang, "text.no")
    listed = column.choices or [
        item
        for code, item in _table(column, feed).items()
        # What stands somewhere stands in a district.
        if not (column.type == "district" and feed.is_asset and code == "city")
    ]
    return tuple(dict.fromkeys(item.zh if lang == "zh" else item.en for item in listed))


def cell_text(feed: Feed, name: str, value: object, lang: str) -> str:
    """A cell's value as people read it: the words of its column and Beijing time, "—" for none."""
    if value is None:
        return "—"
    if isinstance(value, bool):
        return say(lang, "text.yes" if value else "text.no")
    if isinstance(value, datetime):
        return stamp(value)
    column = feed.column(name) if feed.has(name) else None
    named = {choice.code: choice for choice in column.choices} or _table(column, feed) if column else {}
    item = named.get(str(value))
    if item is None:
        return str(value)
    return item.zh if lang == "zh" else item.en


def _table(column: Column, feed: Feed) -> Mapping[str, Any]:
    """What a column of a listed type takes, by code."""
    tables: dict[str, Mapping[str, Any]] = {
        "district": districts.DISTRICTS,
        "issuer": levels.ISSUERS,
        "grade": levels.GRADES,
        "verb": levels.VERBS,
        "agency": agencies.AGENCIES,
        "storm_grade": {grade.code: grade for grade in wind.CYCLONE_GRADES},
        "measure": {counter.id: counter for counter in feed.counters},
    }
    return tables.get(column.type, {})


def _name(code: str, column: Column, feed: Feed, lang: str) -> str:
    found = _table(column, feed).get(code)
    return (found.zh if lang == "zh" else found.en) if found else code


def _plain(limit: float | None) -> str:
    return "" if limit is None else f"{limit:,.10g}"


def _hole(name: str, value: object, feed: Feed, lang: str) -> object:
    """Holes that name things are turned into the reader's words."""
    if name in ("total_column", "other") and feed.has(str(value)):
        return feed.column(str(value)).title(lang)
    if name == "where":
        return _where(feed.column(str(value)), feed, lang)
    if name == "measure":
        return next(one.title(lang) for one in feed.counters if one.id == value)
    if name == "agreement":
        return next(one.title(lang) for one in agreements() if one.id == value)
    if name == "kind":
        return say(lang, f"file_kind.{value}")
    if name == "form":
        return all_feeds()[str(value)].title(lang)
    return _district(str(value), lang) if name == "unit" else value


def _district(code: str | None, lang: str) -> str:
    found = districts.DISTRICTS.get(code or "")
    return (found.zh if lang == "zh" else found.en) if found else code or ""
