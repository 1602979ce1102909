"""What each response level asks for: readiness/plan.toml as data."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from domain.levels import GRADES
from feeds import all_feeds

FILE = Path(__file__).with_name("plan.toml")
HEADQUARTERS = "city_hq"


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
class Plan:
    """`status` is "unverified" until the command office has signed the plan."""

    status: str
    cadence_h: Mapping[str, float]
    demands: tuple[Demand, ...]

    def asked(self, grade: str) -> dict[str, Demand]:
        """The demands of a level by measure, in the plan's order."""
        return {demand.measure: demand for demand in self.demands if demand.holds_at(grade)}


@cache
def plan() -> Plan:
    """The plan in readiness/plan.toml. Raises PlanError for an unknown measure, level or key."""
    table = tomllib.loads(FILE.read_text(encoding="utf-8"))
    known = {counter.id for feed in all_feeds().values() for counter in feed.counters}
    demands = tuple(_demand(row, known) for row in table.pop("demands"))
    made = Plan(table.pop("status"), table.pop("cadence_h"), demands)
    if table:
        raise PlanError(f"{FILE.name}: {', '.join(table)}")
    return made


def _demand(row: Mapping[str, str], known: set[str]) -> Demand:
    if set(row) != {"measure", "from", "mark", "source"}:
        raise PlanError(f"{FILE.name}: {', '.join(sorted(row))}: measure, from, mark, source")
    if row["measure"] not in known:
        raise PlanError(f"{FILE.name}: {row['measure']}")
    if row["from"] not in GRADES:
        raise PlanError(f"{FILE.name}: {row['from']}: {', '.join(GRADES)}")
    return Demand(row["measure"], row["from"], row["mark"], row["source"])
