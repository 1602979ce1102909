"""Widths and numbers as workbooks keep them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.opened_workbooks import first
from views.sheets import MOST_ROWS, Book, Exact, width


def test_a_chinese_character_takes_two_columns() -> None:
    assert width(["船舶统一编号"]) - width(["vessel id no"]) == 0
    assert width(["甲"]) == width([]) == 8
    assert width(["很长的说明" * 40]) == 42


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_written_with_every_digit_that_tells_it_apart(number: float) -> None:
    assert float(f"{Exact(number):.16G}") == number


def test_a_whole_number_is_written_whole() -> None:
    assert f"{Exact(4332):.16G}" == "4332"


def test_what_is_no_number_is_an_empty_cell() -> None:
    book = Book()
    book.write(book.sheet("x"), 0, [float("nan"), None, "", float("inf"), 1.5], "number")
    assert [row[0] for row in first(book.bytes()).values] == [None, None, None, None, None, 1.5]


def test_more_rows_than_a_sheet_has_are_not_silently_cut() -> None:
    book = Book()
    with pytest.raises(ValueError, match="rows"):
        book.write(book.sheet("x"), 0, [None] * MOST_ROWS, "text")
