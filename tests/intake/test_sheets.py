"""Workbooks handed in: the sheet that is meant is found, and says the same as a text file would."""

import io
from dataclasses import replace
from datetime import datetime

import openpyxl
import pandas as pd
import pytest

from feeds import all_feeds, feed
from feeds.declaration import Column
from feeds.mapping import known_headers
from intake.draft import Draft, examine
from intake.receive import receive
from intake.sheets import Matched, matched
from loaders.files import Book, load_file
from store.ledger import Ledger
from tests.intake.conftest import AFTERNOON
from tests.papers import SAMPLES, Paper, printed, sample_rows
from tests.workbooks import Formula, of_paper, uncalculated, xlsx
from views.workbooks import template_xlsx

FARMS = feed("aquaculture")
SAMPLED = [
    name
    for name, form in all_feeds().items()
    if form.file != "declaration" and (SAMPLES / f"{name}.csv").exists()
]


def handed_in(ledger: Ledger, data: bytes) -> Draft:
    return examine(ledger, FARMS, "city", data, "养殖.xlsx", AFTERNOON)


def faults(draft: Draft) -> list[tuple]:
    return [(p.code, p.row, p.column, p.raw, p.severity) for p in draft.problems]


def as_typed(name: str, rows: Paper) -> list[list[object]]:
    """The rows as somebody types them in: numbers as numbers, moments as moments."""
    columns = {title: column for column in feed(name).columns for title in column.names}
    return [
        list(rows[0]),
        *([_typed(columns.get(title), cell) for title, cell in row.items()] for row in rows),
    ]


def _typed(column: Column | None, cell: str) -> object:
    kind = column.type if column else "text"
    if not cell:
        return None
    if kind in ("count", "number", "lon", "lat") and cell.replace(".", "").isdigit():
        return float(cell)
    return datetime.fromisoformat(cell) if kind == "time" and len(cell) == 16 and cell[4] == "-" else cell


def known_rows(name: str) -> Paper:
    """A sample file's rows without those of the storm that were fixed or issued after the afternoon."""
    last = "2025-07-28 15:00"
    return [row for row in sample_rows(name) if row.get("起报时间", last)[:16].replace("T", " ") <= last]


def shown(ledger: Ledger, name: str) -> pd.DataFrame:
    return ledger.read(name).frame.drop(columns=["_raw", "_entry"], errors="ignore")


@pytest.mark.parametrize("name", SAMPLED)
def test_a_sample_file_as_a_workbook_gives_the_same_picture(ledger: Ledger, demo: Ledger, name: str) -> None:
    rows = known_rows(name)
    for store, data in ((ledger, printed(rows)), (demo, xlsx(as_typed(name, rows)))):
        outcome = receive(store, feed(name), "city", data, f"{name}.xlsx", "王联络")
        assert outcome.receipt, outcome.draft.problems[:3]
    assert len(shown(ledger, name)) > 0
    pd.testing.assert_frame_equal(shown(ledger, name), shown(demo, name))


def test_the_draft_says_what_kind_of_workbook_it_was(ledger: Ledger, farms: Paper) -> None:
    assert handed_in(ledger, xlsx(of_paper(farms))).encoding == "xlsx"


def test_the_sheet_that_fits_the_form_is_taken_and_the_others_are_named(ledger: Ledger, farms: Paper) -> None:
    sheets = {
        "水库": of_paper(sample_rows("reservoirs")),
        "养殖": of_paper(farms),
        "备份": of_paper(farms[:3]),
    }
    draft = handed_in(ledger, xlsx(sheets))
    assert draft.table.num_rows == len(farms)
    (told,) = draft.problems
    assert (told.code, told.severity) == ("file.other_sheets", "warning")
    assert dict(told.holes) == {"sheet": "养殖", "others": "水库 / 备份"}


def test_a_formula_never_calculated_is_told_once_by_the_forms_own_column(
    ledger: Ledger, farms: Paper
) -> None:
    header, *rows = of_paper(farms)
    people = header.index(FARMS.column("people").header)
    rows[4][people] = Formula("2+3")
    draft = handed_in(ledger, uncalculated(xlsx([header, *rows])))
    assert faults(draft) == [("cell.formula_without_value", 6, "people", "=2+3", "error")]


def test_a_formula_in_a_column_the_form_lacks_refuses_nothing(ledger: Ledger, farms: Paper) -> None:
    header, *rows = of_paper(farms)
    data = uncalculated(xlsx([[*header, "核对"], *([*row, Formula("1=1")] for row in rows)]))
    draft = handed_in(ledger, data)
    assert [(code, severity) for code, _, _, _, severity in faults(draft)] == [("column.ignored", "note")]


@pytest.mark.parametrize("number", [330921198001011234, 1234567890123456])
def test_an_id_that_lost_its_digits_is_refused_with_the_hint(
    ledger: Ledger, farms: Paper, number: int
) -> None:
    header, *rows = of_paper(farms)
    rows[0][0] = number
    assert [fault[:3] for fault in faults(handed_in(ledger, xlsx([header, *rows])))] == [
        ("cell.scientific", 2, "farm_id")
    ]


def test_a_workbook_that_cannot_be_read_is_refused_and_recorded_with_its_bytes(ledger: Ledger) -> None:
    outcome = receive(ledger, FARMS, "city", b"PK\x03\x04 workbook", "养殖.xlsx", "王联络")
    assert (outcome.draft.table, outcome.receipt) == (None, None)
    assert [p["code"] for p in outcome.entry.detail["problems"]] == ["file.workbook_broken"]


def filled_in(template: bytes, rows: Paper, name: str = "aquaculture") -> bytes:
    """A template with those rows typed in below the headers they belong to."""
    book = openpyxl.load_workbook(io.BytesIO(template))
    sheet = book.worksheets[0]
    headers, *typed = as_typed(name, rows)
    places = {cell.value: cell.column for cell in sheet[1]}
    for line, row in enumerate(typed, start=2):
        for header, value in zip(headers, row):
            sheet.cell(line, places[header], value)
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


@pytest.mark.parametrize("edition", ["this", "earlier"])
def test_a_template_of_an_earlier_edition_is_read_like_any_file_and_told_so(
    ledger: Ledger, farms: Paper, monkeypatch: pytest.MonkeyPatch, edition: str
) -> None:
    if edition == "earlier":
        monkeypatch.setattr("views.sheets.version", lambda form: "0a1b2c3d")
    draft = handed_in(ledger, filled_in(template_xlsx(FARMS), farms))
    assert not draft.refused and draft.table.num_rows == len(farms)
    told = [code for code, *_ in faults(draft) if code == "file.older_template"]
    assert told == (["file.older_template"] if edition == "earlier" else [])


@pytest.mark.parametrize("name", SAMPLED)
def test_our_own_template_filled_in_is_taken_in_without_a_word_about_its_guide(
    ledger: Ledger, name: str
) -> None:
    data = filled_in(template_xlsx(feed(name)), known_rows(name), name)
    outcome = receive(ledger, feed(name), "city", data, f"{name}.xlsx", "王联络")
    plain = examine(ledger, feed(name), "city", printed(known_rows(name)), f"{name}.csv")
    assert outcome.receipt
    assert {p.code for p in outcome.draft.problems} <= {p.code for p in plain.problems}


def test_a_sheet_of_the_guides_name_in_somebodys_own_workbook_is_read(ledger: Ledger, farms: Paper) -> None:
    assert not handed_in(ledger, xlsx({"填表说明": of_paper(farms)})).refused


def opened(data: bytes) -> Book:
    return load_file(data, "表.xlsx", known_headers())


def test_each_sheet_goes_to_the_form_its_headers_name_whatever_was_chosen(farms: Paper) -> None:
    names = {"养殖": "aquaculture", "水库": "reservoirs", "隐患点": "geohazard_sites", "物资": "supplies"}
    book = opened(xlsx({sheet: of_paper(sample_rows(name)) for sheet, name in names.items()}))
    found, told = matched(book, feed("fishing_vessels"))
    assert found == [Matched(sheet, feed(name), True) for sheet, name in names.items()]
    assert told == ()


def test_a_sheet_that_lacks_a_column_is_for_the_nearest_form_and_doubtful(farms: Paper) -> None:
    short = [{title: cell for title, cell in row.items() if title != "养殖人员数(人)"} for row in farms]
    found, _ = matched(opened(xlsx(of_paper(short))), feed("fishing_vessels"))
    assert found == [Matched(None, FARMS, False)]


def test_a_sheet_for_no_form_is_left_out_and_named(farms: Paper) -> None:
    sheets = {
        "养殖": of_paper(farms),
        "水库": of_paper(sample_rows("reservoirs")),
        "领导": [["县区", "姓名"], ["嵊泗县", "张"]],
    }
    found, (told,) = matched(opened(xlsx(sheets)), FARMS)
    assert [each.sheet for each in found] == ["养殖", "水库"]
    assert (told.code, dict(told.holes)["others"]) == ("file.other_sheets", "领导")


def test_headers_that_decide_nothing_leave_the_form_that_was_chosen() -> None:
    book = opened(xlsx([["甲", "乙"], ["1", "2"]]))
    (found,), _ = matched(book, feed("supplies"))
    assert found == Matched(None, feed("supplies"), False)
    assert matched(book, None) == ([], ())


def test_a_template_is_for_its_own_form_though_another_would_do(farms: Paper) -> None:
    book = replace(opened(xlsx(of_paper(sample_rows("geohazard_sites")))), form="marine_works")
    (found,), _ = matched(book, FARMS)
    assert found == Matched(None, feed("marine_works"), True)


def test_a_sheet_asked_for_by_name_is_read_though_another_fits_better(ledger: Ledger, farms: Paper) -> None:
    book = xlsx({"全": of_paper(farms), "另": of_paper([{"名称": "甲"}])})
    draft = examine(ledger, FARMS, "city", book, "养殖.xlsx", AFTERNOON, sheet="另")
    assert "column.missing" in {problem.code for problem in draft.problems}
    assert not examine(ledger, FARMS, "city", book, "养殖.xlsx", AFTERNOON, sheet="全").refused
