"""Opens a workbook and tells its visible sheets as text. Only a worker does this: calamine may abort on a hostile file."""

import io
from collections.abc import Mapping, Sequence
from datetime import date

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from loaders.limits import MOST_CELLS
from loaders.workbook.binary import marks_of_xls, marks_of_xlsb
from loaders.workbook.cells import shown, text
from loaders.workbook.grid import Grid, Lost, Workbook
from loaders.workbook.marks import Marks, Place, look, needs_look
from loaders.workbook.merges import fill_down
from loaders.workbook.opendocument import marks_of_ods
from loaders.workbook.parts import Package, displays, sheet_paths

# The hidden sheet by which a template is known: feed and its name, version and its eight hexadecimal digits.
FORM_SHEET = "_form"
# So many are told of; a form has a few dozen.
MOST_MERGES = 1000
XML_KINDS = ("xlsx", "xlsm")


class TooManyCells(ValueError):
    """The sheets hold more cells, empty ones between others counted, than are told of."""


# What calamine leaves out of the other kinds, by the name of the sheet.
LEFT_OUT = {"xls": marks_of_xls, "xlsb": marks_of_xlsb, "ods": marks_of_ods}


def read(data: bytes, kind: str) -> Workbook:
    """The visible sheets with anything in them. Raises calamine's errors; KeyError or ExpatError for a broken package."""
    left_out = LEFT_OUT[kind](data) if kind in LEFT_OUT else {}
    far = [Grid(name, far=marks.far) for name, marks in left_out.items() if marks.far]
    if far:  # calamine would write out every repetition
        return Workbook(far, [])
    opened = CalamineWorkbook.from_filelike(io.BytesIO(data))
    sheets = [meta for meta in opened.sheets_metadata if meta.typ is SheetTypeEnum.WorkSheet]
    shown_ = [meta.name for meta in sheets if meta.visible is SheetVisibleEnum.Visible]
    hidden = [meta.name for meta in sheets if meta.name not in shown_]
    source = _Source(data) if kind in XML_KINDS else None
    told = (
        _grid(opened, name, source) if source else _marked(opened, name, left_out.get(name, Marks()))
        for name in shown_
    )
    grids, cells = [], 0
    for grid in told:
        cells += sum(map(len, grid.columns))
        if cells > MOST_CELLS:
            raise TooManyCells
        grids += [grid] if grid.columns or grid.far else []
    form, version = _form(opened) if FORM_SHEET in hidden else (None, None)
    return Workbook(grids, [name for name in hidden if name != FORM_SHEET], form, version)


def _form(opened: CalamineWorkbook) -> tuple[str | None, str | None]:
    rows = opened.get_sheet_by_name(FORM_SHEET).to_python(nrows=2)
    said = {text(row[0]): text(row[1]) for row in rows if len(row) > 1}
    return said.get("feed"), said.get("version")


class _Source:
    """The XML beside what calamine tells of it."""

    def __init__(self, data: bytes) -> None:
        self._package = Package(data)
        self._paths = sheet_paths(self._package)
        self.displays = displays(self._package)

    def xml(self, name: str) -> bytes:
        return self._package.read(self._paths[name])


def _marked(opened: CalamineWorkbook, name: str, marks: Marks) -> Grid:
    """A sheet of a kind whose marks come apart; calamine counts what it leaves empty as part of the sheet."""
    sheet = opened.get_sheet_by_name(name)
    bottom, right = sheet.end or (-1, -1)
    marks.errors = {
        place: said for place, said in marks.errors.items() if place[0] <= bottom and place[1] <= right
    }
    return _told(sheet, sheet.to_python(), marks)


def _grid(opened: CalamineWorkbook, name: str, source: _Source) -> Grid:
    xml = source.xml(name)
    marks = look(xml, source.displays) if _odd(source.displays) or needs_look(xml) else None
    if marks and marks.far:
        return Grid(name, far=marks.far)
    sheet = opened.get_sheet_by_name(name)
    rows = sheet.to_python()
    if marks is None and _has_midnights(rows, source.displays):
        marks = look(xml, source.displays)
    return _told(sheet, rows, marks or Marks())


def _odd(displays_: Mapping[int, str]) -> bool:
    return any(display != "clock" for display in displays_.values())


def _has_midnights(rows: Sequence[Sequence[object]], displays_: Mapping[int, str]) -> bool:
    """Whether a day may be a moment: calamine gives a day for midnight however it is shown."""
    return bool(displays_) and any(type(value) is date for row in rows for value in row)


def _told(sheet: CalamineSheet, rows: list[list], marks: Marks) -> Grid:
    """The sheet from its first column on, so that columns have their letters; rows begin with the first filled one."""
    top, left = sheet.start or (0, 0)
    columns = [[""] * len(rows) for _ in range(left)]
    columns += [[value if type(value) is str else text(value) for value in column] for column in zip(*rows)]
    said = {**marks.errors, **{place: f"={formula}" for place, formula in marks.formulas.items()}}
    for (row, column), display in marks.shown.items():
        said[row, column] = shown(rows[row - top][column - left], display)
    below = {(row - top, column): cell for (row, column), cell in said.items() if row >= top}
    _write(columns, below)
    lost = [
        Lost(row + 1, column, f"={formula}")
        for (row, column), formula in marks.formulas.items()
        if row >= top
    ]
    merges = list(fill_down(columns, sheet.merged_cell_ranges or [], top))
    return Grid(sheet.name, top + 1, columns, merges[:MOST_MERGES], marks.hidden_rows, lost)


def _write(columns: list[list[str]], said: Mapping[Place, str]) -> None:
    """Writes single cells, also where calamine saw nothing and its range ends before."""
    if not said:
        return
    height = max(len(columns[0]) if columns else 0, 1 + max(row for row, _ in said))
    columns += [[] for _ in range(1 + max(column for _, column in said) - len(columns))]
    for cells in columns:
        cells += [""] * (height - len(cells))
    for (row, column), cell in said.items():
        columns[column][row] = cell
