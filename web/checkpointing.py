"""Checkpoints of the ledger: a thread of the served app that makes them when they are due, in the store and in the file."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import lru_cache
from threading import Event, Thread

from store.checkpoints import Checkpoints
from store.entry import utc_now
from store.ledger import Ledger

LOOK_S = 15.0
_log = logging.getLogger(__name__)


class Checkpointing:
    """Looks every quarter of a minute; pages and commits never wait for it."""

    def __init__(self) -> None:
        self._stopped = Event()
        self._thread: Thread | None = None

    def start(self, ledger: Callable[[], Ledger]) -> None:
        """Begin to look at the ledger of this process."""
        self._stopped.clear()
        self._thread = Thread(target=self._run, args=(ledger,), name="checkpointing", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Look no more. What is due by then, the next process makes."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join(timeout=2)

    def _run(self, ledger: Callable[[], Ledger]) -> None:
        while not self._stopped.wait(LOOK_S):
            try:
                look(ledger())
            except Exception:  # whatever ails the store or the share, the next look may succeed
                _log.exception("checkpoints.failed")


def look(ledger: Ledger) -> None:
    """Make a checkpoint where one is due, and write out what the file lacks."""
    made = checkpoints(ledger)
    made.make_due(utc_now())
    made.write_out()


@lru_cache(maxsize=4)
def checkpoints(ledger: Ledger) -> Checkpoints:
    """The maker of the ledger's checkpoints, which remembers the tree."""
    return Checkpoints(ledger)
