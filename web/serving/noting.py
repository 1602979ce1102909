"""Every request gets a number, is counted and logged; one that fails is answered with its number and no insides."""

from __future__ import annotations

import logging
import secrets
import time
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from access.table import operation_of
from domain.words import LANGUAGES, say
from store.entry import StoreError
from views.pieces import render
from web.serving import metrics
from web.serving.guard import with_headers
from web.serving.logs import request_id

HEADER = b"x-request-id"
REFUSALS = (401, 403, 429, 4401, 4403)
# What pages fetch by themselves and what watches the server is counted, and logged only where it goes wrong.
QUIET = ("open.alive", "visit.frame", "metrics.read", "layer.read")
NO_STORE = {"cache-control": "no-store"}
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Answer:
    """What became of a request: its status (101: a socket; 0: none yet), and since when it is under way."""

    began: float
    status: int = 0
    opened: bool = False


class Noting:
    """The outermost of all: what it hands on carries a number, which every answer gives back."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        number, answer = secrets.token_hex(6), _Answer(time.perf_counter())
        reset = request_id.set(number)
        others = [pair for pair in scope["headers"] if pair[0].lower() != HEADER]
        scope = {**scope, "headers": [*others, (HEADER, number.encode())]}
        try:
            await self._serve(scope, receive, _noted(send, number, answer), answer)
        finally:
            _note(scope, answer)
            request_id.reset(reset)

    async def _serve(self, scope: Scope, receive: Receive, send: Send, answer: _Answer) -> None:
        try:
            await self.app(scope, receive, send)
        except Exception as fault:
            _log.exception("request.failed")
            if scope["type"] == "websocket" or answer.status:  # nothing can be answered any more
                raise
            await failure(scope, fault)(scope, receive, with_headers(send))


def failure(scope: Scope, fault: Exception) -> Response:
    """The answer to a request that failed: a sentence and its number."""
    number = request_id.get()
    said = {lang: say(lang, "frame.failed", why=_reason(fault, lang), number=number) for lang in LANGUAGES}
    status = 503 if isinstance(fault, StoreError) else 500
    if "text/html" in Headers(scope=scope).get("accept", ""):
        return HTMLResponse(render("failed.html", LANGUAGES[0], said=said), status, NO_STORE)
    code = fault.code if isinstance(fault, StoreError) else "frame.failed"
    return JSONResponse({"code": code, **said}, status, NO_STORE)


def _reason(fault: Exception, lang: str) -> str:
    return say(lang, fault.code if isinstance(fault, StoreError) else "frame.failed_reason")


def _noted(send: Send, number: str, answer: _Answer) -> Send:
    async def sender(message: Message) -> None:
        kind = message["type"]
        if kind in ("http.response.start", "websocket.accept"):
            message = {**message, "headers": [*message.get("headers", []), (HEADER, number.encode())]}
            answer.status = message.get("status", 101)
        if kind == "websocket.accept":
            answer.opened = True
            metrics.SOCKETS.inc()
        elif kind == "websocket.close" and message.get("code", 1000) in REFUSALS:
            answer.status = message["code"]
        await send(message)

    return sender


def _note(scope: Scope, answer: _Answer) -> None:
    if answer.opened:
        metrics.SOCKETS.dec()
    method = scope["method"] if scope["type"] == "http" else "SOCKET"
    operation = operation_of(method, scope["path"])
    name = operation.name if operation else "none"
    metrics.REQUESTS.labels(name, str(answer.status)).inc()
    if answer.status in REFUSALS:
        metrics.REFUSALS.labels(str(answer.status)).inc()
    if name in QUIET and answer.status < 400:
        return
    took_ms = round((time.perf_counter() - answer.began) * 1000, 1)
    fields = {
        "method": method,
        "path": scope["path"],
        "status": answer.status,
        "operation": name,
        "took_ms": took_ms,
    }
    _log.info("request", extra={"fields": fields})
