"""The open sockets, by visit: a visit that is over closes them, however long they might have stayed."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, suppress

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from access.door import Door

_log = logging.getLogger(__name__)
LOOK_S = 1.0
OVER = 4401  # the code by which a page knows that its visit is over; 4000 and above are free for applications


class Sockets:
    """Serves sockets and closes those whose visit no longer holds."""

    def __init__(self) -> None:
        self._over: dict[str, set[asyncio.Event]] = defaultdict(set)

    async def serve(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send, visit: str) -> None:
        """One socket, until either side closes it or its visit is over."""
        over = asyncio.Event()
        self._over[visit].add(over)
        try:
            await app(scope, _until(over, receive, send), send)
        finally:
            self._over[visit].discard(over)
            if not self._over[visit]:
                del self._over[visit]

    def close(self, visits: Iterable[str]) -> None:
        """Close every socket of these visits."""
        for visit in visits:
            for over in self._over.get(visit, ()):
                over.set()

    @asynccontextmanager
    async def watching(self, door: Door) -> AsyncIterator[None]:
        """While the server runs: close what is over, and write down what was refused, the last of it at the end."""
        looking = asyncio.create_task(self.watch(door.visits.identities, door.denials.settle))
        try:
            yield
        finally:
            looking.cancel()
            await run_in_threadpool(door.denials.settle, 0)

    async def watch(self, holding: Callable[[set[str]], Iterable[str]], settle: Callable[[], None]) -> None:
        """Look again and again which of the open visits still hold; never ends."""
        while True:
            await asyncio.sleep(LOOK_S)
            try:
                await self._look(holding)
                await run_in_threadpool(settle)
            except (
                Exception
            ):  # whatever ails the store, the next look may succeed; without looks nobody would lose a socket
                _log.exception("sockets.unwatched")

    async def _look(self, holding: Callable[[set[str]], Iterable[str]]) -> None:
        visits = set(self._over)
        if visits:
            held = await run_in_threadpool(holding, visits)
            self.close(visits - set(held))


def _until(over: asyncio.Event, receive: Receive, send: Send) -> Receive:
    """What is received until the visit is over; then the end, told to both sides."""

    async def heard() -> Message:
        waits = [asyncio.ensure_future(receive()), asyncio.ensure_future(over.wait())]
        try:
            done, _ = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in waits:
                if not each.done():
                    each.cancel()
        if waits[0] in done:
            return waits[0].result()  # type: ignore[return-value]
        with suppress(RuntimeError):  # the browser has gone already
            await send({"type": "websocket.close", "code": OVER})
        return {"type": "websocket.disconnect", "code": OVER}

    return heard
