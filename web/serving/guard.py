"""What every answer carries and what is refused before it reaches a page."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from domain.words import LANGUAGES, say
from web.serving.soundness import is_loopback


@cache
def security_headers() -> tuple[tuple[bytes, bytes], ...]:
    """Name and value of each header that goes with every answer."""
    return (
        (b"content-security-policy", content_security_policy().encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"same-origin"),
        (b"x-frame-options", b"SAMEORIGIN"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
    )


def content_security_policy() -> str:
    """The policy under which nothing is loaded from, or sent to, another host, and no script written into a page runs.

    blob: in script-src is how component scripts arrive; data: and blob: in connect-src are the map's own.
    """
    return (
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval' blob:; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "connect-src 'self' data: blob:; worker-src 'self' blob:; frame-src 'self'; object-src 'none'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
    )


class Guard:
    """Refuses what was not asked by one of the server's names; adds the headers to every answer.

    hosts: the names; without them this machine's own, and on this machine's own address alone: another program
    that serves the app may listen anywhere, whatever the settings say.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str] = ()) -> None:
        self.app, self._hosts = app, frozenset(host.strip("[]").lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
        elif _is_ours(scope, self._hosts):
            await self.app(scope, receive, with_headers(send))
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 4403})
        else:
            await _refuse(with_headers(send))


def _is_ours(scope: Scope, hosts: frozenset[str]) -> bool:
    """A foreign Host is a rebound name (DNS rebinding); a foreign Origin is another site's page, which may only look."""
    headers = dict(scope["headers"])
    host = headers.get(b"host", b"").decode("latin-1")
    name = _hostname(host)
    if not (name in hosts if hosts else is_loopback(name) and _came_here(scope)):
        return False
    origin = headers.get(b"origin")
    looks = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
    return looks or origin is None or _where(origin.decode("latin-1")) == host


def _where(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def _came_here(scope: Scope) -> bool:
    address = (scope.get("server") or ("", None))[0]
    return is_loopback(address)


def _hostname(host: str) -> str:
    try:
        return urlsplit("//" + host).hostname or ""
    except ValueError:
        return ""


def with_headers(send: Send) -> Send:
    """Adds the headers to an answer."""

    async def sender(message: Message) -> None:
        if message["type"] == "http.response.start":
            ours = security_headers()
            names = {name for name, _ in ours}
            kept = [pair for pair in message.get("headers", []) if pair[0].lower() not in names]
            message = {**message, "headers": [*kept, *ours]}
        await send(message)

    return sender


async def _refuse(send: Send) -> None:
    body = "\n".join(say(lang, "server.host_refused") for lang in LANGUAGES).encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": body})
