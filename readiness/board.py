"""The whole picture at a moment: levels, storm, every measure judged, who is late."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from feeds import all_feeds
from feeds.declaration import Feed
from readiness.judge import Line, judge
from readiness.levels import Declaration, Level, governing, in_force
from readiness.measures import measures
from readiness.plan import HEADQUARTERS, Plan
from readiness.storm import StormState, state

# These feeds are not a department's status form: the storm has its own line, the levels their own vector.
NOT_REPORTED = ("track", "forecasts", "levels")
WORST_FIRST = ("missing", "late", "open", "doing", "unstated", "planned", "done", "plain")


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger knew at a moment.

    pictures: newest rows by feed; newest: the oldest cut-off given and the oldest part's arrival; scopes: the units whose files it shows;
    received: when each entry arrived.
    """

    pictures: Mapping[str, pd.DataFrame]
    newest: Mapping[str, tuple[datetime | None, datetime]]
    scopes: Mapping[str, frozenset[str]]
    declarations: tuple[Declaration, ...]
    received: Mapping[int, datetime]


@dataclass(frozen=True, slots=True)
class Silence:
    """A form that is late: hours beyond its cadence, or never received."""

    feed: Feed
    age_h: float | None
    late_h: float
    as_of: datetime | None


@dataclass(frozen=True, slots=True)
class Board:
    """Everything a screen shows, judged at `now`; `grade` is the level that decides what is asked for."""

    now: datetime
    levels: tuple[Level, ...]
    grade: str
    storm: StormState | None
    lines: tuple[Line, ...]
    silences: tuple[Silence, ...]
    plan: Plan

    def group(self, name: str, feeds: Mapping[str, Feed]) -> list[Line]:
        """The lines of one domain: asked-for ones first and worst first, the others as declared."""
        own = [
            line
            for line in self.lines
            if (line.measure.counter.group or feeds[line.measure.feed].group) == name
        ]
        return sorted(
            own, key=lambda line: (not line.asked, WORST_FIRST.index(line.state) if line.asked else 0)
        )

    def line(self, measure: str) -> Line:
        """The line of one measure; KeyError when none is declared."""
        return {line.measure.id: line for line in self.lines}[measure]


def board(known: Known, plan: Plan, now: datetime) -> Board:
    """Judges everything known at `now` against what the level in force asks for."""
    levels = in_force(known.declarations, now)
    grade = governing(levels, HEADQUARTERS)
    track = known.pictures.get("track")
    storm = state(track, now) if track is not None and len(track) else None
    asked = plan.asked(grade)
    lines = tuple(
        judge(measure, asked.get(measure.id), cadence_h(all_feeds()[measure.feed], plan, grade), now)
        for measure in measures(known.pictures, known.received, known.scopes, levels, storm)
    )
    return Board(now, tuple(levels), grade, storm, lines, tuple(_silences(known, plan, grade, now)), plan)


def cadence_h(feed: Feed, plan: Plan, grade: str) -> float:
    """Hours a form may be old at a level: the level's cadence, or the form's own where that is tighter."""
    own = feed.cadence_h
    return own if grade == "none" else min(own, plan.cadence_h[grade])


def _silences(known: Known, plan: Plan, grade: str, now: datetime) -> Iterable[Silence]:
    found = [
        _silence(feed, known.newest.get(feed.name), cadence_h(feed, plan, grade), now)
        for feed in all_feeds().values()
    ]
    late = [silence for silence in found if silence is not None and silence.feed.name not in NOT_REPORTED]
    return sorted(late, key=lambda silence: (silence.age_h is not None, -silence.late_h))


def _silence(
    feed: Feed, newest: tuple[datetime | None, datetime] | None, cadence: float, now: datetime
) -> Silence | None:
    if newest is None:
        return Silence(feed, None, 0.0, None)
    as_of, received_at = newest
    age_h = (now - min(as_of or received_at, received_at)).total_seconds() / 3600
    return Silence(feed, age_h, age_h - cadence, as_of) if age_h > cadence else None
