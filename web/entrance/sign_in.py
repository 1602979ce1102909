"""Signing in and out: plain pages in both languages, without script, which any browser of an office can show."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from access.account import Account
from access.door import Door
from access.identity import NOBODY
from access.secret import hashed
from access.visits import NotLetIn
from domain.problems import Refused, sentence
from domain.words import say
from store.entry import UNWRITABLE
from views.pieces import render
from web.entrance.gate import COOKIE, visit_secret
from web.entrance.letting_in import NO_STORE, language, leave, let_in, page, with_cookie
from web.entrance.organisation import BACK, START, configured, stop
from web.entrance.refusing import is_too_long
from web.pages import home

MOST_TYPED, MOST_FIELDS = 4096, 8
# Nobody has signed in yet, and a form is read sign by sign: 50 MB of it would hold the server for eleven seconds.
LONGEST_FORM = 2 * MOST_TYPED * MOST_FIELDS
# Passwords are checked two at a time; whoever waits for that must not hold the threads that pages are served by.
MOST_AT_ONCE = 4
SCREEN_LASTS_S = 10 * 365 * 24 * 3600  # the token decides; the cookie only has to be there


def routes(door: Callable[[], Door]) -> list[Route]:
    """The pages before every other page."""
    few = asyncio.Semaphore(MOST_AT_ONCE)

    def shown(request: Request) -> Response:
        return page(request, door())

    async def entered(request: Request) -> Response:
        typed = await _typed(request)
        async with few:
            return await run_in_threadpool(_enter, request, door(), typed)

    def left(request: Request) -> Response:
        door().visits.leave(hashed(visit_secret(request.headers)))
        answer = RedirectResponse("/sign-in", 303, NO_STORE)
        answer.delete_cookie(COOKIE)
        return answer

    def screen(request: Request) -> Response:
        try:
            secret = door().visits.show_screen(request.path_params["token"])
        except NotLetIn as no:
            _note(request, door())
            return page(request, door(), no.code, 403)
        leave(request, door())
        return with_cookie(request, home(door().visits.who(secret)), secret, SCREEN_LASTS_S)

    async def welcome(request: Request) -> Response:
        typed = await _typed(request) if request.method == "POST" else {}
        async with few:
            return await run_in_threadpool(_welcome, request, door(), typed)

    return [
        Route("/sign-in", shown, methods=["GET"]),
        Route("/sign-in", entered, methods=["POST"]),
        Route("/sign-out", left, methods=["POST"]),
        Route("/screen/{token}", screen, methods=["GET"]),
        Route("/welcome/{link}", welcome, methods=["GET", "POST"]),
        *_organisation(door),
    ]


def _organisation(door: Callable[[], Door]) -> list[Route]:
    """By way of the organisation's own provider where there is one; its libraries are loaded then alone."""
    organisation = configured()
    if organisation is not None:
        try:
            from web.entrance.organisation_sign_in import routes as of_organisation
        except ModuleNotFoundError as missing:
            raise stop("no_library", name=missing.name) from missing
        return of_organisation(door, organisation)

    def absent(request: Request) -> Response:
        return page(request, door(), "sign_in.no_organisation", 404)

    return [Route(path, absent, methods=["GET"]) for path in (START, BACK)]


def _note(request: Request, door: Door, name: str = "") -> None:
    """Writes down that somebody was not let in, and as whom where that is an account."""
    account = door.register.accounts.get(name)
    address = request.client.host if request.client else ""
    door.denials.note(account.identity() if account else NOBODY, "open.sign_in", "http", address)


def _enter(request: Request, door: Door, typed: dict[str, str]) -> Response:
    try:
        secret = _secret(door, typed, request.client.host if request.client else "")
    except NotLetIn as no:
        _note(request, door, typed.get("name", "").strip())
        return page(request, door, no.code, 429 if no.code == "sign_in.too_many" else 403, typed)
    except UNWRITABLE as cannot:
        return page(request, door, cannot.code, 503, typed)
    return let_in(request, door, secret, typed.get("next", ""))


def _secret(door: Door, typed: dict[str, str], address: str) -> str:
    """Of a new visit. Raises NotLetIn."""
    ready = typed.get("ready", "")
    if ready and door.ledger.purpose == "demo" and ready in door.register.accounts:
        return door.visits.let_in(door.register.accounts[ready])
    return door.visits.sign_in(typed.get("name", "").strip(), typed.get("password", ""), address)


def _welcome(request: Request, door: Door, typed: dict[str, str]) -> Response:
    """The page of a link by which a person sets a password, once."""
    link = door.register.links.get(hashed(request.path_params["link"]))
    if link is None or link.until < door.sessions.wall():
        _note(request, door)
        return page(request, door, "sign_in.link_over", 403)
    account, fault = door.register.accounts[link.account], ""
    if typed:
        same = typed.get("password") == typed.get("again")
        fault = "" if same else say(language(request), "sign_in.not_the_same")
        try:
            if not fault:
                door.administration(account.identity()).set_password(account.name, typed.get("password", ""))
                secret = door.visits.let_in(door.register.accounts[account.name])
                return let_in(request, door, secret, "")
        except Refused as no:
            return _welcome_page(request, account, sentence(no.problems[0], language(request)))
    return _welcome_page(request, account, fault)


def _welcome_page(request: Request, account: Account, fault: str) -> Response:
    shown = render("welcome.html", language(request), account=account, fault=fault)
    return HTMLResponse(shown, 422 if fault else 200, NO_STORE)


async def _typed(request: Request) -> dict[str, str]:
    """The fields of a small form; files and what is too long, or does not say how long it is, are not read."""
    if is_too_long(request, LONGEST_FORM):
        raise HTTPException(413)
    async with request.form(max_files=0, max_fields=MOST_FIELDS, max_part_size=MOST_TYPED) as sent:
        return {name: str(value) for name, value in sent.items()}
