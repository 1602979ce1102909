from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.cells import Unreadable
from feeds.times import BEIJING, read_time, read_window

THREE = datetime(2025, 7, 28, 15, 0, tzinfo=BEIJING)


def fault(text, read=read_time, **options):
    with pytest.raises(Unreadable) as unreadable:
        read(text, **options)
    return unreadable.value.code


@pytest.mark.parametrize(
    "text",
    ["2025年7月28日15时", "2025年07月28日15时00分", "2025 年 7 月 28 日 15 时", "２０２５年７月２８日１５时",
     "2025年7月28日下午3时", "2025年7月28日15点整",
     "2025年7月28日 15:00", "2025-07-28 15:00", "2025-7-28 15:00:00", "2025/7/28 15:00", "2025.7.28 15:00",
     "2025-07-28T15:00", "20250728 1500",
     "20250728 15:00", "202507281500", "20250728150000", "2025072815", "2025-07-28T15:00+08:00",
     "2025-07-28T07:00Z", "2025-07-28T07:00:00.000Z",
     "2025-07-28 16:00:00+0900", "2025-07-28 03:00-04", "45866.625", "2025-07-28　15：00",
     " 2025-07-28 15时 "],
)  # fmt: skip
def test_three_in_the_afternoon_is_read_however_it_is_written(text):
    assert read_time(text) == THREE


def test_a_time_comes_back_in_utc():
    assert read_time("2025-07-28 15:00").tzinfo is UTC
    assert read_time("2025-07-28 15:00").isoformat() == "2025-07-28T07:00:00+00:00"


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [("2025年7月28日15时30分", 15, 30), ("2025年7月28日15点半", 15, 30), ("2025年7月28日15时5", 15, 5),
     ("2025/7/28 8:00:00", 8, 0),
     ("2025年7月28日上午8时", 8, 0), ("2025年7月28日中午12时", 12, 0), ("2025年7月28日晚上8点", 20, 0),
     ("2025年7月28日下午15时", 15, 0),
     ("2025年7月28日凌晨3时", 3, 0), ("2025-07-28 00:00", 0, 0), ("2025-07-28 23:59", 23, 59)],
)  # fmt: skip
def test_hours_and_minutes_of_the_day(text, hour, minute):
    assert read_time(text) == datetime(2025, 7, 28, hour, minute, tzinfo=BEIJING)


@pytest.mark.parametrize(
    "text", ["2025年7月31日24时", "2025-07-31 24:00", "2025-07-31 24:00:00", "20250731 2400"]
)
def test_twenty_four_is_the_next_days_midnight(text):
    assert read_time(text) == datetime(2025, 8, 1, tzinfo=BEIJING)


@settings(deadline=None)
@given(st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31)))
def test_a_printed_moment_is_read_back(moment):
    moment = moment.replace(microsecond=0, tzinfo=BEIJING)
    for form in ("%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y年%m月%d日%H时%M分%S秒", "%Y%m%d %H%M%S"):
        assert read_time(moment.strftime(form)) == moment
    assert read_time(moment.isoformat()) == moment
    assert read_time(moment.astimezone(timezone(timedelta(hours=-9.5))).isoformat()) == moment


@settings(deadline=None)
@given(st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31)))
def test_a_spreadsheets_serial_is_read_back_to_the_second(moment):
    moment = moment.replace(microsecond=0)
    days = (moment - datetime(1899, 12, 30)) / timedelta(days=1)
    assert read_time(f"{days:.9f}") == moment.replace(tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("today", "year"), [(date(2025, 7, 29), 2025), (date(2026, 1, 2), 2025), (date(2025, 3, 1), 2025)]
)
def test_a_time_without_a_year_is_the_one_nearest_to_today(today, year):
    assert read_time("7月28日15时", today=today) == datetime(year, 7, 28, 15, tzinfo=BEIJING)


def test_new_years_eve_read_in_january_is_last_years():
    assert read_time("12月31日20时", today=date(2026, 1, 1)) == datetime(2025, 12, 31, 20, tzinfo=BEIJING)


def test_a_leap_day_without_a_year_finds_a_leap_year_or_nothing():
    assert read_time("2月29日8时", today=date(2025, 1, 5)) == datetime(2024, 2, 29, 8, tzinfo=BEIJING)
    assert fault("2月29日8时", today=date(2026, 6, 1)) == "cell.not_a_time"


@pytest.mark.parametrize(
    "text", ["28日15时", "7月28日15时", "15时", "15:00", "2025-07-28", "2025年7月28日", "20250728", "45866"]
)
def test_a_time_with_a_part_missing_is_said_to_be_incomplete(text):
    assert fault(text) == "cell.time_incomplete"


def test_a_day_alone_is_incomplete_even_with_a_today():
    assert fault("28日15时", today=date(2025, 7, 29)) == "cell.time_incomplete"


@pytest.mark.parametrize("text", ["2025-07-28", "2025年7月28日", "2025/7/28", "20250728", "45866"])
def test_a_bare_date_is_its_midnight_where_that_will_do(text):
    assert read_time(text, date_only_ok=True) == datetime(2025, 7, 28, tzinfo=BEIJING)


@pytest.mark.parametrize(
    "text",
    ["2025-02-30 08:00", "2025-13-01 08:00", "2025年2月29日8时", "2025-07-28 25:00", "2025-07-28 24:01",
     "2025-07-28 12:60", "2025-07-28 8:5",
     "28/07/2025 15:00", "7/28/2025 15:00", "25-07-28 15:00", "2025-07-28 3:00 PM", "2025-07-28 15:00 左右",
     "2025年7月28日晚上12时",
     "2025年7月28日上午15时", "0025-07-28 15:00", "2025-07-281 5:00", "昨天15时", "13800000000", "200",
     "2025-07-28T15:00+15:00", "2025-07/28 15:00",
     "2025-07-28 15:00+08:75", "abc", "2025-07-28 1500"],
)  # fmt: skip
def test_what_is_not_a_moment_is_refused(text):
    assert fault(text) == "cell.not_a_time"


@pytest.mark.parametrize("text", ["", "—", "/", "无"])
def test_a_mark_for_nothing_is_no_time_and_no_window(text):
    assert read_time(text) is None
    assert read_window(text) is None


@settings(deadline=None)
@given(st.text(alphabet="0123456789年月日时分秒:-/. TZ+上下午", max_size=24))
def test_any_text_is_a_moment_or_nothing_or_unreadable(text):
    try:
        moment = read_time(text)
    except Unreadable as unreadable:
        assert unreadable.code in ("cell.not_a_time", "cell.time_incomplete")
    else:
        assert moment is None or moment.tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "window"),
    [("2025年7月30日白天", "2025-07-30 daytime"), ("2025年7月30日夜里", "2025-07-30 night"),
     ("2025年7月30日夜间", "2025-07-30 night"),
     ("2025-07-30 上午", "2025-07-30 morning"), ("2025/7/30下午", "2025-07-30 afternoon"),
     ("2025年7月30日早晨", "2025-07-30 early morning"),
     ("2025年7月30日傍晚", "2025-07-30 evening"), ("20250730白天", "2025-07-30 daytime"),
     ("2025-07-30 daytime", "2025-07-30 daytime")],
)  # fmt: skip
def test_a_part_of_a_day_is_read(text, window):
    assert read_window(text) == window


def test_a_window_without_a_year_takes_it_from_today():
    assert read_window("7月30日白天", today=date(2025, 7, 28)) == "2025-07-30 daytime"
    assert fault("7月30日白天", read_window) == "cell.time_incomplete"


@pytest.mark.parametrize(
    "text", ["白天", "2025-07-30", "2025-07-30 15:00", "2025年7月30日白天到夜里", "明日白天"]
)
def test_what_is_not_one_part_of_one_day_is_refused(text):
    assert fault(text, read_window) == "cell.not_a_window"


def test_a_window_on_an_impossible_day_is_refused():
    assert fault("2025年2月30日白天", read_window) == "cell.not_a_time"


@pytest.mark.parametrize(("hour", "read"), [("1", 13), ("3", 15), ("11", 11), ("12", 12)])
def test_one_at_noon_is_the_thirteenth_hour(hour: str, read: int) -> None:
    assert read_time(f"2025年7月28日中午{hour}时") == datetime(2025, 7, 28, read, tzinfo=BEIJING)


@pytest.mark.parametrize("hour", ["0", "4", "9", "10"])
def test_an_hour_far_from_noon_is_not_guessed(hour: str) -> None:
    assert fault(f"2025年7月28日中午{hour}时") == "cell.not_a_time"
