"""A real server on a store of its own, and a real browser."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from store.ledger import Ledger
from tests.browser.visiting import ROOT, ForkedServer, Server, seat

TINY = Path(__file__).parent / "tiny" / "dashboard.py"
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# What a test expects is waited for as long as a busy machine may take; what comes at once is not waited for.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="module")
def store_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An empty demo ledger in a folder of its own."""
    url = f"sqlite:///{tmp_path_factory.mktemp('empty') / 'ledger.sqlite3'}"
    ledger = Ledger(url)
    ledger.open_event("demo", "202508")
    ledger.close()
    return url


@pytest.fixture
def tiny(store_url: str, tmp_path: Path) -> Iterator[Server]:
    """A server of the smallest live page, started as users start theirs."""
    yield from _serve(Server(TINY, store_url, tmp_path / "server.log"))


@pytest.fixture(scope="module")
def server(store_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of the dashboard itself, started as users start it."""
    log = tmp_path_factory.mktemp("server") / "server.log"
    yield from _serve(Server(ROOT / "dashboard.py", store_url, log))


@pytest.fixture
def sample_server(sample_url: str, tmp_path: Path) -> Iterator[Server]:
    """A server of the dashboard on a sample day of its own."""
    yield from _serve(ForkedServer(ROOT / "dashboard.py", sample_url, tmp_path / "server.log"))


@pytest.fixture(scope="session")
def shown_server(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of the dashboard on a sample day that is looked at and never written to."""
    folder = tmp_path_factory.mktemp("shown")
    path = shutil.copy(sample_file, folder / "sample.sqlite3")
    yield from _serve(ForkedServer(ROOT / "dashboard.py", f"sqlite:///{path}", folder / "server.log"))
    before, after = Ledger(f"sqlite:///{sample_file}"), Ledger(f"sqlite:///{path}")
    assert after.position() == before.position(), "a test wrote what the others were to look at"


def _serve(server: Server) -> Iterator[Server]:
    server.start()
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = next(filter(None, map(shutil.which, BROWSERS)), None)
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = seat(browser)
    yield context
    context.close()


@pytest.fixture
def painted(browser: Browser) -> Iterator[BrowserContext]:
    """For tests that look at the colours of a map."""
    context = seat(browser, painted=True)
    yield context
    context.close()
