"""Two people for a level: one proposes it, and it counts once another, who may, has confirmed it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from access.identity import Identity
from access.register import Known
from access.table import may
from domain.names import is_said_by
from domain.problems import Problem, Refused
from domain.receipts import receipt_number
from store.entry import (
    CITY,
    DECLARATION,
    DECLINE,
    PROPOSAL,
    REHEARSALS,
    RETRACTION,
    Entry,
    NewEntry,
    Superseded,
)
from store.ledger import Ledger
from store.reader import Reader

FEED = "levels"
SAID = ("issuer", "scope", "grade", "verb", "effective_at", "basis")
# What a decision makes of a proposal; PROPOSED until there is one, OVERTAKEN where another level came first.
PROPOSED, OVERTAKEN = "proposed", "overtaken"
DECIDED = {DECLARATION: "confirmed", DECLINE: "declined", RETRACTION: "retracted"}
STATES = (PROPOSED, OVERTAKEN, *DECIDED.values())
_CLOSED = {
    "confirmed": "proposal.confirmed",
    "declined": "proposal.declined",
    "retracted": "proposal.retracted",
    OVERTAKEN: "proposal.overtaken",
}
TRIES = 3


@dataclass(frozen=True, slots=True)
class Proposal:
    """A level somebody proposed. state: one of STATES; by: the entry that decided on it or overtook it."""

    entry: Entry
    state: str = PROPOSED
    by: Entry | None = None

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided on it; one that was overtaken can only be put aside."""
        return self.state in (PROPOSED, OVERTAKEN)

    @property
    def series(self) -> tuple[str, str]:
        """Issuer and scope."""
        return _series(self.entry)


def needs_two(ledger: Reader) -> bool:
    """Whether a level counts only once another person has confirmed it."""
    return Known(ledger)().setting("two_people")


def proposals(ledger: Reader, at: datetime | None = None) -> list[Proposal]:
    """Every proposal as it stood at a moment (default now), oldest first."""
    kinds = [PROPOSAL, *DECIDED]
    found = ledger.entries(kinds=kinds, feed=FEED, at=at, newest_first=False)
    made = {entry.seq: entry for entry in found if entry.kind == PROPOSAL}
    decided = {entry.detail["proposal"]: entry for entry in found if "proposal" in entry.detail}
    declared = [entry for entry in found if entry.kind == DECLARATION]
    order = _arrival if ledger.purpose in REHEARSALS else _number
    return [_judged(entry, decided.get(seq), declared, made, order) for seq, entry in made.items()]


def open_proposals(ledger: Reader, at: datetime | None = None) -> list[Proposal]:
    """Those that nobody has decided on, the longest waiting first."""
    return [proposal for proposal in proposals(ledger, at) if proposal.is_open]


def waiting(ledger: Reader, at: datetime | None = None) -> int:
    """How many levels could be confirmed now."""
    return sum(proposal.state == PROPOSED for proposal in proposals(ledger, at))


def proposal_of(ledger: Reader, seq: int) -> Proposal:
    """The proposal of that number. Raises Refused where there is none."""
    found = next((each for each in proposals(ledger) if each.entry.seq == seq), None)
    if found is None:
        raise _refused("proposal.no_such", receipt_number(seq))
    return found


def propose(ledger: Ledger, new: NewEntry) -> Entry:
    """Writes a proposal. Raises Refused where the same one waits already."""

    def draft() -> NewEntry:
        standing = (each for each in proposals(ledger) if each.state == PROPOSED)
        same = next((each for each in standing if _is_said(each, new)), None)
        if same is not None:
            raise _refused("proposal.waits_already", receipt_number(same.entry.seq))
        return new

    return _append(ledger, draft)


def proposed_by(ledger: Reader, new: NewEntry) -> NewEntry:
    """A declaration as a proposal; it keeps its proposer's account, since titles may change."""
    people = [each for each in Known(ledger)().accounts.values() if is_said_by(each.title, new.actor)]
    # The longest: one title may begin with another and a bracket.
    account = max(people, key=lambda each: len(each.title)).name if people else None
    detail = {**new.detail, **({"account": account} if account else {})}
    return NewEntry(
        PROPOSAL, new.feed, new.scope, new.actor, new.as_of, new.filename, new.rows, detail, new.received_at
    )


def not_standing(ledger: Reader, sha256: str, drafts: Sequence[NewEntry]) -> list[NewEntry]:
    """Of the rows of a file those that neither wait nor count from an earlier sending of it."""
    standing = [
        each
        for each in proposals(ledger)
        if each.entry.sha256 == sha256 and each.state in (PROPOSED, "confirmed")
    ]
    return [new for new in drafts if not any(_is_said(each, new) for each in standing)]


def confirm(ledger: Ledger, seq: int, by: Identity) -> Entry:
    """Writes the declaration by which a proposal counts, from the hour that was proposed.

    Raises Refused: he may not, or proposed it himself, or it was decided on, withdrawn or overtaken.
    """

    def draft() -> NewEntry:
        proposal = _to_decide(ledger, seq, by)
        if proposal.state == OVERTAKEN:
            raise _closed(proposal)
        made = proposal.entry
        said = {name: made.detail[name] for name in SAID}
        people = {"proposal": seq, "proposed_by": made.actor, "confirmed_by": by.title}
        return NewEntry(DECLARATION, FEED, made.scope, by.title, made.as_of, rows=1, detail=said | people)

    return _append(ledger, draft)


def decline(ledger: Ledger, seq: int, by: Identity, reason: str) -> Entry:
    """Sends a proposal back with a reason. Raises Refused as `confirm`, and without a reason; an overtaken one may be."""

    def draft() -> NewEntry:
        made = _to_decide(ledger, seq, by).entry
        if not reason.strip():
            raise Refused([Problem("proposal.no_reason")])
        detail = {"proposal": seq, "reason": reason.strip()}
        return NewEntry(DECLINE, FEED, made.scope, by.title, detail=detail)

    return _append(ledger, draft)


def retract(ledger: Ledger, seq: int, by: Identity) -> Entry:
    """Takes one's own proposal back. Raises Refused: it is another's, or was decided on."""

    def draft() -> NewEntry:
        proposal = proposal_of(ledger, seq)
        if not proposal.is_open:
            raise _closed(proposal)
        if not is_own(proposal, by):
            raise _refused("proposal.not_yours", receipt_number(seq), sender=proposal.entry.actor)
        return NewEntry(RETRACTION, FEED, proposal.entry.scope, by.title, detail={"proposal": seq})

    return _append(ledger, draft)


def is_own(proposal: Proposal, who: Identity) -> bool:
    """Whether somebody proposed it himself, under whatever title and for whomever he said he did."""
    made = proposal.entry
    return is_said_by(who.title, made.actor) or (bool(who.name) and who.name == made.detail.get("account"))


def _to_decide(ledger: Ledger, seq: int, by: Identity) -> Proposal:
    if not may(by, "level.confirm"):
        raise Refused([Problem("proposal.not_approver", raw=by.title or "—")])
    proposal = proposal_of(ledger, seq)
    if not proposal.is_open:
        raise _closed(proposal)
    if is_own(proposal, by):
        raise _refused("proposal.own", receipt_number(seq))
    return proposal


def _append(ledger: Ledger, drafted: Callable[[], NewEntry]) -> Entry:
    for tries_left in reversed(range(TRIES)):
        base = ledger.base(FEED, CITY)  # asked before the rules look, so that nothing slips in after
        try:
            return ledger.append(drafted(), base=base).entry
        except Superseded:  # the rules, asked again, say what has come in between
            if not tries_left:
                raise
    raise AssertionError("the last try returns or raises")


def _judged(
    made: Entry, decided: Entry | None, declared: Iterable[Entry], all_made: dict[int, Entry],
    order: Callable[[Entry], tuple],
) -> Proposal:  # fmt: skip
    if decided is not None:
        return Proposal(made, DECIDED[decided.kind], decided)
    later = [
        entry
        for entry in declared
        if _series(entry) == _series(made) and order(entry) > order(made) and not _one_file(entry, made, all_made)
    ]  # fmt: skip
    return Proposal(made, OVERTAKEN, max(later, key=order)) if later else Proposal(made)


def _one_file(declared: Entry, made: Entry, all_made: dict[int, Entry]) -> bool:
    """A file may hold several levels of a series, one after the other: confirming the first does not overtake the next."""
    of = all_made.get(declared.detail.get("proposal", 0))
    return of is not None and bool(made.sha256) and of.sha256 == made.sha256


def _series(entry: Entry) -> tuple[str, str]:
    return entry.detail["issuer"], entry.detail["scope"]


def _number(entry: Entry) -> tuple:
    return (entry.seq,)


def _arrival(entry: Entry) -> tuple:
    """A rehearsal holds entries that are numbered earlier and arrive later; a live clock may be set back."""
    return entry.received_at, entry.seq


def _is_said(proposal: Proposal, new: NewEntry) -> bool:
    return all(proposal.entry.detail[name] == new.detail[name] for name in SAID)


def _closed(proposal: Proposal) -> Refused:
    receipt, by = receipt_number(proposal.entry.seq), proposal.by
    assert by is not None
    return _refused(_CLOSED[proposal.state], receipt, by=receipt_number(by.seq), actor=by.actor)


def _refused(code: str, receipt: str, **holes: str) -> Refused:
    return Refused([Problem(code, holes=(("receipt", receipt), *holes.items()))])
