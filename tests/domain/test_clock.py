from datetime import UTC, datetime

import pytest

from domain import clock

AFTERNOON = datetime(2025, 7, 28, 7, 0, tzinfo=UTC)


def test_a_moment_is_shown_on_a_beijing_clock():
    assert clock.stamp(AFTERNOON) == "2025-07-28 15:00"
    assert clock.hhmm(AFTERNOON) == "15:00"
    assert clock.to_beijing(AFTERNOON).hour == 15


def test_iso_text_says_its_zone():
    assert clock.iso(AFTERNOON) == "2025-07-28T15:00+08:00"
    assert clock.iso(AFTERNOON.replace(second=9, microsecond=5)) == "2025-07-28T15:00:09+08:00"


@pytest.mark.parametrize("text", ["2025-07-28T15:00", "2025-07-28T15:00+08:00", "2025-07-28 07:00:00Z"])
def test_text_without_a_zone_is_beijing_time(text):
    assert clock.from_beijing(text) == AFTERNOON


def test_the_last_hours_of_a_utc_day_belong_to_the_next_day_in_beijing():
    assert clock.stamp(datetime(2025, 7, 28, 20, 30, tzinfo=UTC)) == "2025-07-29 04:30"


@pytest.mark.parametrize("use", [clock.to_beijing, clock.to_utc, clock.iso, clock.hhmm])
def test_a_moment_without_a_zone_is_refused(use):
    with pytest.raises(ValueError, match=r"clock\.no_zone"):
        use(datetime(2025, 7, 28, 15))
