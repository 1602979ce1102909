"""What was refused, in the ledger: at once, and its repeats within a minute together, so that a flood leaves no flood."""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from access.identity import Identity
from store.entry import DENIAL, UNWRITABLE, NewEntry
from store.ledger import Ledger

TOGETHER_S = 60.0
MOST_KEPT = 1000
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Refusal:
    """One kind of refusal: what an entry tells of it, when it was last written, and how often it came since."""

    identity: Identity
    operation: str
    door: str
    address: str
    feed: str
    scope: str
    written_at: float
    waiting: int = 0


class Denials:
    """Notes refusals; safe to share between threads."""

    def __init__(self, ledger: Ledger, clock: Callable[[], float] = time.monotonic) -> None:
        self._ledger, self._clock, self._lock = ledger, clock, Lock()
        self._kinds: OrderedDict[tuple[str, ...], _Refusal] = OrderedDict()

    def note(
        self, identity: Identity, operation: str, door: str, address: str, feed: str = "", scope: str = ""
    ) -> None:
        """Somebody was refused an operation (the route's path where it has none) at a door, there."""
        told = operation, door, address, feed, scope
        with self._lock:
            kind = self._kinds.get((identity.name, *told))
            if kind is not None:
                kind.waiting += 1
                return
            self._kinds[identity.name, *told] = kind = _Refusal(identity, *told, self._clock())
            crowded_out = self._kinds.popitem(last=False)[1] if len(self._kinds) > MOST_KEPT else None
        self._write(kind, 1)
        if crowded_out is not None and crowded_out.waiting:
            self._write(crowded_out, crowded_out.waiting)

    def settle(self) -> None:
        """Write what has waited for a minute; called now and then."""
        with self._lock:
            old = [key for key, kind in self._kinds.items() if self._clock() - kind.written_at >= TOGETHER_S]
            settled = [self._kinds.pop(key) for key in old]
        for kind in settled:
            if kind.waiting:
                self._write(kind, kind.waiting)

    def _write(self, kind: _Refusal, times: int) -> None:
        detail = {
            "operation": kind.operation, "door": kind.door, "address": kind.address, "times": times,
            "name": kind.identity.name,
        }  # fmt: skip
        try:
            self._ledger.append(NewEntry(DENIAL, kind.feed, kind.scope, kind.identity.title, detail=detail))
        except UNWRITABLE as fault:  # refused all the same, and told where it can be
            _log.error("denial.not_written", extra={"fields": {**detail, "why": fault.code}})
