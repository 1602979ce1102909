"""A cell reads as a person sees it."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.numbers import looks_scientific
from loaders.workbook.cells import shown, text

MIDNIGHT = date(2025, 7, 28)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (12.0, "12"),
        (12, "12"),
        (-3.0, "-3"),
        (1.5, "1.5"),
        (0.1 + 0.2, "0.3"),
        (122.10712, "122.10712"),
        (1e-7, "0.0000001"),
        (0.5, "0.5"),
        (13805801234.0, "13805801234"),
        (123456789012345.0, "123456789012345"),
        (True, "是"),
        (False, "否"),
        ("0580 ", "0580 "),
        ("330921198001011234", "330921198001011234"),
        (datetime(2025, 7, 28, 15), "2025-07-28 15:00"),
        (datetime(2025, 7, 28, 15, 0, 30), "2025-07-28 15:00:30"),
        (datetime(2025, 7, 28, 14, 59, 59, 999999), "2025-07-28 15:00"),
        (MIDNIGHT, "2025-07-28"),
        (time(15, 0), "15:00"),
        (time(15, 19, 58, 800000), "15:19:59"),
        (timedelta(hours=36), "36:00"),
        (timedelta(minutes=-90), "-1:30"),
    ],
)
def test_a_value_is_said_as_it_is_seen(value: object, said: str) -> None:
    assert text(value) == said


@pytest.mark.parametrize("value", [330921198001011234.0, 1234567890123456.0, 1e15, 330921198001011234])
def test_a_number_that_has_lost_digits_never_looks_like_an_id(value: float) -> None:
    assert looks_scientific(text(value))


@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_every_shorter_number_keeps_all_its_digits(value: int) -> None:
    assert text(float(value)) == text(value) == str(value)


@given(st.integers(10**6, 10**9), st.integers(0, 10**6))
def test_a_position_keeps_its_millionths(whole: int, part: int) -> None:
    assert float(text(whole % 180 + part / 10**6)) == round(whole % 180 + part / 10**6, 6)


@pytest.mark.parametrize(
    ("value", "display", "said"),
    [
        (13800000000.0, "scientific", "1.38E+10"),
        (13805801234.0, "scientific", "13805801234"),
        (120.0, "scientific", "120"),
        (0.5, "scientific", "0.5"),
        (123.0, "zeros 6", "000123"),
        (1234567.0, "zeros 6", "1234567"),
        (1.5, "zeros 6", "1.5"),
        ("甲", "zeros 6", "甲"),
        (True, "zeros 6", "是"),
        (MIDNIGHT, "clock", "2025-07-28 00:00"),
        (datetime(2025, 7, 28, 15), "clock", "2025-07-28 15:00"),
    ],
)
def test_a_number_format_counts_where_it_changes_what_is_said(value: object, display: str, said: str) -> None:
    assert shown(value, display) == said
