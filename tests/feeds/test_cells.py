import pytest

from feeds import cells
from feeds.cells import Unreadable


def test_full_width_signs_become_half_width():
    assert cells.clean("ＺＳＹ－００１２（甲）") == "ZSY-0012(甲)"


def test_spaces_of_every_kind_become_single_and_leave_the_ends():
    assert cells.clean("　浙普渔 \u00a0\t 68\n") == "浙普渔 68"


@pytest.mark.parametrize("hidden", ["\u202e", "\u2066", "\u200b", "\u200f", "\ufeff", "\x00", "\x1b", "\x7f"])
def test_what_cannot_be_seen_is_taken_out(hidden):
    assert cells.clean(f"浙普{hidden}渔") == "浙普渔"


def test_signs_that_only_look_like_digits_are_left_alone():
    assert cells.clean("5³ ½ ① Ⅳ") == "5³ ½ ① Ⅳ"


@pytest.mark.parametrize("text", ["", "  ", "—", "——", "-", "/", "／", " 无 ", "N/A", "－", "\u200b"])
def test_marks_for_nothing_say_nothing(text):
    assert cells.is_nothing(text)


@pytest.mark.parametrize("text", ["0", "否", "无船", "-1", "NAN"])
def test_a_value_is_not_nothing(text):
    assert not cells.is_nothing(text)


@pytest.mark.parametrize(
    "text", ["是", "有", "已", "√", "✓", "Y", "y", "YES", "1", "１", "true", "TRUE", "已落实", " 是 "]
)
def test_yes_is_said_in_many_ways(text):
    assert cells.read_flag(text) is True


@pytest.mark.parametrize("text", ["否", "无", "未", "×", "N", "no", "0", "０", "false", "未落实", "没有"])
def test_no_is_said_in_many_ways(text):
    assert cells.read_flag(text) is False


@pytest.mark.parametrize("text", ["", "—", "/", "N/A"])
def test_a_flag_left_out_is_neither(text):
    assert cells.read_flag(text) is None


@pytest.mark.parametrize("text", ["是否", "2", "部分", "是/否", "已经"])
def test_what_is_neither_yes_nor_no_is_no_flag(text):
    with pytest.raises(Unreadable) as fault:
        cells.read_flag(text)
    assert (fault.value.code, fault.value.expected) == ("cell.not_a_flag", "是 / 否")
