"""Moments as the services write them: Beijing time without a zone, or ISO with one."""

import re
from datetime import UTC, datetime, tzinfo

from domain import clock
from domain.problems import Problem, Refused
from loaders.limits import MOST_RAW

_SPELT = re.compile(
    r"(?P<year>\d{4})[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})[ T](?P<hour>\d{1,2}):(?P<minute>\d{2})(:(?P<second>\d{2}))?(\.\d+)?"
)
_COMPACT = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?P<hour>\d{2})(?P<minute>\d{2})?")
# The oldest track there is begins in 1842 (IBTrACS); services write the year 1 where they have no moment.
FIRST_YEAR, LAST_YEAR = 1842, 2199


def beijing(text: object, row: int | None = None) -> datetime:
    """2021/10/2 8:00:00, 2025-07-28T15:00:00 or 202507281500 on a Beijing clock; a zone that is written counts.

    Raises Refused("file.not_a_moment", row) for anything else.
    """
    said = str(text or "").strip()
    return _moment(said, _SPELT.fullmatch(said) or _COMPACT.fullmatch(said), clock.BEIJING, row)


def utc(text: str, row: int | None = None) -> datetime:
    """2025072806 or 202507280600 in UTC. Raises Refused("file.not_a_moment", row)."""
    said = text.strip()
    if not (found := _COMPACT.fullmatch(said)):
        raise not_a_moment(said, row)
    return _moment(said, found, UTC, row)


def not_a_moment(said: str, row: int | None = None) -> Refused:
    """The refusal of what is no moment, or none at which there can have been a storm."""
    return Refused([Problem("file.not_a_moment", row=row, raw=said[:MOST_RAW])])


def _moment(said: str, found: re.Match[str] | None, zone: tzinfo, row: int | None) -> datetime:
    try:
        at = datetime(**_parts(found), tzinfo=zone).astimezone(UTC) if found else clock.from_beijing(said)
    except (ValueError, OverflowError):
        raise not_a_moment(said, row) from None
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise not_a_moment(said, row)
    return at


def _parts(found: re.Match[str]) -> dict[str, int]:
    return {name: int(value) for name, value in found.groupdict().items() if value is not None}
