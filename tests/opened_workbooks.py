"""Workbooks that were handed out, opened again by another library than the one that wrote them."""

import io
import re
import zipfile

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import ColumnDimension
from openpyxl.worksheet.worksheet import Worksheet

# What a cell may say that a spreadsheet would run: OWASP's CSV injection list, DDE, and full-width signs.
FORMULAS = (
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "＝1+1", "＋1+1", "－1+1", "＠SUM(A1)",
    '=HYPERLINK("http://x","y")', "=cmd|' /C calc'!A0", "+cmd|' /C calc'!A0", "-cmd|' /C calc'!A0",
    "@cmd|' /C calc'!A0", "=DDE(\"cmd\",\"/C calc\",\"x\")", '=IMPORTXML(CONCAT("http://x/",A1),"//a")',
    '=WEBSERVICE("http://x/"&A1)', '=IMAGE("http://x/y.png")', "=2+5+cmd|' /C calc'!A0", "{=1+1}", "'=1+1", '"=1+1"',
    "=-1", "==1", "=A1", "_x003D_1+1", "http://x/?a=1", "mailto:a@b.c", "internal:Sheet2!A1", "=\u200b1+1",
)  # fmt: skip
FORMULA = re.compile(rb"<f[ >/]|<hyperlink|externalLink|ddeLink")


def opened(data: bytes) -> Workbook:
    """The workbook, as its cells were written."""
    return load_workbook(io.BytesIO(data))


def first(data: bytes) -> Worksheet:
    """Its first sheet."""
    return opened(data).worksheets[0]


def texts(sheet: Worksheet) -> list[list[str]]:
    """Every cell as the text of a file, header first."""
    return [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]


def rows(sheet: Worksheet) -> list[dict[str, str]]:
    """Its rows as a file prints them."""
    head, *below = texts(sheet)
    return [dict(zip(head, row)) for row in below]


def rule(sheet: Worksheet, header: str) -> DataValidation | None:
    """What a spreadsheet holds the first cell below a header against."""
    at = next(cell for cell in sheet[1] if cell.value == header)
    below = sheet.cell(2, at.column).coordinate
    return next((one for one in sheet.data_validations.dataValidation if below in one.sqref), None)


def listed(book: Workbook, header: str) -> list[str]:
    """What the drop-down below a header of the first sheet offers, wherever it is kept."""
    found = rule(book.worksheets[0], header)
    assert found is not None and found.type == "list"
    if found.formula1.startswith('"'):
        return found.formula1.strip('"').split(",")
    name, _, cells = found.formula1.partition("!")
    kept = book[name.strip("'")][cells.replace("$", "")]
    return [cell.value for (cell,) in kept]


def look(sheet: Worksheet, header: str) -> ColumnDimension:
    """Width and format of the column below a header; neighbours that are alike are kept as one."""
    at = next(cell.column for cell in sheet[1] if cell.value == header)
    return next(one for one in sheet.column_dimensions.values() if one.min <= at <= one.max)


def running_parts(data: bytes) -> list[str]:
    """The parts of a workbook that hold a formula or lead out of it."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return [name for name in parts.namelist() if FORMULA.search(parts.read(name)) or "external" in name]
