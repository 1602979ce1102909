"""A bounded memory for what never changes once made."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")


class Cache:
    """Keeps made values up to a weight in bytes, forgetting first what was used longest ago."""

    def __init__(self, limit_bytes: int) -> None:
        self._limit_bytes = limit_bytes
        self._values: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._weight_bytes = 0
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], tuple[T, int]]) -> T:
        """The value kept under key, else the one `make` gives with its weight in bytes, now kept."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key][0]
        value, weight_bytes = make()  # outside the lock: two may make the same value, none waits for another
        self._keep(key, value, weight_bytes)
        return value

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._values.clear()
            self._weight_bytes = 0

    def _keep(self, key: Hashable, value: Any, weight_bytes: int) -> None:
        with self._lock:
            self._weight_bytes += weight_bytes - self._values.pop(key, (None, 0))[1]
            self._values[key] = value, weight_bytes
            while self._weight_bytes > self._limit_bytes:
                _, (_, freed_bytes) = self._values.popitem(last=False)
                self._weight_bytes -= freed_bytes
