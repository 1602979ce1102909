"""The measures as known at a moment: what was counted, what the storm and the levels say, each with its cut-off."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from domain.clock import iso
from feeds import all_feeds
from feeds.declaration import Counter, Feed
from feeds.tally import Tally, tally
from readiness import tracks
from readiness.levels import Level
from readiness.plan import HEADQUARTERS
from readiness.storm import StormState, fixes_around

CITY = "city"
BOUNDS = {"lower": "lower bound", "upper": "upper bound", "about": "approximate"}


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure with everything it must never be shown without.

    `value` is the number or word stated (None: nothing received), `planned` the part only intended, `total` the
    whole; `bound` is "lower", "upper", "about" or empty. `as_of` is the oldest cut-off of its parts, None when a
    sender gave none, `stated_at` the oldest that was given; `received_at` is the newest arrival, `oldest_at` the oldest one, None when nothing was received.
    `entries` are the ledger entries it leads back to. `silent` are the districts whose part nobody has sent: the
    sum is then only a part, never the whole.
    """

    feed: str
    counter: Counter
    value: float | int | str | None = None
    total: float | int | None = None
    planned: float | int = 0
    unstated: bool = False
    bound: str = ""
    as_of: datetime | None = None
    received_at: datetime | None = None
    oldest_at: datetime | None = None
    entries: tuple[int, ...] = ()
    silent: tuple[str, ...] = ()
    stated_at: datetime | None = None

    @property
    def id(self) -> str:
        """The measure's id."""
        return self.counter.id

    @property
    def known_at(self) -> datetime | None:
        """The moment its age counts from: the oldest cut-off given for a part of it, or the oldest part's arrival.

        Parts without a cut-off do not make a part with an old one fresh; and a cut-off after the arrival is a slip of the pen and would keep an old number looking fresh for ever.
        """
        return min((at for at in (self.as_of, self.stated_at, self.oldest_at) if at), default=None)

    @property
    def only_planned(self) -> bool:
        """Whether nothing of it is done yet but something is planned."""
        return self.planned > 0 and not self.value

    @property
    def all_done(self) -> bool:
        """Whether the whole is known and done; a plan never counts, nor a sum that lacks a county, nor 0 of 0."""
        if self.silent or not self.total:
            return self.value == "all" and not self.silent
        return isinstance(self.value, int | float) and self.value >= self.total

    @property
    def qualifier(self) -> str:
        """How the value is to be read, in the words of the acceptance table."""
        counter = self.counter
        if counter.part_of:
            return f"part of {_ref(counter.part_of)}"
        if self.only_planned:
            return "planned"
        words = _bounded(counter.says, BOUNDS[self.bound]) if self.bound else [counter.says]
        words += _completeness(self)
        words += [f"additional to {_ref(counter.in_addition_to)}"] if counter.in_addition_to else []
        return ", ".join(words)


def _bounded(says: str, bound: str) -> list[str]:
    """A stock's bound says it all (1340余), a mean's comes first (平均200毫米以上), any other's follows."""
    return {"stock": [bound], "mean": [bound, "mean"]}.get(says, [says, bound])


def _completeness(measure: Measure) -> list[str]:
    if measure.counter.remainder:
        return ["remainder"]
    if measure.unstated:
        return ["total not stated"]
    return ["all"] if measure.all_done else []


def _ref(measure: str) -> str:
    """The number the acceptance table gives a measure, else its id."""
    counters = (counter for feed in all_feeds().values() for counter in feed.counters)
    return next(counter.ref or counter.id for counter in counters if counter.id == measure)


def measures(
    pictures: Mapping[str, pd.DataFrame],
    received: Mapping[int, datetime],
    scopes: Mapping[str, frozenset[str]],
    levels: list[Level],
    storm: StormState | None,
) -> list[Measure]:
    """Every declared measure, in the feeds' order; one with value None when nothing was received for it.

    `pictures`: feed name -> newest rows (with `_entry`). `received`: ledger entry -> when it arrived.
    `scopes`: feed name -> reporting units whose files are shown.
    """
    found = []
    for feed in all_feeds().values():
        frame = pictures.get(feed.name)
        tallies = tally(feed, frame) if frame is not None and len(frame) else []
        silent = silent_districts(feed, scopes.get(feed.name, frozenset()))
        by_id = {result.counter.id: counted(feed, result, received, silent) for result in tallies}
        derived = _derived(feed, levels, storm, frame, received)
        found += [by_id.get(c.id) or derived.get(c.id) or Measure(feed.name, c) for c in feed.counters]
    return found


def silent_districts(feed: Feed, scopes: frozenset[str]) -> tuple[str, ...]:
    """The form's districts without a file in a picture put together from theirs; none once the city has sent one."""
    if feed.file != "whole" or CITY in scopes:
        return ()
    return tuple(code for code in feed.districts if code not in scopes)


def counted(feed: Feed, result: Tally, received: Mapping[int, datetime], silent: tuple[str, ...]) -> Measure:
    """A tally as a measure, with what its arrivals and the districts not heard from add to it."""
    own = set(result.counter.where.get("district", ()))
    if own and own <= set(silent):
        return Measure(feed.name, result.counter)
    if own:
        silent = tuple(code for code in silent if code in own)
    if result.districts and CITY not in result.districts:
        silent = tuple(code for code in feed.districts if code not in result.districts)
    times = [received[entry] for entry in result.entries if entry in received]
    return Measure(
        feed.name, result.counter, result.value, result.total, result.planned, result.unstated, result.bound,
        result.as_of, max(times, default=None), min(times, default=None), result.entries, silent, result.stated_at,
    )  # fmt: skip


def _derived(
    feed: Feed,
    levels: list[Level],
    storm: StormState | None,
    frame: pd.DataFrame | None,
    received: Mapping[int, datetime],
) -> dict[str, Measure]:
    if feed.name == "levels":
        own = next(
            (level for level in levels if level.issuer == HEADQUARTERS and level.scope == "city"), None
        )
        return _level_measure(feed, own) if own else {}
    return (
        _storm_measures(feed, storm, frame, received)
        if storm and frame is not None and feed.name == "track"
        else {}
    )


def _level_measure(feed: Feed, level: Level) -> dict[str, Measure]:
    counter = feed.counters[0]
    came = level.received_at
    stated = Measure(
        feed.name,
        counter,
        level.grade,
        as_of=level.since,
        received_at=came,
        oldest_at=came,
        entries=(level.entry,),
    )
    return {counter.id: stated}


def _storm_measures(
    feed: Feed, storm: StormState, fixes: pd.DataFrame, received: Mapping[int, datetime]
) -> dict[str, Measure]:
    """The storm's number, from its last fix, and when it came inside the 24 h line, from the fixes either side."""
    known = tracks.fixes(fixes, storm.fixed_at, storm.storm)
    said: dict[str, tuple[int | str, pd.DataFrame]] = {}
    if storm.number is not None:
        said["storm.number"] = storm.number, known.tail(1)
    if storm.entered_24h_at:
        around = fixes_around(known, storm.entered_24h_at)
        said["storm.entered_24h_line"] = iso(storm.entered_24h_at), around
    return {
        counter.id: _from_fixes(feed, counter, *said[counter.id], received)
        for counter in feed.counters
        if counter.id in said
    }


def _from_fixes(
    feed: Feed, counter: Counter, value: int | str, fixes: pd.DataFrame, received: Mapping[int, datetime]
) -> Measure:
    entries = tuple(sorted({int(entry) for entry in fixes["_entry"]}))
    times = [received[entry] for entry in entries if entry in received]
    return Measure(
        feed.name,
        counter,
        value,
        received_at=max(times, default=None),
        oldest_at=min(times, default=None),
        entries=entries,
    )
