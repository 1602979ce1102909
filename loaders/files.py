"""The one door for files: document, text or workbook by what it holds, whatever it is called."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from domain.problems import Problem, Refused
from domain.words import say
from loaders import delimited
from loaders.documents import tables_of
from loaders.table import RawTable
from loaders.text import normalised
from loaders.workbook.apart import read_apart
from loaders.workbook.grid import Grid, Workbook
from loaders.workbook.preflight import is_workbook, look_over
from loaders.workbook.tables import known_in_head, raw_table


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a file; a text file's only one is named ""."""

    name: str
    table: RawTable


@dataclass(frozen=True, slots=True)
class Book:
    """A file as read: at least one sheet, in the file's order.

    form, version: what a template's hidden sheet says, as written there; notes: what was left out of the file.
    """

    form: str | None
    version: str | None
    sheets: tuple[Sheet, ...]
    notes: tuple[Problem, ...] = ()


def load_file(data: bytes, filename: str, known_headers: Collection[str]) -> Book:
    """The sheets of a file that hold one of `known_headers` at least, or all of them where none does.

    A document of the field (loaders/documents.py) gives a sheet for each form it tells of, named by the form.
    Raises Refused: what `tables_of`, `delimited.load`, `preflight.look_over`, `apart.read_apart` and `tables.raw_table`
    raise; file.empty, file.workbook_only_hidden, file.workbook_far_cell.
    """
    if (documents := tables_of(data, filename)) is not None:
        return Book(None, None, tuple(Sheet(form, table) for form, table in documents.items()))
    if not is_workbook(data):
        return Book(None, None, (Sheet("", delimited.load(data, known_headers)),))
    kind = look_over(data, filename)
    workbook = _without_guide(read_apart(data, kind))
    known = normalised(frozenset(known_headers))
    near = [grid for grid in workbook.grids if not grid.far]
    chosen = [grid for grid in near if known_in_head(grid, known)]
    _refuse_unreadable(workbook, chosen)
    sheets = tuple(Sheet(grid.name, raw_table(grid, known, kind)) for grid in chosen or near)
    return Book(workbook.form, workbook.version, sheets, tuple(_left_out(workbook, chosen)))


def _without_guide(workbook: Workbook) -> Workbook:
    """A template handed back with the sheet that told how to fill it in: that one is ours and nobody's report."""
    guide = say("zh", "workbook.guide")
    grids = [grid for grid in workbook.grids if not (workbook.form and grid.name == guide)]
    return replace(workbook, grids=grids)


def _refuse_unreadable(workbook: Workbook, chosen: Sequence[Grid]) -> None:
    """Raises Refused where no sheet is left to read, or the one meant may be one that could not be."""
    far = list(_far(workbook, "error"))
    if far and not chosen:
        raise Refused(far)
    if not workbook.grids:
        names = (("sheets", " / ".join(workbook.hidden)),)
        raise Refused(
            [Problem("file.workbook_only_hidden", holes=names) if workbook.hidden else Problem("file.empty")]
        )


def _far(workbook: Workbook, severity: str) -> Iterator[Problem]:
    for grid in workbook.grids:
        if grid.far:
            holes = (("sheet", grid.name),)
            yield Problem("file.workbook_far_cell", raw=grid.far, severity=severity, holes=holes)


def _left_out(workbook: Workbook, chosen: Sequence[Grid]) -> Iterator[Problem]:
    yield from _far(workbook, "warning")
    others = [grid.name for grid in workbook.grids if chosen and not grid.far and grid not in chosen]
    for code, names in (("file.sheets_without_headers", others), ("file.hidden_sheets", workbook.hidden)):
        if names:
            yield Problem(code, severity="note", holes=(("sheets", " / ".join(names)),))
