"""A store in use with one administrator, and what is asked of it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from access.administer import Administration
from access.door import Door
from access.identity import Scope
from store.entry import utc_now
from store.ledger import Ledger

PASSWORD = "evening tide 03"


class Wall:
    """The wall's clock, which a test may put forward."""

    def __init__(self) -> None:
        self.on = timedelta()

    def __call__(self):
        return utc_now() + self.on


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def door(tmp_path: Path, wall: Wall) -> Iterator[Door]:
    """A store opened for live use, whose clock is `wall`; nobody is in it yet."""
    ledger = Ledger(f"sqlite:///{tmp_path / 'ledger.sqlite3'}", wall)
    ledger.open_for_use()
    door = Door.of(ledger)
    door.sessions.wall = wall
    yield door
    ledger.close()


@pytest.fixture
def office(door: Door) -> Administration:
    """The work of the administrator 周宁, whose account is there and has a password."""
    doing = door.administration("周宁")
    doing.set_account("zhou", "周宁", frozenset(["administrator"]), Scope())
    doing.set_password("zhou", PASSWORD)
    return doing
