"""How far a measure is: one state for each, by the same rule on every screen."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from readiness.due import Rounds
from readiness.measures import Measure
from readiness.plan import Demand

# done 已完成, doing 进行中, planned 计划, unstated 总数未报, late 逾期, missing 未报, open 未达 (nothing done yet),
# plain: a number that is neither done nor undone (a stock, a sum of efforts, a total).
STATES = ("done", "doing", "planned", "open", "unstated", "late", "missing", "plain")
PLAIN_SAYS = (
    "identity",
    "event",
    "forecast",
    "declared",
    "total",
    "in place",
    "part",
    "cumulative",
    "stock",
    "mean",
)


@dataclass(frozen=True, slots=True)
class Line:
    """A measure with its judgement; `remaining` is a difference worked out here (推算), never a reported number."""

    measure: Measure
    state: str
    progress: str
    demand: Demand | None
    age: timedelta | None
    late_h: float

    @property
    def asked(self) -> bool:
        """Whether the level in force asks for it."""
        return self.demand is not None

    @property
    def remaining(self) -> float | int | None:
        """How much is left, where both numbers are known."""
        measure = self.measure
        if measure.total is None or not isinstance(measure.value, int | float) or measure.all_done:
            return None
        return measure.total - measure.value


def judge(measure: Measure, demand: Demand | None, asked: Rounds, now: datetime) -> Line:
    """The state of a measure at `now`; once its form is due again it is late whatever it says."""
    age = now - measure.known_at if measure.known_at else None
    overdue = now - asked.due_at(measure.known_at) if measure.known_at else timedelta()
    late_h = max(0.0, overdue.total_seconds() / 3600)
    progress = _progress(measure)
    state = "late" if late_h > 0 and progress != "missing" and _grows_old(measure) else progress
    return Line(measure, state, progress, demand, age, late_h if state == "late" else 0.0)


def _grows_old(measure: Measure) -> bool:
    """A declaration, a storm's number or a crossing stays true; a count does not."""
    return measure.counter.says not in ("identity", "event", "declared")


def _progress(measure: Measure) -> str:
    if measure.value is None:
        return "missing"
    if measure.counter.says in PLAIN_SAYS:
        return "plain"
    if measure.total == 0:
        return "plain"
    if measure.all_done:
        return "done"
    if (
        measure.planned
        and measure.total is not None
        and _number(measure.value) + measure.planned >= measure.total
    ):
        return "planned"
    return _partly(measure)


def _partly(measure: Measure) -> str:
    if measure.only_planned:
        return "planned"
    if measure.unstated:
        return "unstated"
    if measure.total is None and not measure.silent:
        return "done" if measure.value else "open"
    return "doing" if measure.value else "open"


def _number(value: float | int | str | None) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
