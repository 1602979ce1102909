"""The golden workbooks: name -> bytes. The rows are those of plain.csv, typed in as numbers and texts."""

import io
import struct
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime

import xlsxwriter
import xlwt

from tests.golden.texts import BOAT_HEADER, BOATS, FARMS, HEADER, POND_HEADER, PONDS, printed
from tests.workbooks import Formula, edited, parts_of, uncalculated, xls, xlsb, xlsx, zipped

SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
PEOPLE, EVACUATED, AS_OF = (
    HEADER.index("养殖人员数(人)"),
    HEADER.index("已撤离人数(人)"),
    HEADER.index("截至时间"),
)
NUMBERS = (3, 4, PEOPLE, EVACUATED)
CFB = bytes.fromhex("d0cf11e0a1b11ae1")
ODF, ODS = "urn:oasis:names:tc:opendocument:xmlns:", "application/vnd.oasis.opendocument.spreadsheet"
FAILED = "#REF!"
MADE = datetime(2025, 7, 28)

Grid = list[list[object]]
Touch = Callable[[xlsxwriter.Workbook, object], object]


def farms(changes: Mapping[tuple[int, int], object] | None = None) -> Grid:
    """Header and farms as somebody types them in; (spreadsheet row, column from 0) -> another value."""
    grid: Grid = [list(HEADER)]
    grid += [[_typed(i, cell) for i, cell in enumerate(row)] for row in FARMS]
    for (row, column), value in (changes or {}).items():
        grid[row - 1][column] = value
    return grid


def _typed(column: int, cell: str) -> object:
    if column in NUMBERS:
        return float(cell)
    return cell or None


def book(sheets: Grid | Mapping[str, Grid], touch: Touch | None = None, **options: object) -> bytes:
    """An XLSX of the same bytes each time; the first sheet may be touched before it is saved."""

    def last(made: xlsxwriter.Workbook) -> None:
        made.set_properties({"created": MADE})
        if touch:
            touch(made, made.worksheets()[0])

    return xlsx(sheets, last, **options)


def books() -> dict[str, bytes]:
    """All of them."""
    return {**_kinds(), **_layouts(), **_values(), **_several(), **_disguised()}


def _kinds() -> dict[str, bytes]:
    plain = book(farms())
    return {
        "plain.xlsx": plain,
        "plain.xlsm": zipped({**parts_of(plain), "xl/vbaProject.bin": b"\0"}),
        "plain.xls": xls(farms()),
        "plain.xlsb": xlsb(farms()),
        "plain.ods": _ods(farms()),
    }  # fmt: skip


def _ods(grid: Grid) -> bytes:
    """As LibreOffice writes it, the few parts that are read."""
    rows = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in grid)
    spaces = " ".join(f'xmlns:{name}="{ODF}{name}:1.0"' for name in ("office", "table", "text"))
    calc = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    sheet = f'<office:spreadsheet><table:table table:name="表一">{rows}</table:table></office:spreadsheet>'
    content = f"<office:document-content {spaces} {calc}><office:body>{sheet}</office:body></office:document-content>"
    entry = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS}"/>'
    manifest = f'<manifest:manifest xmlns:manifest="{ODF}manifest:1.0">{entry}</manifest:manifest>'
    return zipped({"mimetype": ODS, "content.xml": content, "META-INF/manifest.xml": manifest})


def _ods_cell(value: object) -> str:
    if value is None:
        return "<table:table-cell/>"
    kind, said = ("float", f' office:value="{value}"') if isinstance(value, float) else ("string", "")
    shown = f"<text:p>{value}</text:p>"
    if value == FAILED:
        kind, said = (
            "string",
            ' office:string-value="" calcext:value-type="error" table:formula="of:=[.#REF!]"',
        )
    return f'<table:table-cell office:value-type="{kind}"{said}>{shown}</table:table-cell>'


def _layouts() -> dict[str, bytes]:
    titles: Grid = [["嵊泗县海水养殖人员撤离情况"], [None] * 6 + ["截至：2025年7月28日14时"]]
    sums: list[object] = ["合计", *[None] * 5, Formula("SUM(G2:G5)"), Formula("SUM(H2:H5)")]
    bare = [[*row[:AS_OF], None, row[-1]] for row in farms()[1:]]

    def merged_header(made: xlsxwriter.Workbook, sheet: object) -> None:
        for column, title in enumerate(HEADER):
            sheet.merge_range(0, column, 1, column, title)

    def two_storeys(made: xlsxwriter.Workbook, sheet: object) -> None:
        for column, title in enumerate(HEADER):
            if column not in (PEOPLE, EVACUATED):
                sheet.merge_range(0, column, 1, column, title)
        sheet.merge_range(0, PEOPLE, 0, EVACUATED, "人数")

    def hide(made: xlsxwriter.Workbook, sheet: object) -> None:
        for row in (2, 3):
            sheet.set_row(row, None, None, {"hidden": True})

    lower = [None if i not in (PEOPLE, EVACUATED) else title for i, title in enumerate(HEADER)]
    return {
        "title_row_above.xlsx": book([*titles, HEADER, *bare]),
        "merged_headers.xlsx": book([[], [], *farms()[1:]], merged_header),
        "header_of_two_storeys.xlsx": book([[], lower, *farms()[1:]], two_storeys),
        "totals_row_of_formulas.xlsx": uncalculated(book([*farms(), sums])),
        "footer_below.xlsx": book([*farms(), [], ["填表人：王海", None, "审核：李岛"]]),
        "empty_first_column_and_rows.xlsx": book([[], [], *([None, *row] for row in farms())]),
        "hidden_rows.xlsx": book(farms(), hide),
        "merged_district.xlsx": book(
            farms({(row, 2): None for row in (2, 3, 4, 5)}),
            lambda made, sheet: sheet.merge_range(1, 2, 4, 2, "嵊泗县"),
        ),
        "merged_district.xls": _merged_xls(),
        "merged_number.xlsx": book(
            farms({(row, EVACUATED): None for row in (4, 5)}),
            lambda made, sheet: sheet.merge_range(3, EVACUATED, 4, EVACUATED, 7),
        ),
        "line_break_in_cell.xlsx": book(farms({(3, 9): "5人\n在途"})),
        "beside_the_table.xlsx": book([*farms()[:2], [*farms()[2], None, "问王海"], *farms()[3:]]),
    }  # fmt: skip


def _merged_xls() -> bytes:
    made, sink = xlwt.Workbook(), io.BytesIO()
    sheet = made.add_sheet("表一")
    for i, row in enumerate(farms()):
        for j, value in enumerate(row):
            if value is not None and (i == 0 or j != 2):
                sheet.write(i, j, value)
    sheet.write_merge(1, 4, 2, 2, "嵊泗县")
    made.save(sink)
    return sink.getvalue()


def _values() -> dict[str, bytes]:
    moment = datetime(2025, 7, 28, 14)
    dated = farms({(row, AS_OF): moment for row in range(2, 6)})
    boats: Grid = [BOAT_HEADER, *([*row[:6], float(row[6]), None] for row in BOATS)]

    def styled(number: float, code: str) -> Touch:
        return lambda made, sheet: sheet.write_number(1, 0, number, made.add_format({"num_format": code}))

    def boat(number: object) -> Grid:
        return [boats[0], [number, *boats[1][1:]], *boats[2:]]

    def formulas(made: xlsxwriter.Workbook, sheet: object) -> None:
        sheet.write_formula(2, PEOPLE, "=8+5", None, 13)
        sheet.write_formula(2, 2, '="嵊泗"&"县"', None, "嵊泗县")

    failed = edited(book(farms({(3, EVACUATED): 4321})), SHEET, '"H3"><v>4321<', '"H3" t="e"><v>#REF!<')
    return {
        "formula_cached.xlsx": book(farms(), formulas),
        "formula_without_value.xlsx": uncalculated(book(farms({(3, PEOPLE): Formula("8+5")}))),
        "failed_formula.xlsx": failed,
        "failed_formula.xls": _failed_xls(),
        "failed_formula.ods": _ods(farms({(3, EVACUATED): FAILED})),
        "failed_formula.xlsb": _failed_xlsb(),
        "dates.xlsx": book(dated),
        "dates_1904.xlsx": book(dated, date_1904=True),
        "dates.xls": xls(dated),
        "dates_at_midnight.xlsx": book(farms({(row, AS_OF): datetime(2025, 7, 28) for row in range(2, 6)})),
        "dates_without_hour.xlsx": book(farms({(3, AS_OF): MADE.date()})),
        "id_18_digits_as_number.xlsx": book(boat(330922198001011234)),
        "id_18_digits_as_text.xlsx": book(boat("330922198001011234")),
        "id_shown_1.38E+10.xlsx": book(boat(None), styled(13800000000, "0.00E+00")),
        "id_leading_zeros_by_format.xlsx": book(boat(None), styled(123, "000000")),
        "numbers_as_text.xlsx": book([HEADER, *FARMS]),
        "percent_format.xlsx": book(
            farms(), lambda made, sheet: sheet.write_number(2, EVACUATED, 0.38, made.add_format({"num_format": "0%"}))
        ),
        "ticks_as_booleans.xlsx": book([POND_HEADER, *([*row[:6], row[6] == "是", row[7]] for row in PONDS)]),
    }  # fmt: skip


def _failed_xls() -> bytes:
    made, sink = xlwt.Workbook(), io.BytesIO()
    sheet = made.add_sheet("表一")
    for i, row in enumerate(farms()):
        for j, value in enumerate(row):
            if value is not None and (i, j) != (2, EVACUATED):
                sheet.write(i, j, value)
    sheet.row(2).set_cell_error(EVACUATED, "#REF!")
    made.save(sink)
    return sink.getvalue()


def _failed_xlsb() -> bytes:
    """BrtCellReal of the one number in place of BrtCellError, [MS-XLSB] 2.4.314; 23 is #REF!."""
    data = xlsb(farms({(3, EVACUATED): 4321.0}))
    parts = parts_of(data)
    place = EVACUATED.to_bytes(4, "little") + bytes(4)
    number = bytes([5, 16]) + place + struct.pack("<d", 4321.0)
    sheet = parts["xl/worksheets/sheet1.bin"]
    assert number in sheet
    return zipped(
        {**parts, "xl/worksheets/sheet1.bin": sheet.replace(number, bytes([3, 9]) + place + bytes([23]))}
    )


def _several() -> dict[str, bytes]:
    ponds: Grid = [POND_HEADER, *PONDS]
    seven = {
        "说明": [["先看这里"]],
        "渔船": [BOAT_HEADER, *BOATS],
        "水库": ponds,
        "养殖": farms(),
        "养殖备份": farms()[:3],
        "草稿": [["甲"]],
        "空": [],
    }
    form = [["feed", "aquaculture"], ["version", "00000000"]]
    return {
        "seven_sheets.xlsx": book(seven),
        "hidden_sheet.xlsx": book({"养殖": farms(), "上月": farms()[:2]}, lambda made, sheet: made.worksheets()[1].hide()),
        "only_hidden_sheet.xlsx": book({"空": [], "养殖": farms()}, lambda made, sheet: made.worksheets()[1].hide()),
        "last_months_template.xlsx": book(
            {"养殖": [[cell for i, cell in enumerate(row) if i not in (5, 8)] for row in farms()], "_form": form},
            lambda made, sheet: made.worksheets()[1].very_hidden(),
        ),
        "of_another_form.xlsx": book(ponds),
        "far_cell.xlsx": edited(book(farms()), SHEET, "</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
        "empty.xlsx": book([]),
        "only_header.xlsx": book([HEADER]),
    }  # fmt: skip


def _disguised() -> dict[str, bytes]:
    plain, old = book(farms()), xls(farms())
    page = "<html><head><meta charset='utf-8'></head><body><table><tr><td>养殖场编号</td></tr></table></body></html>"
    return {
        "csv_called_xlsx.xlsx": printed([HEADER, *FARMS]),
        "xlsx_called_csv.csv": plain,
        "xls_called_xlsx.xlsx": old,
        "wps.et": old,
        "html_called_xls.xls": page.encode(),
        "xml_2003.xls": b'<?xml version="1.0"?>\r\n<?mso-application progid="Excel.Sheet"?>\r\n<Workbook/>',
        "with_password.xlsx": CFB + bytes(504) + "EncryptedPackage\0".encode("utf-16-le"),
        "cut_off.xlsx": settled(plain)[: len(plain) // 2],
        "archive_called_xlsx.xlsx": zipped({"养殖.xlsx": plain}),
        "letter_called_xlsx.xlsx": zipped({"[Content_Types].xml": "", "word/document.xml": ""}),
        "picture_called_csv.csv": b"\x89PNG\r\n\x1a\n" + bytes(64),
        "printed.pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    }  # fmt: skip


def settled(data: bytes) -> bytes:
    """A package with its parts dated 1980, so that its bytes depend on nothing but what is in it."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as read, zipfile.ZipFile(sink, "w") as written:
        for info in read.infolist():
            dated = zipfile.ZipInfo(info.filename)
            dated.compress_type = info.compress_type
            written.writestr(dated, read.read(info))
    return sink.getvalue()
