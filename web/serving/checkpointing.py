"""Checkpoints of the ledger: a thread of the served app that makes them when they are due, in the store and in the file."""

from __future__ import annotations

from functools import lru_cache

from store.checkpoints import Checkpoints
from store.entry import utc_now
from store.ledger import Ledger
from web.serving.aside import Aside

LOOK_S = 15.0


class Checkpointing(Aside):
    """Looks every quarter of a minute."""

    def __init__(self) -> None:
        super().__init__("checkpointing", LOOK_S, "checkpoints.failed")

    def step(self, ledger: Ledger) -> None:
        """Look once."""
        look(ledger)


def look(ledger: Ledger) -> None:
    """Make a checkpoint where one is due, and write out what the file lacks."""
    made = checkpoints(ledger)
    made.make_due(utc_now())
    made.write_out()


@lru_cache(maxsize=4)
def checkpoints(ledger: Ledger) -> Checkpoints:
    """The maker of the ledger's checkpoints, which remembers the tree."""
    return Checkpoints(ledger)
