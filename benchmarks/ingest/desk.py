"""Where a file is handed in: a new store for each, and a watch on every step of intake."""

import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.ingest.files import FEED
from intake import checking, doubts, draft, receive
from store.ledger import Ledger

STEPS = (
    (draft, "load_file"), (checking, "check"), (draft, "compare"), (doubts, "all_of"), (receive, "commit"), (receive, "refuse"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class HandedIn:
    """Milliseconds of each step and of all ("total"), and how many rows had an error."""

    took_ms: dict[str, float]
    faulty_rows: int


class Desk:
    """Takes files in: through `intake.receive`, below the doors, which hold a file to 20 MB."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.opened = 0

    def new_ledger(self) -> Ledger:
        """An empty store, opened and written to once."""
        self.opened += 1
        ledger = Ledger(f"sqlite:///{self.folder / f'{self.opened}.sqlite3'}")
        ledger.open_event("exercise", "benchmark")
        return ledger

    def hand_in(self, data: bytes, before: bytes | None = None) -> HandedIn:
        """Bytes to receipt, or to the record of the refusal; `before` is sent, and looked at, first."""
        ledger = self.new_ledger()
        if before is not None:
            receive.receive(ledger, FEED, "city", before, "fleet.csv", "benchmark")
            ledger.read(FEED.name)
        with Watch() as watch:
            start = time.perf_counter()
            outcome = receive.receive(ledger, FEED, "city", data, "fleet.csv", "benchmark")
            total = (time.perf_counter() - start) * 1000
        self._clear(ledger)
        return HandedIn({"total": total, **watch.took_ms}, len(outcome.draft.at_fault))

    def look_at(self, data: bytes, filename: str) -> float:
        """Milliseconds from bytes to what the preview is made of."""
        ledger = self.new_ledger()
        start = time.perf_counter()
        seen = draft.examine(ledger, FEED, "city", data, filename)
        took = (time.perf_counter() - start) * 1000
        assert not seen.refused and seen.table is not None
        self._clear(ledger)
        return took

    def _clear(self, ledger: Ledger) -> None:
        ledger.close()
        for file in self.folder.glob(f"{self.opened}.sqlite3*"):
            file.unlink()


class Watch:
    """While it is held, the steps of intake tell it how long they take."""

    def __enter__(self) -> "Watch":
        self.took_ms: dict[str, float] = defaultdict(float)
        self._plain = [getattr(module, name) for module, name in STEPS]
        for (module, name), step in zip(STEPS, self._plain):
            setattr(module, name, self._timed(name, step))
        return self

    def __exit__(self, *_: object) -> None:
        for (module, name), step in zip(STEPS, self._plain):
            setattr(module, name, step)

    def _timed(self, name: str, step: Callable) -> Callable:
        def timed(*given: object, **named: object) -> object:
            start = time.perf_counter()
            try:
                return step(*given, **named)
            finally:
                self.took_ms[name] += (time.perf_counter() - start) * 1000

        return timed
