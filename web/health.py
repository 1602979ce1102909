"""Whether the process answers at all."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route


async def _alive(request: Request) -> Response:
    return PlainTextResponse("ok", headers={"cache-control": "no-store"})


ROUTE = Route("/healthz", _alive)
