"""Moments: kept aware in UTC, shown in Beijing time."""

from datetime import UTC, datetime, timedelta, timezone

# China has kept UTC+8 all year since 1992, so a fixed offset is exact and needs no zone file on the machine.
LONGEST_DAY = len("2025-07-28")
BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")


def to_beijing(at: datetime) -> datetime:
    """The same moment on a Beijing clock. ValueError if the moment has no zone."""
    return _aware(at).astimezone(BEIJING)


def to_utc(at: datetime) -> datetime:
    """The same moment in UTC. ValueError if the moment has no zone."""
    return _aware(at).astimezone(UTC)


def from_beijing(text: str) -> datetime:
    """UTC moment of ISO text; without a zone it is Beijing time. ValueError if it is not a moment, or only a day."""
    if len(text.strip()) <= LONGEST_DAY:
        raise ValueError("clock.no_hour")
    at = datetime.fromisoformat(text.strip())
    return (at if at.tzinfo else at.replace(tzinfo=BEIJING)).astimezone(UTC)


def iso(at: datetime) -> str:
    """2025-07-28T15:00+08:00, with seconds only where there are any."""
    local = to_beijing(at).replace(microsecond=0)
    return local.isoformat(timespec="seconds" if local.second else "minutes")


def stamp(at: datetime) -> str:
    """2025-07-28 15:00, Beijing."""
    return f"{to_beijing(at):%Y-%m-%d %H:%M}"


def hhmm(at: datetime) -> str:
    """15:00, Beijing."""
    return f"{to_beijing(at):%H:%M}"


def _aware(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("clock.no_zone")
    return at
