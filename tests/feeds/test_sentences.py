"""Every problem is a sentence in the reader's language, with the row, the column and what was expected in it."""

import re
from pathlib import Path
from string import Formatter

import pytest

from access.table import operations
from domain.problems import ENTRY, LINE, MORE, RECORD, ROW, Problem
from domain.words import LANGUAGES, catalogue, section
from feeds import all_feeds, feed
from feeds.declaration import Column, Feed
from feeds.sentences import expected, tell, tell_unread
from tests.papers import BAD, changed, checked, printed, sample_rows

HOME = Path(__file__).parents[2]
SOURCES = [path for room in ("feeds", "loaders", "intake") for path in (HOME / room).rglob("*.py")]
SOURCES += [
    HOME / "domain" / "problems.py",
    HOME / "web" / "api" / "answers.py",
    HOME / "web" / "report" / "reading.py",
]
CODE = re.compile(r'"((?:cell|row|column|file|level|proposal|receipt|undo)\.[a-z_]+)"')
# What somebody may do (access/table.toml) is spelt as a code is.
CODES = sorted(
    {code for path in SOURCES for code in CODE.findall(path.read_text("utf-8"))} - set(operations())
)
GIVEN = {"row", "column", "raw", "expected"}
# What the place that finds a problem says besides.
HOLES = {
    "file.agencies_left_out": {"agencies"},
    "file.lines_announced": {"found"},
    "file.techniques_left_out": {"techniques"},
    "cell.looks_split": {"meant"},
    "cell.looks_swapped": {"other", "meant"},
    "column.missing": {"headers"},
    "column.twice": {"other"},
    "file.alert_beijing": {"element"},
    "file.alert_shape": {"element"},
    "file.alert_cut": {"found", "most"},
    "file.alert_left_out": {"found", "most"},
    "file.alert_not_in_earnest": {"n"},
    "file.alert_over": {"n"},
    "file.alert_missing": {"inside"},
    "file.alert_moment": {"element"},
    "file.alert_repeated": {"inside"},
    "file.alert_too_large": {"found", "most"},
    "file.alert_unknown_element": {"inside"},
    "file.alert_wrong_order": {"inside"},
    "file.city_only": {"unit"},
    "file.count_differs": {"n"},
    "file.disagrees": {"agreement", "own", "theirs", "form"},
    "file.disagrees_in_all": {"agreement", "form"},
    "file.form_twice": {"sheets"},
    "file.hidden_rows": {"n", "first"},
    "file.hidden_sheets": {"sheets"},
    "file.completes": {"receipt"},
    "file.older_account": {"n", "shown"},
    "file.landfall_astray": {"t", "fixed", "km", "ashore"},
    "file.lead_impossible": {"agency", "t"},
    "file.fix_twice": {"t", "before"},
    "file.fixed_in_future": {"n", "at", "now", "hours"},
    "file.ahead_of_rehearsal": {"n", "at", "now", "hours"},
    "file.alert_in_future": {"n", "at", "now", "hours"},
    "file.forecast_beyond": {"agency", "t", "area"},
    "file.other_basin": {"storms", "area"},
    "file.looks_shifted_ashore": {"ashore", "still"},
    "file.looks_wrongly_marked_ashore": {"ashore", "still"},
    "file.many_gone": {"n", "of"},
    "file.not_yours": {"sheet", "form"},
    "file.signature_wrong": {"key"},
    "file.merged_filled": {"last"},
    "file.merged_number": {"last"},
    "file.more_strays": {"n"},
    "file.no_rows": {"unit"},
    "file.not_text": {"kind"},
    "file.more_faults": {"like", "n", "rows"},
    "file.more_problems": {"n"},
    "file.of_another_form": {"form"},
    "file.other_sheets": {"sheet", "others"},
    "file.over_column_limit": {"found"},
    "file.over_row_limit": {"found"},
    "file.parts_differ": {"measure", "whole", "parts", "rows"},
    "file.returned_before": {"receipt"},
    "file.sheets_without_headers": {"sheets"},
    "file.sum_differs": {"sum"},
    "file.too_few_rows": {"count", "least", "most"},
    "file.too_many_rows": {"count", "least", "most"},
    "file.total_changed": {"measure", "before", "after"},
    "file.workbook_far_cell": {"sheet"},
    "file.workbook_only_hidden": {"sheets"},
    "file.workbook_too_many_parts": {"found"},
    "row.told_since": {"receipt", "t"},
    "row.above_total": {"total_column", "total"},
    "row.fell": {"before"},
    "row.half_position": {"other"},
    "row.needed_here": {"where"},
    "row.inland": {"km", "unit"},
    "row.other_district": {"unit"},
    "row.outside_district": {"km", "unit"},
    "row.repeated_key": {"first"},
    "row.too_many_cells": {"found"},
    "receipt.no_such": {"receipt"},
    "proposal.confirmed": {"receipt", "actor", "by"},
    "proposal.declined": {"receipt", "actor", "by"},
    "proposal.no_such": {"receipt"},
    "proposal.not_yours": {"receipt", "sender"},
    "proposal.overtaken": {"receipt", "by"},
    "proposal.own": {"receipt"},
    "proposal.retracted": {"receipt", "by"},
    "proposal.waits_already": {"receipt"},
    "undo.a_level": {"receipt"},
    "undo.already": {"receipt"},
    "undo.built_on": {"receipt"},
    "undo.not_a_submission": {"receipt"},
    "undo.not_yours": {"sender"},
    "undo.too_old": {"hours"},
}
CHINESE = re.compile("[一-鿿]")


def test_every_problem_has_a_sentence_and_every_sentence_a_problem() -> None:
    of_files = {code for code in section("problems") if CODE.fullmatch(f'"{code}"')}
    assert set(CODES) == of_files


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_sentence_asks_for_nothing_its_problem_does_not_say(lang: str) -> None:
    for code in CODES:
        sentence = catalogue()[f"problems.{code}"][lang]
        holes = {name for _, name, _, _ in Formatter().parse(sentence) if name}
        assert holes <= GIVEN | HOLES.get(code, set()), code


def test_what_a_problem_says_besides_is_what_its_place_gives() -> None:
    written = "".join(path.read_text("utf-8") for path in SOURCES)
    for code in CODES:
        said = re.findall(rf'"{re.escape(code)}".{{0,200}}?holes=(.{{0,120}})', written, re.S)
        named = {name for text in said for name in re.findall(r'\(\(?"([a-z_]+)",', text)}
        assert named <= HOLES.get(code, named), code


@pytest.mark.parametrize("path", sorted(BAD.glob("*.csv")), ids=lambda path: path.stem)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_refusal_reads_in_both_languages(path: Path, lang: str) -> None:
    name, _, fault = path.stem.partition(".")
    unit = "city" if "too-few" in fault or name in ("figures", "levels") or fault == "city-row" else "shengsi"
    for problem in checked(name, path.read_bytes(), unit).problems:
        told = tell(problem, feed(name), lang)
        assert "None" not in told.text and "{" not in told.text
        assert problem.row is None or str(problem.row) in told.text
        assert not told.column or told.column in told.text or problem.code == "row.other_district"


def test_a_fault_names_row_column_cell_and_what_was_expected() -> None:
    told = tell(Problem("cell.not_a_choice", 3, "status", "在家"), feed("fishing_vessels"), "zh")
    assert (told.row, told.column, told.raw) == (3, "在港状态", "在家")
    assert told.expected == "出海 / 返航 / 在港避风 / 停运管控 / 巡查 / 备航"
    assert all(part in told.text for part in ("第 3 行", "在港状态", "在家", told.expected))


@pytest.mark.parametrize(
    ("row", "counted", "zh", "en"),
    [
        (7, RECORD, "第 7 条：没有经纬度：None, 30.1", "Record 7: It has no position: None, 30.1"),
        (7, LINE, "第 7 行：没有经纬度：None, 30.1", "Line 7: It has no position: None, 30.1"),
        (
            7,
            ENTRY,
            "读出的第 7 条：没有经纬度：None, 30.1",
            "Entry 7 as read: It has no position: None, 30.1",
        ),
        (None, ROW, "没有经纬度：None, 30.1", "It has no position: None, 30.1"),
    ],
)
def test_a_fault_of_a_document_says_where_it_is_as_the_document_counts(
    row: int | None, counted: str, zh: str, en: str
) -> None:
    fault = Problem("file.no_position", row=row, raw="None, 30.1", counted=counted)
    assert (tell(fault, feed("track"), "zh").text, tell_unread(fault, "en")) == (zh, en)


def test_a_cell_a_repetition_and_a_number_of_faults_are_told_of_records_too() -> None:
    cell = Problem("cell.out_of_range", 5, "lat_deg", "91", counted=RECORD)
    again = Problem("row.repeated_key", 5, "storm_id", "2508", holes=(("first", 3),), counted=RECORD)
    more = Problem(MORE, holes=(("like", "cell.missing"), ("n", 4), ("rows", "3, 7–9")), counted=RECORD)
    said = [tell(problem, feed("track"), lang) for problem in (cell, again, more) for lang in LANGUAGES]
    assert said[0].text.startswith("第 5 条：纬度") and said[1].text.startswith("Record 5: ")
    assert said[2].text.endswith("与第 3 条重复") and said[3].text.endswith("repeats record 3")
    assert said[4].text.endswith("在第 3, 7–9 条") and said[5].text.endswith("records 3, 7–9")


def test_the_same_fault_reads_in_english() -> None:
    told = tell(Problem("cell.not_a_choice", 3, "status", "在家"), feed("fishing_vessels"), "en")
    assert told.column == "Status"
    assert told.expected.startswith("At sea / Returning / Sheltered in port")
    assert "Row 3" in told.text and "在家" in told.text


@pytest.mark.parametrize(
    ("lang", "names"), [("zh", ("定海区", "嵊泗县")), ("en", ("Dinghai District", "Shengsi County"))]
)
def test_districts_and_columns_are_called_by_their_names(lang: str, names: tuple[str, str]) -> None:
    rows = changed(
        sample_rows("aquaculture", "嵊泗县", 3), {1: {"县区": "定海区"}, 2: {"已撤离人数(人)": "9999"}}
    )
    texts = [
        tell(p, feed("aquaculture"), lang).text
        for p in checked("aquaculture", printed(rows), "shengsi").problems
    ]
    assert all(name in texts[0] for name in names)
    assert feed("aquaculture").column("people").title(lang) in texts[1]


def test_what_a_problem_itself_expected_comes_before_what_the_column_takes() -> None:
    problem = Problem("level.not_a_choice", column="grade", raw="marine", expected="none / IV / III / II / I")
    told = tell(problem, feed("levels"), "zh")
    assert (told.raw, told.expected) == ("海上响应", "无响应 / Ⅳ级 / Ⅲ级 / Ⅱ级 / Ⅰ级")
    assert (
        tell(problem, feed("levels"), "en").expected
        == "No response / Level IV / Level III / Level II / Level I"
    )


def test_a_very_long_cell_is_not_repeated_whole() -> None:
    told = tell(Problem("cell.too_long", 4, "name", "浙" * 100_000), feed("fishing_vessels"), "zh")
    assert len(told.text) < 200


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("form", all_feeds().values(), ids=all_feeds())
def test_what_a_column_takes_can_be_said(form: Feed, lang: str) -> None:
    for column in form.columns:
        _can_be_said(column, form, lang)


def _can_be_said(column: Column, form: Feed, lang: str) -> None:
    text = expected(column, form, lang)
    assert text.strip() and "（）" not in text and "()" not in text and "None" not in text
    if column.min is not None:
        assert f"{column.min:,.10g}" in text
    if column.max is not None:
        assert f"{column.max:,.10g}" in text
    if column.unit:
        assert form.unit(column.unit, lang) in text
    examples = {"全部", "均"} if column.type == "figure" else set()
    assert lang == "zh" or set(CHINESE.findall(text)) <= set("".join(examples))
