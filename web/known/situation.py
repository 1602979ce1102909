"""What the ledger knows at a moment, handed to readiness: pictures, declarations, arrivals, and the last changes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from domain import receipts
from domain.clock import from_beijing
from domain.districts import DISTRICTS
from domain.levels import ISSUERS
from domain.words import say
from feeds import all_feeds
from readiness.board import Board, Known, board
from readiness.levels import Declaration
from readiness.plan import plan
from readiness.reporting import Sent
from store.entry import CITY, SUBMISSION, UNDO, Entry
from store.ledger import Ledger
from store.picture import Picture
from views import text
from views.board import Change, grade_name
from web.known.own import rows_in

LAST_CHANGES = 10


def situation(ledger: Ledger, at: datetime | None = None) -> Board:
    """The board as it was known at `at` (now when not given)."""
    return board(known(ledger, at), plan(), at or ledger.now())


def situation_within(ledger: Ledger, units: frozenset[str]) -> Board:
    """The board of the rows in these units alone, judged like the city's; nothing is lacking in it that another owes."""
    everything = known(ledger)
    frames = {name: rows_in(units, frame) for name, frame in everything.pictures.items()}
    own = replace(everything, pictures=frames, scopes=dict.fromkeys(frames, frozenset([CITY])))
    return board(own, plan(), ledger.now())


def known(ledger: Ledger, at: datetime | None = None) -> Known:
    """Everything received by `at`, in readiness's own terms; None is left to the ledger, whom no clock set back fools."""
    pictures = {name: ledger.read(name, at=at) for name in all_feeds()}
    return Known(
        {name: picture.frame for name, picture in pictures.items()},
        sent(ledger, pictures, at),
        {name: picture.scopes for name, picture in pictures.items()},
        declarations(ledger, at),
        {entry.seq: entry.received_at for picture in pictures.values() for entry in picture.entries},
    )


def declarations(ledger: Ledger, at: datetime | None = None) -> tuple[Declaration, ...]:
    """Every level declared by `at`."""
    return tuple(_declaration(entry) for entry in ledger.entries(kinds=["declaration"], at=at))


def sent(
    ledger: Ledger, pictures: Mapping[str, Picture], at: datetime | None = None
) -> dict[str, dict[str, Sent]]:
    """What each unit sent for each form, by feed and unit."""
    found: dict[str, dict[str, Sent]] = {name: {} for name in pictures}
    tally = ledger.tally(at)
    for feed, unit, _ in tally:
        if feed in found and unit not in found[feed]:
            accepted, refused, undone = (
                tally.get((feed, unit, kind), 0) for kind in (SUBMISSION, "refusal", UNDO)
            )
            counted = Sent(accepted=accepted - undone, refused=refused, undone=undone)
            own = _standing(ledger, feed, unit, pictures[feed], at)
            found[feed][unit] = _shown(counted, own, pictures[feed].kept.get(unit, ()))
    return found


def _standing(ledger: Ledger, feed: str, unit: str, picture: Picture, at: datetime | None) -> list[Entry]:
    """A unit's reports that are shown; that of a county also where others have sent each of its rows again since."""
    if unit not in picture.scopes:
        return []
    own = [entry for entry in picture.entries if entry.scope == unit]
    if own or unit == CITY:
        return own
    newest = ledger.standing(feed, unit, at)
    return [newest] if newest else []


def _shown(counted: Sent, own: list[Entry], kept: Sequence[Entry]) -> Sent:
    """kept: the reports, of whatever unit, that its newest one keeps rows of: they are as old as they were."""
    if not own:
        return counted
    aged = [*own, *kept]
    return replace(
        counted,
        as_of=min((entry.as_of for entry in aged if entry.as_of), default=None),
        oldest_at=min(entry.received_at for entry in aged),
        received_at=max(entry.received_at for entry in own),
        receipt=receipt_number(own[-1]),
    )


def picture(ledger: Ledger, feed: str, at: datetime | None = None) -> Picture:
    """A feed's newest picture as known at `at`."""
    return ledger.read(feed, at=at)


def changes(ledger: Ledger, lang: str, at: datetime | None = None) -> list[Change]:
    """The last things taken in or back, newest first; the storm's own hourly fixes are on its line, not here."""
    newest = ledger.entries(
        kinds=["submission", "declaration", "undo"], at=at, limit=LAST_CHANGES, leaving=("track",), standing=True,
    )  # fmt: skip
    now = at or ledger.now()
    return [_change(entry, now, lang) for entry in newest]


def receipt_number(entry: Entry) -> str:
    """The number an entry is asked for by."""
    return receipts.receipt_number(entry.seq)


def _declaration(entry: Entry) -> Declaration:
    said = entry.detail
    at = from_beijing(said["effective_at"])
    return Declaration(
        said["issuer"],
        said["scope"],
        said["grade"],
        said["verb"],
        at,
        said["basis"],
        entry.seq,
        entry.received_at,
    )


def _change(entry: Entry, now: datetime, lang: str) -> Change:
    if entry.kind == "declaration":
        issuer = ISSUERS[entry.detail["issuer"]]
        title, result = (issuer.zh if lang == "zh" else issuer.en), _declared(entry, now, lang)
    else:
        title = all_feeds()[entry.feed].title(lang)
        result = _taken_back(entry, lang) if entry.kind == "undo" else _moved(entry, lang)
    return Change(
        entry.received_at, entry.kind, title, district(entry.scope, lang), result, receipt_number(entry)
    )


def _declared(entry: Entry, now: datetime, lang: str) -> str:
    """The grade declared, and from when where that is still to come."""
    grade, begins = grade_name(entry.detail["grade"], lang), from_beijing(entry.detail["effective_at"])
    return grade if begins <= now else say(lang, "board.begins", grade=grade, t=text.moment(begins, now))


def _taken_back(entry: Entry, lang: str) -> str:
    return say(lang, "board.undone", receipt=receipts.receipt_number(entry.detail["undoes"]))


def _moved(entry: Entry, lang: str) -> str:
    moved = entry.detail.get("moved")
    if not moved or moved["added"] == entry.rows:
        return say(lang, "board.first_rows", n=entry.rows)
    if not any(moved.values()):
        return say(lang, "board.unchanged")
    parts = [say(lang, f"board.{name}", n=count) for name, count in moved.items() if count]
    return " ".join(parts)


def district(code: str, lang: str) -> str:
    """A district's name in zh or en."""
    found = DISTRICTS[code]
    return found.zh if lang == "zh" else found.en
