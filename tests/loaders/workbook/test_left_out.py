"""Failed formulas and hidden rows are told in every kind of workbook, though the library leaves them out of most."""

import io
import re
import struct

import pytest
import xlwt

from feeds.mapping import known_headers
from loaders.files import load_file
from loaders.table import RawTable
from loaders.workbook.binary import marks_of_xls, marks_of_xlsb
from loaders.workbook.compound import stream
from loaders.workbook.opendocument import marks_of_ods
from tests.golden.build import files
from tests.workbooks import BOAT, HEADER, edited, ods, parts_of, xls, xlsb, zipped

CODES = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36, "#N/A": 42}


def only(data: bytes, filename: str) -> RawTable:
    (sheet,) = load_file(data, filename, known_headers()).sheets
    return sheet.table


def old(fill: object, *names: str) -> bytes:
    """A workbook of Excel 97 whose sheets are filled one after the other."""
    book, sink = xlwt.Workbook(), io.BytesIO()
    for number, name in enumerate(names or ("表一",)):
        sheet = book.add_sheet(name)
        for i, row in enumerate([HEADER, BOAT, BOAT]):
            for j, value in enumerate(row):
                if (i, j) != (1, 4):
                    sheet.write(i, j, value)
        fill(sheet, number)
    book.save(sink)
    return sink.getvalue()


@pytest.mark.parametrize("said", CODES)
def test_every_failure_is_named_in_an_old_workbook(said: str) -> None:
    data = old(lambda sheet, _: sheet.row(1).set_cell_error(4, CODES[said]))
    assert only(data, "a.xls").columns["在船人数"].to_pylist() == [said, "6"]


def test_a_formula_that_failed_and_was_saved_is_named_in_an_old_workbook() -> None:
    data = old(lambda sheet, _: sheet.write(1, 4, xlwt.Formula("1/0")))
    saved = b"\x02\x00\x07\x00\x00\x00\xff\xff"  # [MS-XLS] 2.5.133: an error, #DIV/0!
    record = re.compile(rb"(\x06\x00..\x01\x00\x04\x00..).{8}", re.DOTALL)
    failed, count = record.subn(lambda found: found[1] + saved, data)
    assert count == 1
    assert only(failed, "a.xls").columns["在船人数"].to_pylist() == ["#DIV/0!", "6"]


def test_marks_belong_to_their_own_sheet_whatever_it_is_called() -> None:
    data = old(lambda sheet, number: sheet.row(1).set_cell_error(4, 23) if number else None, "plain", "渔船")
    marks = marks_of_xls(data)
    assert {name: found.errors for name, found in marks.items()} == {"plain": {}, "渔船": {(1, 4): "#REF!"}}


def test_hidden_rows_are_counted_in_an_old_workbook() -> None:
    def hide(sheet: xlwt.Worksheet, _: int) -> None:
        sheet.write(1, 4, 6)
        sheet.row(2).hidden = True

    (note,) = only(old(hide), "a.xls").notes
    assert (note.code, dict(note.holes)) == ("file.hidden_rows", {"n": 1, "first": 3})


def test_hidden_rows_are_counted_in_an_open_document() -> None:
    data = edited(
        files()["plain.ods"],
        "content.xml",
        "</table:table-row><table:table-row>",
        '</table:table-row><table:table-row table:visibility="filter">',
    )
    (note,) = only(data, "a.ods").notes
    assert (note.code, dict(note.holes)) == ("file.hidden_rows", {"n": 4, "first": 2})


def test_repeated_cells_and_rows_are_counted_in_an_open_document() -> None:
    error = '<table:table-cell table:number-columns-repeated="2" office:value-type="string" calcext:value-type="error"><text:p>Err:502</text:p></table:table-cell>'
    rows = '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row><table:table-row><table:table-cell table:number-columns-repeated="4"/>'
    data = edited(
        files()["plain.ods"],
        "content.xml",
        "</table:table></office",
        f"{rows}{error}</table:table-row></table:table></office",
    )
    assert marks_of_ods(data)["表一"].errors == {(8, 4): "Err:502", (8, 5): "Err:502"}


def test_a_document_without_marks_is_not_gone_through() -> None:
    assert marks_of_ods(ods([HEADER, BOAT])) == {}


def test_a_failed_formula_is_named_in_a_binary_workbook() -> None:
    assert {n: m.errors for n, m in marks_of_xlsb(files()["failed_formula.xlsb"]).items()} == {
        "表一": {(2, 7): "#REF!"}
    }


def failed_below(kind: str) -> bytes:
    """Boats, some empty rows, and a row of nothing but a failed formula."""
    if kind == "xls":
        return old(lambda sheet, _: [sheet.write(1, 4, 6), sheet.row(60).set_cell_error(0, 23)])
    if kind == "xlsb":
        data = xlsb([HEADER, BOAT, BOAT, *[[]] * 57, [4321.0]])
        part = "xl/worksheets/sheet1.bin"
        number, error = (
            bytes([5, 16]) + bytes(8) + struct.pack("<d", 4321.0),
            bytes([3, 9]) + bytes(8) + bytes([23]),
        )
        parts = parts_of(data)
        assert parts[part].count(number) == 1
        return zipped(parts | {part: parts[part].replace(number, error)})
    error = '<table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#REF!</text:p></table:table-cell>'
    rows = f'<table:table-row table:number-rows-repeated="55"><table:table-cell/></table:table-row><table:table-row>{error}'
    return edited(
        files()["plain.ods"],
        "content.xml",
        "</table:table></office",
        f"{rows}</table:table-row></table:table></office",
    )


@pytest.mark.parametrize("kind", ["xls", "xlsb", "ods"])
def test_a_failed_formula_below_the_table_is_told_by_its_row(kind: str) -> None:
    table = only(failed_below(kind), f"a.{kind}")
    assert table.rows.tolist()[-1] == 61
    assert table.columns.column(0).to_pylist()[-1] == "#REF!"


def test_a_stream_is_found_by_its_name_and_nothing_by_another() -> None:
    data = xls([HEADER, *[BOAT] * 900])
    assert stream(data, ("Book", "Workbook"))[:2] == b"\x09\x08"
    assert stream(data, ("Elsewhere",)) == b""


@pytest.mark.parametrize("at", [44, 48, 68, 76])
def test_a_chain_that_leads_nowhere_ends(at: int) -> None:
    data = bytearray(xls([HEADER, BOAT]))
    data[at : at + 4] = b"\x05\x00\x00\x00"
    try:
        stream(bytes(data), ("Workbook",))
    except ValueError as fault:
        assert "sectors" in str(fault) or "unpack" in str(fault)
