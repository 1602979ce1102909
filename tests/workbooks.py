"""Workbooks as departments send them, made when a test runs: each feature as its own program writes it."""

import io
import struct
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta

import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from tests.papers import Paper

HEADER = ["船舶编号", "船名", "船舶类型", "在港状态", "在船人数"]
BOAT = ["YC330921000001", "浙岱渔10001", "国内渔船", "在港避风", 6]
FORMATS: dict[type, str] = {
    datetime: "yyyy-mm-dd hh:mm",
    date: "yyyy-mm-dd",
    time: "hh:mm",
    timedelta: "[h]:mm",
}

Rows = Sequence[Sequence[object]]


class Formula(str):
    """A formula, as text without its equals sign; see `uncalculated`."""


def xlsx(
    sheets: Rows | Mapping[str, Rows],
    touch: Callable[[xlsxwriter.Workbook], None] | None = None,
    **options: object,
) -> bytes:
    """A workbook of these sheets; strings stay strings. `touch` does the rest before it is closed."""
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink, {"in_memory": True, **options})
    for name, rows in (sheets if isinstance(sheets, Mapping) else {"Sheet1": sheets}).items():
        sheet = book.add_worksheet(name)
        for place, value in _places(rows):
            _write(book, sheet, place, value)
    if touch:
        touch(book)
    book.close()
    return sink.getvalue()


def _places(rows: Rows) -> Iterable[tuple[tuple[int, int], object]]:
    return (((i, j), value) for i, row in enumerate(rows) for j, value in enumerate(row) if value is not None)


def _write(book: xlsxwriter.Workbook, sheet: object, place: tuple[int, int], value: object) -> None:
    match value:
        case Formula():
            sheet.write_formula(*place, f"={value}", None, "")
        case str():
            sheet.write_string(*place, value)
        case bool():
            sheet.write_boolean(*place, value)
        case datetime() | date() | time() | timedelta():
            sheet.write_datetime(*place, value, book.add_format({"num_format": FORMATS[type(value)]}))
        case _:
            sheet.write_number(*place, value)


def of_paper(rows: Paper) -> list[list[str]]:
    """A paper's header and rows; what is empty stays empty."""
    return [list(rows[0]), *([cell or None for cell in row.values()] for row in rows)]


def xls(rows: Rows, hidden: bool = False) -> bytes:
    """The same in the format of Excel 97."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("表一")
    for place, value in _places(rows):
        style = (
            xlwt.easyxf(num_format_str=FORMATS[type(value)])
            if type(value) in FORMATS
            else xlwt.Style.default_style
        )
        sheet.write(*place, value, style)
    sheet.visibility = int(hidden)
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def ods(rows: Rows) -> bytes:
    """The same in the format of LibreOffice."""
    document = OpenDocumentSpreadsheet()
    table = Table(name="表一")
    document.spreadsheet.addElement(table)
    for row in rows:
        line = TableRow()
        table.addElement(line)
        for value in row:
            line.addElement(_ods_cell(value))
    sink = io.BytesIO()
    document.write(sink)
    return sink.getvalue()


def _ods_cell(value: object) -> TableCell:
    kinds: list[tuple[type | tuple, dict]] = [
        (bool, {"valuetype": "boolean", "booleanvalue": str(value).lower()}),
        ((int, float), {"valuetype": "float", "value": value}),
        (
            datetime,
            {"valuetype": "date", "datevalue": value.isoformat() if isinstance(value, datetime) else ""},
        ),
        (object, {"valuetype": "string"}),
    ]
    cell = TableCell(**next(said for kind, said in kinds if isinstance(value, kind)))
    cell.addElement(P(text=str(value)))
    return cell


def xlsb(rows: Rows) -> bytes:
    """The same in Excel's binary format, texts and numbers only: the fewest records of [MS-XLSB] that open."""
    body = b"".join(
        _record(0, struct.pack("<IIHHB", i, 0, 0, 0, 0) + bytes(4))
        + b"".join(_xlsb_cell(j, value) for j, value in enumerate(row) if value is not None)
        for i, row in enumerate(rows)
    )
    size = struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)
    sheet = _record(129) + _record(148, size) + _record(145) + body + _record(146) + _record(130)
    bundle = struct.pack("<II", 0, 1) + _wide("rId1") + _wide("表一")
    book = _record(131) + _record(143) + _record(156, bundle) + _record(144) + _record(132)
    kind = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
    types = f'<Default Extension="bin" ContentType="{kind}"/>'
    related = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    links = '<Relationships xmlns="{}"><Relationship Id="rId1" Type="{}/{}" Target="{}"/></Relationships>'
    return zipped({
        "[Content_Types].xml": f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{types}</Types>',
        "_rels/.rels": links.format(related, office, "officeDocument", "xl/workbook.bin"),
        "xl/_rels/workbook.bin.rels": links.format(related, office, "worksheet", "worksheets/sheet1.bin"),
        "xl/workbook.bin": book,
        "xl/worksheets/sheet1.bin": sheet,
    })  # fmt: skip


def _xlsb_cell(column: int, value: object) -> bytes:
    head = struct.pack("<II", column, 0)
    return (
        _record(6, head + _wide(value))
        if isinstance(value, str)
        else _record(5, head + struct.pack("<d", value))
    )


def _record(kind: int, body: bytes = b"") -> bytes:
    number = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = bytes([len(body) & 0x7F | (0x80 if len(body) > 127 else 0)]) + (
        bytes([len(body) >> 7]) if len(body) > 127 else b""
    )
    return number + size + body


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """Parts as a package."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as package:
        for name, body in parts.items():
            # ODF 1.2 part 3, 3.3: by its bytes at the beginning the format is known.
            package.writestr(name, body, zipfile.ZIP_STORED if name == "mimetype" else None)
    return sink.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    """A package's parts by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def edited(data: bytes, part: str, old: str, new: str) -> bytes:
    """The workbook with a piece of one part's XML written otherwise; it must have been there."""
    parts = parts_of(data)
    text = parts[part].decode()
    assert old in text, text
    return zipped(parts | {part: text.replace(old, new)})


def uncalculated(data: bytes) -> bytes:
    """The workbook as a program leaves it that writes formulas and cannot calculate."""
    return edited(data, "xl/worksheets/sheet1.xml", "</f><v></v>", "</f>")
