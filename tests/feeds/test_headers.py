import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.headers import LONGEST, fold, normalise


@pytest.mark.parametrize(
    "spelling",
    [
        "船名",
        " 船名 ",
        "船 名",
        "船\n名",
        "*船名",
        "船名＊",
        "船名（必填）",
        "船名(m)",
        "船名：",
        "\ufeff船名",
        "船名【必填】",
        "船名(必填)(艘)",
        "船名（如：浙普渔1号）",
        "船名（单位：万 艘）",
    ],
)
def test_spellings_of_a_header_are_one(spelling):
    assert normalise(spelling) == "船名"


def test_letter_case_width_and_underscores_do_not_matter():
    assert normalise("As of") == normalise("as_of") == normalise("ＡＳ＿ＯＦ") == "asof"


def test_a_bracket_inside_a_header_stays():
    assert normalise("客（渡）运航线") == "客(渡)运航线"


def test_a_header_that_is_all_bracket_stays():
    assert normalise("（米）") == "(米)"


def test_different_headers_stay_different():
    assert normalise("应转人数") != normalise("已转人数")


def test_a_bracket_that_says_something_else_makes_another_header():
    assert normalise("已撤离人数(计划)") == "已撤离人数(计划)" != normalise("已撤离人数")


def test_all_of_a_value_counts_but_its_width_case_and_spaces():
    assert fold(" ＷＧＳ－84 ") == fold("wgs-84")
    assert len({fold(value) for value in ("停运", "停运（计划）", "停运*", "停运：", "停_运")}) == 5


@settings(deadline=None)
@given(st.text(max_size=40))
def test_a_normalised_header_normalises_to_itself(text):
    assert normalise(normalise(text)) == normalise(text)
    assert fold(fold(text)) == fold(text)


def test_a_cell_far_too_long_for_a_header_is_left_as_it_is():
    assert normalise("a" + "()" * LONGEST) == "a" + "()" * LONGEST
