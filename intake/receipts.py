"""What became of a file, found by its receipt number: whether it stands, and what it moved."""

from collections.abc import Collection
from dataclasses import dataclass, field

from domain.clock import stamp
from domain.problems import Problem, Refused
from domain.receipts import receipt_number, receipt_seq
from domain.unseen import seen_line
from feeds import all_feeds
from feeds.declaration import Counter, Feed
from feeds.tally import Tally, tally
from intake.arrivals import ARRIVAL, WITHDRAWAL
from intake.mending import MENDING
from intake.proposals import PROPOSED, proposal_of
from store.entry import CITY, DECLINE, PROPOSAL, REHEARSALS, RETRACTION, SUBMISSION, UNDO, Entry
from store.ledger import Ledger
from store.picture import Picture

OF_A_REPORT = ("standing", "kept", "replaced", "undone")
# What an entry that shows no rows of its own is.
STATES = {
    "refusal": "refused", "declaration": "declared", "opening": "opened", UNDO: "undo",
    ARRIVAL: "arrived", MENDING: "mending", WITHDRAWAL: "withdrawn",
    PROPOSAL: PROPOSED, DECLINE: "decline", RETRACTION: "retraction",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moved:
    """A measure just before an entry and just after it; none where nothing was known."""

    counter: Counter
    before: Tally | None
    after: Tally | None

    @property
    def differs(self) -> bool:
        """Whether the entry changed what is stated."""
        return _stated(self.before) != _stated(self.after)


@dataclass(frozen=True, slots=True)
class ReceiptStory:
    """An entry and what became of it.

    state: standing, kept, replaced, undone; of a level that was proposed: proposed, overtaken, confirmed, declined,
    retracted; of what is neither: refused, declared, undo, decline, retraction, opened, arrived, mending, withdrawn.
    by: the entry that replaced or undid it, or decided on it. before, after: the form's picture around it, for a submission or an undo.
    counters: the form's measures in both pictures; of the figures only those the entry states or moves.
    """

    entry: Entry
    state: str
    by: Entry | None = None
    before: Picture = field(default_factory=Picture)
    after: Picture = field(default_factory=Picture)
    counters: tuple[Moved, ...] = ()

    @property
    def number(self) -> str:
        """The receipt's number."""
        return receipt_number(self.entry.seq)

    @property
    def holes(self) -> dict[str, str]:
        """What the sentence of its state needs: by, actor, t, reason, undoes, proposal."""
        decision = self.entry if self.state in (UNDO, DECLINE, RETRACTION) else self.by
        if decision is None:
            return {}
        said = {"by": receipt_number(decision.seq), "actor": decision.actor, "t": stamp(decision.received_at)}
        for name in ("undoes", "proposal"):
            said |= {name: receipt_number(decision.detail[name])} if name in decision.detail else {}
        return said | ({"reason": decision.detail["reason"]} if "reason" in decision.detail else {})


def receipt(ledger: Ledger, number: str) -> ReceiptStory:
    """The story of a receipt number, R000123 or 123. Raises Refused when there is no such receipt."""
    seq = receipt_seq(number)
    entry = find(ledger, seq) if seq else None
    if entry is None:
        raise Refused([Problem("receipt.no_such", holes=(("receipt", seen_line(number)),))])
    return story(ledger, entry)


def find(ledger: Ledger, seq: int) -> Entry | None:
    """The entry of that number, if it has been received by now."""
    found = ledger.entries(after=seq - 1, limit=1, newest_first=False)
    return found[0] if found and found[0].seq == seq else None


def story(ledger: Ledger, entry: Entry, districts: Collection[str] | None = None) -> ReceiptStory:
    """What became of an entry, and what it moved; districts: their rows alone are counted."""
    if entry.kind == PROPOSAL:
        proposal = proposal_of(ledger, entry.seq)
        return ReceiptStory(entry, proposal.state, proposal.by)
    if entry.kind not in (SUBMISSION, UNDO):
        return ReceiptStory(entry, STATES[entry.kind])
    feed = all_feeds()[entry.feed]
    state, by = _state(ledger, feed, entry) if entry.kind == SUBMISSION else (STATES[UNDO], None)
    before, after = _around(ledger, entry)
    counters = _counters(feed, entry, before, after, districts)
    return ReceiptStory(entry, state, by, before, after, counters)


def _state(ledger: Ledger, feed: Feed, entry: Entry) -> tuple[str, Entry | None]:
    """Replaced is a file none of whose rows are shown any more, or that a later one covers; kept, one that later ones keep rows of."""
    if back := ledger.undone(entry.feed).get(entry.seq):
        return "undone", back
    later = _later(ledger, entry)
    covering = [other for other in later if feed.file == "whole" and other.scope in (entry.scope, CITY)]
    shown = {other.seq for other in ledger.read(entry.feed).entries}
    if covering:
        last = next((other for other in covering if "kept" not in other.detail), covering[-1])
        return ("kept", covering[-1]) if entry.seq in shown else ("replaced", last)
    return ("standing", None) if entry.seq in shown or not later else ("replaced", later[-1])


def _later(ledger: Ledger, entry: Entry) -> list[Entry]:
    """The standing submissions that came after it for any of its places, oldest first."""
    found = ledger.entries(
        kinds=[SUBMISSION], feed=entry.feed, after=entry.seq, newest_first=False, standing=True
    )
    return [other for other in found if other.scope == entry.scope or CITY in (other.scope, entry.scope)]


def _around(ledger: Ledger, entry: Entry) -> tuple[Picture, Picture]:
    """The pictures as they were known before and after an entry came."""
    # Only a rehearsal holds entries that are numbered earlier and arrive later; a live clock may be set back.
    at = entry.received_at if ledger.purpose in REHEARSALS else None
    before, after = (ledger.read(entry.feed, at, through=seq) for seq in (entry.seq - 1, entry.seq))
    return before, after


def _counters(
    feed: Feed, entry: Entry, before: Picture, after: Picture, districts: Collection[str] | None
) -> tuple[Moved, ...]:
    was, now = (_tallies(feed, picture, districts) for picture in (before, after))
    moved = (Moved(counter, was.get(counter.id), now.get(counter.id)) for counter in feed.counters)
    return tuple(one for one in moved if _is_told(one, entry))


def _tallies(feed: Feed, picture: Picture, districts: Collection[str] | None) -> dict[str, Tally]:
    frame = picture.frame
    if districts is not None and "district" in frame:
        frame = frame[frame["district"].isin(list(districts))]
    found = tally(feed, frame) if len(frame) else []
    return {one.counter.id: one for one in found if one.value is not None or one.planned}


def _is_told(moved: Moved, entry: Entry) -> bool:
    if moved.before is None and moved.after is None:
        return False
    of_many = moved.counter.adds[0] == "figure"
    return not of_many or moved.differs or (moved.after is not None and entry.seq in moved.after.entries)


def _stated(tally: Tally | None) -> tuple | None:
    return None if tally is None else (tally.value, tally.total, tally.planned, tally.bound, tally.unstated)
