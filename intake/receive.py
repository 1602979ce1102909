"""The one way in, for page, command line and folder: examine a file, then commit it whole or record its refusal."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from random import random
from threading import Lock
from time import sleep

from domain.clock import iso, to_utc
from domain.names import called
from domain.problems import ROW, Problem, Refused, how_many
from domain.receipts import receipt_number
from domain.unseen import seen, seen_line
from feeds.declaration import Feed
from intake.arrivals import SHEET, SUPPLEMENT
from intake.checking import Looks
from intake.draft import Draft, examine, opened_file
from intake.levels import entry as declaration
from intake.mending import MENDED
from intake.proposals import needs_two, not_standing, proposed_by
from intake.returned import handing_back
from intake.signed import NOT_SIGNED, Signed, text_kept
from intake.told import kept_problems
from loaders.files import Book
from store.entry import DECLARATION, PROPOSAL, Entry, NewEntry, Superseded
from store.ledger import Ledger

KEPT_PROBLEMS, LONGEST_RAW = 200, 1000
# Others may report the same unit at once, and a program has nobody to ask: wait a little and compare again.
TRIES, LONGEST_WAIT_S = 60, 0.5
# Within one process they wait for each other instead, and no file is compared in vain. Files are read and checked
# before that: one that takes long holds up nobody else's.
TURNS: defaultdict[str, Lock] = defaultdict(Lock)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the sender takes away: the entry that answers the file, and whether the file was new."""

    entry: Entry
    first: bool

    @property
    def number(self) -> str:
        """The receipt's number as it is said on the telephone."""
        return receipt_number(self.entry.seq)


class Overtaken(Exception):
    """Another report came in since the sender saw the changes; `draft` is the file beside what is shown now."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(draft.filename)
        self.draft = draft


class TakenBack(Exception):
    """This very sending was taken in and undone since: `entry` was its receipt, `undo` took it back."""

    def __init__(self, entry: Entry, undo: Entry) -> None:
        super().__init__(entry.filename)
        self.entry, self.undo = entry, undo


@dataclass(frozen=True, slots=True)
class Outcome:
    """A draft and the ledger's answer: a receipt, or without one the record that the file was refused."""

    draft: Draft
    entry: Entry
    receipt: Receipt | None


def receive(
    ledger: Ledger, feed: Feed, unit: str, data: bytes, filename: str, actor: str,
    as_of: datetime | None = None, received_at: datetime | None = None, key: str = "", partial: bool = False,
    base: int | None = None, sheet: str | None = None, book: Book | Refused | None = None, signed: Signed = NOT_SIGNED,
) -> Outcome:  # fmt: skip
    """Takes a file in whole, or leaves the store as it was but for the record that it was refused.

    A report that comes in between has the file compared again: Superseded only when that happens TRIES times.
    `key` is the sender's own mark of one sending: the same bytes, sheet and cut-off again under it are answered as the
    first time, whatever has come since; raises TakenBack where that was undone.
    `partial`: of a file with faulty rows the sound ones are taken in, where the form allows it.
    `base` is the draft's that its sender was shown: raises Overtaken where another report has come in since.
    `sheet`, `book` and `signed` are as for `examine`.
    `received_at` is for the history of a demo or an exercise; raises HistoryNotAllowed elsewhere.
    """

    filename, actor, key = seen_line(filename), called(actor), seen(key)
    looks = Looks(data)
    book = book or opened_file(data, filename)
    looks.beforehand(ledger, feed, unit, book, sheet, received_at)

    def look() -> Draft:
        draft = examine(
            ledger, feed, unit, data, filename, as_of, received_at, sheet=sheet, book=book, looks=looks, signed=signed
        )  # fmt: skip
        return draft.offer if partial and draft.offer else draft

    with TURNS[feed.name]:
        return _received(ledger, look, actor, received_at, key, base)


def _received(
    ledger: Ledger, look: Callable[[], Draft], actor: str, received_at: datetime | None, key: str, base: int | None
) -> Outcome:  # fmt: skip
    for tries_left in reversed(range(TRIES)):
        draft = look()
        if draft.refused and (before := _keyed(ledger, draft, key)):
            # What has come since may forbid it now: rows that were waited for, for one, have come by this very file.
            then = replace(draft, problems=kept_problems(before.detail["notes"]), offer=None)
            return Outcome(then, before, Receipt(before, first=False))
        if draft.refused:
            return Outcome(draft, refuse(ledger, draft, actor, received_at), None)
        if base not in (None, draft.base) and not _answered(ledger, draft, key, received_at):
            raise Overtaken(draft)
        try:
            receipt = commit(ledger, draft, actor, received_at, key)
        except Superseded:
            if not tries_left:
                raise
            sleep(random() * min(LONGEST_WAIT_S, 0.02 * (TRIES - tries_left)))
        else:
            return Outcome(draft, receipt.entry, receipt)
    raise AssertionError("the last try returns or raises")


def commit(
    ledger: Ledger, draft: Draft, actor: str, received_at: datetime | None = None, key: str = ""
) -> Receipt:
    """Writes an acceptable draft in one transaction, unless the unit's newest report is this very file.

    Then its receipt is given again.
    Raises ValueError for a refused draft, Superseded when the unit's picture has changed since it was examined.
    """
    if draft.refused or draft.table is None:
        raise ValueError("a refused draft cannot be committed")
    ledger.open_for_use()
    if draft.feed.file == "declaration":
        return _declare_all(ledger, draft, actor, received_at)
    if before := _answered(ledger, draft, key, received_at):
        return Receipt(before, first=False)
    new = _entry(
        "submission",
        draft,
        actor,
        received_at,
        {
            "encoding": draft.encoding,
            "notes": _kept(draft),
            "moved": draft.moved,
            **({"key": key} if key else {}),
            **draft.mended,
            **draft.carrying,
            **draft.signature,
        },
    )
    base = None if received_at else draft.base  # the base turns away the same file sent twice at once
    returned = draft.returned
    back = (lambda entry: handing_back(entry, returned.rows, returned.as_of)) if returned else None
    return Receipt(ledger.append(new, draft.table, draft.packed, base=base, with_it=back).entry, first=True)


def _answered(ledger: Ledger, draft: Draft, key: str, received_at: datetime | None) -> Entry | None:
    """The submission that has answered this sending before, or the last level that came with it, if there is one."""
    if draft.feed.file == "declaration":
        return next(iter(reversed(_levels_of(ledger, draft))), None)
    return _keyed(ledger, draft, key) or _standing(ledger, draft, received_at)


def _keyed(ledger: Ledger, draft: Draft, key: str) -> Entry | None:
    """The submission that took this sending in under this key, if there is one. Raises TakenBack where it was undone."""
    same = ledger.by_bytes(draft.packed.sha256) if key else []
    given = iso(draft.given_as_of) if draft.given_as_of else None
    meant = ("submission", draft.feed.name, draft.unit, key, given, draft.sheet)
    found = next((entry for entry in same if _sent_as(entry) == meant), None)
    if found and (undo := ledger.undone(found.feed).get(found.seq)):
        raise TakenBack(found, undo)
    return found


def _sent_as(entry: Entry) -> tuple:
    said = (entry.detail.get(name) for name in ("key", "given_as_of", SHEET))
    return entry.kind, entry.feed, entry.scope, *said


def _standing(ledger: Ledger, draft: Draft, received_at: datetime | None) -> Entry | None:
    """The unit's newest submission that stood by then, if it is these bytes with the same cut-off given."""
    entry = ledger.standing(draft.feed.name, draft.unit, received_at)
    if entry is None:
        return None
    given = iso(draft.given_as_of) if draft.given_as_of else None
    # Some rows alone and a whole list of the same bytes are two sendings: one keeps what the other takes off.
    sent = (draft.packed.sha256, draft.unit, given, draft.mended.get(MENDED), draft.sheet)
    sent_so = (*sent, draft.supplement, text_kept(draft.signature))
    said = (entry.sha256, entry.scope, *(entry.detail.get(name) for name in ("given_as_of", MENDED, SHEET)))
    said_so = (*said, SUPPLEMENT in entry.detail, text_kept(entry.detail))
    return entry if said_so == sent_so else None


def refuse(ledger: Ledger, draft: Draft, actor: str, received_at: datetime | None = None) -> Entry:
    """Records that a file was refused, with the file itself and what was wrong with it."""
    ledger.open_for_use()
    detail = {"problems": _kept(draft), "count": how_many(draft.problems), **draft.signature}
    new = _entry("refusal", draft, actor, received_at, detail)
    # The same bytes with a signature are refused for another reason than without.
    return ledger.append(new, None, draft.packed, once=not draft.signature).entry


def _entry(kind: str, draft: Draft, actor: str, received_at: datetime | None, detail: dict) -> NewEntry:
    given = iso(draft.given_as_of) if draft.given_as_of else None
    sheet = {SHEET: draft.sheet} if draft.sheet else {}
    return NewEntry(
        kind, draft.feed.name, draft.unit, actor, to_utc(draft.as_of) if draft.as_of else None, draft.filename,
        detail={**detail, "given_as_of": given, **sheet}, received_at=received_at,
    )  # fmt: skip


def _kept(draft: Draft) -> list[dict]:
    return [_plain(problem) for problem in draft.problems[:KEPT_PROBLEMS]]


def _plain(problem: Problem) -> dict:
    holes = dict(problem.holes)
    raw = problem.raw[:LONGEST_RAW] if problem.raw else problem.raw
    said = {"code": problem.code, "row": problem.row, "column": problem.column, "raw": raw}
    said |= {"counted": problem.counted} if problem.counted != ROW else {}
    return {**{k: v for k, v in said.items() if v is not None}, "severity": problem.severity, "holes": holes}


def _declare_all(ledger: Ledger, draft: Draft, actor: str, received_at: datetime | None) -> Receipt:
    """Each row of a file of levels becomes a proposal or a declaration, all or none; the receipt is the last one's.

    What is entered as a rehearsal's history was declared then.
    """
    assert draft.table is not None
    new = [
        declaration(**_fields(row), actor=actor, received_at=received_at, filename=draft.filename)
        for row in draft.table.to_pylist()
    ]
    new = [replace(one, detail=one.detail | draft.signature) for one in new]
    if received_at is None and needs_two(ledger):
        return _propose_all(ledger, draft, new)
    last = ledger.append_all(new, draft.packed)[-1]
    return Receipt(last.entry, last.first)


def _levels_of(ledger: Ledger, draft: Draft) -> list[Entry]:
    """The levels that these bytes brought before, proposed or declared, oldest first."""
    same = ledger.by_bytes(draft.packed.sha256)
    return [entry for entry in same if entry.kind in (DECLARATION, PROPOSAL)]


def _propose_all(ledger: Ledger, draft: Draft, new: list[NewEntry]) -> Receipt:
    """The rows of the file that neither wait nor count already: what was declined or overtaken may be proposed anew."""
    before = _levels_of(ledger, draft)
    if any(entry.kind == DECLARATION for entry in before):
        return Receipt(before[-1], first=False)
    again = not_standing(ledger, draft.packed.sha256, new) if before else new
    if not again:
        return Receipt(before[-1], first=False)
    proposed = [proposed_by(ledger, each) for each in again]
    last = ledger.append_all(proposed, draft.packed, once=not before)[-1]
    return Receipt(last.entry, last.first)


def _fields(row: dict) -> dict:
    return {name: row[name] for name in ("issuer", "scope", "grade", "verb", "effective_at", "basis")}
