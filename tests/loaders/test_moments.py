"""Moments as the services write them."""

from datetime import UTC, datetime

import pytest

from domain.problems import Refused
from loaders.moments import beijing, utc

SEVEN_UTC = datetime(2025, 7, 28, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2025-07-28T15:00:00",
        "2025-07-28 15:00:00",
        "2025/7/28 15:00:00",
        "2025-07-28 15:00:00.0",
        "2025-07-28T15:00",
        "202507281500",
        "2025072815",
        " 2025-07-28T15:00+08:00 ",
        "2025-07-28T07:00:00Z",
        "2025-07-28T07:00:00+00:00",
        "2025-07-28T07:00:00.000Z",
    ],
)
def test_a_moment_without_a_zone_is_on_a_beijing_clock_and_a_zone_that_is_written_counts(text: str) -> None:
    assert beijing(text) == SEVEN_UTC
    assert beijing(text).tzinfo is UTC


@pytest.mark.parametrize("text", ["2025072807", "202507280700"])
def test_bulletins_and_bare_digits_are_in_utc(text: str) -> None:
    assert utc(text) == SEVEN_UTC


@pytest.mark.parametrize(
    "text",
    [None, "", "null", 0, [], {}, True, "2025-07-28", "28日15时", "2025-02-30 08:00", "2025-07-28 24:00", "0001-01-01 00:00:00", "0001-01-01T00:00:00",
     "9999-12-31T23:00:00Z", "/Date(-62135596800000+0800)/", 1753686000],
)  # fmt: skip
def test_what_is_no_moment_of_a_storm_is_refused_naming_the_record(text: object) -> None:
    with pytest.raises(Refused) as refusal:
        beijing(text, 7)
    (problem,) = refusal.value.problems
    assert (problem.code, problem.row) == ("file.not_a_moment", 7)


@pytest.mark.parametrize("text", ["", "20250728", "2025-07-28T07:00", "2025073207"])
def test_what_is_no_moment_in_utc_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refusal:
        utc(text, 7)
    assert refusal.value.problems[0].code == "file.not_a_moment"
