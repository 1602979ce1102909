"""What is told to a unit that is not looking at its page: each stage of a due time once, lateness again and again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from readiness.plan import Plan, Reminders
from readiness.reporting import Duty

# A stage begins: due_soon before the form is due, due at that moment, late as long after it, very_late when it turns red.
STAGES = ("due_soon", "due", "late", "very_late")
REPEATED = STAGES[2:]


@dataclass(frozen=True, slots=True)
class Reminder:
    """One stage of what a unit owes: due_at and hours since (negative before); repeat counts the rounds of its hours from 0."""

    duty: Duty
    stage: str
    due_at: datetime
    late_h: float
    repeat: int


def reminders(duties: Iterable[Duty], plan: Plan, grade: str) -> list[Reminder]:
    """The stage that each duty has reached, in the duties' order; none while no level asks.

    Stages gone by are not made up for: who was not told that a form is due is told that it is late.
    """
    if grade == "none":
        return []
    found = (_reached(duty, plan.reminders) for duty in duties)
    return [reminder for reminder in found if reminder]


def _reached(duty: Duty, said: Reminders) -> Reminder | None:
    if duty.due_at is None or duty.late_h is None:
        return None
    lead_h = said.before_h(duty.cadence_h)
    begins_h = dict(zip(STAGES, (-lead_h, 0.0, lead_h, duty.cadence_h * said.red_after_cadences)))
    stage = next((name for name in reversed(STAGES) if duty.late_h >= begins_h[name]), None)
    if stage is None:
        return None
    rounds = (duty.late_h - begins_h[stage]) // said.repeat_h if stage in REPEATED else 0
    return Reminder(duty, stage, duty.due_at, duty.late_h, int(rounds))
