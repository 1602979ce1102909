"""Faults are told by kind and column: errors first, the commonest of them first, each still to be reached."""

import pytest

from domain.problems import Problem
from domain.words import LANGUAGES
from feeds import feed
from tests.papers import changed, checked, printed, sample_rows
from views.problems import SHOWN, grouped, problem_groups, ranges

BOATS = feed("fishing_vessels")


@pytest.fixture(scope="module")
def faulty() -> tuple[Problem, ...]:
    """The sample's boats with twelve at a berth that is no state, three states cut short and one number that is none."""
    rows = sample_rows("fishing_vessels")
    cells = {i: {"在港状态": "靠泊"} for i in range(20, 32)} | {
        i: {"在港状态": "在港避"} for i in (40, 42, 44)
    }
    return checked(BOATS.name, printed(changed(rows, cells | {7: {"在船人数(人)": "若干"}}))).problems


def test_cells_of_one_column_that_are_no_choice_are_one_group(faulty) -> None:
    first, second = grouped(BOATS, faulty, "zh")
    assert (first.severity, first.count, first.raws) == ("error", 15, (("靠泊", 12), ("在港避", 3)))
    assert first.rows == "第 22–33, 42, 44, 46 行"
    assert first.text.startswith("在港状态“…”不在可选范围，应为：出海")
    assert (second.count, second.text) == (1, "第 9 行：在船人数“若干”不是数字，应为：0 至 200 的整数（人）")


def test_errors_stand_before_warnings_and_warnings_before_notes_however_many() -> None:
    said = [
        *(Problem("file.total_row_skipped", row, raw="合计", severity="note") for row in range(9)),
        *(Problem("file.hidden_sheets", severity="warning", holes=(("sheets", str(n)),)) for n in range(3)),
        Problem("column.missing", column="kind", holes=(("headers", ""),)),
    ]
    severities = [group.severity for group in grouped(BOATS, said, "zh")]
    assert severities == sorted(severities, key=["error", "warning", "note"].index)
    assert set(severities) == {"error", "warning", "note"}


def test_each_missing_column_is_told_by_itself_and_ignored_ones_together() -> None:
    missing = [
        Problem("column.missing", column=name, holes=(("headers", ""),)) for name in ("kind", "status")
    ]
    ignored = [Problem("column.ignored", column=name, severity="note") for name in ("甲", "乙", "丙")]
    assert [group.count for group in grouped(BOATS, [*ignored, *missing], "en")] == [1, 1, 3]


def test_totals_that_changed_are_told_each_with_its_numbers() -> None:
    measures = [counter.id for counter in BOATS.counters if counter.total][:3]
    said = [
        Problem(
            "file.total_changed", severity="note", holes=(("measure", one), ("before", n), ("after", n + 1))
        )
        for n, one in enumerate(measures)
    ]
    texts = [group.text for group in grouped(BOATS, said, "zh")]
    assert len(texts) == len(measures) > 1
    assert all(f"由 {n} 变为 {n + 1}" in text for n, text in enumerate(texts))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_not_told_one_by_one_is_reached_by_its_row(lang: str) -> None:
    rows = range(2, 3 + 2 * SHOWN, 2)
    page = problem_groups(BOATS, [Problem("cell.not_a_choice", row, "status", "靠泊") for row in rows], lang)
    assert page.count("<li>") == SHOWN
    assert f", {rows[-1]}" in page


def test_rows_are_written_as_people_write_them() -> None:
    assert ranges([9, 3, 4, 5, 7, 8, 12]) == "3–5, 7–9, 12"
    assert ranges([]) == ""


def test_faults_told_by_number_are_counted_with_those_of_their_kind() -> None:
    rows = sample_rows("fishing_vessels", count=500)
    cells = {i: {"在港状态": "靠泊"} for i in range(10, 400)}
    found = checked(BOATS.name, printed(changed(rows, cells)), "shengsi").problems
    group = next(one for one in grouped(BOATS, found, "zh") if "不在可选范围" in one.text)
    assert (group.count, group.rows, group.raws) == (390, "第 12–211, 212–401 行", (("靠泊", 0),))
    page = problem_groups(BOATS, found, "zh")
    assert "×390" in page and "“靠泊” ×" not in page
