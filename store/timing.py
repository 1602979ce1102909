"""How long the steps take that a sender waits for, told to whoever listens."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_listeners: list[Callable[[str, float], None]] = []


def listen(told: Callable[[str, float], None]) -> None:
    """Have each step's name and seconds told from now on; who listens already is not told twice."""
    if told not in _listeners:
        _listeners.append(told)


@contextmanager
def timed(step: str) -> Iterator[None]:
    """Around a step, or on a function that is one: how long it took is told, whether it went well or not."""
    began = time.perf_counter()
    try:
        yield
    finally:
        took_s = time.perf_counter() - began
        for told in _listeners:
            told(step, took_s)
