"""The upload page without script or socket, for the browsers of old offices: the same intake, the same receipts."""

import re
from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from domain.problems import Refused, sentence
from domain.receipts import receipt_number
from domain.words import LANGUAGES
from feeds import all_feeds
from intake.arrivals import ARRIVAL, SHEET, arrive, given_as_of, settle, withdraw
from intake.receipts import receipt
from intake.receive import Overtaken, receive
from intake.signed import paired, text_of
from loaders.limits import FILE_BYTES, FILE_MB
from store.entry import Entry, StoreError
from store.ledger import Ledger
from web.api.asked import (
    Asking,
    Unanswerable,
    asking,
    entry_numbered,
    entry_read,
    feed_named,
    moment,
    unit_named,
)
from web.entrance.refusing import is_too_long
from web.frame.acting import NotAllowed
from web.frame.page import Frame
from web.known.own import own_story
from web.report.kept import READY, Desk, Form, Kept
from web.report.plain_page import page_of
from web.report.reading import opened, read, read_all, send, signed
from web.report.receipts import receipt_page
from web.serving.trouble import reasons

CHOSEN = {"feed": "fishing_vessels", "unit": "city", "as_of": ""}
MOST_FILES, MOST_FIELDS = 20, 12
# Its files are written to the disk while it comes in, before anybody has looked at them.
LONGEST_FORM = MOST_FILES * FILE_BYTES
LEDGER_POSITION = re.compile("[0-9]{1,18}")
NO_STORE = {"cache-control": "no-store"}


def routes(ledger: Callable[[], Ledger]) -> list[Route]:
    """GET shows the form, POST looks at, sends or confirms what is in it; a receipt's own page can be printed."""

    async def page(request: Request) -> Response:
        frame, who = _frame(request, ledger()), asking(request)
        if request.method != "POST":
            ails = [frame.say(code) for _, code in reasons(frame.ledger)]
            return _page(frame, CHOSEN, fault=" ".join(ails))
        if is_too_long(request, LONGEST_FORM):
            return _page(frame, CHOSEN, 413, fault=frame.say("api.too_large", mb=MOST_FILES * FILE_MB))
        try:
            async with request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS) as sent:
                return await _answered(frame, who, sent)
        except HTTPException:  # what is no form, or one of far too many parts
            return _page(frame, CHOSEN, 400, fault=frame.say("plain.malformed"))

    def printed(request: Request) -> Response:
        frame = _frame(request, ledger())
        try:
            number = receipt(frame.ledger, request.path_params["number"]).number
            told = own_story(frame.visitor, frame.ledger, entry_read(frame.ledger, asking(request), number))
        except Unanswerable as cannot:
            return _page(frame, CHOSEN, cannot.status, fault=_said(frame, cannot))
        except Refused as unknown:
            said = " ".join(sentence(problem, frame.lang) for problem in unknown.problems)
            return _page(frame, CHOSEN, 404, fault=said)
        return HTMLResponse(receipt_page(frame, told), headers=NO_STORE)

    return [Route("/plain", page, methods=["GET", "POST"]), Route("/plain/{number}", printed)]


def _frame(request: Request, ledger: Ledger) -> Frame:
    lang = request.query_params.get("lang")
    shown = lang if lang in LANGUAGES else LANGUAGES[0]
    return Frame("report", shown, "light", ledger, asking(request).identity)


def _page(frame: Frame, chosen: dict[str, str], status: int = 200, **said: Any) -> Response:
    return HTMLResponse(page_of(frame, chosen, **said), status, headers=NO_STORE)


def _said(frame: Frame, cannot: Unanswerable) -> str:
    return {"zh": cannot.fault.zh, "en": cannot.fault.en}[frame.lang]


async def _answered(frame: Frame, who: Asking, sent: FormData) -> Response:
    chosen = {name: str(sent.get(name, default)) for name, default in CHOSEN.items()}
    try:
        if "arrival" in sent:
            papers = await run_in_threadpool(_decided, frame, who, chosen, sent)
        else:
            papers = await run_in_threadpool(_taken, frame, who, chosen, sent)
    except Unanswerable as cannot:
        return _page(frame, chosen, cannot.status, fault=_said(frame, cannot))
    except NotAllowed as fault:
        return _page(frame, chosen, 403, fault=fault.said)
    except StoreError as fault:
        return _page(frame, chosen, 503, fault=frame.say(fault.code))
    return _page(frame, chosen, max(map(_status, papers), default=200), papers=papers)


def _status(kept: Kept) -> int:
    if kept.receipt:
        return 201
    return 422 if kept.draft.refused else 409 if kept.newer else 200


def _taken(frame: Frame, who: Asking, chosen: dict[str, str], sent: FormData) -> list[Kept]:
    """The files, all kept before the first is read; with 报送 those that raise no question are sent."""
    files = [file for file in sent.getlist("file") if isinstance(file, UploadFile) and file.filename]
    if not files:
        raise Unanswerable(422, "plain.no_file")
    if any((file.size or 0) > FILE_BYTES for file in files):
        raise Unanswerable(413, "api.too_large", mb=FILE_MB)
    feed, unit = feed_named(chosen["feed"]), unit_named(chosen["unit"])
    who.require("report.send", feed, unit)
    form = Form(feed, unit, moment(chosen["as_of"]), who.identity.title)
    arrivals = [_kept(frame, form, *pair) for pair in paired(files, lambda file: str(file.filename))]
    on_desk = Desk()
    for arrival in arrivals:
        for kept in read_all(frame, form, arrival, opened(frame, arrival)):
            on_desk.put(kept)
    papers, states = list(on_desk.kept.values()), on_desk.states()
    # A single file that was read as another form than the one chosen is shown first: the headers may mislead.
    strayed = len(papers) == 1 and papers[0].draft.feed is not form.feed
    if "send" not in sent or strayed:
        return papers
    return [send(frame, form, kept) if states[seq] == READY else kept for seq, kept in on_desk.kept.items()]


def _kept(frame: Frame, form: Form, file: UploadFile, beside: UploadFile | None) -> Entry:
    data, signature = file.file.read(), text_of(beside.file.read()) if beside else ""
    name = str(file.filename)
    return arrive(frame.ledger, form.feed, form.unit, data, name, form.actor, form.as_of, signature=signature)


def _decided(frame: Frame, who: Asking, chosen: dict[str, str], sent: FormData) -> list[Kept]:
    """What becomes of a file that was kept and shown: sent, sent in part, read as another form, or left."""
    arrival = entry_numbered(frame.ledger, str(sent["arrival"]))
    if arrival.kind != ARRIVAL:
        raise Unanswerable(422, "plain.no_file")
    shown_as = str(sent.get("shown_as", arrival.feed))
    feed, actor = feed_named(str(sent.get("read_as", shown_as))), who.identity.title
    # Read as another form it is still what came for its own, which somebody else may be waiting for.
    for form_of_it in (all_feeds()[arrival.feed], feed):
        who.require("report.send", form_of_it, arrival.scope)
    chosen |= {"feed": feed.name, "unit": arrival.scope}
    form = Form(feed, arrival.scope, given_as_of(arrival), actor)
    if "leave" in sent:
        withdraw(frame.ledger, arrival, actor)
        return []
    if "again" in sent or feed.name != shown_as:
        return [read(frame, form, arrival, feed)]
    base = str(sent.get("base", ""))
    return [_sent(frame, form, arrival, int(base) if LEDGER_POSITION.fullmatch(base) else -1, "part" in sent)]


def _sent(frame: Frame, form: Form, arrival: Entry, base: int, partial: bool) -> Kept:
    """Written as it was shown; with the changes as they are now where another report has come in since."""
    ledger, sheet = frame.ledger, arrival.detail.get(SHEET)
    data = ledger.file(arrival.sha256)
    try:
        outcome = receive(
            ledger, form.feed, form.unit, data, arrival.filename, form.actor, form.as_of,
            partial=partial, base=base, sheet=sheet, signed=signed(frame, arrival),
        )  # fmt: skip
    except Overtaken as newer:
        return Kept(arrival, newer.draft, newer=receipt_number(newer.draft.base))
    settle(ledger, arrival, outcome.entry, form.actor)
    return Kept(arrival, outcome.draft, receipt=outcome.receipt)
