"""Ledgers to write in, the sample day's and an empty one; and a city in use behind the running server."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from store.entry import utc_now
from store.ledger import Ledger
from tests.access.town import Town, live_town, running
from tests.identities import somebody


@pytest.fixture
def ledger(sample_url: str) -> Iterator[Ledger]:
    opened = Ledger(sample_url)
    yield opened
    opened.close()


@pytest.fixture
def live_ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger(f"sqlite:///{tmp_path / 'live.sqlite3'}")
    opened.open_event("live", "2508")
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def signed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no gate stands in front of a page, somebody looks who may everything."""
    for room in ("acting", "page"):
        monkeypatch.setattr(f"web.frame.{room}.visitor", lambda: somebody("王联络"))


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A live store with everybody in it, and 周宁 (zhou), a viewer with a password."""
    with live_town(tmp_path_factory.mktemp("town")) as found:
        found.with_zhou()
        yield found


@pytest.fixture(scope="module")
def server(here: Town) -> Iterator[TestClient]:
    """The whole server on that store."""
    with running() as client:
        yield client


@pytest.fixture
def client(server: TestClient, here: Town) -> Iterator[TestClient]:
    """The same for a test that knows of no other's cookies, failures or clock."""
    server.cookies.clear()
    here.everybody_is_in()
    yield server
    here.door.sessions.wall = utc_now
    for who in ("account:zhou", "account:nobody", "address:testclient"):
        here.door.sessions.forgive(who)
