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
MOST_KEPT, MOST_UNKNOWN = 1000, 100
SIGN_IN = "open.sign_in"
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
        self, identity: Identity, operation: str, door: str, address: str, feed: str = "", scope: str = "", path: str = ""
    ) -> None:  # fmt: skip
        """Somebody was refused an operation at a door, there.

        path: what was asked for where that is no operation; the first of many tells of all, for paths are made up at will.
        """
        with self._lock:
            # Nobody can call himself many names, but come from many addresses: past so many they are one.
            if _is_unproven(identity, operation) and self._is_flooded():
                operation, address, path = "", "", path or operation
            where = door, address, feed, scope
            kind = self._kinds.get((identity.name, operation, *where))
            if kind is not None:
                kind.waiting += 1
                return
            kind = _Refusal(identity, operation or path, *where, self._clock())
            self._kinds[identity.name, operation, *where] = kind
            crowded_out = self._kinds.popitem(last=False)[1] if len(self._kinds) > MOST_KEPT else None
        self._write(kind, 1)
        if crowded_out is not None and crowded_out.waiting:
            self._write(crowded_out, crowded_out.waiting)

    def _is_flooded(self) -> bool:
        unproven = (_is_unproven(kind.identity, kind.operation) for kind in self._kinds.values())
        return sum(unproven) >= MOST_UNKNOWN

    def settle(self, after_s: float = TOGETHER_S) -> None:
        """Write what has waited for a minute, or for `after_s`; called now and then, and with 0 at the end."""
        with self._lock:
            now = self._clock()
            old = [key for key, kind in self._kinds.items() if now - kind.written_at >= after_s]
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


def _is_unproven(identity: Identity, operation: str) -> bool:
    """Whoever is not let in may have typed anybody's name."""
    return not identity.is_known or operation == SIGN_IN
