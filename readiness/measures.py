"""The measures as known at a moment: what was counted, what the storm and the levels say, each with its cut-off."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from domain.clock import iso
from feeds import all_feeds
from feeds.declaration import Counter, Feed
from feeds.tally import Tally, tally
from readiness.levels import Level
from readiness.plan import HEADQUARTERS
from readiness.storm import StormState


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure with everything it must never be shown without.

    `value` is the number or word stated (None: nothing received), `planned` the part only intended, `total` the
    whole; `as_of` is None when the sender gave no cut-off, `received_at` None when nothing was received.
    `entries` are the ledger entries it leads back to.
    """

    feed: str
    counter: Counter
    value: float | int | str | None = None
    total: float | int | None = None
    planned: float | int = 0
    unstated: bool = False
    lower: bool = False
    as_of: datetime | None = None
    received_at: datetime | None = None
    entries: tuple[int, ...] = ()

    @property
    def id(self) -> str:
        """The measure's id."""
        return self.counter.id

    @property
    def known_at(self) -> datetime | None:
        """The moment its age counts from: its cut-off, else when it arrived."""
        return self.as_of or self.received_at

    @property
    def only_planned(self) -> bool:
        """Whether nothing of it is done yet but something is planned."""
        return self.planned > 0 and not self.value

    @property
    def all_done(self) -> bool:
        """Whether the whole is known and done; a plan never counts."""
        return self.total is not None and isinstance(self.value, int | float) and self.value >= self.total

    @property
    def qualifier(self) -> str:
        """How the value is to be read, in the words of the acceptance table."""
        counter = self.counter
        if counter.part_of:
            return f"part of {_ref(counter.part_of)}"
        if self.only_planned:
            return "planned"
        says = "done" if counter.says == "stock" and not self.lower and counter.total else counter.says
        words = ["lower bound" if self.lower else says]
        words += ["mean"] if self.lower and counter.says == "mean" else []
        words += _completeness(self)
        words += [f"additional to {_ref(counter.in_addition_to)}"] if counter.in_addition_to else []
        return ", ".join(words)


def _completeness(measure: Measure) -> list[str]:
    if measure.counter.remainder:
        return ["remainder"]
    if measure.unstated:
        return ["total not stated"]
    return ["all"] if measure.all_done or measure.value == "all" else []


def _ref(measure: str) -> str:
    """The number the acceptance table gives a measure, else its id."""
    counters = (counter for feed in all_feeds().values() for counter in feed.counters)
    return next(counter.ref or counter.id for counter in counters if counter.id == measure)


def measures(
    pictures: Mapping[str, pd.DataFrame], received: Mapping[int, datetime], levels: list[Level], storm: StormState | None
) -> list[Measure]:
    """Every declared measure, in the feeds' order; one with value None when nothing was received for it.

    `pictures`: feed name -> newest rows (with `_entry`). `received`: ledger entry -> when it arrived.
    """
    found = []
    for feed in all_feeds().values():
        frame = pictures.get(feed.name)
        counted = tally(feed, frame) if frame is not None and len(frame) else []
        by_id = {result.counter.id: _counted(feed, result, received) for result in counted}
        derived = _derived(feed, levels, storm, frame, received)
        found += [by_id.get(c.id) or derived.get(c.id) or Measure(feed.name, c) for c in feed.counters]
    return found


def _counted(feed: Feed, result: Tally, received: Mapping[int, datetime]) -> Measure:
    times = [received[entry] for entry in result.entries if entry in received]
    return Measure(
        feed.name, result.counter, result.value, result.total, result.planned, result.unstated, result.lower,
        result.as_of, max(times, default=None), result.entries,
    )  # fmt: skip


def _derived(
    feed: Feed, levels: list[Level], storm: StormState | None, frame: pd.DataFrame | None, received: Mapping[int, datetime]
) -> dict[str, Measure]:
    if feed.name == "levels":
        own = next((level for level in levels if level.issuer == HEADQUARTERS and level.scope == "city"), None)
        return _level_measure(feed, own) if own else {}
    return _storm_measures(feed, storm, frame, received) if storm and frame is not None and feed.name == "track" else {}


def _level_measure(feed: Feed, level: Level) -> dict[str, Measure]:
    counter = feed.counters[0]
    entries = (level.entry,)
    return {counter.id: Measure(feed.name, counter, level.grade, as_of=level.since, received_at=level.received_at, entries=entries)}


def _storm_measures(
    feed: Feed, storm: StormState, fixes: pd.DataFrame, received: Mapping[int, datetime]
) -> dict[str, Measure]:
    """The storm's number, and when it last came inside the 24 h line; both lead back to the last fix."""
    values: dict[str, int | str | None] = {
        "storm.number": storm.number,
        "storm.entered_24h_line": iso(storm.entered_24h_at) if storm.entered_24h_at else None,
    }
    entry = int(fixes.loc[fixes["valid_at"] == storm.at, "_entry"].iloc[-1])
    return {
        counter.id: Measure(feed.name, counter, values[counter.id], received_at=received.get(entry), entries=(entry,))
        for counter in feed.counters
        if values[counter.id] is not None
    }
