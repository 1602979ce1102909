"""Reads moments and parts of a day as people write them; a time without an offset is Beijing time."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone

from domain.clock import from_beijing
from feeds.cells import Unreadable, clean, is_nothing

BEIJING = timezone(timedelta(hours=8))
FORMS = "2025-07-28 15:00 / 2025年7月28日15时"
WINDOWS = {
    "白天": "daytime",
    "夜里": "night",
    "夜间": "night",
    "晚上": "night",
    "凌晨": "before dawn",
    "早晨": "early morning",
    "早上": "early morning",
    "上午": "morning",
    "中午": "noon",
    "下午": "afternoon",
    "傍晚": "evening",
}

# Day zero of the 1900 date system, two days early: it counts from 1 and believes in 29 February 1900.
_SERIAL_ZERO = datetime(1899, 12, 30, tzinfo=BEIJING)
_SERIAL = re.compile(r"[2-7][0-9]{4}(\.[0-9]+)?")
_DATES = (
    re.compile(r"(?:(?P<year>[0-9]{4})年)?(?:(?P<month>[0-9]{1,2})月)?(?P<day>[0-9]{1,2})[日号]"),
    re.compile(r"(?P<year>[0-9]{4})(?P<sign>[-/.])(?P<month>[0-9]{1,2})(?P=sign)(?P<day>[0-9]{1,2})(?!\d)"),
)
_COMPACT_DATE = re.compile(r"(?P<year>(?:19|20)[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
_ZONE = r"\s?(?P<zone>[zZ]|[+-][0-9]{2}(?::?[0-9]{2})?)?"
_HOUR = r"(?P<part>凌晨|早上|早晨|上午|中午|下午|傍晚|晚上)?\s?(?P<hour>[0-9]{1,2})"
_CLOCKS = (
    re.compile(
        _HOUR + r"[时点](?:(?P<half>半)|整|(?P<minute>[0-9]{1,2})分?(?:(?P<second>[0-9]{1,2})秒)?)?",
    ),
    re.compile(
        _HOUR + r":(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]+))?)?" + _ZONE,
    ),
)
_COMPACT_CLOCK = re.compile(
    r"(?P<hour>[0-9]{2})(?::?(?P<minute>[0-9]{2})(?::?(?P<second>[0-9]{2}))?)?" + _ZONE
)


def read_time(text: str, today: date | None = None, date_only_ok: bool = False) -> datetime | None:
    """The moment a cell states, aware in UTC; None where it states nothing.

    `today` supplies the year of `7月28日15时`: the one that brings it nearest. A bare date is its midnight,
    where `date_only_ok`. Raises Unreadable: cell.not_a_time, cell.time_incomplete (no hour, month or year).
    """
    if is_nothing(text):
        return None
    tidy = _tidy(text)
    moment = _serial(tidy, date_only_ok) if _SERIAL.fullmatch(tidy) else _written(tidy, today, date_only_ok)
    return moment.astimezone(UTC)


def read_moment(text: str) -> datetime:
    """A moment given by itself, as in a cell or as ISO text. Raises Unreadable, ValueError where nothing is stated."""
    return read_time(text) or from_beijing(text)


def read_window(text: str, today: date | None = None) -> str | None:
    """A part of a day, such as "2025-07-30 daytime" for `2025年7月30日白天`; None where nothing is stated.

    Raises Unreadable: cell.not_a_window, cell.time_incomplete (no year or month to be had).
    """
    if is_nothing(text):
        return None
    found = _find_date(_tidy(text), today)
    word = found[1].strip() if found else ""
    if found is None or word not in (*WINDOWS, *WINDOWS.values()):
        raise Unreadable("cell.not_a_window", "2025年7月30日白天")
    return f"{found[0].isoformat()} {WINDOWS.get(word, word)}"


def _tidy(text: str) -> str:
    return re.sub(" ?([年月日号时点分秒]) ?", r"\1", clean(text))


def _serial(text: str, date_only_ok: bool) -> datetime:
    if "." not in text and not date_only_ok:
        raise Unreadable("cell.time_incomplete", FORMS)
    return _SERIAL_ZERO + timedelta(seconds=round(float(text) * 86400))


def _written(text: str, today: date | None, date_only_ok: bool) -> datetime:
    found = _find_date(text, today)
    if found is None:
        alone = any(clock.fullmatch(text) for clock in _CLOCKS)
        raise Unreadable("cell.time_incomplete" if alone else "cell.not_a_time", FORMS)
    day, rest = found
    if not rest and not date_only_ok:
        raise Unreadable("cell.time_incomplete", FORMS)
    return _at(day, rest, text) if rest else datetime.combine(day, time(), BEIJING)


def _find_date(text: str, today: date | None) -> tuple[date, str] | None:
    """The date a text begins with, and what follows it."""
    for form in (*_DATES, _COMPACT_DATE):
        if match := form.match(text):
            return _date(match, today), text[match.end() :]
    return None


def _date(match: re.Match[str], today: date | None) -> date:
    if match["month"] is None or (match["year"] is None and today is None):
        raise Unreadable("cell.time_incomplete", FORMS)
    month, day = int(match["month"]), int(match["day"])
    near = today or date(int(match["year"]), 1, 1)
    years = [int(match["year"])] if match["year"] else [near.year - 1, near.year, near.year + 1]
    possible = [found for year in years if (found := _possible(year, month, day))]
    if not possible:
        raise Unreadable("cell.not_a_time", FORMS)
    return min(possible, key=lambda found: abs(found - near))


def _possible(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1900 <= year <= 2100 else None
    except ValueError:
        return None


def _at(day: date, rest: str, text: str) -> datetime:
    """That day at the time of day `rest` states; 24:00 is the next day's midnight."""
    clock = rest.lstrip(" Tt")
    forms = (*_CLOCKS, _COMPACT_CLOCK) if _COMPACT_DATE.match(text) else _CLOCKS
    match = next((found for form in forms if (found := form.fullmatch(clock))), None)
    if match is None:
        raise Unreadable("cell.not_a_time", FORMS)
    parts = match.groupdict()
    hour, minute, second = _hour(parts), _minute(parts), int(parts.get("second") or 0)
    if minute > 59 or second > 59 or hour > 24 or (hour == 24 and (minute or second)):
        raise Unreadable("cell.not_a_time", FORMS)
    fraction = int((parts.get("fraction") or "0")[:6].ljust(6, "0"))
    midnight = datetime.combine(day, time(), _zone(parts.get("zone")))
    return midnight + timedelta(hours=hour, minutes=minute, seconds=second, microseconds=fraction)


def _hour(parts: dict[str, str | None]) -> int:
    """The hour of 24; 下午3时 is 15, 中午1时 is 13, and 晚上12时 is refused: nobody knows which midnight."""
    hour, part = int(parts["hour"] or 0), parts.get("part")
    if part == "中午" and hour < 11:
        return _after_noon(hour)
    if part in ("下午", "傍晚", "晚上") and hour < 12:
        return hour + 12
    if (part in ("晚上", "凌晨") and hour == 12) or (part in ("凌晨", "早上", "早晨", "上午") and hour > 12):
        raise Unreadable("cell.not_a_time", FORMS)
    return hour


def _after_noon(hour: int) -> int:
    if not 1 <= hour <= 3:  # 中午9时 is neither 9 nor 21
        raise Unreadable("cell.not_a_time", FORMS)
    return hour + 12


def _minute(parts: dict[str, str | None]) -> int:
    return 30 if parts.get("half") else int(parts.get("minute") or 0)


def _zone(written: str | None) -> timezone:
    if written is None:
        return BEIJING
    if written in "zZ":
        return UTC
    digits = written[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if offset > timedelta(hours=14) or int(digits[2:]) > 59:
        raise Unreadable("cell.not_a_time", FORMS)
    return timezone(-offset if written[0] == "-" else offset)
