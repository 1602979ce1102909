"""The whole picture at a moment: levels, storm, every measure judged, who is late."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from feeds import all_feeds
from feeds.declaration import Feed
from readiness.due import rounds
from readiness.judge import Line, judge
from readiness.levels import Declaration, Level, governing, in_force
from readiness.measures import measures
from readiness.plan import HEADQUARTERS, Plan
from readiness.reporting import Duty, Sent, Silence, duties, silences
from readiness.storm import StormState, state

WORST_FIRST = ("missing", "late", "open", "doing", "unstated", "planned", "done", "plain")


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger knew at a moment.

    pictures: newest rows by feed; sent: what each unit sent, by feed and unit; scopes: the units whose files a picture shows;
    received: when each entry arrived.
    """

    pictures: Mapping[str, pd.DataFrame]
    sent: Mapping[str, Mapping[str, Sent]]
    scopes: Mapping[str, frozenset[str]]
    declarations: tuple[Declaration, ...]
    received: Mapping[int, datetime]


@dataclass(frozen=True, slots=True)
class Board:
    """Everything a screen shows, judged at `now`; `grade` is the level that decides what is asked for."""

    now: datetime
    levels: tuple[Level, ...]
    grade: str
    storm: StormState | None
    lines: tuple[Line, ...]
    duties: tuple[Duty, ...]
    plan: Plan

    @property
    def silences(self) -> tuple[Silence, ...]:
        """The forms that are late or not sent, worst first."""
        return silences(self.duties)

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
        judge(
            measure,
            asked.get(measure.id),
            rounds(all_feeds()[measure.feed], plan, known.declarations, now),
            now,
        )
        for measure in measures(known.pictures, known.received, known.scopes, levels, storm)
    )
    owed = duties(known.sent, known.declarations, plan, now)
    return Board(now, tuple(levels), grade, storm, lines, tuple(owed), plan)
