"""The headquarters' level in force as a CAP message, for the levels page and the API."""

from dataclasses import dataclass

from store.entry import REHEARSALS
from store.ledger import Ledger
from views.cap import level_notice, notice_name
from web.known.situation import declarations

CAP = "application/cap+xml"  # OASIS CAP 1.2, 3.3.3: registered with IANA


@dataclass(frozen=True, slots=True)
class Notice:
    """A message as a file."""

    name: str
    data: bytes


def notice(ledger: Ledger) -> Notice | None:
    """The message of the level in force now, an exercise in a demo or an exercise; none where no level is in force."""
    said, now = declarations(ledger), ledger.now()
    data = level_notice(said, now, ledger.purpose in REHEARSALS)
    return Notice(notice_name(said, now), data) if data else None
