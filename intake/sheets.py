"""Which sheet of a file is meant for a form, and what is said of the others."""

from collections.abc import Iterable, Iterator

from domain.problems import Problem
from feeds import all_feeds
from feeds.declaration import Feed
from feeds.mapping import fitting, known_headers, match
from feeds.version import version
from loaders.files import Book, Sheet, load_file
from loaders.table import RawTable

LOST = "cell.formula_without_value"


def read_sheet(feed: Feed, data: bytes, filename: str) -> tuple[RawTable, tuple[Problem, ...]]:
    """A file read, and what `fitting_sheet` says of it. Raises Refused as `load_file` does."""
    return fitting_sheet(feed, load_file(data, filename, known_headers()))


def fitting_sheet(feed: Feed, book: Book) -> tuple[RawTable, tuple[Problem, ...]]:
    """The sheet with most of what the form requires, the first of several; and what is said of the file."""
    scores = [_score(feed, sheet) for sheet in book.sheets]
    index = scores.index(max(scores))
    chosen = book.sheets[index]
    others = [sheet.name for i, sheet in enumerate(book.sheets) if i != index]
    holes = (("sheet", chosen.name), ("others", " / ".join(others)))
    told = (Problem("file.other_sheets", severity="warning", holes=holes),) if others else ()
    return chosen.table, (*told, *_edition(feed, book), *book.notes)


def _edition(feed: Feed, book: Book) -> list[Problem]:
    """A template of an earlier edition is read like any file; that there is a newer one is said."""
    older = book.form == feed.name and book.version != version(feed)
    return [Problem("file.older_template", severity="note")] if older else []


def forms_of(book: Book) -> list[Feed]:
    """The forms a file holds, each once, in the order of its sheets: as its template says, or as the headers do."""
    if book.form in all_feeds():
        return [all_feeds()[book.form]]
    found = [fitting(sheet.table.columns.column_names) for sheet in book.sheets]
    return list({feed.name: feed for feed in found if feed}.values())


def _score(feed: Feed, sheet: Sheet) -> int:
    return -len(match(feed, sheet.table.columns.column_names).missing)


def told_once(feed: Feed, raw: RawTable, problems: Iterable[Problem]) -> Iterator[Problem]:
    """What a check found and what the reader noted, by the form's columns.

    A formula without a result is told as that and not once more as a wrong text; in a column that the form
    does not have, it is nobody's fault.
    """
    owners = {header: name for name, header in match(feed, raw.columns.column_names).found.items()}
    lost = {(note.row, owners.get(note.column or "")) for note in raw.notes if note.code == LOST}
    yield from (problem for problem in problems if (problem.row, problem.column) not in lost)
    for note in raw.notes:
        if note.code != LOST:
            yield note
        elif note.column in owners:
            yield Problem(note.code, note.row, owners[note.column], note.raw)
