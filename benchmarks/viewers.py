"""Viewers without a browser: the page's own socket and the frame's, spoken as a browser speaks them."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import suppress

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from benchmarks.signed import signed_in

LIVE = "tp_live"
FINISHED_OK = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


class Viewer:
    """One open page; `seen` holds, by version, the moments (time.time) it was announced, begun and drawn."""

    def __init__(self, address: str, page: str = "") -> None:
        self.address = address.removeprefix("http://")
        self.page = page
        self.drawn = asyncio.Event()
        self.seen: dict[int, dict[str, float]] = {}
        self.bytes_received = 0
        self._live: dict | None = None
        self._asked = -1
        self._version = -1
        self._tasks: list[asyncio.Task] = []
        self._repeats: dict[str, asyncio.Task] = {}

    async def open(self) -> None:
        """Load the page and listen; returns when it was drawn once."""
        cookie = await asyncio.to_thread(signed_in, f"http://{self.address}")
        known = {
            "additional_headers": {"cookie": cookie},
            "origin": f"http://{self.address}",
            "max_size": None,
        }
        self._frame = await connect(f"ws://{self.address}/_stcore/stream", **known)
        self._bus = await connect(f"ws://{self.address}/api/live", **known)
        await self._frame.send(self._rerun().SerializeToString())
        self._tasks = [asyncio.create_task(self._read(self._frame)), asyncio.create_task(self._listen())]
        await asyncio.wait_for(self.drawn.wait(), 60)

    async def close(self) -> None:
        """Leave the page. RuntimeError: it showed an error instead of its numbers."""
        for task in self._tasks:
            if task.done() and (fault := task.exception()):
                raise fault
        for task in (*self._tasks, *self._repeats.values()):
            task.cancel()
        await asyncio.gather(self._frame.close(), self._bus.close())

    def _rerun(self, fragment: str = "", automatic: bool = False) -> BackMsg:
        message = BackMsg()
        run = message.rerun_script
        run.page_name, run.fragment_id, run.is_auto_rerun = self.page, fragment, automatic
        run.context_info.url = f"http://{self.address}/{self.page}"
        run.context_info.timezone, run.context_info.locale = "Asia/Shanghai", "zh-CN"
        run.context_info.color_scheme = "light"
        return message

    async def _read(self, socket: ClientConnection) -> None:
        with suppress(ConnectionClosed):
            async for packet in socket:
                self.bytes_received += len(packet)
                message = ForwardMsg.FromString(packet)
                match message.WhichOneof("type"):
                    case "delta":
                        self._take(message)
                    case "auto_rerun":
                        self._repeat(message.auto_rerun.fragment_id, message.auto_rerun.interval)
                    case "script_finished":
                        self._finish(message.script_finished)

    def _take(self, message: ForwardMsg) -> None:
        if message.delta.new_element.WhichOneof("type") == "exception":
            raise RuntimeError(message.delta.new_element.exception.message)
        element = message.delta.new_element.bidi_component
        if element.component_name != LIVE:
            return
        data = json.loads(element.json)
        if data["follow"]:
            self._live = {"id": element.id, "fragment": message.delta.fragment_id}
            self._version = data["v"]
            self.seen.setdefault(data["v"], {}).setdefault("begun", time.time())

    def _finish(self, status: int) -> None:
        if status not in FINISHED_OK or self._live is None:
            return
        self.seen.setdefault(self._version, {}).setdefault("drawn", time.time())
        self.drawn.set()

    def _repeat(self, fragment: str, interval_s: float) -> None:
        """A browser runs a fragment with run_every again by its own clock."""

        async def repeat() -> None:
            while True:
                await asyncio.sleep(interval_s)
                await self._frame.send(self._rerun(fragment, automatic=True).SerializeToString())

        if (earlier := self._repeats.pop(fragment, None)) is not None:
            earlier.cancel()
        self._repeats[fragment] = asyncio.create_task(repeat())

    async def _listen(self) -> None:
        with suppress(ConnectionClosed):
            async for text in self._bus:
                version = json.loads(text)["v"]
                self.seen.setdefault(version, {}).setdefault("told", time.time())
                await self.drawn.wait()
                if version > max(self._version, self._asked):
                    self._asked = version
                    await self._trigger(version)

    async def _trigger(self, version: int) -> None:
        message = self._rerun(self._live["fragment"])
        state = message.rerun_script.widget_states.widgets.add()
        state.id = f"$$STREAMLIT_INTERNAL_KEY_{self._live['id']}__events"
        state.json_trigger_value = json.dumps([{"event": "v", "value": version}])
        await self._frame.send(message.SerializeToString())
