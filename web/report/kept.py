"""What lies on a liaison's desk: the files that came, each sheet that is for a form by itself, and how each stands."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

import streamlit as st

from domain.problems import how_many
from feeds.declaration import Feed
from intake.draft import Draft
from intake.mending import NOTHING, Mending
from intake.receive import Receipt
from store.entry import Entry

READY, MANY_GONE, TWICE, NEWER, MAPPING, FAULTS, UNREADABLE, SENT = (
    "ready", "many_gone", "twice", "newer", "mapping", "faults", "unreadable", "sent",
)  # fmt: skip
OPEN, FAULTY = (READY, MANY_GONE, NEWER), (MAPPING, FAULTS, UNREADABLE)


@dataclass(frozen=True, slots=True)
class Form:
    """What the liaison chose before dropping a file."""

    feed: Feed
    unit: str
    as_of: datetime | None
    actor: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A file, or one sheet of it, that was kept on arrival, and what reading it gave.

    receipt: once it was sent; newer: the receipt that came in between preview and confirmation; in_turn: whether it
    is meant to follow another of its form and unit.
    """

    arrival: Entry
    draft: Draft
    mending: Mending = NOTHING
    receipt: Receipt | None = None
    newer: str = ""
    in_turn: bool = False

    @property
    def sheet(self) -> str:
        """The name of its sheet, "" for a file that has only one."""
        return self.draft.sheet or ""

    @property
    def said(self) -> str:
        """How it stands by itself: ready, newer, many_gone, mapping, faults, unreadable or sent."""
        draft = self.draft
        if self.receipt:
            return SENT
        if draft.comparison is not None and self.newer:
            return NEWER
        if draft.comparison is not None:
            return MANY_GONE if draft.comparison.many_gone else READY
        if draft.received is None:
            return UNREADABLE
        return MAPPING if any(p.code == "column.missing" for p in draft.problems) else FAULTS

    @property
    def errors(self) -> int:
        """How many faults stand in the way."""
        return how_many(self.draft.problems, "error")


def place(kept: Kept) -> tuple[str, str]:
    """The form and the unit whose picture it would become."""
    return kept.draft.feed.name, kept.draft.unit


@dataclass
class Desk:
    """What lies on a liaison's desk, by arrival: files that are not read yet, files that are, and the one that is open."""

    unread: list[Entry] = field(default_factory=list)
    kept: dict[int, Kept] = field(default_factory=dict)
    opened: int | None = None
    uploads: set[str] = field(default_factory=set)

    def put(self, kept: Kept) -> None:
        """Lays it in its place, or as the last one."""
        self.kept[kept.arrival.seq] = kept

    def take_away(self, seqs: Iterable[int]) -> None:
        """Clears the desk of these."""
        for seq in list(seqs):
            self.kept.pop(seq, None)

    def take_in_turn(self, seqs: Iterable[int]) -> None:
        """These are meant to follow one another."""
        for seq in seqs:
            self.put(replace(self.kept[seq], in_turn=True))

    @property
    def unsent(self) -> list[Kept]:
        """Those of which nothing has become yet."""
        return [kept for kept in self.kept.values() if kept.receipt is None]

    def states(self) -> dict[int, str]:
        """How each stands beside the others: two whole files of one form and unit stand in each other's way."""
        said = {seq: kept.said for seq, kept in self.kept.items()}
        rivals = Counter(place(self.kept[seq]) for seq, state in said.items() if state in OPEN)
        return {
            seq: TWICE if state in OPEN and self._is_rival(self.kept[seq], rivals) else state
            for seq, state in said.items()
        }

    def _is_rival(self, kept: Kept, rivals: Counter[tuple[str, str]]) -> bool:
        return kept.draft.feed.file == "whole" and not kept.in_turn and rivals[place(kept)] > 1


def desk() -> Desk:
    """This session's desk."""
    return st.session_state.setdefault("desk", Desk())
