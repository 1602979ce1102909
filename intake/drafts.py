"""Which files that came still wait for somebody: left unsent, refused and not mended yet, or rows that were sent back.

A file that was refused waits until it is sent, another file of its form and unit comes, or its sender leaves it.
"""

from collections.abc import Collection, Iterable

from feeds import feed as form
from feeds.declaration import Feed
from intake.arrivals import ARRIVAL, COMPLETES, SHEET, SUPPLEMENT, WITHDRAWAL
from intake.returned import waiting
from store.entry import CITY, SUBMISSION, Entry
from store.ledger import Ledger

TAKEN_IN, REFUSAL = (SUBMISSION, "declaration"), "refusal"
# Older ones are no drafts any more; they stay in the ledger.
LOOKED_AT, MOST_OPEN = 100, 20


def open_arrivals(ledger: Ledger, feed: Feed | None, unit: str) -> list[Entry]:
    """The last files of a unit, for a form or for any, of which nothing has become yet, newest first."""
    name = feed.name if feed else None
    arrived = ledger.entries(kinds=[ARRIVAL], feed=name, scope=unit, limit=LOOKED_AT)
    if not arrived:
        return []
    later = ledger.entries(kinds=[*TAKEN_IN, WITHDRAWAL], feed=name, after=arrived[-1].seq)
    undone, found = ledger.undone(name), list[Entry]()
    for arrival in _unanswered(arrived, later):
        if COMPLETES in arrival.detail:
            is_open = waiting(ledger, arrival) > 0
        elif was_refused(ledger, arrival):
            is_open = not _gives_way(arrival, found) and not _is_overtaken(arrival, later, undone)
        else:
            is_open = True
        found += [arrival] if is_open else []
    return found[:MOST_OPEN]


def was_refused(ledger: Ledger, arrival: Entry) -> bool:
    """Whether its bytes have been refused."""
    sheet = arrival.detail.get(SHEET)
    same = ledger.by_bytes(arrival.sha256)
    return any(entry.kind == REFUSAL and entry.detail.get(SHEET) == sheet for entry in same)


def _unanswered(arrived: Iterable[Entry], later: Iterable[Entry]) -> list[Entry]:
    withdrawn = {entry.detail.get(ARRIVAL) for entry in later}
    taken: dict[tuple, int] = {}
    for entry in later:
        if entry.kind in TAKEN_IN:
            taken[_sent(entry)] = max(entry.seq, taken.get(_sent(entry), 0))
    return [
        entry
        for entry in arrived
        if entry.seq not in withdrawn
        and (COMPLETES in entry.detail or taken.get(_sent(entry), 0) < entry.seq)
    ]


def _gives_way(arrival: Entry, newer: Iterable[Entry]) -> bool:
    """Whether another file for the form has come since; another sheet of the same file is none."""
    return any(
        other.feed == arrival.feed
        and COMPLETES not in other.detail
        and (other.sha256 != arrival.sha256 or _sent(other) == _sent(arrival))
        for other in newer
    )


def _is_overtaken(arrival: Entry, later: Iterable[Entry], undone: Collection[int]) -> bool:
    """Whether its unit has reported since; where many report to one form, whether its sender has."""
    whole = form(arrival.feed).file == "whole"
    return any(
        entry.kind in TAKEN_IN
        and (entry.feed, entry.seq > arrival.seq) == (arrival.feed, True)
        and entry.seq not in undone
        and SUPPLEMENT not in entry.detail
        and (entry.scope in (arrival.scope, CITY) if whole else entry.actor == arrival.actor)
        for entry in later
    )


def _sent(entry: Entry) -> tuple[str, str, str | None]:
    """What was sent: the form, the bytes, and which sheet of them where there were several."""
    return entry.feed, entry.sha256, entry.detail.get(SHEET)
