"""Which response levels are in force: a fold over the declarations known at a moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from domain.levels import GRADES, ISSUERS, direction


@dataclass(frozen=True, slots=True)
class Declaration:
    """One decision of an issuer, as the ledger keeps it; `entry` is the ledger's number of it."""

    issuer: str
    scope: str
    grade: str
    verb: str
    effective_at: datetime
    basis: str
    entry: int
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Level:
    """A series in force; `since` is when this grade began, `direction` comes from the grade before, not the verb."""

    issuer: str
    scope: str
    grade: str
    verb: str
    since: datetime
    direction: str
    basis: str
    entry: int
    received_at: datetime

    def hours(self, now: datetime) -> float:
        """Hours in force."""
        return (now - self.since).total_seconds() / 3600


def in_force(declarations: Iterable[Declaration], now: datetime) -> list[Level]:
    """The levels in force at `now`, the headquarters' own first, then by rank; ended series are left out."""
    latest: dict[tuple[str, str], Level] = {}
    for said in sorted(declarations, key=lambda d: (d.effective_at, d.entry)):
        if said.effective_at <= now:
            key = said.issuer, said.scope
            latest[key] = _after(latest.get(key), said)
    active = [level for level in latest.values() if level.grade != "none"]
    order = list(ISSUERS)
    return sorted(
        active, key=lambda level: (order.index(level.issuer), -GRADES[level.grade].rank, level.scope)
    )


def governing(levels: Iterable[Level], issuer: str) -> str:
    """The grade that decides what is asked for: the issuer's own for the whole city, "none" when it has none."""
    return next((level.grade for level in levels if level.issuer == issuer and level.scope == "city"), "none")


@dataclass(frozen=True, slots=True)
class Step:
    """A grade of an issuer for the whole city; `known_at` is when it was in force and could be known to be."""

    grade: str
    known_at: datetime


def steps(declarations: Iterable[Declaration], issuer: str, now: datetime) -> list[Step]:
    """What an issuer has asked for of the whole city up to `now`, in the order in which it took effect."""
    return [
        Step(said.grade, max(said.effective_at, said.received_at))
        for said in sorted(declarations, key=lambda d: (d.effective_at, d.entry))
        if (said.issuer, said.scope) == (issuer, "city") and said.effective_at <= now
    ]


def began(declarations: Iterable[Declaration], issuer: str, now: datetime) -> datetime | None:
    """Since when an issuer has asked for anything of the whole city, and could be known to; none when it does not now."""
    start = None
    for step in steps(declarations, issuer, now):
        start = None if step.grade == "none" else start or step.known_at
    return start


def _after(before: Level | None, said: Declaration) -> Level:
    was = before.grade if before else "none"
    way = direction(was, said.grade)
    since = before.since if before and way == "same" else said.effective_at
    return Level(
        said.issuer, said.scope, said.grade, said.verb, since, way, said.basis, said.entry, said.received_at
    )
