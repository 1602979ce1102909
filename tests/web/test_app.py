"""The server as it is started."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from starlette.testclient import TestClient
from streamlit import config
from streamlit.runtime import Runtime

from store.ledger import Ledger
from web.app import options
from web.serving.guard import content_security_policy

ROOT = Path(__file__).parents[2]
TINY = ROOT / "tests" / "browser" / "tiny" / "dashboard.py"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    url = f"sqlite:///{tmp_path_factory.mktemp('store') / 'ledger.sqlite3'}"
    Ledger(url).open_event("demo", "202508")
    config.set_option("server.address", "127.0.0.1")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STORE_URL", url)
        with TestClient(st.App(TINY, **options()), base_url="http://127.0.0.1:8501") as client:
            yield client
    Runtime._instance = None  # one a process, and it does not leave when it stops


@pytest.mark.parametrize(
    "path", ["/", "/healthz", "/_stcore/health", "/api/layers/none.json", "/favicon.png"]
)
def test_every_answer_of_the_running_server_is_guarded(client: TestClient, path: str) -> None:
    assert client.get(path).headers["content-security-policy"] == content_security_policy()


def test_the_process_says_that_it_is_alive(client: TestClient) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok")


def test_a_browser_that_listens_hears_where_the_ledger_stands(client: TestClient) -> None:
    here = {"origin": str(client.base_url)}
    client.post("/sign-in", data={"ready": "duty"}, headers=here, follow_redirects=False)
    here["cookie"] = f"office_visit={client.cookies['office_visit']}"
    with client.websocket_connect("ws://127.0.0.1:8501/api/live", headers=here) as socket:
        assert socket.receive_json()["v"] == 1


def test_a_server_told_to_listen_to_everybody_does_not_start() -> None:
    config.set_option("server.address", "0.0.0.0")
    try:
        with pytest.raises(SystemExit):
            options()
    finally:
        config.set_option("server.address", "127.0.0.1")


def test_the_settings_that_keep_it_quiet_and_quick_are_set() -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    assert settings["server"]["address"] == "127.0.0.1"
    assert settings["server"]["fileWatcherType"] == "none"
    assert settings["runner"]["postScriptGC"] is False
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["client"]["showErrorDetails"] == "none"
    assert settings["client"]["disableDataExport"] is True
    assert not settings["server"].get("enableStaticServing", False)
