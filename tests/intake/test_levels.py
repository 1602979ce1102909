"""A response level gets in as its issuer may declare it, one by one or as a file, whole or not at all."""

import pytest

from domain.problems import Refused
from feeds import feed
from feeds.sentences import tell
from intake.draft import examine
from intake.levels import declare
from intake.receive import receive
from store import writing
from store.ledger import Ledger
from tests.levels import DECISION, NOON, one_person
from tests.papers import BAD, SAMPLES, changed, printed, sample_rows
from tests.store.boats import count

LEVELS = feed("levels")


@pytest.fixture
def ledger(ledger: Ledger) -> Ledger:
    """One person's word is enough here; tests/intake/test_proposals.py has the two."""
    return one_person(ledger)


def said(ledger: Ledger) -> list[tuple[str, str, str]]:
    """Declarations, oldest first: issuer, grade, verb."""
    entries = ledger.entries(kinds=["declaration"], newest_first=False)
    return [(e.detail["issuer"], e.detail["grade"], e.detail["verb"]) for e in entries]


def test_a_declaration_is_one_entry_with_its_basis_and_its_hour(ledger: Ledger) -> None:
    entry = declare(ledger, actor="值班员", **DECISION).entry
    assert (entry.kind, entry.feed, entry.scope, entry.actor, entry.as_of) == (
        "declaration",
        "levels",
        "city",
        "值班员",
        NOON,
    )
    assert entry.detail == {**DECISION, "effective_at": "2025-07-28T12:00+08:00"}


@pytest.mark.parametrize(
    ("wrong", "column", "expected"),
    [
        ({"issuer": "msa", "grade": "marine"}, "grade", "无响应 / Ⅳ级 / Ⅲ级 / Ⅱ级 / Ⅰ级"),
        ({"grade": "red"}, "grade", "无响应 / 海上响应 / Ⅳ级 / Ⅲ级 / Ⅱ级 / Ⅰ级"),
        (
            {"issuer": "observatory"},
            "grade",
            "无响应 / 蓝色预警信号 / 黄色预警信号 / 橙色预警信号 / 红色预警信号",
        ),
        ({"issuer": "mayor"}, "issuer", "市防指 / 省防指 / 舟山海事局 / 浙江海事局 / 国家防总 / 市气象台"),
        ({"scope": "ningbo"}, "scope", "全市 / 定海区 / 普陀区 / 岱山县 / 嵊泗县 / 新城 / 普陀山"),
        ({"verb": "announce"}, "verb", "启动 / 提升 / 调整 / 维持 / 结束 / 终止"),
        ({"verb": "end"}, "grade", "无响应"),
        ({"grade": "none"}, "verb", "结束 / 终止"),
        ({"basis": "  "}, "basis", "文字，200 字以内"),
    ],
)
def test_what_an_issuer_cannot_declare_is_refused_naming_what_was_expected(
    ledger: Ledger, wrong: dict, column: str, expected: str
) -> None:
    with pytest.raises(Refused) as refusal:
        declare(ledger, actor="值班员", **{**DECISION, **wrong})
    (problem,) = refusal.value.problems
    told = tell(problem, LEVELS, "zh")
    assert (problem.column, problem.row, told.expected) == (column, None, expected)
    assert (
        expected in told.text and "None" not in told.text and "None" not in tell(problem, LEVELS, "en").text
    )
    assert ledger.position() == 1


def test_all_faults_of_a_declaration_are_named_together(ledger: Ledger) -> None:
    with pytest.raises(Refused) as refusal:
        declare(ledger, actor="值班员", **{**DECISION, "grade": "red", "scope": "ningbo", "basis": ""})
    assert {problem.column for problem in refusal.value.problems} == {"grade", "scope", "basis"}


def test_an_end_ends(ledger: Ledger) -> None:
    declare(ledger, actor="值班员", **{**DECISION, "grade": "none", "verb": "end"})
    assert said(ledger) == [("city_hq", "none", "end")]


def test_a_file_of_levels_becomes_one_declaration_a_row(ledger: Ledger) -> None:
    data = (SAMPLES / "levels.csv").read_bytes()
    outcome = receive(ledger, LEVELS, "city", data, "响应.csv", "值班员")
    assert said(ledger) == [
        ("zhejiang_msa", "IV", "start"),
        ("city_hq", "marine", "start"),
        ("city_hq", "IV", "adjust"),
    ]
    assert outcome.receipt.entry.seq == ledger.position() == 5
    assert {ledger.file(entry.sha256) for entry in ledger.entries(kinds=["declaration"])} == {data}


def test_the_same_file_of_levels_declares_nothing_twice(ledger: Ledger) -> None:
    data = (SAMPLES / "levels.csv").read_bytes()
    first, again = (receive(ledger, LEVELS, "city", data, "响应.csv", "值班员").receipt for _ in range(2))
    assert (again.entry, again.first, ledger.position()) == (first.entry, False, 5)


def test_a_grade_the_issuer_does_not_have_refuses_the_whole_file(ledger: Ledger) -> None:
    outcome = receive(
        ledger, LEVELS, "city", (BAD / "levels.grade-the-issuer-lacks.csv").read_bytes(), "响应.csv", "值班员"
    )
    assert [(p.code, p.row, p.column, p.raw) for p in outcome.draft.problems] == [
        ("cell.not_a_choice", 2, "grade", "marine"),
        ("cell.not_a_choice", 4, "grade", "red"),
    ]
    assert tell(outcome.draft.problems[0], LEVELS, "zh").expected == "无响应 / Ⅳ级 / Ⅲ级 / Ⅱ级 / Ⅰ级"
    assert (said(ledger), outcome.entry.kind) == ([], "refusal")


def test_a_level_that_has_ended_is_not_declared_in_force(ledger: Ledger) -> None:
    outcome = receive(
        ledger, LEVELS, "city", (BAD / "levels.ended-yet-in-force.csv").read_bytes(), "响应.csv", "值班员"
    )
    assert [(p.code, p.row, p.column) for p in outcome.draft.problems] == [("cell.not_a_choice", 4, "grade")]
    assert said(ledger) == []


def test_faults_of_levels_are_found_when_the_file_is_looked_at(ledger: Ledger) -> None:
    draft = examine(
        ledger, LEVELS, "city", (BAD / "levels.grade-the-issuer-lacks.csv").read_bytes(), "响应.csv"
    )
    assert draft.refused
    assert ledger.position() == 1


def test_a_row_with_an_unreadable_cell_is_faulted_once(ledger: Ledger) -> None:
    rows = changed(sample_rows("levels"), {0: {"响应等级": "五级"}})
    draft = examine(ledger, LEVELS, "city", printed(rows), "响应.csv")
    assert [(p.code, p.raw) for p in draft.problems] == [("cell.not_a_choice", "五级")]


def test_a_county_does_not_send_the_citys_levels(ledger: Ledger) -> None:
    draft = examine(ledger, LEVELS, "putuo", (SAMPLES / "levels.csv").read_bytes(), "响应.csv")
    assert [p.code for p in draft.problems] == ["file.city_only"]
    assert "普陀区" in tell(draft.problems[0], LEVELS, "zh").text


def test_a_disk_that_fails_at_the_last_row_leaves_no_row(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, written = writing.chain_on, []

    def fail(*given: object, **more: object) -> object:
        if len(written) == 2:
            raise OSError("disk full")
        written.append(write(*given, **more))
        return written[-1]

    monkeypatch.setattr(writing, "chain_on", fail)
    with pytest.raises(OSError, match="disk full"):
        receive(ledger, LEVELS, "city", (SAMPLES / "levels.csv").read_bytes(), "响应.csv", "值班员")
    assert (said(ledger), count(ledger, "files")) == ([], 0)


def test_grades_and_issuers_are_read_in_the_ways_people_write_them(ledger: Ledger) -> None:
    rows = changed(
        sample_rows("levels"), {2: {"响应等级": "IV", "动作": "adjust"}, 1: {"发布单位": "city_hq"}}
    )
    receive(ledger, LEVELS, "city", printed(rows), "响应.csv", "值班员")
    assert said(ledger)[1:] == [("city_hq", "marine", "start"), ("city_hq", "IV", "adjust")]


def test_a_grade_misread_by_a_scanner_is_shown_and_not_taken(ledger: Ledger) -> None:
    rows = changed(sample_rows("levels"), {2: {"响应等级": "郁级"}})
    problems = examine(ledger, LEVELS, "city", printed(rows), "响应.csv").problems
    assert [(p.code, p.row, p.raw) for p in problems if p.severity == "error"] == [
        ("cell.misread", 4, "郁级")
    ]
