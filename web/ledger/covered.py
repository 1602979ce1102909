"""Which signed checkpoint an entry can be held to."""

from domain.clock import stamp
from store.checkpoints import newest
from store.entry import Entry
from web.frame.page import Frame


def covered(page: Frame, entry: Entry) -> str:
    """The newest checkpoint, where it covers the entry, in words; or that none does yet."""
    made = newest(page.ledger)
    if made is None or made.size < entry.seq:
        return page.say("entries.not_covered")
    at = stamp(made.recorded_at) if made.recorded_at else ""
    return page.say("entries.covered", n=made.number, size=f"{made.size:,}", t=at)
