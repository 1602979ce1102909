"""The line to the browsers: what is told, when, and to whom."""

import json
from collections.abc import Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from store.ledger import Ledger
from web.frame import live
from web.serving.office import pulse


class Clockwork:
    """A ledger that stands where the test puts it."""

    def __init__(self) -> None:
        self.at = 7
        self.broken = False

    def position(self) -> int:
        if self.broken:
            raise OSError
        return self.at

    def now(self) -> datetime:
        return datetime(2025, 7, 28, 7, 2, 11, tzinfo=UTC)


@pytest.fixture
def ledger() -> Clockwork:
    return Clockwork()


@pytest.fixture
def client(ledger: Clockwork, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setattr(live, "BEAT_S", 0.2)
    watcher = live.Watcher()

    @asynccontextmanager
    async def lifespan(app):
        watcher.start(ledger.position, ledger.position, ledger.now)
        yield
        watcher.stop()

    with TestClient(Starlette(routes=[live.route(watcher)], lifespan=lifespan)) as client:
        yield client


def versions(socket, until: int) -> list[int]:
    heard = []
    while not heard or heard[-1] != until:
        heard.append(json.loads(socket.receive_text())["v"])
    return heard


def test_a_browser_is_told_the_version_and_the_screens_clock_when_it_comes(client: TestClient) -> None:
    with client.websocket_connect("/api/live") as socket:
        assert json.loads(socket.receive_text()) == {"v": 7, "t": "15:02:11"}


def test_a_commit_is_told_to_every_browser(client: TestClient, ledger: Clockwork) -> None:
    with client.websocket_connect("/api/live") as one, client.websocket_connect("/api/live") as other:
        ledger.at = 8
        assert versions(one, until=8)[-1] == 8
        assert versions(other, until=8)[-1] == 8


def test_a_heartbeat_comes_though_nothing_was_committed(client: TestClient) -> None:
    with client.websocket_connect("/api/live") as socket:
        assert [json.loads(socket.receive_text())["v"] for _ in range(3)] == [7, 7, 7]


def test_a_browser_that_left_is_forgotten_and_the_others_are_not(
    client: TestClient, ledger: Clockwork
) -> None:
    with client.websocket_connect("/api/live") as stays:
        with client.websocket_connect("/api/live") as leaves:
            leaves.receive_text()
        ledger.at = 9
        assert versions(stays, until=9)[-1] == 9


def test_the_line_is_silent_while_the_ledger_cannot_be_read_and_speaks_again_after(
    client: TestClient, ledger: Clockwork
) -> None:
    ledger.broken = True
    with client.websocket_connect("/api/live") as socket:
        ledger.at, ledger.broken = 10, False
        assert versions(socket, until=10) == [10]


def test_the_pulse_feels_a_commit_of_another_process(tmp_path) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.sqlite3'}"
    watched, other = Ledger(url), Ledger(url)
    ask = pulse(watched)
    before = ask()
    assert ask() == before
    other.open_event("demo", "202508")
    assert ask() != before


def test_the_pulse_feels_a_commit_of_its_own_process(tmp_path) -> None:
    ledger = Ledger(f"sqlite:///{tmp_path / 'ledger.sqlite3'}")
    ask = pulse(ledger)
    before = ask()
    ledger.open_event("demo", "202508")
    assert ask() != before
