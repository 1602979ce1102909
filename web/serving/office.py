"""The one ledger of this process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any

from access.door import Door
from access.register import Known
from store.ledger import Ledger
from store.reader import default_url


def ledger() -> Ledger:
    """The ledger at STORE_URL, or the file under data/, opened once."""
    return _open(default_url())


def door() -> Door:
    """Who may what on that ledger."""
    return door_of(ledger())


@cache
def door_of(of: Ledger) -> Door:
    """Who may what on a ledger, its keys kept beside it."""
    return Door.of(of)


def signers(of: Ledger) -> Mapping[tuple[str, str], str]:
    """The public keys on record by form and unit, see intake.signed."""
    return _known(of)().signers


@cache
def _known(of: Ledger) -> Known:
    return Known(of)


def pulse(of: Ledger) -> Callable[[], int]:
    """A question whose answer changes with every commit of any process, cheap to ask 20 times a second.

    SQLite: data_version, on a connection that never writes; elsewhere the position itself. For one thread.
    """
    if of.engine.name != "sqlite":
        return of.position
    kept = of.engine.raw_connection()
    kept.detach()  # not to be handed to a writer, whose own commits it would not count
    return partial(_data_version, kept)


def _data_version(kept: Any) -> int:
    return kept.dbapi_connection.execute("PRAGMA data_version").fetchone()[0]


@cache
def _open(url: str) -> Ledger:
    return Ledger(url)
