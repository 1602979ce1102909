"""How one text becomes a value, by the type of its column."""

import unicodedata
from collections.abc import Callable
from datetime import date
from functools import cache

from domain import agencies, districts, levels, wind
from feeds import cells, numbers, times
from feeds.cells import Unreadable
from feeds.declaration import Choice, Column, Counter
from feeds.headers import fold

MAX_TEXT = 200
MAX_PASSAGE = 5000

Reader = Callable[[str], object]


def reader(column: Column, measures: dict[str, Counter], today: date | None) -> Reader:
    """What reads a text of a column into its value; it raises Unreadable with the code of the fault."""
    unit = column.unit
    titles = _titles(measures) if column.type == "measure" else {}
    readers: dict[str, Reader] = {
        "id": _read_id,
        "text": _read_text,
        "passage": lambda text: _read_text(text, MAX_PASSAGE),
        "choice": lambda text: _choose(text, _spellings(column.choices)),
        "flag": cells.read_flag,
        "count": lambda text: numbers.read_count(text, unit),
        "number": lambda text: numbers.read_number(text, unit),
        "lon": lambda text: numbers.read_number(text, unit),
        "lat": lambda text: numbers.read_number(text, unit),
        "time": lambda text: times.read_time(text, today),
        "district": lambda text: _found(districts.find(cells.clean(text))),
        "issuer": lambda text: _found(levels.find_issuer(cells.clean(text))),
        "grade": _read_grade,
        "verb": lambda text: _found(levels.find_verb(cells.clean(text))),
        "measure": lambda text: _choose(text, titles),
        "storm_grade": lambda text: _found(_storm_grade(cells.clean(text))),
        "agency": lambda text: _found(agencies.find_agency(cells.clean(text))),
        "figure": cells.clean,
    }
    return readers[column.type]


@cache
def _spellings(choices: tuple[Choice, ...]) -> dict[str, str]:
    """Folded spelling -> code; of two choices with one spelling the first has it."""
    names = ((name, c.code) for c in reversed(choices) for name in (c.code, c.zh, c.en, *c.aliases))
    return {fold(name): code for name, code in names}


def _titles(measures: dict[str, Counter]) -> dict[str, str]:
    """Folded id or title -> id; of two measures with one title the first has it."""
    names = ((name, c.id) for c in reversed(measures.values()) for name in (c.id, c.zh, c.en))
    return {fold(name): code for name, code in names}


def _choose(text: str, known: dict[str, str]) -> str:
    code = known.get(fold(text))
    if code is None:
        raise Unreadable("cell.not_a_choice")
    return code


def _found(code: str | None) -> str:
    if code is None:
        raise Unreadable("cell.not_a_choice")
    return code


def _read_grade(text: str) -> str:
    code, misread = levels.parse_grade(cells.clean(text))
    if misread:
        raise Unreadable("cell.misread")
    return _found(code)


def _storm_grade(text: str) -> str | None:
    grade = wind.find_cyclone_grade(text)
    return grade.code if grade else None


def _read_id(text: str) -> str:
    if numbers.looks_scientific(text):
        raise Unreadable("cell.scientific")
    return cells.clean(cells.unguarded(text.strip()))


def read_name(text: str) -> str:
    """A text by which a row is known: two spellings of one name become one."""
    return _read_text(cells.clean(unicodedata.normalize("NFKC", text)))


def _read_text(text: str, longest: int = MAX_TEXT) -> str:
    if len(text) > longest:
        raise Unreadable("cell.too_long")
    if numbers.looks_scientific(text):  # a phone number that a spreadsheet has rounded
        raise Unreadable("cell.scientific")
    return cells.unguarded(text.strip())
