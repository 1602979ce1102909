"""Whether the process answers, whether it can do its work, and what it measured."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from domain.words import LANGUAGES, say
from store.entry import StoreError
from store.ledger import Ledger
from web.serving import metrics
from web.serving.standing import STANDING, Standing

NO_STORE = {"cache-control": "no-store"}


async def _alive(request: Request) -> Response:
    return PlainTextResponse("ok", headers=NO_STORE)


ALIVE = Route("/healthz", _alive)


def routes(ledger: Callable[[], Ledger], standing: Standing = STANDING) -> list[Route]:
    """/healthz: the process; /readyz: the store; /metrics."""

    def ready(request: Request) -> Response:
        codes = faults(ledger(), standing)
        said = "\n".join(say(lang, code) for code in codes for lang in LANGUAGES)
        return PlainTextResponse(said or "ok", 503 if codes else 200, headers=NO_STORE)

    def measured(request: Request) -> Response:
        told = metrics.told(ledger(), standing)
        return Response(told, media_type=metrics.MEDIA_TYPE, headers=NO_STORE)

    return [ALIVE, Route("/readyz", ready), Route("/metrics", measured)]


def faults(ledger: Ledger, standing: Standing) -> list[str]:
    """Why the store is not ready: codes; none where it is."""
    try:
        unwritable = standing.look(ledger)
    except StoreError as fault:
        unwritable = fault.code
    verdict = standing.verdict
    chain = "ready.not_verified" if verdict is None else "" if verdict.whole else "ready.not_whole"
    return [code for code in (unwritable, chain) if code]
