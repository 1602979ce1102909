"""The one thing that may be sent: a file of a form."""

from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from intake.draft import examine
from intake.receive import receive
from intake.signed import Signed
from loaders.limits import FILE_BYTES, FILE_MB
from web.api import answers
from web.api.answers import Answer
from web.api.asked import (
    Asked,
    AsOf,
    Fault,
    FeedName,
    Signature,
    Unanswerable,
    UnitName,
    Who,
    feed_named,
    moment,
    said_of,
    signature,
    unit_named,
)  # fmt: skip
from web.api.previews import Overtaken, Preview, preview
from web.serving import office

FILE = {
    "required": True,
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}
# The receipt's first: true, false, or none where there is no receipt.
STATUS = {True: 201, False: 200, None: 422}

router = APIRouter()


@router.post(
    "/feeds/{feed}/submissions", openapi_extra={"requestBody": FILE}, status_code=201,
    responses={
        200: {"model": Answer}, 409: {"model": Overtaken | Fault}, 422: {"model": Answer | Fault}, **said_of(401, 403, 404, 413, 503),
    },
)  # fmt: skip
async def submit(
    feed: FeedName,
    request: Request,
    response: Response,
    ledger: Asked,
    who: Who,
    unit: UnitName,
    actor: Annotated[
        str, Query(description="in whose name, where that is not who signed in or signed", max_length=100)
    ] = "",
    filename: str = "upload",
    as_of: AsOf = None,
    partial: Annotated[
        bool, Query(description="take in the sound rows of a faulty file, where the form allows it")
    ] = False,
    base: Annotated[int | None, Query(description="of the preview: not taken in once this has moved")] = None,
    idempotency_key: Annotated[str, Header(max_length=200)] = "",
    x_minisign: Signature = "",
) -> Answer:
    """Takes a file in whole (201), in part where that is asked for and allowed, or says why not (422).

    The same key, bytes, form, unit and cut-off again: 200, or 409 where that report was undone. Another report since
    `base`: 409, with what the file would do now.
    """
    wanted, district, at = feed_named(feed), unit_named(unit), moment(as_of)
    who.require("report.send", wanted, district)
    data, signed = await body(request), Signed(signature(x_minisign), office.signers(ledger))
    outcome = await run_in_threadpool(
        receive, ledger, wanted, district, data, filename, who.called(actor), at, key=idempotency_key, partial=partial,
        base=base, signed=signed,
    )  # fmt: skip
    response.status_code = STATUS[outcome.receipt.first if outcome.receipt else None]
    return answers.answer(outcome)


@router.post(
    "/feeds/{feed}/previews", openapi_extra={"requestBody": FILE}, responses={422: {"model": Fault}, **said_of(401, 403, 404, 413, 503)}
)  # fmt: skip
async def look(
    feed: FeedName,
    request: Request,
    ledger: Asked,
    who: Who,
    unit: UnitName,
    filename: str = "upload",
    as_of: AsOf = None,
    x_minisign: Signature = "",
) -> Preview:
    """What sending a file would do; nothing is written."""
    wanted, district, at = feed_named(feed), unit_named(unit), moment(as_of)
    who.require("report.send", wanted, district)
    data, signed = await body(request), Signed(signature(x_minisign), office.signers(ledger))
    draft = await run_in_threadpool(examine, ledger, wanted, district, data, filename, at, signed=signed)
    return preview(draft)


async def body(request: Request) -> bytes:
    """The request's bytes, no more than are taken. Raises Unanswerable 413."""
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > FILE_BYTES:
            raise Unanswerable(413, "api.too_large", mb=FILE_MB)
    return bytes(data)
