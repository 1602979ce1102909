"""The server around the pages: `st.App(__file__, **options())`."""

from __future__ import annotations

import gc
import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from starlette.middleware import Middleware
from starlette.routing import Mount
from streamlit import config

from store.found import wrong_with
from store.reader import default_url
from web.api.application import application
from web.board.reminding import Reminding
from web.entrance import sign_in
from web.entrance.gate import Gate
from web.entrance.sockets import Sockets
from web.frame import handing_out, live
from web.frame.apology import apologise
from web.known import layers
from web.pages import page_names
from web.report import plain
from web.serving import alarm, health, logs, metrics, office, shell
from web.serving.checkpointing import Checkpointing
from web.serving.first_start import tell_first_link
from web.serving.guard import Guard
from web.serving.noting import Noting
from web.serving.standing import STANDING
from web.serving.starting import check_server, check_store

# Loaded before the first visitor, who would otherwise wait about a second for them.
WARM = ("pandas", "pyarrow", "pydeck", "plotly.graph_objects")


def options() -> dict[str, Any]:
    """Routes, middleware and lifespan for st.App.

    SystemExit: what must hold before anybody is served does not.
    """
    logs.install()
    hosts = check_server()
    if found := wrong_with(default_url()):
        return alarm.options(found, hosts)
    check_store(office.ledger())
    watcher, sockets = live.Watcher(), Sockets()
    return {
        "routes": [
            *shell.routes(page_names()),
            *health.routes(office.ledger),
            layers.ROUTE,
            handing_out.ROUTE,
            live.route(watcher),
            *sign_in.routes(office.door),
            *plain.routes(office.ledger),
            Mount("/api", application(office.ledger)),
        ],
        "middleware": [
            Middleware(Noting),
            Middleware(Guard, hosts=hosts),
            Middleware(Gate, door=office.door, sockets=sockets),
        ],
        "lifespan": _lifespan(watcher, sockets),
        "on_script_error": apologise,
    }


def _lifespan(watcher: live.Watcher, sockets: Sockets):
    @asynccontextmanager
    async def lifespan(app: object) -> AsyncIterator[None]:
        warm()
        logs.install()  # again: the server has set up its own meanwhile
        metrics.listen_to_steps()
        ledger, door = office.ledger(), office.door()
        tell_first_link(door, config.get_option("server.address"), config.get_option("server.port"))
        watcher.start(office.pulse(ledger), ledger.position, ledger.now)
        beside = Reminding(), Checkpointing(), STANDING
        for one in beside:
            one.start(office.ledger)
        try:
            async with sockets.watching(office.door()):
                yield
        finally:
            for one in beside:
                one.stop()
            watcher.stop()

    return lifespan


def warm() -> None:
    """Load what every page needs and take it out of the garbage collector's rounds."""
    for name in WARM:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
