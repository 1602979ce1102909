"""How a report is taken back: by whom, how long, and not once something was built on it."""

from collections.abc import Iterator
from datetime import timedelta

import pyarrow as pa
import pyarrow.compute as pc

from domain.names import called
from domain.problems import Problem, Refused
from domain.receipts import receipt_number
from domain.unseen import seen
from feeds import feed as form
from feeds.rows import row_keys
from intake.receipts import find
from store.entry import SUBMISSION, UNDO, Entry, NewEntry, Superseded
from store.ledger import Ledger

TRIES = 3


def undo(ledger: Ledger, seq: int, actor: str, reason: str, duty: bool = False) -> Entry:
    """Writes the undo of a submission; nothing is deleted.

    duty: the actor is a duty officer, who may take back what another sent.
    Raises Refused, saying why not; Superseded when reports of these places keep coming in between.
    """
    for tries_left in reversed(range(TRIES)):
        try:
            return _undo(ledger, seq, called(actor), seen(reason).strip(), duty)
        except Superseded:  # the rules, asked again, say what has come in between
            if not tries_left:
                raise
    raise AssertionError("the last try returns or raises")


def _undo(ledger: Ledger, seq: int, actor: str, reason: str, duty: bool) -> Entry:
    entry = find(ledger, seq)
    if entry is None:
        raise Refused([Problem("receipt.no_such", holes=(("receipt", receipt_number(seq)),))])
    base = ledger.base(entry.feed, entry.scope)  # asked before the rules look, so that nothing slips in after
    if faults := obstacles(ledger, entry) or list(_faults(entry, actor, reason, duty)):
        raise Refused(faults)
    detail = {"undoes": seq, "reason": reason, "duty": duty}
    return ledger.append(NewEntry(UNDO, entry.feed, entry.scope, actor, detail=detail), base=base).entry


def obstacles(ledger: Ledger, entry: Entry) -> list[Problem]:
    """Why nobody may undo this entry now; empty when its sender or a duty officer may."""
    if entry.kind != SUBMISSION:
        code = "undo.a_level" if entry.kind == "declaration" else "undo.not_a_submission"
        return [Problem(code, holes=(("receipt", receipt_number(entry.seq)),))]
    if back := ledger.undone(entry.feed).get(entry.seq):
        return [Problem("undo.already", holes=(("receipt", receipt_number(back.seq)),))]
    return [*_built_on(ledger, entry), *_too_old(ledger, entry)]


def _built_on(ledger: Ledger, entry: Entry) -> Iterator[Problem]:
    """Newest first: what came later was compared with this one, or replaced a part of it."""
    newest = ledger.standing(entry.feed, entry.scope)
    if newest is None or newest.seq <= entry.seq:
        return
    upon = _reported_again(ledger, entry) if form(entry.feed).file == "addition" else newest.seq
    if upon > entry.seq:
        yield Problem("undo.built_on", holes=(("receipt", receipt_number(upon)),))


def _reported_again(ledger: Ledger, entry: Entry) -> int:
    """The newest submission that shows a row this one reported: several departments add to one form."""
    feed, shown = form(entry.feed), ledger.read(entry.feed).frame
    keys = row_keys(feed, ledger.payload(entry.seq))
    again = pc.is_in(row_keys(feed, pa.Table.from_pandas(shown, preserve_index=False)), keys)
    return int(shown["_entry"].to_numpy()[again.to_numpy(zero_copy_only=False)].max())


def _too_old(ledger: Ledger, entry: Entry) -> Iterator[Problem]:
    hours = form(entry.feed).undo_h
    if ledger.now() - entry.received_at > timedelta(hours=hours):
        yield Problem("undo.too_old", holes=(("hours", hours),))


def _faults(entry: Entry, actor: str, reason: str, duty: bool) -> Iterator[Problem]:
    """What is wrong with who asks and why."""
    if not actor:
        yield Problem("undo.no_actor")
    elif not duty and actor != entry.actor:
        yield Problem("undo.not_yours", holes=(("sender", entry.actor or "—"),))
    if not reason:
        yield Problem("undo.no_reason")
