"""Which sheet of a file is meant for a form, and what is said of the others."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from domain.problems import Problem
from feeds import all_feeds
from feeds.declaration import Feed
from feeds.faults import joined
from feeds.mapping import fitting, match
from feeds.version import version
from loaders.files import Book, Sheet
from loaders.table import RawTable

LOST = "cell.formula_without_value"
# With less of what a form requires, a sheet of several is something else: remarks, a sum, another office's list.
LEAST_ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class Matched:
    """A sheet and the form it is for; `sheet` is None for the one that fits best, `sure` whether nothing speaks against it."""

    sheet: str | None
    feed: Feed
    sure: bool


def matched(book: Book, chosen: Feed | None) -> tuple[list[Matched], tuple[Problem, ...]]:
    """Every sheet of a file that is for a form, in the file's order; and which sheets are for none.

    As its template says, else the form that has all it requires and most of its columns, else the nearest one,
    and `chosen` where the headers do not decide. There is always one where something was chosen.
    """
    found = [(sheet.name, *_form_of(book, sheet, chosen)) for sheet in book.sheets]
    kept = [(name, feed, alike) for name, feed, alike in found if alike >= LEAST_ALIKE]
    if len(kept) < 2:
        feed, alike = max(((feed, alike) for _, feed, alike in found), key=lambda one: one[1])
        best = feed if alike >= LEAST_ALIKE else chosen
        return [Matched(None, best, alike == 1)] if best else [], ()
    others = [name for name, _, alike in found if alike < LEAST_ALIKE]
    holes = (("sheet", " / ".join(name for name, *_ in kept)), ("others", " / ".join(others)))
    told = (Problem("file.other_sheets", severity="warning", holes=holes),) if others else ()
    return [Matched(name, feed, alike == 1) for name, feed, alike in kept], told


def _form_of(book: Book, sheet: Sheet, chosen: Feed | None) -> tuple[Feed, float]:
    """The form a sheet is for, and how much of what it requires is there."""
    headers = sheet.table.columns.column_names
    template = all_feeds().get(book.form or "")
    if template and (len(book.sheets) == 1 or _alike(template, headers) == 1):
        return template, 1.0
    whole = fitting(headers)
    if whole:
        return whole, 1.0
    near = [*([chosen] if chosen else []), *(feed for feed in all_feeds().values() if feed is not chosen)]
    return max(((feed, _alike(feed, headers)) for feed in near), key=lambda one: one[1])


def _alike(feed: Feed, headers: Iterable[str]) -> float:
    required = sum(column.required for column in feed.columns)
    return 1 - len(match(feed, headers).missing) / max(required, 1)


def fitting_sheet(feed: Feed, book: Book, sheet: str | None = None) -> tuple[RawTable, tuple[Problem, ...]]:
    """The sheet of that name, else the one with most of what the form requires; and what is said of the file."""
    if named := [each.table for each in book.sheets if each.name == sheet]:
        return named[0], book.notes
    scores = [_score(feed, sheet) for sheet in book.sheets]
    index = scores.index(max(scores))
    chosen = book.sheets[index]
    others = [sheet.name for i, sheet in enumerate(book.sheets) if i != index]
    holes = (("sheet", chosen.name), ("others", " / ".join(others)))
    told = (Problem("file.other_sheets", severity="warning", holes=holes),) if others else ()
    return chosen.table, (*told, *_edition(feed, book), *book.notes)


def for_another(feed: Feed, book: Book) -> tuple[Problem, ...]:
    """That a document of the field, whose sheets are named by their forms, is for another form: its columns cannot be mended."""
    named, lacks = [sheet.name for sheet in book.sheets], any(_score(feed, sheet) for sheet in book.sheets)
    if feed.name in named or not lacks or not is_document(book):
        return ()
    return (Problem("file.of_another_form", holes=(("form", named[0]),)),)


def is_document(book: Book) -> bool:
    """Whether a file is a document of the field and no table: its sheets are named by the forms they are for."""
    return all(sheet.name in all_feeds() for sheet in book.sheets)


def _edition(feed: Feed, book: Book) -> list[Problem]:
    """A template of an earlier edition is read like any file; that there is a newer one is said."""
    older = book.form == feed.name and book.version != version(feed)
    return [Problem("file.older_template", severity="note")] if older else []


def _score(feed: Feed, sheet: Sheet) -> int:
    return -len(match(feed, sheet.table.columns.column_names).missing)


def told_once(feed: Feed, raw: RawTable, problems: Iterable[Problem]) -> Iterator[Problem]:
    """What a check found and what the reader noted, by the form's columns.

    A formula without a result is told as that and not once more as a wrong text; in a column that the form
    does not have, it is nobody's fault.
    """
    owners = _owners(feed, raw)
    lost = {(note.row, owners.get(note.column or "")) for note in raw.notes if note.code == LOST}
    yield from (problem for problem in problems if (problem.row, problem.column) not in lost)
    for note in raw.notes:
        if note.kind != LOST:
            yield replace(note, column=owners.get(note.column, note.column)) if note.column else note
        elif note.column in owners:
            yield replace(note, column=owners[note.column])


def rows_at_fault(feed: Feed, raw: RawTable) -> np.ndarray:
    """The rows that the reader found at fault, faults of columns that the form does not have left out."""
    owners = _owners(feed, raw)
    return joined(rows for header, rows in raw.at_fault.items() if header is None or header in owners)


def _owners(feed: Feed, raw: RawTable) -> dict[str, str]:
    return {header: name for name, header in match(feed, raw.columns.column_names).found.items()}
