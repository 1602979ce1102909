"""A refused file handed back: every cell as it came, the faulty ones marked, ready to be mended and sent again."""

from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from domain.words import say
from feeds import feed
from feeds.mapping import known_headers
from loaders.delimited import load
from tests.opened_workbooks import FORMULAS, first, listed, look, opened, rows, rule, running_parts, texts
from tests.papers import BAD, changed, checked, printed, sample_rows
from views.faults import faults_xlsx
from views.sheets import STYLES

BOATS, FARMS = feed("fishing_vessels"), feed("aquaculture")
WRONG = {3: {"养殖场编号": ""}, 7: {"养殖人员数(人)": "若干", "县区": "杭州"}, 9: {"已撤离人数(人)": "1999"}}
BAD_FILES = sorted(BAD.glob("*.csv"))


def marked(name: str, data: bytes, lang: str = "zh") -> bytes:
    """A file of a form, handed back."""
    raw = load(data, known_headers())
    return faults_xlsx(feed(name), raw.columns, raw.rows, checked(name, data).problems, lang)


def coloured(sheet: Worksheet, severity: str = "error") -> list[tuple[str, str]]:
    """(header, text) of the cells in the colour of a severity."""
    ground = f"FF{str(STYLES[severity]['bg_color'])[1:]}"
    found = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.fill.fgColor.rgb == ground]
    return [(sheet.cell(1, cell.column).value, cell.value or "") for cell in found]


@pytest.fixture
def wrong() -> bytes:
    return printed(changed(sample_rows("aquaculture"), WRONG))


def test_every_faulty_cell_is_coloured_and_no_other(wrong: bytes) -> None:
    assert sorted(coloured(first(marked("aquaculture", wrong)))) == [
        ("养殖人员数(人)", "若干"), ("养殖场编号", ""), ("县区", "杭州"), ("已撤离人数(人)", "1999"),
    ]  # fmt: skip


def test_faulty_rows_come_first_with_what_is_wrong_and_where_it_was(wrong: bytes) -> None:
    told = [row["错误"] for row in rows(first(marked("aquaculture", wrong)))]
    assert [text.count("[错误]") for text in told[:4]] == [1, 2, 1, 0]
    assert told[0].startswith("[错误] 第 5 行：必填的“养殖场编号”是空的")
    assert set(told[3:]) == {""}


def test_the_last_column_speaks_the_readers_language(wrong: bytes) -> None:
    first_row = rows(first(marked("aquaculture", wrong, "en")))[0]
    assert list(first_row)[-1] == "Faults" and first_row["Faults"].startswith("[Error] Row 5:")


def test_every_cell_is_text_as_it_was_received(wrong: bytes) -> None:
    sheet = first(marked("aquaculture", wrong))
    sent = changed(sample_rows("aquaculture"), WRONG)
    received = [{name: text for name, text in row.items() if name != "错误"} for row in rows(sheet)]
    assert sorted(map(str, received)) == sorted(map(str, sent))
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}


def test_mended_and_sent_in_again_it_is_taken_in_and_the_last_column_left_out(wrong: bytes) -> None:
    back = rows(first(marked("aquaculture", wrong)))
    good = {row["养殖场名称"]: row for row in sample_rows("aquaculture")}
    mended = [{**row, **good[row["养殖场名称"]]} for row in back]
    again = checked("aquaculture", printed(mended))
    assert not again.refused
    assert again.problems == ()


def test_a_file_wrong_twice_has_one_column_of_faults(wrong: bytes) -> None:
    again = printed(rows(first(marked("aquaculture", wrong))))
    twice = texts(first(marked("aquaculture", again)))
    assert twice[0].count("错误") == 1
    english = texts(first(marked("aquaculture", again, "en")))
    assert english[0][-1] == "Faults" and "错误" not in english[0]


def test_what_is_wrong_with_the_whole_file_stands_beside_the_last_header() -> None:
    data = (BAD / "aquaculture.missing-column.csv").read_bytes()
    last = first(marked("aquaculture", data))[1][-1]
    assert last.value == "错误" and "缺少必填列" in last.comment.text


def test_a_header_at_fault_is_coloured_itself() -> None:
    data = (BAD / "reservoirs.header-in-other-unit.csv").read_bytes()
    ground = f"FF{str(STYLES['faulty_head']['bg_color'])[1:]}"
    head = first(marked("reservoirs", data))[1]
    assert [cell.value for cell in head[:-1] if cell.fill.fgColor.rgb == ground] == ["可纳雨量(厘米)"]


def test_the_choices_are_at_hand_where_a_choice_was_wrong() -> None:
    book = opened(marked("fishing_vessels", (BAD / "fishing_vessels.wrong-status.csv").read_bytes()))
    assert "在港避风" in listed(book, "在港状态")


def test_a_number_mended_in_a_cell_of_text_is_not_doubted(wrong: bytes) -> None:
    sheet = first(marked("aquaculture", wrong))
    assert rule(sheet, "养殖人员数(人)") is None and rule(sheet, "县区") is not None
    assert look(sheet, "养殖人员数(人)").number_format == "@"


@pytest.mark.parametrize("path", BAD_FILES, ids=lambda path: path.stem)
def test_every_bad_file_is_handed_back_with_all_its_errors_said(path: Path) -> None:
    name = path.stem.partition(".")[0]
    errors = sum(problem.severity == "error" for problem in checked(name, path.read_bytes()).problems)
    sheet = first(marked(name, path.read_bytes()))
    last = sheet[1][-1]
    said = "\n".join([last.comment.text if last.comment else "", *(row["错误"] for row in rows(sheet))])
    assert said.count("[错误]") == errors
    assert sheet.parent["_form"]["B1"].value == name


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_that_was_received_runs_as_a_formula(text: str) -> None:
    data = printed(changed(sample_rows("aquaculture"), {0: {"备注": text, "养殖人员数(人)": text}}))
    back = marked("aquaculture", data)
    assert running_parts(back) == []
    assert {cell.data_type for sheet in opened(back) for row in sheet for cell in row} <= {"s", "n"}


def test_rows_at_fault_of_which_nothing_is_told_stand_with_the_others_and_say_so() -> None:
    spoilt = {i: {"在港状态": "靠泊"} for i in range(10, 310)}
    data = printed(changed(sample_rows("fishing_vessels", count=500), spoilt))
    raw, found = load(data, known_headers()), checked("fishing_vessels", data)
    book = faults_xlsx(BOATS, raw.columns, raw.rows, found.problems, "zh", found.at_fault)
    told = [row["错误"] for row in rows(first(book))]
    assert all(text.startswith("[错误] 第 ") for text in told[:200])
    assert set(told[200:300]) == {f"[错误] {say('zh', 'workbook.untold')}"} and set(told[300:]) == {""}
