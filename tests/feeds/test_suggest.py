"""What a cell or a header was probably meant to say."""

import pytest

from domain.problems import Problem
from feeds import feed
from feeds.suggest import header_for, headers_for, meant
from tests.papers import changed, checked, printed, sample_rows

BOATS = feed("fishing_vessels")


@pytest.mark.parametrize(
    ("raw", "choice"),
    [("在港避凤", "在港避风"), ("已返航", "返航"), ("停运管制", "停运管控"), ("XYZ", None), ("", None)],
)
def test_the_nearest_choice_is_offered_and_none_where_nothing_is_near(raw: str, choice: str | None) -> None:
    assert meant(Problem("cell.not_a_choice", 3, "status", raw), BOATS) == choice


def test_only_a_wrong_choice_has_a_near_one() -> None:
    assert meant(Problem("cell.not_a_number", 3, "crew", "若干"), BOATS) is None


@pytest.mark.parametrize(
    ("headers", "guess"),
    [
        (["船号", "船舶现状态", "人"], "船舶现状态"),
        (["在港情况", "天气"], "在港情况"),
        (["甲", "乙"], None),
        ([], None),
    ],
)
def test_the_nearest_header_is_guessed(headers: list[str], guess: str | None) -> None:
    assert header_for(BOATS.column("status"), headers) == guess


STATES, WORDS = ["出海", "返航", "在港避风", "还没问到"], ["甲", "乙", "丙", "丁"]


@pytest.mark.parametrize(
    ("missing", "free", "guessed"),
    [
        (["status"], {"列9": WORDS, "列10": STATES}, {"status": "列10"}),
        (["status"], {"船舶现状态": WORDS, "列10": STATES}, {"status": "船舶现状态"}),
        (["status"], {"列9": WORDS, "列10": ["", *WORDS]}, {}),
        (["name"], {"列9": WORDS}, {"name": "列9"}),
        (["name", "status"], {"列9": STATES}, {"status": "列9"}),
        (["name", "kind"], {"列9": WORDS}, {}),
        (["name"], {}, {}),
    ],
)
def test_a_header_that_tells_nothing_is_guessed_by_what_stands_beneath_it(missing, free, guessed) -> None:
    assert headers_for(BOATS, missing, free) == guessed


def test_where_the_check_knows_what_was_meant_that_is_offered() -> None:
    rows = sample_rows("aquaculture", "嵊泗县", 3)
    swapped = {"经度": rows[1]["纬度"], "纬度": rows[1]["经度"]}
    found = checked("aquaculture", printed(changed(rows, {1: swapped, 2: {"县区": ""}})), "shengsi").problems
    assert [meant(problem, feed("aquaculture")) for problem in found] == [
        rows[1]["经度"], rows[1]["纬度"], "嵊泗县",
    ]  # fmt: skip
