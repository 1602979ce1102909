"""Workbooks by feature: what a department's program writes is what the check gets to read."""

import io
from datetime import date, datetime, time, timedelta

import pytest
import xlsxwriter
import xlwt

from domain.problems import Problem, Refused
from feeds.mapping import known_headers
from loaders.files import Book, load_file
from loaders.table import RawTable
from tests.papers import printed
from tests.workbooks import BOAT, HEADER, Formula, edited, ods, uncalculated, xls, xlsb, xlsx

SHEET = "xl/worksheets/sheet1.xml"
DEEP = "<a>" * 20_000, "</a>" * 20_000


def read(data: bytes, filename: str = "渔船.xlsx") -> Book:
    return load_file(data, filename, known_headers())


def only(data: bytes) -> RawTable:
    """The one sheet's table."""
    (sheet,) = read(data).sheets
    return sheet.table


def rows_of(table: RawTable) -> list[tuple]:
    return [tuple(row.values()) for row in table.columns.to_pylist()]


def boat(**changes: object) -> list:
    """A boat with some cells otherwise."""
    return list((dict(zip(HEADER, BOAT)) | changes).values())


def said(notes: tuple[Problem, ...]) -> list[tuple]:
    return [(note.code, note.row, note.column, note.raw, note.severity) for note in notes]


def touched(rows: list[list], touch: object) -> bytes:
    """A workbook whose first sheet is touched before it is saved."""
    return xlsx(rows, lambda book: touch(book, book.worksheets()[0]))


TEXTS = tuple(str(cell) for cell in BOAT)


@pytest.mark.parametrize(("kind", "written"), [("xlsx", xlsx), ("xls", xls), ("ods", ods), ("xlsb", xlsb)])
def test_every_kind_of_workbook_reads_the_same(kind: str, written: object) -> None:
    table = only(written([HEADER, BOAT]))
    assert (table.columns.column_names, rows_of(table), table.encoding) == (HEADER, [TEXTS], kind)
    assert (table.header_row, table.rows.tolist(), table.notes) == (1, [2], ())


@pytest.mark.parametrize("written", [xlsx, xls, ods])
def test_moments_and_flags_read_the_same(written: object) -> None:
    table = only(written([[*HEADER, "截至时间"], [*BOAT, datetime(2025, 7, 28, 15)], boat(备注=True)]))
    assert [row[5] for row in rows_of(table)] == ["2025-07-28 15:00", "是"]


def test_text_is_text_whatever_it_is_called() -> None:
    book = read(printed([dict(zip(HEADER, TEXTS))]), "渔船.xlsx")
    assert [(sheet.name, rows_of(sheet.table)) for sheet in book.sheets] == [("", [TEXTS])]
    assert (book.form, book.version, book.notes) == (None, None, ())


@pytest.mark.parametrize("filename", ["渔船.csv", "渔船", "渔船.xls", "渔船.txt"])
def test_a_workbook_is_one_whatever_it_is_called(filename: str) -> None:
    assert rows_of(read(xlsx([HEADER, BOAT]), filename).sheets[0].table) == [TEXTS]


def test_titles_blank_rows_and_an_empty_first_column_are_counted() -> None:
    titled = [["舟山市渔船动态表"], [], ["填报单位：普陀"], [None, *HEADER], [], [None, *BOAT]]
    table = only(xlsx(titled))
    assert (table.header_row, table.rows.tolist(), rows_of(table)) == (4, [6], [TEXTS])
    assert table.columns.column_names == HEADER


def test_sums_and_footers_are_left_out_with_a_note() -> None:
    table = only(
        xlsx([HEADER, BOAT, ["合计", None, None, None, Formula("SUM(E2:E2)")], [], ["填表人：张三"]])
    )
    assert rows_of(table) == [TEXTS]
    assert said(table.notes) == [
        ("file.total_row_skipped", 3, None, "合计", "note"),
        ("file.footer_skipped", 5, None, "填表人：张三", "note"),
    ]


def test_a_sum_that_was_never_calculated_is_left_out_like_any_other() -> None:
    table = only(uncalculated(xlsx([HEADER, BOAT, ["合计", None, None, None, Formula("SUM(E2:E2)")]])))
    assert [code for code, *_ in said(table.notes)] == ["file.total_row_skipped"]


def test_a_header_merged_over_two_rows_is_one() -> None:
    def merge(book: xlsxwriter.Workbook, sheet: object) -> None:
        for column, name in enumerate(HEADER):
            sheet.merge_range(0, column, 1, column, name)

    table = only(touched([[], [], BOAT], merge))
    assert (table.columns.column_names, table.rows.tolist(), rows_of(table)) == (HEADER, [3], [TEXTS])
    assert table.notes == ()


def test_a_header_of_two_storeys_is_read_at_its_lower_one() -> None:
    def merge(book: xlsxwriter.Workbook, sheet: object) -> None:
        for column, name in enumerate(HEADER):
            sheet.merge_range(1, column, 2, column, name)
        sheet.merge_range(1, 5, 1, 6, "位置")
        sheet.merge_range(0, 0, 0, 6, "渔船动态表")

    table = only(touched([[], [], [*[None] * 5, "经度", "纬度"], [*BOAT, 122.1, 30.2]], merge))
    assert table.columns.column_names == [*HEADER, "经度", "纬度"]
    assert (table.header_row, rows_of(table)) == (3, [(*TEXTS, "122.1", "30.2")])


@pytest.mark.parametrize(
    ("said_once", "each"), [("定海区", ["定海区"] * 3), (30, ["30", "", ""]), ("30余人", ["30余人", "", ""])]
)
def test_a_merged_cell_is_each_rows_unless_it_is_a_number(said_once: object, each: list[str]) -> None:
    rows = [[*HEADER, "县区"], *[boat(船舶编号=f"YC{n}") for n in range(3)]]
    table = only(touched(rows, lambda book, sheet: sheet.merge_range(1, 5, 3, 5, said_once)))
    assert table.columns["县区"].to_pylist() == each
    code, severity = ("filled", "note") if each[1] else ("number", "warning")
    assert said(table.notes) == [(f"file.merged_{code}", 2, None, each[0], severity)]


def test_old_workbooks_merge_the_same_way() -> None:
    book, sink = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("表")
    for place, value in (((0, 0), "船名"), ((0, 1), "县区"), ((1, 0), "甲"), ((2, 0), "乙")):
        sheet.write(*place, value)
    sheet.write_merge(1, 2, 1, 1, "定海区")
    book.save(sink)
    assert rows_of(only(sink.getvalue())) == [("甲", "定海区"), ("乙", "定海区")]


def test_a_merged_cell_makes_no_rows_where_there_are_none() -> None:
    table = only(touched([HEADER, BOAT], lambda book, sheet: sheet.merge_range(3, 0, 6, 4, "说明：含外地船")))
    assert rows_of(table) == [TEXTS]
    assert [code for code, *_ in said(table.notes)] == ["file.footer_skipped"]


def test_hidden_rows_are_read_and_counted() -> None:
    rows = [HEADER, *[boat(船舶编号=f"YC{n}") for n in range(4)]]
    table = only(
        touched(rows, lambda book, sheet: [sheet.set_row(n, None, None, {"hidden": True}) for n in (2, 4, 9)])
    )
    assert len(rows_of(table)) == 4
    (note,) = table.notes
    assert (note.code, note.severity, dict(note.holes)) == (
        "file.hidden_rows",
        "warning",
        {"n": 2, "first": 3},
    )


def test_a_formula_gives_the_result_saved_with_it() -> None:
    def write(book: xlsxwriter.Workbook, sheet: object) -> None:
        for row, (formula, result) in enumerate(
            [("=2+4", 6), ('="六"', "六"), ("=1/0", "#DIV/0!"), ("=TRUE", True), ('=""', "")]
        ):
            sheet.write_formula(row + 1, 4, formula, None, result)

    data = touched([HEADER, *[BOAT[:4]] * 5], write)
    data = edited(data, SHEET, '<c r="E6">', '<c r="E6" t="str">')
    assert [row[4] for row in rows_of(only(data))] == ["6", "六", "#DIV/0!", "是", ""]


def test_a_formula_without_a_result_is_an_error_with_its_place() -> None:
    data = uncalculated(xlsx([HEADER, boat(在船人数=Formula("2+4")), boat(在船人数=5)]))
    table = only(data)
    assert said(table.notes) == [("cell.formula_without_value", 2, "在船人数", "=2+4", "error")]
    assert [row[4] for row in rows_of(table)] == ["=2+4", "5"]


def test_a_last_column_of_nothing_but_such_formulas_is_not_overlooked() -> None:
    table = only(
        uncalculated(xlsx([[*HEADER[:4], "在船人数"], [*BOAT[:4], Formula("1")], [], [Formula("2")]]))
    )
    assert said(table.notes) == [
        ("cell.formula_without_value", 2, "在船人数", "=1", "error"),
        ("cell.formula_without_value", 4, "船舶编号", "=2", "error"),
    ]


def test_errors_come_as_the_text_they_show() -> None:
    data = xlsx([HEADER, boat(在船人数=1001), boat(在船人数=1002)])
    for row, number, shown in ((2, 1001, "#N/A"), (3, 1002, "#REF!")):
        data = edited(data, SHEET, f'r="E{row}"><v>{number}<', f'r="E{row}" t="e"><v>{shown}<')
    assert [row[4] for row in rows_of(only(data))] == ["#N/A", "#REF!"]


def test_moments_of_the_1904_date_system_are_the_same_moments() -> None:
    moments = [datetime(2025, 7, 28, 15), date(2025, 7, 28)]
    plain, old = (xlsx([["截至时间", "备注"], moments], date_1904=year) for year in (False, True))
    assert rows_of(only(plain)) == rows_of(only(old)) == [("2025-07-28 15:00", "2025-07-28")]


def test_midnight_shows_its_hour_where_the_format_does() -> None:
    assert rows_of(only(xlsx([["截至时间", "备注"], [datetime(2025, 7, 28), date(2025, 7, 28)]]))) == [
        ("2025-07-28 00:00", "2025-07-28")
    ]


def test_times_of_day_and_spans() -> None:
    assert rows_of(only(xlsx([["截至时间", "备注"], [time(15, 20), timedelta(hours=36)]]))) == [
        ("15:20", "36:00")
    ]


def test_ids_keep_what_they_have_and_show_what_they_lost() -> None:
    def write(book: xlsxwriter.Workbook, sheet: object) -> None:
        sheet.write_number(4, 0, 13800000000, book.add_format({"num_format": "0.00E+00"}))
        sheet.write_number(5, 0, 13805801234, book.add_format({"num_format": "0.00E+00"}))
        sheet.write_number(6, 0, 123, book.add_format({"num_format": "000000"}))

    ids = ["007", "330921198001011234", 330921198001011234, None, None, None, 13805801234]
    rows = [HEADER, *[boat(船舶编号=said) for said in ids]]
    assert only(touched(rows, write)).columns["船舶编号"].to_pylist() == [
        "007", "330921198001011234", "3.30921E+17", "1.38E+10", "13805801234", "000123", "13805801234",
    ]  # fmt: skip


def test_percentages_are_plain_numbers() -> None:
    write = lambda book, sheet: sheet.write_number(1, 4, 0.5, book.add_format({"num_format": "0.00%"}))  # noqa: E731
    assert rows_of(only(touched([HEADER, BOAT[:4]], write)))[0][4] == "0.5"


def test_line_breaks_and_what_cannot_be_seen_are_as_in_a_text_file() -> None:
    assert rows_of(only(xlsx([HEADER, boat(船名="浙岱\n渔\u200b1\u202e")])))[0][1] == "浙岱 渔1"


def test_something_right_of_the_last_header_is_a_fault() -> None:
    table = only(xlsx([HEADER, [*BOAT, None, "？"]]))
    assert said(table.notes) == [("row.too_many_cells", 2, None, "？", "error")]


def test_sheets_come_in_order_and_what_is_left_out_is_named() -> None:
    sheets = {"说明": [["先看这里"]], "渔船": [HEADER, BOAT], "空": [], "渔船二": [HEADER], "草稿": [HEADER]}
    book = read(xlsx(sheets, lambda book: book.worksheets()[4].hide()))
    assert [sheet.name for sheet in book.sheets] == ["渔船", "渔船二"]
    assert [(note.code, dict(note.holes)["sheets"]) for note in book.notes] == [
        ("file.sheets_without_headers", "说明"),
        ("file.hidden_sheets", "草稿"),
    ]


def test_without_any_known_header_every_sheet_is_given() -> None:
    assert [sheet.name for sheet in read(xlsx({"一": [["甲", "乙"]], "二": [["丙", "丁"]]})).sheets] == [
        "一",
        "二",
    ]


def test_a_template_is_known_by_its_hidden_sheet() -> None:
    form = [["feed", "fishing_vessels"], ["version", "0123abcd"]]
    book = read(
        xlsx({"渔船": [HEADER, BOAT], "_form": form}, lambda book: book.worksheets()[1].very_hidden())
    )
    assert (book.form, book.version, book.notes) == ("fishing_vessels", "0123abcd", ())
    assert [sheet.name for sheet in book.sheets] == ["渔船"]


def test_a_far_cell_costs_only_its_own_sheet_where_another_can_be_read() -> None:
    data = xlsx({"渔船": [HEADER, BOAT], "规划求解": [["x", *[None] * 300, 1]]})
    book = read(data)
    assert [sheet.name for sheet in book.sheets] == ["渔船"]
    (note,) = book.notes
    assert (note.code, note.raw, note.severity) == ("file.workbook_far_cell", "KP1", "warning")


def test_a_format_painted_over_whole_columns_is_nothing() -> None:
    data = edited(
        xlsx([HEADER, BOAT]),
        SHEET,
        "</sheetData>",
        '<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>',
    )
    assert rows_of(only(data)) == [TEXTS]


def test_elements_within_elements_are_read_past() -> None:
    data = edited(xlsx([HEADER, BOAT]), SHEET, "<sheetData>", f"{DEEP[0]}{DEEP[1]}<sheetData>")
    assert rows_of(only(data)) == [TEXTS]


def test_a_sheet_of_too_many_columns_is_refused_as_a_text_file_is() -> None:
    with pytest.raises(Refused) as refused:
        read(xls([[*HEADER, *map(str, range(196))], BOAT]))
    assert refused.value.problems[0].code == "file.over_column_limit"
