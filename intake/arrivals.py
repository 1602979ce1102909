"""Files kept on arrival, before anything reads them: a connection that breaks after that loses nothing.

An arrival is a ledger entry with the bytes and nothing else. It is open until a later entry has become of its bytes
(a submission, a declaration, a refusal), or its sender withdraws it. Rows that a report sent back are open until they are
sent, their unit reports anew as a whole, or that report is undone; being refused again does not close them.
"""

from collections.abc import Iterable
from datetime import datetime

from domain.clock import from_beijing, iso
from feeds.declaration import Feed
from store.entry import CITY, SUBMISSION, Entry, NewEntry
from store.ledger import Ledger

ARRIVAL, WITHDRAWAL, SHEET = "arrival", "withdrawal", "sheet"
# In detail: the report whose returned rows these are; and that a report brought only some of its unit's rows.
COMPLETES, SUPPLEMENT = "completes", "supplement"
ANSWERS = ("submission", "declaration", "refusal")
# Older ones are no drafts any more; they stay in the ledger.
MOST_OPEN = 20


def arrive(
    ledger: Ledger, feed: Feed, unit: str, data: bytes, filename: str, actor: str, as_of: datetime | None,
    sheet: str | None = None,
) -> Entry:  # fmt: skip
    """Keeps a file as it came, or one sheet of it to be reported by itself."""
    ledger.open_for_use()
    detail = {"given_as_of": iso(as_of) if as_of else None, **({SHEET: sheet} if sheet else {})}
    new = NewEntry(ARRIVAL, feed.name, unit, actor, filename=filename, detail=detail)
    return ledger.append(new, None, data).entry


def given_as_of(arrival: Entry) -> datetime | None:
    """The cut-off that was given with the file."""
    given = arrival.detail["given_as_of"]
    return from_beijing(given) if given else None


def open_arrivals(ledger: Ledger, feed: Feed | None, unit: str) -> list[Entry]:
    """The last files of a unit, for a form or for any, of which nothing has become yet, newest first."""
    name = feed.name if feed else None
    arrived = ledger.entries(kinds=[ARRIVAL], feed=name, scope=unit, limit=MOST_OPEN)
    if not arrived:
        return []
    later = ledger.entries(kinds=[*ANSWERS, WITHDRAWAL], feed=name, after=arrived[-1].seq)
    withdrawn = {entry.detail.get(ARRIVAL) for entry in later}
    answered = [(entry.seq, _sent(entry)) for entry in later if entry.kind in ANSWERS]
    return [
        entry
        for entry in arrived
        if entry.seq not in withdrawn
        and not (
            _sent_again(ledger, entry, later)
            if COMPLETES in entry.detail
            else any(seq > entry.seq and sent == _sent(entry) for seq, sent in answered)
        )
    ]


def _sent_again(ledger: Ledger, returned: Entry, later: Iterable[Entry]) -> bool:
    """Whether nobody waits for returned rows any more."""
    completes, undone = returned.detail[COMPLETES], ledger.undone(returned.feed)
    reports = (
        entry
        for entry in later
        if (entry.kind, entry.feed) == (SUBMISSION, returned.feed)
        and entry.seq > returned.seq
        and entry.seq not in undone
    )
    return completes in undone or any(
        report.scope in (returned.scope, CITY)
        and (SUPPLEMENT not in report.detail or report.detail.get(COMPLETES) == completes)
        for report in reports
    )


def _sent(entry: Entry) -> tuple[str, str, str | None]:
    """What was sent: the form, the bytes, and which sheet of them where there were several."""
    return entry.feed, entry.sha256, entry.detail.get(SHEET)


def settle(ledger: Ledger, arrival: Entry, answer: Entry, actor: str) -> None:
    """Closes an arrival whose answer does not show it: an older entry, for the same file had come before, or another form."""
    if answer.seq < arrival.seq or answer.feed != arrival.feed:
        withdraw(ledger, arrival, actor)


def withdraw(ledger: Ledger, arrival: Entry, actor: str) -> Entry:
    """Says that nothing shall become of an arrival."""
    detail = {ARRIVAL: arrival.seq}
    new = NewEntry(WITHDRAWAL, arrival.feed, arrival.scope, actor, filename=arrival.filename, detail=detail)
    return ledger.append(new).entry
