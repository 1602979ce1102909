"""Files kept on arrival, before anything reads them: a connection that breaks after that loses nothing.

An arrival is a ledger entry with the bytes and nothing else; what became of it, `intake.drafts` tells by the entries after it.
"""

from datetime import datetime

from domain.clock import from_beijing, iso
from feeds.declaration import Feed
from store.entry import Entry, NewEntry
from store.ledger import Ledger

ARRIVAL, WITHDRAWAL, SHEET = "arrival", "withdrawal", "sheet"
# In detail: the report whose returned rows these are; and that a report brought only some of its unit's rows.
COMPLETES, SUPPLEMENT = "completes", "supplement"
CAME_SIGNED = "came_signed"  # the text of the signature that came beside it


def arrive(
    ledger: Ledger, feed: Feed, unit: str, data: bytes, filename: str, actor: str, as_of: datetime | None,
    sheet: str | None = None, signature: str = "",
) -> Entry:  # fmt: skip
    """Keeps a file as it came with its signature's text, or one sheet of it to be reported by itself."""
    ledger.open_for_use()
    detail = {"given_as_of": iso(as_of) if as_of else None, **({SHEET: sheet} if sheet else {})}
    detail |= {CAME_SIGNED: signature} if signature else {}
    new = NewEntry(ARRIVAL, feed.name, unit, actor, filename=filename, detail=detail)
    return ledger.append(new, None, data).entry


def given_as_of(arrival: Entry) -> datetime | None:
    """The cut-off that was given with the file."""
    given = arrival.detail["given_as_of"]
    return from_beijing(given) if given else None


def settle(ledger: Ledger, arrival: Entry, answer: Entry, actor: str) -> None:
    """Closes an arrival whose answer does not show it: an older entry, for the same file had come before, or another form."""
    if answer.seq < arrival.seq or answer.feed != arrival.feed:
        withdraw(ledger, arrival, actor)


def withdraw(ledger: Ledger, arrival: Entry, actor: str) -> Entry:
    """Says that nothing shall become of an arrival."""
    detail = {ARRIVAL: arrival.seq}
    new = NewEntry(WITHDRAWAL, arrival.feed, arrival.scope, actor, filename=arrival.filename, detail=detail)
    return ledger.append(new).entry
