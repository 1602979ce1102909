"""Who is to report what, when it is due, and who is silent: one rule for the overview, the page and the reminders."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from domain.districts import DISTRICTS
from feeds import all_feeds
from feeds.declaration import Feed
from readiness.due import Rounds, rounds
from readiness.levels import Declaration, began
from readiness.plan import HEADQUARTERS, Plan

# These feeds are not a department's status form: the storm has its own line, the levels their own vector.
NOT_REPORTED = ("track", "levels", "alerts")
# Worst first: very_late 严重逾期 (red), missing 未报, overdue 逾期 (both amber), due 将到期, in_time 按时.
DUTY_STATES = ("very_late", "missing", "overdue", "due", "in_time")
SILENT = DUTY_STATES[:3]
CITY = "city"


@dataclass(frozen=True, slots=True)
class Sent:
    """What is known of a unit's files for one form.

    Of what is shown, none of it where `receipt` is empty: as_of the oldest cut-off given, oldest_at the oldest arrival,
    received_at and receipt the newest. Of all its files: how many were accepted, refused and undone.
    """

    as_of: datetime | None = None
    oldest_at: datetime | None = None
    received_at: datetime | None = None
    receipt: str = ""
    accepted: int = 0
    refused: int = 0
    undone: int = 0

    @property
    def true_of(self) -> datetime | None:
        """The moment its age counts from: a cut-off later than the arrival is a slip of the pen."""
        return min((at for at in (self.as_of, self.oldest_at) if at), default=None)


@dataclass(frozen=True, slots=True)
class Duty:
    """What one reporting unit owes for one form at a moment.

    due_at is none for what was never sent while no level asks for it; late_h hours since then, negative before.
    """

    feed: Feed
    unit: str
    state: str
    sent: Sent
    cadence_h: float
    due_at: datetime | None
    late_h: float | None

    @property
    def received(self) -> bool:
        """Whether anything it sent is shown."""
        return bool(self.sent.receipt)

    @property
    def severity(self) -> tuple[int, float]:
        """Sorts the worst first."""
        return DUTY_STATES.index(self.state), -(self.late_h or 0.0)


@dataclass(frozen=True, slots=True)
class Silence:
    """A form that is late or was not sent: state, hours and receipt of its worst unit, and every unit silent."""

    feed: Feed
    state: str
    late_h: float | None
    received: bool
    units: tuple[str, ...]


def duties(
    sent: Mapping[str, Mapping[str, Sent]],
    declarations: Collection[Declaration],
    plan: Plan,
    now: datetime,
) -> list[Duty]:
    """Every form and unit that is to report, worst first. sent: by feed, then by unit."""
    start = began(declarations, HEADQUARTERS, now)
    found = []
    for feed in all_feeds().values():
        own, asked = sent.get(feed.name, {}), rounds(feed, plan, declarations, now)
        for unit in () if feed.name in NOT_REPORTED else expected(feed, own):
            found.append(_duty(feed, unit, own.get(unit, Sent()), plan, asked, start, now))
    return sorted(found, key=lambda duty: duty.severity)


def expected(feed: Feed, sent: Mapping[str, Sent]) -> tuple[str, ...]:
    """The units that are to report a form: the city, or each district once its picture is made of districts' files.

    Beside the city's own file those districts that sent a newer one, which grows old like the city's.
    """
    shown = {unit for unit, one in sent.items() if one.receipt}
    if shown and CITY not in shown and feed.file == "whole":
        shown |= set(feed.districts)
    return tuple(code for code in DISTRICTS if code in (shown or {CITY}))


def silences(owed: Iterable[Duty]) -> tuple[Silence, ...]:
    """The silent units of each form together, worst form first."""
    silent = [duty for duty in owed if duty.state in SILENT]
    by_form = sorted(silent, key=lambda duty: (duty.feed.name, duty.severity))
    made = [_silence(list(own)) for _, own in groupby(by_form, key=lambda duty: duty.feed.name)]
    return tuple(sorted(made, key=lambda one: (DUTY_STATES.index(one.state), -(one.late_h or 0.0))))


def _silence(own: list[Duty]) -> Silence:
    worst = own[0]
    units = tuple(duty.unit for duty in own)
    return Silence(worst.feed, worst.state, worst.late_h, worst.received, units)


def _duty(
    feed: Feed, unit: str, sent: Sent, plan: Plan, asked: Rounds, start: datetime | None, now: datetime
) -> Duty:
    since = sent.true_of or start
    due_at = asked.due_at(since) if since else None
    late_h = (now - due_at).total_seconds() / 3600 if due_at else None
    state = _state(bool(sent.receipt), late_h, asked.cadence_h, plan)
    return Duty(feed, unit, state, sent, asked.cadence_h, due_at, late_h)


def _state(received: bool, late_h: float | None, cadence: float, plan: Plan) -> str:
    said = plan.reminders
    if late_h is not None and late_h > cadence * said.red_after_cadences:
        return "very_late"
    if not received or late_h is None:
        return "missing"
    if late_h > 0:
        return "overdue"
    return "due" if -late_h <= said.before_h(cadence) else "in_time"
