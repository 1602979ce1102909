"""Moments as the services write them: Beijing time without a zone, or ISO with one."""

import re
from datetime import UTC, datetime

from domain import clock
from domain.problems import Problem, Refused

_BEIJING = re.compile(
    r"(?P<year>\d{4})[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})[ T](?P<hour>\d{1,2}):(?P<minute>\d{2})(:(?P<second>\d{2}))?(\.\d+)?"
)
_COMPACT = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?P<hour>\d{2})(?P<minute>\d{2})?")


def beijing(text: object, row: int | None = None) -> datetime:
    """2021/10/2 8:00:00, 2025-07-28T15:00:00 or 202507281500 on a Beijing clock; a zone that is written counts.

    Raises Refused("file.not_a_moment", row) for anything else.
    """
    said = str(text or "").strip()
    found = _BEIJING.fullmatch(said) or _COMPACT.fullmatch(said)
    try:
        if not found:
            return clock.from_beijing(said)
        return datetime(**_parts(found), tzinfo=clock.BEIJING).astimezone(UTC)
    except ValueError:
        raise Refused([Problem("file.not_a_moment", row=row, raw=said)]) from None


def utc(text: str, row: int | None = None) -> datetime:
    """2025072806 or 202507280600 in UTC. Raises Refused("file.not_a_moment", row)."""
    found = _COMPACT.fullmatch(text.strip())
    try:
        if not found:
            raise ValueError("file.not_a_moment")
        return datetime(**_parts(found), tzinfo=UTC)
    except ValueError:
        raise Refused([Problem("file.not_a_moment", row=row, raw=text)]) from None


def _parts(found: re.Match[str]) -> dict[str, int]:
    return {name: int(value) for name, value in found.groupdict().items() if value is not None}
