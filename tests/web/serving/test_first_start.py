"""The first start of a store in use, and the link it prints."""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient
from streamlit import config

from access.door import Door
from store.ledger import Ledger
from web import alone
from web.app import options
from web.entrance import sign_in
from web.entrance.gate import COOKIE, Gate
from web.entrance.sockets import Sockets
from web.serving import office
from web.serving.first_start import tell_first_link

HERE = "http://127.0.0.1:8501"
TYPED = {"password": "evening tide 03", "again": "evening tide 03"}


@pytest.fixture
def door(tmp_path: Path) -> Door:
    return Door.of(Ledger(f"sqlite:///{tmp_path / 'ledger.sqlite3'}"))


def browser(door: Door) -> TestClient:
    gate = Middleware(Gate, door=lambda: door, sockets=Sockets())
    app = Starlette(routes=sign_in.routes(lambda: door), middleware=[gate])
    headers = {"origin": HERE, "accept": "text/html"}
    return TestClient(app, base_url=HERE, headers=headers, follow_redirects=False)


def printed_path(capsys: pytest.CaptureFixture[str]) -> str:
    links = set(re.findall(rf"{re.escape(HERE)}(/welcome/\S+)", capsys.readouterr().out))
    assert len(links) == 1  # in both languages the same
    return links.pop()


def test_by_the_printed_link_the_administrator_sets_a_password_once_and_is_in(door, capsys) -> None:
    tell_first_link(door, "127.0.0.1", 8501)
    path = printed_path(capsys)
    assert "系统管理员" in browser(door).get(path).text
    answer = browser(door).post(path, data=TYPED)
    assert (answer.status_code, answer.headers["location"]) == (303, "/settings")
    assert door.visits.who(answer.cookies[COOKIE]).name == "administrator"
    assert browser(door).post(path, data=TYPED).status_code == 403
    tell_first_link(door, "127.0.0.1", 8501)
    assert capsys.readouterr().out == ""


def test_the_server_of_the_pages_prints_it_as_it_starts(tmp_path: Path, capsys, monkeypatch) -> None:
    async def started() -> None:
        async with options()["lifespan"](None):
            pass

    monkeypatch.setenv("STORE_URL", f"sqlite:///{tmp_path / 'new.sqlite3'}")
    config.set_option("server.address", "127.0.0.1")
    # In a thread of its own: a browser's tests may have left a loop running in this one.
    with ThreadPoolExecutor(1) as apart:
        apart.submit(asyncio.run, started()).result()
    assert "/welcome/" in capsys.readouterr().out
    assert office.ledger().purpose == "live"


def test_the_server_of_the_api_alone_prints_it_as_it_starts(door, capsys, monkeypatch) -> None:
    monkeypatch.setattr(uvicorn, "run", lambda *told, **more: None)
    alone.serve(door.ledger, "127.0.0.1", 8501)
    assert printed_path(capsys)


def test_a_demo_prints_nothing(tmp_path: Path, capsys) -> None:
    ledger = Ledger(f"sqlite:///{tmp_path / 'demo.sqlite3'}")
    ledger.open_event("demo", "202508")
    tell_first_link(Door.of(ledger), "127.0.0.1", 8501)
    assert capsys.readouterr().out == ""


def test_the_link_is_an_address_where_the_server_listens_on_the_newer_loopback_too(door, capsys) -> None:
    tell_first_link(door, "::1", 8502)
    assert "http://[::1]:8502/welcome/" in capsys.readouterr().out
