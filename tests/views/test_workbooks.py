"""Forms and tables handed out as workbooks: what they ask for, what they hold, and that they can be sent in again."""

import re
from dataclasses import replace
from datetime import datetime

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from feeds import all_feeds, feed
from feeds.declaration import Feed
from feeds.sentences import choices
from feeds.version import version
from tests.opened_workbooks import FORMULAS, first, listed, look, opened, rows, rule, running_parts, texts
from tests.papers import changed, checked, faults, printed, sample_rows
from tests.views.test_export import PICTURES, kept, picture
from views.workbooks import plain_xlsx, table_xlsx, template_xlsx

FEEDS = list(all_feeds())
BOATS = feed("fishing_vessels")


def head(sheet: Worksheet) -> dict:
    """The cells of the first row by what they say."""
    return {cell.value: cell for cell in sheet[1]}


@pytest.mark.parametrize("name", FEEDS)
def test_the_first_sheet_is_the_form_under_the_headers_of_the_csv_template(name: str) -> None:
    sheet = first(template_xlsx(feed(name)))
    assert sheet.title == feed(name).zh
    assert texts(sheet) == [[column.header for column in feed(name).columns]]


@pytest.mark.parametrize("name", FEEDS)
def test_what_is_required_is_marked_and_said_beside_the_header_in_both_languages(name: str) -> None:
    cells = head(first(template_xlsx(feed(name))))
    for column in feed(name).columns:
        cell = cells[column.header]
        assert (cell.number_format == '@"*"') is column.required
        assert (cell.comment.text.split("\n")[1] == "必填 required") is column.required
        assert {column.zh, column.en} <= set(cell.comment.text.splitlines()[0].split(" ", 1))
        assert all(said in cell.comment.text for said in ("应填：", "Takes "))


def test_a_note_says_unit_limits_and_an_example_and_no_row_does() -> None:
    sheet = first(template_xlsx(BOATS))
    note = head(sheet)["在船人数(人)"].comment.text
    assert "0 至 200 的整数（人）" in note and "from 0 to 200 (people)" in note and "示例 Example: 12" in note
    assert sheet.max_row == 1


@pytest.mark.parametrize("name", FEEDS)
def test_every_column_with_choices_has_them_as_a_drop_down_that_takes_nothing_else(name: str) -> None:
    book = opened(template_xlsx(feed(name)))
    for column in feed(name).columns:
        offered = choices(column, feed(name), "zh")
        if offered:
            assert tuple(listed(book, column.header)) == offered
            found = rule(book.worksheets[0], column.header)
            assert (found.errorStyle or "stop", found.showErrorMessage) == ("stop", True)
            assert "请从下拉列表中选择" in found.error


def test_what_stands_somewhere_cannot_be_put_in_the_whole_city() -> None:
    assert listed(opened(template_xlsx(BOATS)), "县区")[0] == "定海区"
    assert listed(opened(template_xlsx(feed("evacuations"))), "县区")[0] == "全市"


def boats_of(*states: str) -> Feed:
    """The boats' form with other states to choose from."""
    status = BOATS.column("status")
    named = tuple(replace(status.choices[0], code=zh, zh=zh) for zh in states)
    return replace(
        BOATS, columns=tuple(replace(c, choices=named) if c is status else c for c in BOATS.columns)
    )


def test_a_list_too_long_for_a_drop_down_is_kept_where_nobody_sees_it() -> None:
    harbours = [f"第{number}号避风锚地" for number in range(1, 61)]
    book = opened(template_xlsx(boats_of(*harbours)))
    found = rule(book.worksheets[0], "在港状态")
    assert re.fullmatch(r"'_form'!\$([D-Z])\$1:\$\1\$60", found.formula1)
    assert listed(book, "在港状态") == harbours
    assert "请从下拉列表中选择" in head(book.worksheets[0])["在港状态"].comment.text


def test_a_choice_with_a_comma_stays_one_choice() -> None:
    assert listed(opened(template_xlsx(boats_of("出海,作业", "返航"))), "在港状态") == ["出海,作业", "返航"]


def test_a_number_out_of_its_limits_is_doubted_in_chinese_and_not_forbidden() -> None:
    found = rule(first(template_xlsx(BOATS)), "在船人数(人)")
    assert (found.type, found.operator or "between", found.formula1, found.formula2) == (
        "whole", "between", "0", "200",
    )  # fmt: skip
    assert found.errorStyle == "warning" and found.error.startswith("应填：0 至 200 的整数（人）")
    open_ended = rule(first(template_xlsx(feed("aquaculture"))), "已撤离人数(人)")
    assert (open_ended.operator, open_ended.formula1) == ("greaterThanOrEqual", "0")


def test_where_about_so_many_is_an_answer_no_number_is_doubted() -> None:
    found = rule(first(template_xlsx(feed("supplies"))), "数量")
    assert found.type in (None, "none") and "12余" in found.prompt


@pytest.mark.parametrize("name", FEEDS)
def test_what_a_spreadsheet_says_beside_a_cell_is_no_longer_than_it_can_show(name: str) -> None:
    said = first(template_xlsx(feed(name))).data_validations.dataValidation
    assert all(len(text or "") <= 255 for one in said for text in (one.error, one.prompt, one.formula1))
    assert all(len(title or "") <= 32 for one in said for title in (one.errorTitle, one.promptTitle))


@pytest.mark.parametrize("name", FEEDS)
def test_ids_stay_text_and_moments_are_moments_in_every_row_to_come(name: str) -> None:
    sheet = first(template_xlsx(feed(name)))
    for column in feed(name).columns:
        free = {
            "time": "yyyy-mm-dd hh:mm",
            "count": "0",
            "number": "General",
            "lon": "General",
            "lat": "General",
        }
        assert look(sheet, column.header).number_format == free.get(column.type, "@")


@pytest.mark.parametrize("name", FEEDS)
def test_headers_stay_in_sight_and_fit_their_columns(name: str) -> None:
    sheet = first(template_xlsx(feed(name)))
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref.startswith("A1:")
    for cell in sheet[1]:
        width = look(sheet, cell.value).width
        assert width >= min(sum(2 if ord(letter) > 255 else 1 for letter in cell.value), 40)


@pytest.mark.parametrize("name", FEEDS)
def test_a_second_sheet_explains_one_column_a_line(name: str) -> None:
    guide = opened(template_xlsx(feed(name))).worksheets[1]
    lines = rows(guide)
    assert (guide.title, guide.sheet_state) == ("填表说明", "visible")
    assert [line["列 Column"] for line in lines] == [f"{c.zh} {c.en}" for c in feed(name).columns]
    assert [line["必填 Required"].startswith("必填") for line in lines] == [
        c.required for c in feed(name).columns
    ]
    assert all(line["应填"] and line["Takes"] for line in lines)


@pytest.mark.parametrize("name", FEEDS)
def test_a_sheet_that_only_programs_see_names_form_and_version(name: str) -> None:
    for data in (template_xlsx(feed(name)), table_xlsx(feed(name), pd.DataFrame(), "en")):
        sheet = opened(data)["_form"]
        assert sheet.sheet_state == "veryHidden"
        known = [[sheet.cell(row, column).value for column in (1, 2)] for row in (1, 2)]
        assert known == [["feed", name], ["version", version(feed(name))]]


def test_the_same_form_is_the_same_bytes() -> None:
    assert template_xlsx(BOATS) == template_xlsx(BOATS)
    assert opened(template_xlsx(BOATS)).properties.created == datetime(2025, 1, 1)


@pytest.mark.parametrize("name", FEEDS)
def test_an_empty_template_is_understood_as_its_own_form(name: str) -> None:
    header = ",".join(f'"{cell.value}"' for cell in first(template_xlsx(feed(name)))[1])
    assert {code for code, *_ in faults(name, f"{header}\r\n".encode())} == {"file.too_few_rows"}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", PICTURES)
def test_a_table_taken_out_and_sent_in_again_is_the_same_picture(name: str, lang: str) -> None:
    frame = picture(name)
    again = checked(name, printed(rows(first(table_xlsx(feed(name), frame, lang)))))
    assert not again.refused, again.problems[:3]
    pd.testing.assert_frame_equal(kept(again.table.to_pandas()), kept(frame), check_dtype=False)


def test_a_position_moved_from_gcj02_keeps_its_last_digit() -> None:
    sent = changed(sample_rows("aquaculture"), {i: {"坐标系": "GCJ-02"} for i in range(60)})
    frame = picture("aquaculture", sent)
    again = checked("aquaculture", printed(rows(first(table_xlsx(feed("aquaculture"), frame, "zh")))))
    assert again.table.column("lon").to_pylist() == frame["lon"].tolist()


def test_numbers_are_numbers_and_what_only_looks_like_one_is_text() -> None:
    sent = changed(
        sample_rows("fishing_vessels"), {0: {"船舶编号": "330902199001011234", "在船人数(人)": "7"}}
    )
    sheet = first(table_xlsx(BOATS, picture("fishing_vessels", sent), "zh"))
    row = {cell.value: below for cell, below in zip(*sheet["1:2"])}
    assert (row["船舶编号"].value, row["船舶编号"].data_type) == ("330902199001011234", "s")
    assert (row["在船人数(人)"].value, row["经度"].data_type) == (7, "n")
    assert row["船舶编号"].number_format == look(sheet, "备注").number_format == "@"


def test_a_moment_is_text_that_every_program_reads_alike() -> None:
    cell = head(first(table_xlsx(feed("scenic_areas"), picture("scenic_areas"), "zh")))["截至时间"]
    below = cell.parent.cell(2, cell.column)
    assert (below.value, below.data_type) == ("2025-07-28 15:00", "s")


def test_a_bound_stays_beside_its_number() -> None:
    sent = changed(sample_rows("supplies"), {0: {"数量": "102000余"}, 1: {"数量": "32000"}})
    lines = rows(first(table_xlsx(feed("supplies"), picture("supplies", sent), "zh")))
    assert [line["数量"] for line in lines[:2]] == ["≥102000", "32000"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_runs_as_a_formula_or_leads_out(text: str) -> None:
    frame = picture("aquaculture").head(3).assign(name=text, note=text, farm_id=text)
    for data in (
        table_xlsx(feed("aquaculture"), frame, "zh"),
        plain_xlsx(pd.DataFrame({text: [text]}), text),
    ):
        assert running_parts(data) == []
        cells = [cell for sheet in opened(data) for row in sheet for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert sum(cell.value is not None and cell.number_format == "@" for cell in cells) == 2


@settings(max_examples=60)
@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30), min_size=1, max_size=5))
def test_no_text_breaks_out_of_its_cell(notes: list[str]) -> None:
    frame = picture("aquaculture").head(len(notes)).assign(note=notes)
    shown = [row["备注"] for row in rows(first(table_xlsx(feed("aquaculture"), frame, "zh")))]
    assert [text.replace("_x005F_", "_") for text in shown] == notes


def test_any_table_can_be_taken_out_with_its_numbers_as_numbers() -> None:
    frame = pd.DataFrame(
        {"回执": ["R000001", None], "行数": pd.array([5182, None], "Int64"), "对": [True, False]}
    )
    sheet = first(plain_xlsx(frame, "台账: 2025/07/28 [全部] 以及很长很长很长很长很长很长的名字"))
    assert list(sheet.values) == [("回执", "行数", "对"), ("R000001", 5182, "True"), (None, None, "False")]
    assert len(sheet.title) <= 31 and sheet.freeze_panes == "A2"
