"""What a try to sign in ends in: a visit with its cookie, on the way to where somebody wanted to go, or the page again with why not."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from access.door import Door
from access.secret import hashed
from access.visits import LONGEST
from domain.words import LANGUAGES
from views.pieces import render
from web.entrance.gate import COOKIE, visit_secret
from web.entrance.organisation import configured
from web.pages import home
from web.serving.trouble import reasons

NO_STORE = {"cache-control": "no-store"}


def let_in(request: Request, door: Door, secret: str, back: str) -> Response:
    """On to where the visitor wanted to go, with a new visit; the one before it is over."""
    leave(request, door)
    lands = back if _is_ours(back) else home(door.visits.who(secret))
    return with_cookie(request, _in_language(lands, language(request)), secret, int(LONGEST.total_seconds()))


def leave(request: Request, door: Door) -> None:
    """The visit of this browser is over, if it has one."""
    if before := visit_secret(request.headers):
        door.visits.leave(hashed(before))


def page(
    request: Request, door: Door, fault: str = "", status: int = 200, typed: dict[str, str] | None = None
) -> Response:
    """The sign-in page, and in it why it is shown again, or what ails the store; what was typed but the password stays."""
    back = (typed or request.query_params).get("next", "")
    ails = [code for _, code in reasons(door.ledger)]
    ready = list(door.register.accounts.values()) if door.ledger.purpose == "demo" else []
    asked = request.query_params
    shown = render(
        "sign_in.html", language(request), fault=fault or next(iter(ails), ""), ready=ready, purpose=door.ledger.purpose, over="over" in asked,
        organisation=configured() is not None, back=back, back_quoted=quote(back, safe=""), name=(typed or {}).get("name", ""),
    )  # fmt: skip
    return HTMLResponse(shown, status, NO_STORE)


def with_cookie(request: Request, lands: str, secret: str, lasts_s: int) -> Response:
    """On to a page, with the secret of a visit."""
    answer = RedirectResponse(lands, 303, NO_STORE)
    answer.set_cookie(
        COOKIE, secret, max_age=lasts_s, httponly=True, samesite="lax", secure=request.scope["scheme"] == "https"
    )  # fmt: skip
    return answer


def _in_language(lands: str, lang: str) -> str:
    """The page in the language of the sign-in, unless its address names one."""
    if lang == LANGUAGES[0] or "lang=" in lands:
        return lands
    return f"{lands}{'&' if '?' in lands else '?'}lang={lang}"


def _is_ours(back: str) -> bool:
    """Whether it is a page here: another site's address, however written, is not gone to."""
    return back.startswith("/") and not back.startswith("//") and "\\" not in back and back.isprintable()


def language(request: Request) -> str:
    """The language that the address asks for."""
    lang = request.query_params.get("lang", "")
    return lang if lang in LANGUAGES else LANGUAGES[0]
