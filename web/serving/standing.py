"""How the store stands: whether it can be written and whether its chain is whole, as of the last look."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from threading import Lock

from store.chain import Verdict
from store.entry import UNWRITABLE
from store.ledger import Ledger
from web.serving.aside import Aside

LOOK_S, VERIFY_S = 10.0, 600.0
# Whoever asks more often gets the last answer: each look takes the writer's lock for a moment.
SHORTEST_S = 1.0
_log = logging.getLogger(__name__)


class Standing(Aside):
    """Looks every 10 seconds whether the store can be written, every 10 minutes whether it is whole.

    unwritable: the code of why not, "" where it can be written; verdict: none before the first verification.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__("standing", LOOK_S, "store.unreadable", at_once=True)
        self._clock, self._lock = clock, Lock()
        self._looked_at, self._verify_at = -SHORTEST_S, 0.0
        self.unwritable = ""
        self.verdict: Verdict | None = None

    def start(self, ledger: Callable[[], Ledger]) -> None:
        """Begin to look, and verify at once."""
        self._verify_at = self._clock()
        super().start(ledger)

    def step(self, ledger: Ledger) -> None:
        """Look, and verify where it is time to."""
        self.look(ledger)
        if self._clock() >= self._verify_at:
            self.verify(ledger)
            self._verify_at = self._clock() + VERIFY_S

    def look(self, ledger: Ledger) -> str:
        """Whether it can be written now: the code of why not, "" where it can."""
        with self._lock:
            if self._clock() - self._looked_at < SHORTEST_S:
                return self.unwritable
            try:
                ledger.try_writing()
                found = ""
            except UNWRITABLE as fault:
                found = fault.code
            if found != self.unwritable:
                _log.warning(
                    "store.writable" if not found else "store.unwritable", extra={"fields": {"why": found}}
                )
            self.unwritable, self._looked_at = found, self._clock()
            return found

    def verify(self, ledger: Ledger) -> Verdict:
        """Walk the whole chain, and keep what came of it."""
        self.verdict = verdict = ledger.verify()
        if not verdict.whole:
            fields = {"entry": verdict.bad_seq, "why": verdict.reason}
            _log.error("ledger.broken", extra={"fields": fields})
        return verdict


# Of the one store of this process.
STANDING = Standing()
