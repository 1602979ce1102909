"""The hash a ledger was opened with: SHA-256, or SM3 (GB/T 32905) for sites that must."""

import hashlib
import os
from collections.abc import Callable
from functools import partial
from typing import Any

DEFAULT, VARIABLE = "sha256", "LEDGER_ALGORITHM"
_MAKERS: dict[str, Callable[[bytes], Any]] = {"sha256": hashlib.sha256, "sm3": partial(hashlib.new, "sm3")}


def available() -> frozenset[str]:
    """The algorithms of a ledger that this machine's OpenSSL has."""
    return frozenset(_MAKERS) & hashlib.algorithms_available


def chosen() -> str:
    """What a ledger is opened with here: LEDGER_ALGORITHM, else SHA-256."""
    return os.environ.get(VARIABLE) or DEFAULT


def digest(algorithm: str, data: bytes) -> bytes:
    """32 bytes. Raises ValueError for an algorithm that no ledger is opened with or that is not to be had here."""
    if algorithm not in _MAKERS:
        raise ValueError("store.unknown_algorithm")
    return _MAKERS[algorithm](data).digest()
