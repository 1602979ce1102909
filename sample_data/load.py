"""Loads the seed storm's day into an empty store, as it was sent: each file at its hour, by the ordinary way in."""

from domain.clock import from_beijing
from feeds import feed
from intake.receive import receive
from sample_data.history import history
from store.ledger import Ledger

EVENT = "2508"
STANDS_AT = from_beijing("2025-07-28T15:00")


def load(ledger: Ledger) -> None:
    """Opens the store as a demo whose clock stands at 2025-07-28 15:00 and takes in the day's files.

    Raises AlreadyOpened for a store in use, and AssertionError naming the file when a sample is refused.
    """
    ledger.open_event("demo", EVENT, STANDS_AT)
    for sent in history():
        outcome = receive(
            ledger,
            feed(sent.feed),
            sent.unit,
            sent.data,
            sent.filename,
            sent.actor,
            sent.as_of,
            sent.received_at,
        )
        assert outcome.receipt, f"{sent.filename}: {outcome.draft.problems[:3]}"
