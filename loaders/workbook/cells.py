"""Values of a workbook's cells as the text a person sees: `12`, `2025-07-28 15:00`, 是; never a rounded id."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

# A spreadsheet keeps fifteen digits of a number; of one with more the last are gone.
FIRST_INEXACT = 1e15
# Below this a scientific display hides nothing that anybody writes into a form.
LEAST_SCIENTIFIC = 1e5


def text(value: object) -> str:
    """What a cell says: whole numbers without `.0`, moments to the second, yes and no as 是 and 否.

    A number of more than fifteen digits comes out as `3.30921E+17`, as the spreadsheet shows it: lost digits
    must not look like an id.
    """
    return _TEXTS[type(value)](value)


def shown(value: object, display: str) -> str:
    """What a cell says where its number format matters: display is "scientific", "clock" or "zeros N".

    `000123` has its zeros from the format; midnight shows only where hours do; `1.38E+10` with nothing but
    zeros behind it has lost its digits.
    """
    if display == "clock" and type(value) is date:
        return f"{text(value)} 00:00"
    if not isinstance(value, int | float) or isinstance(value, bool) or value < 0 or value != int(value):
        return text(value)
    scientific = f"{value:.2E}"
    if display == "scientific" and value >= LEAST_SCIENTIFIC and float(scientific) == value:
        return scientific
    return (
        text(value).zfill(int(display.removeprefix("zeros "))) if display.startswith("zeros") else text(value)
    )


def _number(value: float) -> str:
    if abs(value) >= FIRST_INEXACT:
        return f"{value:.6G}"
    if value == int(value):
        return str(int(value))
    said = f"{value:.15g}"
    return f"{Decimal(said):f}" if "e" in said else said


def _moment(value: datetime) -> str:
    whole = _to_second(value)
    return f"{whole:%Y-%m-%d %H:%M:%S}" if whole.second else f"{whole:%Y-%m-%d %H:%M}"


def _to_second(value: datetime) -> datetime:
    """Days as a fraction do not hold a second exactly."""
    return (value + timedelta(microseconds=500_000)).replace(microsecond=0)


def _clock(value: time) -> str:
    whole = _to_second(datetime.combine(date(2000, 1, 1), value)).time()
    return f"{whole:%H:%M:%S}" if whole.second else f"{whole:%H:%M}"


def _span(value: timedelta) -> str:
    seconds = round(value.total_seconds())
    sign, (minutes, seconds) = "-" if seconds < 0 else "", divmod(abs(seconds), 60)
    return f"{sign}{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")


_TEXTS: dict[type, Callable] = {
    str: str,
    float: _number,
    int: _number,
    bool: lambda value: "是" if value else "否",
    datetime: _moment,
    date: date.isoformat,
    time: _clock,
    timedelta: _span,
}
