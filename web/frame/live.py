"""The line that keeps pages live: one watcher a process, one socket a browser tab.

In a page, after frame():

    @st.fragment(key="board", run_every=SAFETY_NET_S)
    def board():
        live()
        ...draw from the ledger...

The fragment runs again within a moment of each commit, whoever made it; run_every is the net below.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from threading import Event, Thread
from zoneinfo import ZoneInfo

from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from web.frame.parts import part, quiet
from web.serving import office

LOOK_S = 0.05
BEAT_S = 5.0
# Heartbeats ask a page again that is behind; this is for a browser whose socket a proxy holds back.
SAFETY_NET_S = 60
SHANGHAI = ZoneInfo("Asia/Shanghai")
_log = logging.getLogger(__name__)
_bus = part("live")


def live(key: str = "live") -> None:
    """Inside a keyed fragment, before it draws: run the fragment again when the ledger has grown."""
    _mount(key, follow=True)


def watch_over(words: dict[str, str], key: str = "watch") -> None:
    """Outside fragments, once a page: cover the page while its server is out of reach, redraw it afterwards.

    words: lost, since (with the hole {t}), retrying
    """
    _mount(key, follow=False, words=words)


def _mount(key: str, **data: object) -> None:
    # `run` differs each time, by which the script knows that the page was drawn again.
    drawn = {"v": office.ledger().position(), "run": time.time_ns() % 10**15}
    with quiet(key):
        _bus(key=f"bus_{key}", data={**drawn, **data}, on_v_change=lambda: None)


class Watcher:
    """Looks at the ledger 20 times a second while anyone listens, and tells its position to all who do.

    It falls silent when the ledger cannot be read: pages cover themselves by that.
    """

    def __init__(self) -> None:
        self._queues: set[asyncio.Queue[str]] = set()
        self._heard = Event()
        self._stopped = Event()
        self._felt: object = None
        self._told: int | None = None
        self._beat_at = 0.0

    def start(
        self, pulse: Callable[[], object], position: Callable[[], int], now: Callable[[], datetime]
    ) -> None:
        """Begin to look; called on the event loop that serves the sockets.

        pulse: changes when position may have, and is cheaper to ask; position: the version to tell;
        now: the clock the screens show.
        """
        self._pulse, self._position, self._now = pulse, position, now
        self._stopped.clear()
        self._loop = asyncio.get_running_loop()
        self._thread = Thread(target=self._run, name="watcher", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._stopped.set()
        self._heard.set()
        self._thread.join(timeout=2)

    def join(self) -> asyncio.Queue[str]:
        """A queue on which each message arrives; only the newest waits."""
        queue: asyncio.Queue[str] = asyncio.Queue(maxsize=1)
        self._queues.add(queue)
        self._heard.set()
        return queue

    def leave(self, queue: asyncio.Queue[str]) -> None:
        """Give a queue back."""
        self._queues.discard(queue)
        if not self._queues:
            self._heard.clear()

    def message(self, version: int | None = None) -> str:
        """What is told: {"v": position, "t": the screens' clock, hh:mm:ss}."""
        version = self._position() if version is None else version
        return json.dumps({"v": version, "t": f"{self._now().astimezone(SHANGHAI):%H:%M:%S}"})

    def _run(self) -> None:
        while not self._stopped.is_set():
            self._heard.wait()
            try:
                self._look()
            except Exception:  # whatever ails the store, the next look may succeed
                _log.exception("ledger.unreadable")
                self._stopped.wait(1)
            self._stopped.wait(LOOK_S)

    def _look(self) -> None:
        felt = self._pulse()
        if felt == self._felt and time.monotonic() < self._beat_at:
            return
        version = self._position()
        self._felt = felt
        if version != self._told or time.monotonic() >= self._beat_at:
            text = self.message(version)
            self._told, self._beat_at = version, time.monotonic() + BEAT_S
            with suppress(RuntimeError):  # the loop is closing
                self._loop.call_soon_threadsafe(self._tell, text)

    def _tell(self, text: str) -> None:
        for queue in self._queues:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(text)


def route(watcher: Watcher) -> WebSocketRoute:
    """The socket /api/live: the version at once, then each new one, and a heartbeat."""

    async def endpoint(socket: WebSocket) -> None:
        await socket.accept()
        queue = watcher.join()
        sender = asyncio.create_task(_send(socket, watcher, queue))
        try:
            while (await socket.receive())["type"] != "websocket.disconnect":
                await _somebody_is_there(socket)  # all that a page ever says
        finally:
            watcher.leave(queue)
            sender.cancel()

    return WebSocketRoute("/api/live", endpoint)


async def _somebody_is_there(socket: WebSocket) -> None:
    visit = socket.scope["identity"].visit
    if visit:
        await asyncio.to_thread(socket.scope["door"].visits.is_there, visit)


async def _send(socket: WebSocket, watcher: Watcher, queue: asyncio.Queue[str]) -> None:
    with suppress(WebSocketDisconnect, RuntimeError):
        try:
            await socket.send_text(await asyncio.to_thread(watcher.message))
        except Exception:  # unreadable now: the watcher speaks when it can be read again
            _log.exception("ledger.unreadable")
        while True:
            await socket.send_text(await queue.get())
