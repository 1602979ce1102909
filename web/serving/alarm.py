"""What is served in a store's place when it is damaged or gone: on every address, what is wrong and what to do."""

from __future__ import annotations

import logging
from typing import Any

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from domain.words import LANGUAGES, say
from store.found import Found
from views.pieces import render
from web.serving.guard import Guard
from web.serving.noting import Noting

NO_STORE = {"cache-control": "no-store"}
TRY_AGAIN_LATER = 1013  # a close code of RFC 6455's registry
TOLD = ("title", "beside", "untouched", "restore", "backup", "anew")
_log = logging.getLogger(__name__)


def options(found: Found, hosts: Any = ()) -> dict[str, Any]:
    """Routes and middleware for st.App that show the alarm and nothing else."""
    _log.critical(found.code, extra={"fields": {"store": str(found.path), "beside": list(found.beside)}})
    return {
        "middleware": [Middleware(Noting), Middleware(Guard, hosts=hosts), Middleware(Alarm, found=found)]
    }


class Alarm:
    """Answers in the place of everything; only /healthz still says that the process is there."""

    def __init__(self, app: ASGIApp, found: Found) -> None:
        self.app, self._found = app, found

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": TRY_AGAIN_LATER})
        elif scope["type"] != "http":
            await self.app(scope, receive, send)
        elif scope["path"] == "/healthz":
            await PlainTextResponse("ok", headers=NO_STORE)(scope, receive, send)
        else:
            await HTMLResponse(page(self._found, Request(scope)), 503, NO_STORE)(scope, receive, send)


def page(found: Found, request: Request) -> str:
    """The alarm in both languages, the one asked for first."""
    first = request.query_params.get("lang")
    languages = sorted(LANGUAGES, key=lambda lang: lang != (first or LANGUAGES[0]))
    told = {
        lang: {name: say(lang, f"alarm.{name}") for name in TOLD} | {"what": say(lang, found.code)}
        for lang in LANGUAGES
    }
    return render("alarm.html", languages[0], found=found, languages=languages, told=told)
