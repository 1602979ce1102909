"""A damaged or a lost store raises the alarm on every address, and nothing takes its place."""

import shutil
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from store.entry import StoreLost
from store.found import refuse_lost, wrong_with
from store.ledger import Ledger
from web.app import options
from web.serving import alarm

HERE = "http://127.0.0.1:8501"
PATHS = (
    "/",
    "/levels",
    "/sign-in",
    "/api/figures",
    "/api/feeds/levels/submissions",
    "/static/x.js",
    "/readyz",
    "/metrics",
)


def served(url: str, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """The app as it is started on a store."""
    monkeypatch.setenv("STORE_URL", url)
    return TestClient(Starlette(**options()), base_url=HERE)


def damage_header(path: Path) -> None:
    path.write_bytes(b"\x00garbage" * 3000)


def damage_middle(path: Path) -> None:
    """What a failing disk leaves: pages in the middle that are none."""
    data = bytearray(path.read_bytes())
    data[16384 * 2 : 16384 * 6] = b"\xff" * (16384 * 4)
    path.write_bytes(data)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:50_000])


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("damage", [damage_header, damage_middle, cut, empty])
def test_a_damaged_store_raises_the_alarm_on_every_address_and_stays_as_it_is(
    damage, sample_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Path(shutil.copy(sample_file, tmp_path / "ledger.sqlite3"))
    damage(place)
    was = place.read_bytes()
    client = served(f"sqlite:///{place}", monkeypatch)
    for path in PATHS:
        answer = client.get(path)
        assert answer.status_code == 503
        for words in ("库不能使用", "cannot be used", str(place), "restore", "--replace"):
            assert words in answer.text
    assert client.get("/healthz").status_code == 200
    assert "content-security-policy" in client.get("/").headers
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/_stcore/stream"):
        pass
    assert place.read_bytes() == was
    assert [path.name for path in tmp_path.iterdir()] == ["ledger.sqlite3"]


@pytest.mark.parametrize("left", ["server.secret", "checkpoints.txt", "ledger.sqlite3-wal"])
def test_a_store_that_is_gone_while_something_of_it_is_left_is_not_made_anew(
    left: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "ledger.sqlite3"
    (tmp_path / left).write_bytes(b"x" * 32)
    answer = served(f"sqlite:///{place}", monkeypatch).get("/")
    assert (answer.status_code, left in answer.text, "没有新建空库" in answer.text) == (503, True, True)
    with pytest.raises(StoreLost):
        refuse_lost(f"sqlite:///{place}")
    assert not place.exists()


def test_an_emptied_store_is_noticed_by_the_checkpoints_it_gave_out(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.sqlite3'}"
    Ledger(url).close()
    assert wrong_with(url) is None
    (tmp_path / "checkpoints.txt").write_text("one")
    found = wrong_with(url)
    assert (found.code, found.beside) == ("alarm.emptied", ("checkpoints.txt",))


def test_there_is_no_alarm_where_there_never_was_a_store_and_none_where_it_is_sound(
    sample_url: str, tmp_path: Path
) -> None:
    assert wrong_with(f"sqlite:///{tmp_path / 'new' / 'ledger.sqlite3'}") is None
    assert wrong_with(sample_url) is None


def test_the_alarm_speaks_first_in_the_language_asked_for(tmp_path: Path) -> None:
    from starlette.requests import Request

    place = tmp_path / "ledger.sqlite3"
    place.write_bytes(b"garbage")
    found = wrong_with(f"sqlite:///{place}")
    shown = alarm.page(found, Request({"type": "http", "query_string": b"lang=en", "headers": []}))
    assert shown.index("The store cannot be used") < shown.index("库不能使用，")
