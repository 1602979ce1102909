"""How a request is turned away: pages to the sign-in, programs with a sentence in both languages."""

from __future__ import annotations

from urllib.parse import quote

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from access.identity import Identity
from access.table import Operation
from domain.words import LANGUAGES, say
from views.pieces import render
from web.pages import home

NO_STORE = {"cache-control": "no-store"}
CODES = {401: "access.sign_in_first", 403: "access.not_allowed", 404: "access.no_such_place"}


async def to_sign_in(scope: Scope, receive: Receive, send: Send) -> None:
    """The sign-in page, which leads back here."""
    back = quote(scope["path"] + _asked(scope), safe="")
    spoken = "" if _lang(scope) == LANGUAGES[0] else f"&lang={_lang(scope)}"
    await RedirectResponse(f"/sign-in?next={back}{spoken}", 303, NO_STORE)(scope, receive, send)


async def to_first_page(scope: Scope, receive: Receive, send: Send, identity: Identity) -> None:
    """The bare address means the overview to most, and to the others the page with which they begin."""
    await RedirectResponse(home(identity) + _asked(scope), 303, NO_STORE)(scope, receive, send)


def _asked(scope: Scope) -> str:
    query = scope["query_string"].decode("latin-1")
    return f"?{query}" if query else ""


def _lang(scope: Scope) -> str:
    asked = QueryParams(scope["query_string"]).get("lang", "")
    return asked if asked in LANGUAGES else LANGUAGES[0]


async def refuse(
    scope: Scope, receive: Receive, send: Send, status: int, identity: Identity, operation: Operation | None
) -> None:
    """Says no; a socket is closed before it opens."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 4403})
        return
    said = {lang: said_of(status, lang, operation) for lang in LANGUAGES}
    accept = dict(scope["headers"]).get(b"accept", b"")
    answer: Response = JSONResponse({"code": CODES[status], **said}, status, NO_STORE)
    if b"text/html" in accept:
        first, second = sorted(LANGUAGES, key=lambda lang: lang != _lang(scope))
        page = render("refused.html", first, said=said, other=second, title=identity.title)
        answer = HTMLResponse(page, status, NO_STORE)
    await answer(scope, receive, send)


def note_anothers(request: Request, operation: str) -> None:
    """Writes down that somebody asked for what was offered to somebody else."""
    address = request.client.host if request.client else ""
    if (door := request.scope.get("door")) is not None:
        door.denials.note(request.scope["identity"], operation, "http", address)


def is_too_long(request: Request, most_bytes: int) -> bool:
    """Whether what is sent is longer than that, or does not say how long it is."""
    said = request.headers.get("content-length", "")
    return not said.isdecimal() or int(said) > most_bytes


def said_of(status: int, lang: str, operation: Operation | None) -> str:
    """Why not, in a language."""
    what = say(lang, f"operations.{operation.name.replace('.', '_')}") if operation else ""
    return say(lang, CODES[status], what=what)
