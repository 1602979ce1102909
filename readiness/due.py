"""When a form is due: as often as the level asks, and under a level just raised not before its grace is over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from feeds.declaration import Feed
from readiness.levels import Declaration, steps
from readiness.plan import HEADQUARTERS, Plan, cadence_h

ALWAYS = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Round:
    """A form may be `cadence_h` hours old, as has been asked without a break since `asked_at`."""

    cadence_h: float
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Rounds:
    """Every cadence that stands for a form, the longest first; the last is the one of the level in force."""

    standing: tuple[Round, ...]
    grace_share: float

    @property
    def cadence_h(self) -> float:
        """Hours the form may be old now."""
        return self.standing[-1].cadence_h

    def due_at(self, true_of: datetime) -> datetime:
        """When what is true of that moment is due: by the first of its rounds, each no earlier than its grace is over.

        So a raised level makes nothing late that was in time before it, and nothing in time that was late; a lowered
        one lets only its own rounds fall.
        """
        return min(self._due(one, true_of) for one in self.standing)

    def _due(self, one: Round, true_of: datetime) -> datetime:
        own = true_of + timedelta(hours=one.cadence_h)
        if one.asked_at == ALWAYS:
            return own
        return max(own, one.asked_at + timedelta(hours=one.cadence_h * self.grace_share))


def rounds(feed: Feed, plan: Plan, declarations: Iterable[Declaration], now: datetime) -> Rounds:
    """The cadences that stand for a form at `now`, by what the headquarters has declared and could be known by then."""
    standing = [Round(cadence_h(feed, plan, "none"), ALWAYS)]
    for step in steps(declarations, HEADQUARTERS, now):
        hours = cadence_h(feed, plan, step.grade)
        since = min([step.known_at, *(one.asked_at for one in standing if one.cadence_h <= hours)])
        standing = [*(one for one in standing if one.cadence_h > hours), Round(hours, since)]
    return Rounds(tuple(standing), plan.reminders.grace_share)
