"""What a reporting unit has sent: accepted, refused, undone, and how late."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from domain.clock import from_beijing
from feeds import all_feeds
from store.entry import CITY, SUBMISSION, Entry
from store.ledger import Ledger

SENT_KINDS = (SUBMISSION, "refusal")
MOST = 500  # sendings looked at


@dataclass(frozen=True, slots=True)
class Sent:
    """One file of a unit: `result` accepted, refused or undone; `late_h` hours after it was due, 0.0 in time.

    It was due when the unit's report before it, or the city's in its place, had grown as old as the form's cadence.
    """

    entry: Entry
    result: str
    late_h: float
    undo: Entry | None = None


@dataclass(frozen=True, slots=True)
class FormHistory:
    """A unit's files for one form, newest first; `overdue_h` hours that the next one is late now, 0.0 in time."""

    feed: str
    sent: tuple[Sent, ...]
    overdue_h: float

    def count(self, result: str) -> int:
        """How many ended so."""
        return sum(one.result == result for one in self.sent)

    @property
    def late(self) -> int:
        """How many came late."""
        return sum(one.late_h > 0 for one in self.sent)

    @property
    def latest_h(self) -> float:
        """Hours by which the latest one came late."""
        return max((one.late_h for one in self.sent), default=0.0)


def history(ledger: Ledger, unit: str, feed: str | None = None) -> list[FormHistory]:
    """A unit's history by form, in the forms' order; forms it sent nothing for are left out."""
    units = {unit, CITY}
    entries = [
        entry
        for scope in units
        for entry in ledger.entries(kinds=SENT_KINDS, feed=feed, scope=scope, limit=MOST)
    ]
    undone, now, order = ledger.undone(feed), ledger.now(), list(all_feeds())
    entries.sort(key=lambda entry: (order.index(entry.feed), entry.seq))
    forms = [
        form_history(name, unit, list(own), undone, now)
        for name, own in groupby(entries, key=lambda entry: entry.feed)
    ]
    return [form for form in forms if form.sent]


def form_history(
    feed: str, unit: str, entries: Iterable[Entry], undone: Mapping[int, Entry], now: datetime
) -> FormHistory:
    """One form's part: its entries of the unit and of the city, oldest first, and which were undone."""
    cadence, due, sent = timedelta(hours=all_feeds()[feed].cadence_h), None, []
    for entry in entries:
        accepted = entry.kind == SUBMISSION
        undo = undone.get(entry.seq) if accepted else None
        if entry.scope == unit:
            result = "refused" if not accepted else "undone" if undo else "accepted"
            late_h = _hours_after(due, entry.received_at) if accepted else 0.0
            sent.append(Sent(entry, result, late_h, undo))
        if accepted and not undo:
            due = _true_of(entry) + cadence
    return FormHistory(feed, tuple(reversed(sent)), _hours_after(due, now))


def _true_of(entry: Entry) -> datetime:
    """The moment a report's age counts from: its cut-off, unless that is a slip of the pen, or that of rows it keeps."""
    kept = [from_beijing(entry.detail["kept"]["true_of"])] if "kept" in entry.detail else []
    return min(entry.as_of or entry.received_at, entry.received_at, *kept)


def _hours_after(due: datetime | None, at: datetime) -> float:
    return max(0.0, (at - due).total_seconds() / 3600) if due else 0.0
