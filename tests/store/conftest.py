"""What every backend of the store is tested with: another one joins by its class in BACKENDS."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pysqlite3 import dbapi2
from sqlalchemy import make_url

from store.checkpoints import Checkpoints
from store.ledger import Ledger
from tests.store.boats import AFTERNOON, Wall
from tests.store.signing import write


class SqliteBackend:
    """A database file, and the way round its guards for whoever holds the file."""

    def __init__(self, folder: Path) -> None:
        self.url = f"sqlite:///{folder / 'data' / 'ledger.sqlite3'}"

    def tamper(self, *statements: str) -> None:
        """Change what is stored behind the ledger's back."""
        connection = dbapi2.connect(make_url(self.url).database, isolation_level=None)
        triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for drop in [f"DROP TRIGGER {trigger}" for (trigger,) in triggers]:
            connection.execute(drop)
        for statement in statements:
            assert connection.execute(statement).rowcount > 0
        connection.close()


BACKENDS = {"sqlite": SqliteBackend}


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """One backend after another, each with nothing stored."""
    return BACKENDS[request.param](tmp_path)


@pytest.fixture
def wall() -> Wall:
    """A clock on the wall, more than a year after the storm."""
    return Wall(datetime(2026, 11, 22, 2, tzinfo=UTC))


@pytest.fixture
def ledger(backend: Any, wall: Wall) -> Iterator[Ledger]:
    """A ledger with no entry."""
    opened = Ledger(backend.url, wall)
    yield opened
    opened.close()


@pytest.fixture
def live(ledger: Ledger) -> Ledger:
    """A ledger that serves a real event."""
    ledger.open_event("live", "2508")
    return ledger


@pytest.fixture
def demo(ledger: Ledger) -> Ledger:
    """A ledger whose clock stands at the storm's afternoon."""
    ledger.open_event("demo", "2508", AFTERNOON)
    return ledger


@pytest.fixture
def kept(live: Ledger) -> str:
    """Checkpoints of 3 and of 6 entries, carried away; the ledger has gone on to 8, and holds no checkpoint itself."""
    made, notes = Checkpoints(live), []
    for more in (2, 3):
        write(live, more)
        notes.append(made.make())
    write(live, 2)
    return "\n".join(map(str, notes))
