"""What each response level asks for: readiness/plan.toml as data."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from domain.levels import GRADES, ISSUERS
from feeds import all_feeds
from feeds.declaration import Feed

FILE = Path(__file__).with_name("plan.toml")
HEADQUARTERS = "city_hq"
LEVELS = ISSUERS[HEADQUARTERS].grades  # none first


class PlanError(Exception):
    """plan.toml asks for what no feed counts, or by a level that does not exist; says which."""


@dataclass(frozen=True, slots=True)
class Demand:
    """A measure asked for from a level upwards; `mark` and `source` say on what ground."""

    measure: str
    from_grade: str
    mark: str
    source: str

    def holds_at(self, grade: str) -> bool:
        """Whether the level asks for it."""
        return GRADES[grade].rank >= GRADES[self.from_grade].rank


@dataclass(frozen=True, slots=True)
class Reminders:
    """When a unit is reminded: `lead_h` hours before a form is due, at most that share of its cadence.

    Under a level just raised nothing is due before `grace_share` of its cadence has gone by that was not due anyway.
    A late form is amber, and red when late by `red_after_cadences` times its cadence. What goes out by webhook and mail
    says so again every `repeat_h` hours.
    """

    lead_h: float
    lead_share: float
    grace_share: float
    red_after_cadences: float
    repeat_h: float
    mark: str
    source: str

    def before_h(self, cadence_h: float) -> float:
        """Hours before a form of that cadence is due from which its unit is reminded."""
        return min(self.lead_h, cadence_h * self.lead_share)


@dataclass(frozen=True, slots=True)
class Plan:
    """`status` is "unverified" until the command office has signed the plan."""

    status: str
    cadence_h: Mapping[str, float]
    reminders: Reminders
    demands: tuple[Demand, ...]

    def asked(self, grade: str) -> dict[str, Demand]:
        """The demands of a level by measure, in the plan's order."""
        return {demand.measure: demand for demand in self.demands if demand.holds_at(grade)}


def cadence_h(feed: Feed, asked: Plan, grade: str) -> float:
    """Hours a form may be old at a level: the level's cadence, or the form's own where that is tighter."""
    own = feed.cadence_h
    return own if grade == "none" else min(own, asked.cadence_h[grade])


@cache
def plan() -> Plan:
    """The plan in readiness/plan.toml. Raises PlanError."""
    return read_plan(FILE)


def read_plan(file: Path) -> Plan:
    """A plan from its TOML.

    Raises PlanError naming the file for an unknown measure, level or key, a measure asked for twice, or a level
    without a cadence.
    """
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    _exactly(file, set(table), {"status", "cadence_h", "reminders", "demands"})
    _exactly(file, set(table["cadence_h"]), set(LEVELS))
    _exactly(file, set(table["reminders"]), {field.name for field in fields(Reminders)})
    known = {counter.id for feed in all_feeds().values() for counter in feed.counters}
    demands = tuple(_demand(file, row, known) for row in table["demands"])
    asked = [demand.measure for demand in demands]
    for measure in asked:
        if asked.count(measure) > 1:
            raise PlanError(f"{file.name}: {measure} x {asked.count(measure)}")
    return Plan(table["status"], table["cadence_h"], Reminders(**table["reminders"]), demands)


def _demand(file: Path, row: Mapping[str, str], known: set[str]) -> Demand:
    _exactly(file, set(row), {"measure", "from", "mark", "source"})
    if row["measure"] not in known:
        raise PlanError(f"{file.name}: {row['measure']}")
    if row["from"] not in LEVELS[1:]:
        raise PlanError(f"{file.name}: {row['from']}: {', '.join(LEVELS[1:])}")
    return Demand(row["measure"], row["from"], row["mark"], row["source"])


def _exactly(file: Path, keys: set[str], expected: set[str]) -> None:
    if keys != expected:
        raise PlanError(f"{file.name}: {', '.join(sorted(keys ^ expected))}: {', '.join(sorted(expected))}")
