"""Things that are made once, whoever asks for them."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import TypeVar

T = TypeVar("T")
KEPT = 64


@dataclass(slots=True)
class _Cell:
    lock: Lock = field(default_factory=Lock)
    made: bool = False
    value: object = None


class Kept:
    """The last things made, by key; each is made once, whoever asks, and the oldest forgotten."""

    def __init__(self, limit: int = KEPT) -> None:
        self._cells: OrderedDict[Hashable, _Cell] = OrderedDict()
        self._limit, self._lock = limit, Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The thing of that key. Who asks for the same waits for its making; who asks for another does not."""
        with self._lock:
            cell = self._cells.setdefault(key, _Cell())
            self._cells.move_to_end(key)
            while len(self._cells) > self._limit:
                self._cells.popitem(last=False)
        with cell.lock:
            if not cell.made:
                cell.value, cell.made = make(), True
        return cell.value  # type: ignore[return-value]
