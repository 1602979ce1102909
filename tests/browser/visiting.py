"""A real server, and a browser's page that notes what should not happen."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

from tests.forked import ROOT, Forked, streamlit
from web.entrance.gate import COOKIE

READY_S = 40


@dataclass
class Server:
    """The dashboard as users start it; may be stopped and started again on the same port."""

    script: Path
    store_url: str
    log: Path
    port: int = 0
    process: subprocess.Popen | Forked | None = field(default=None, repr=False)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.port = self.port or free_port()
        words = ["run", str(self.script), "--server.port", str(self.port)]
        self.process = self._call(words, {**os.environ, "STORE_URL": self.store_url, "PYTHONPATH": str(ROOT)})
        self._wait()

    def stop(self, kill: bool = False) -> None:
        if self.process is not None:
            self.process.kill() if kill else self.process.terminate()
            self.process.wait(15)
            self.process = None

    def _call(self, words: list[str], environment: dict[str, str]) -> subprocess.Popen | Forked:
        command = [sys.executable, "-m", "streamlit", *words]
        with self.log.open("ab") as log:
            return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)

    def _wait(self) -> None:
        until = time.monotonic() + READY_S
        while time.monotonic() < until and self.process.poll() is None:
            try:
                urllib.request.urlopen(f"{self.address}/healthz", timeout=1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(self.log.read_text("utf-8"))


class ForkedServer(Server):
    """The same, started in a tenth of the time."""

    def _call(self, words: list[str], environment: dict[str, str]) -> Forked:
        return Forked(streamlit, words, self.log, environment)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


FIRST_ROW = {"x": 18, "y": 52}
# Without a graphics card a map takes three seconds of a processor each time it is opened, most of it to make ready
# what paints it. Where no test looks at its colours, all of it runs but the painting itself.
UNPAINTED = """
for (const painter of ["Arrays", "Elements", "ArraysInstanced", "ElementsInstanced", "RangeElements"])
  WebGL2RenderingContext.prototype[`draw${painter}`] = () => {};
"""


def seat(browser: Browser, width: int = 1920, height: int = 1080, painted: bool = False) -> BrowserContext:
    """A browser of somebody's own at a screen of that size; painted: whether maps show their colours."""
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    if not painted:
        context.add_init_script(UNPAINTED)
    return context


def choose_first_row(page: Page) -> None:
    """Clicks the box of a table's first row; a table is drawn on a canvas, beside cells for those who cannot see it."""
    table = page.locator("[data-testid=stDataFrame]").first
    table.locator("td").first.wait_for(state="attached")
    table.click(position=FIRST_ROW)


@dataclass
class Visit:
    """A page of a browser, with the errors it logged and the requests that left the host.

    who: which of the demo's people signs in before the first page.
    """

    page: Page
    address: str
    who: str = "liaison"
    errors: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self._see(request.url))
        self.page.on("websocket", lambda socket: self._see(socket.url))

    def _hear(self, message) -> None:
        if message.type == "error":
            self.errors.append(f"{message.text} {message.location.get('url', '')}")

    def _see(self, url: str) -> None:
        ours = (self.address, self.address.replace("http", "ws", 1), "data:", "blob:")
        if not url.startswith(ours):
            self.strangers.append(url)

    def sign_in(self, who: str) -> None:
        """As one of the demo's people, in the place of whoever was signed in."""
        self.who = who
        self.page.goto("about:blank")  # what the page before still fetches would be refused by now
        self.page.context.request.post(
            f"{self.address}/sign-in", form={"ready": who}, headers={"origin": self.address}
        )

    def open(self, path: str = "") -> Page:
        if not any(cookie["name"] == COOKIE for cookie in self.page.context.cookies(self.address)):
            self.sign_in(self.who)
        self.page.goto(f"{self.address}/{path}")
        self.page.locator("html[data-live] [data-test-script-state=notRunning]").wait_for(timeout=30_000)
        return self.page
