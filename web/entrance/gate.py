"""Who asks, and whether he may: asked before anything of the server answers, pages, files and sockets alike."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from access.door import Door
from access.identity import NOBODY, Identity
from access.machines import KEY, NONCE, SIGNATURE, TIMESTAMP
from access.table import Operation, may, operation_of
from loaders.limits import FILE_BYTES
from web.entrance import refusing
from web.entrance.sockets import Sockets
from web.pages import home
from web.serving.logs import masked

COOKIE = "office_visit"
# What pages know their visitor by (.streamlit/config.toml, trustedUserHeaders); taken off whatever comes from outside.
VISIT_HEADER, TRUSTED = b"x-office-visit", b"x-office-"
LONGEST_PATH = 200
# A request that says one of these twice is understood differently by different readers.
SAID_ONCE = ("host", "origin", "cookie", "authorization", KEY, TIMESTAMP, NONCE, SIGNATURE)
_LOOKS = ("GET", "HEAD", "OPTIONS")


class Gate:
    """Finds the identity, asks the access table, and hands on only what it allows."""

    def __init__(self, app: ASGIApp, door: Callable[[], Door], sockets: Sockets) -> None:
        self.app, self._door, self._sockets = app, door, sockets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        door = await run_in_threadpool(self._door)
        scope = {**scope, "headers": [h for h in scope["headers"] if not h[0].lower().startswith(TRUSTED)]}
        method = scope["method"] if scope["type"] == "http" else "SOCKET"
        operation = operation_of(method, scope["path"])
        body, receive = await _signed_body(door, scope, receive)
        identity = await run_in_threadpool(_who, door, scope, body)
        if not _may_pass(operation, identity, scope):
            await self._refuse(door, scope, receive, send, identity, operation)
            return
        scope["identity"], scope["door"] = identity, door
        scope["headers"].append((VISIT_HEADER, identity.visit.encode()))
        if scope["type"] == "websocket":
            await self._sockets.serve(self.app, scope, receive, send, identity.visit)
        else:
            await self._touch(door, scope, identity)
            await self.app(scope, receive, send)

    async def _touch(self, door: Door, scope: Scope, identity: Identity) -> None:
        """A page that was opened and a form that was sent show that somebody is there; what pages fetch by themselves does not."""
        opened = "text/html" in Headers(scope=scope).get("accept", "")
        if identity.visit and (opened or scope["method"] not in _LOOKS):
            await run_in_threadpool(door.visits.is_there, identity.visit)

    async def _refuse(
        self, door: Door, scope: Scope, receive: Receive, send: Send, identity: Identity, operation: Operation | None
    ) -> None:  # fmt: skip
        """Nobody is asked to sign in; whoever is known is told that he may not, and that is written down."""
        kind = scope["type"]
        asks_page = kind == "http" and scope["method"] in ("GET", "HEAD")
        asks_page = asks_page and "text/html" in Headers(scope=scope).get("accept", "")
        if asks_page and not identity.is_known:
            await refusing.to_sign_in(scope, receive, send)
            return
        if asks_page and scope["path"] == "/" and home(identity) != "/":
            await refusing.to_first_page(scope, receive, send, identity)
            return
        name = operation.name if operation else ""
        # A link with a slash too many is no operation, and its secret still opens what it opens.
        path = masked(scope["path"])[:LONGEST_PATH]
        await run_in_threadpool(door.denials.note, identity, name, kind, _address(scope), path=path)
        status = 404 if operation is None and identity.is_known else 403 if identity.is_known else 401
        await refusing.refuse(scope, receive, send, status, identity, operation)


def _who(door: Door, scope: Scope, body: bytes | None) -> Identity:
    headers = Headers(scope=scope)
    if any(len(headers.getlist(name)) > 1 for name in SAID_ONCE):
        return NOBODY  # which of the two was meant, each reader would decide for himself
    if body is not None:
        return door.machines.who(dict(headers), scope["method"], _as_sent(scope), body)
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return door.visits.who_shows(token.strip()) if _board_page(scope) else NOBODY
    return door.visits.who(visit_secret(headers))


def _as_sent(scope: Scope) -> str:
    """Path and query as the machine wrote and signed them."""
    path, query = scope.get("raw_path") or quote(scope["path"]).encode(), scope["query_string"]
    return (path + (b"?" + query if query else b"")).decode("latin-1")


def visit_secret(headers: Headers) -> str:
    """What the browser holds of its visit; "" for nothing, and for two that somebody wants to pass for one.

    Cookies of other programs on the same host come along, whatever their port, and need not be well formed.
    """
    pairs = (pair.partition("=") for pair in headers.get("cookie", "").split(";"))
    held = [value.strip() for name, _, value in pairs if name.strip() == COOKIE]
    return held[0] if len(held) == 1 else ""


def _may_pass(operation: Operation | None, identity: Identity, scope: Scope) -> bool:
    if operation is None:
        return False
    if not may(identity, operation.name, page=_board_page(scope)):
        return False
    return _is_own_page(scope, bool(identity.visit))


def _board_page(scope: Scope) -> str:
    return "metrics" if scope["path"] in ("/metrics", "/_stcore/metrics") else ""


def _is_own_page(scope: Scope, has_to_say: bool) -> bool:
    """Whether what a browser sends, or a socket it opens, comes from a page of this server.

    has_to_say: a visitor's browser names the page; a program that nobody is signed in with need not.

    SameSite=Lax keeps the cookie from other sites' forms; a browser that knows neither that nor Origin names the page it
    comes from (Referer), which our own policy leaves it.
    """
    if scope["type"] == "http" and scope["method"] in _LOOKS:
        return True
    headers = Headers(scope=scope)
    named = headers.get("origin") or ("" if scope["type"] == "websocket" else headers.get("referer", ""))
    try:
        return urlsplit(named).netloc == headers.get("host", "") if named else not has_to_say
    except ValueError:  # no address at all
        return False


async def _signed_body(door: Door, scope: Scope, receive: Receive) -> tuple[bytes | None, Receive]:
    """What a machine signed, whole, to be read once more; none where nothing is signed."""
    headers = Headers(scope=scope)
    if scope["type"] != "http" or KEY not in headers:
        return None, receive
    if not await run_in_threadpool(door.machines.is_known, headers[KEY]):
        return b"", receive  # nobody's signature: not worth the memory
    data, more = bytearray(), True
    while more and len(data) <= FILE_BYTES:
        message = await receive()
        data += message.get("body", b"")
        more = message["type"] == "http.request" and message.get("more_body", False)
    body = bytes(data)
    # Longer than any file may be: what is left of it is asked for, and refused, further in.
    told = iter([{"type": "http.request", "body": body, "more_body": more}])

    async def again() -> Message:
        return next(told, None) or await receive()

    return body, again


def _address(scope: Scope) -> str:
    return str(scope["client"][0]) if scope.get("client") else ""
