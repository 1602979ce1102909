"""What the served app does again and again beside the pages, each in a thread of its own."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Callable
from threading import Event, Thread

from store.ledger import Ledger

_log = logging.getLogger(__name__)


class Aside(ABC):
    """Takes a step every so often; pages and commits never wait for it.

    every_s: seconds between steps; at_once: whether the first waits for nothing; trouble: what the log calls a step that failed.
    """

    def __init__(self, name: str, every_s: float, trouble: str, at_once: bool = False) -> None:
        self._name, self._every_s, self._trouble, self._at_once = name, every_s, trouble, at_once
        self._stopped = Event()
        self._thread: Thread | None = None

    @abstractmethod
    def step(self, ledger: Ledger) -> None:
        """What is done each time."""

    def start(self, ledger: Callable[[], Ledger]) -> None:
        """Begin, on the ledger of this process."""
        self._stopped.clear()
        self._thread = Thread(target=self._run, args=(ledger,), name=self._name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Take no more steps. What is left undone, the next process does."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join(timeout=2)

    def _run(self, ledger: Callable[[], Ledger]) -> None:
        wait_s = 0.0 if self._at_once else self._every_s
        while not self._stopped.wait(wait_s):
            wait_s = self._every_s
            try:
                self.step(ledger())
            except Exception:  # whatever ails the store or a share, the next step may succeed
                _log.exception(self._trouble)
