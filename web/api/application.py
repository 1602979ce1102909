"""The HTTP API: the same intake and the same figures as the pages, for machines and scripts.

Its own pages of documentation are off: they load from outside. GET /api/openapi.json describes it.
"""

from collections.abc import Callable

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from domain.clock import stamp
from domain.receipts import receipt_number
from domain.words import LANGUAGES, say
from intake.receive import Overtaken, TakenBack
from store.entry import StoreError, Superseded
from store.ledger import Ledger
from web.api import answers, previews, reading, sending
from web.api.asked import Unanswerable


def application(ledger: Callable[[], Ledger]) -> FastAPI:
    """The API over a ledger, to be mounted at /api or served by itself."""
    api = FastAPI(title="舟山防台准备 Typhoon preparedness", version="1", docs_url=None, redoc_url=None)
    api.state.ledger = ledger
    api.include_router(reading.router)
    api.include_router(sending.router)
    api.add_exception_handler(Unanswerable, _unanswerable)
    api.add_exception_handler(RequestValidationError, _malformed)
    api.add_exception_handler(StoreError, _turned_away)
    api.add_exception_handler(Overtaken, _overtaken)
    api.add_exception_handler(TakenBack, _taken_back)
    return api


async def _unanswerable(_request: Request, fault: Exception) -> Response:
    assert isinstance(fault, Unanswerable)
    return JSONResponse(fault.fault.model_dump(), fault.status)


async def _malformed(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, RequestValidationError)
    where = ", ".join(str(error["loc"][-1]) for error in fault.errors())
    return await _unanswerable(request, Unanswerable(422, "api.malformed", where=where))


async def _turned_away(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, StoreError)
    return await _unanswerable(
        request, Unanswerable(409 if isinstance(fault, Superseded) else 503, fault.code)
    )


async def _overtaken(_request: Request, fault: Exception) -> Response:
    assert isinstance(fault, Overtaken)
    said = {lang: say(lang, Superseded.code) for lang in LANGUAGES}
    told = previews.Overtaken(
        code=Superseded.code, said=answers.Said(**said), preview=previews.preview(fault.draft)
    )
    return JSONResponse(told.model_dump(), 409)


async def _taken_back(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, TakenBack)
    undo = fault.undo
    said = {"receipt": receipt_number(fault.entry.seq), "undo": receipt_number(undo.seq), "actor": undo.actor}
    return await _unanswerable(
        request, Unanswerable(409, "api.taken_back", t=stamp(undo.received_at), **said)
    )
