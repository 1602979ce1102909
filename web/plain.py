"""The upload page without script or socket, for the browsers of old offices: the same intake, the same receipts."""

from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from domain.clock import from_beijing
from domain.districts import DISTRICTS
from domain.problems import how_many
from domain.words import LANGUAGES, say
from feeds import all_feeds
from feeds.sentences import tell
from intake.draft import Draft, examine
from intake.receive import Outcome, receive
from loaders.limits import FILE_BYTES, FILE_MB
from store.entry import REHEARSALS, StoreError
from store.ledger import Ledger
from views.pieces import render
from views.receipts import consequence
from web.api.asked import Unanswerable, entry_numbered, feed_named, moment, sender, unit_named
from web.facts import facts
from web.situation import district, receipt_number

SHOWN_PROBLEMS = 400
CHOSEN = {"feed": "fishing_vessels", "unit": "city", "as_of": "", "actor": ""}


def route(ledger: Callable[[], Ledger]) -> Route:
    """GET shows the form, POST checks or sends the file in it."""

    async def page(request: Request) -> Response:
        lang = request.query_params.get("lang")
        lang = lang if lang in LANGUAGES else LANGUAGES[0]
        if request.method != "POST":
            return _page(ledger(), lang, {})
        try:
            async with request.form(max_files=1, max_fields=8) as sent:
                return await _answered(ledger(), lang, sent)
        except HTTPException:  # what is no form, or one of far too many parts
            return _page(ledger(), lang, {}, 400, fault=say(lang, "plain.malformed"))

    return Route("/plain", page, methods=["GET", "POST"])


async def _answered(ledger: Ledger, lang: str, sent: FormData) -> Response:
    chosen = {name: str(sent.get(name, default)) for name, default in CHOSEN.items()}
    file = sent.get("file")
    try:
        if "take" in sent:
            values = await run_in_threadpool(
                _taken_in_part, ledger, lang, chosen, str(sent.get("refusal", ""))
            )
            return _page(ledger, lang, chosen, **values)
        if not isinstance(file, UploadFile) or not file.filename:
            raise Unanswerable(422, "plain.no_file")
        data = await file.read(FILE_BYTES + 1)
        if len(data) > FILE_BYTES:
            raise Unanswerable(413, "api.too_large", mb=FILE_MB)
        answer = _sent if "send" in sent else _checked
        values = await run_in_threadpool(answer, ledger, lang, chosen, data, file.filename)
    except Unanswerable as cannot:
        said = {"zh": cannot.fault.zh, "en": cannot.fault.en}[lang]
        return _page(ledger, lang, chosen, cannot.status, fault=said)
    except StoreError as fault:
        return _page(ledger, lang, chosen, 503, fault=say(lang, fault.code))
    return _page(ledger, lang, chosen, **values)


def _checked(ledger: Ledger, lang: str, chosen: dict[str, str], data: bytes, filename: str) -> dict[str, Any]:
    """What sending the file would do; nothing is written."""
    feed, unit, at = feed_named(chosen["feed"]), unit_named(chosen["unit"]), moment(chosen["as_of"])
    draft = examine(ledger, feed, unit, data, filename, at)
    return _told(draft, lang) | {"status": 422 if draft.refused else 200}


def _taken_in_part(ledger: Ledger, lang: str, chosen: dict[str, str], refusal: str) -> dict[str, Any]:
    """The sound rows of the file that this refusal holds: its sender has seen what that comes to."""
    entry = entry_numbered(ledger, refusal)
    if entry.kind != "refusal":
        raise Unanswerable(422, "plain.no_file")
    given = entry.detail["given_as_of"]
    outcome = receive(
        ledger, feed_named(entry.feed), entry.scope, ledger.file(entry.sha256), entry.filename, sender(chosen["actor"]),
        from_beijing(given) if given else None, partial=True,
    )  # fmt: skip
    return _answer(outcome, lang)


def _sent(ledger: Ledger, lang: str, chosen: dict[str, str], data: bytes, filename: str) -> dict[str, Any]:
    feed, unit, at = feed_named(chosen["feed"]), unit_named(chosen["unit"]), moment(chosen["as_of"])
    return _answer(receive(ledger, feed, unit, data, filename, sender(chosen["actor"]), at), lang)


def _answer(outcome: Outcome, lang: str) -> dict[str, Any]:
    told = _told(outcome.draft, lang)
    if outcome.receipt:
        return told | {"receipt": _receipt(outcome, lang), "status": 201}
    return told | {"refusal": receipt_number(outcome.entry) if outcome.draft.offer else "", "status": 422}


def _told(draft: Draft, lang: str) -> dict[str, Any]:
    errors = how_many(draft.problems, "error")
    problems = [*(draft.returned.problems if draft.returned else ()), *draft.problems]
    shown = problems[:SHOWN_PROBLEMS]
    unchanged = {"unchanged": draft.comparison.unchanged} if draft.comparison else {}
    offer = draft.offer.returned if draft.offer else None
    return {
        "offer": say(lang, "partial.could", what=consequence(offer.counts, lang)) if offer else "",
        "back": say(lang, "partial.done") if draft.returned else "",
        "fault": say(lang, "plain.refused", file=draft.filename, n=errors) if errors else "",
        "told": [(problem, tell(problem, draft.feed, lang)) for problem in shown],
        "more": len(problems) - len(shown),
        "counts": draft.moved | unchanged,
    }


def _receipt(outcome: Outcome, lang: str) -> dict[str, Any] | None:
    if outcome.receipt is None:
        return None
    head = say(lang, "report.received" if outcome.receipt.first else "report.received_before")
    return {"head": head, "number": receipt_number(outcome.entry), "facts": facts(outcome.entry, lang)}


def _page(ledger: Ledger, lang: str, chosen: dict[str, str], status: int = 200, **values: Any) -> Response:
    empty = {
        "fault": "",
        "offer": "",
        "refusal": "",
        "back": "",
        "told": [],
        "more": 0,
        "counts": {},
        "receipt": None,
    }
    feeds = [(feed.name, f"{feed.title(lang)} · {feed.owner_title(lang)}") for feed in all_feeds().values()]
    units = [(code, district(code, lang)) for code in DISTRICTS]
    html = render(
        "plain.html", lang, feeds=feeds, units=units, chosen=CHOSEN | chosen, mb=FILE_MB,
        demo=ledger.purpose in REHEARSALS, **empty | values,
    )  # fmt: skip
    return HTMLResponse(html, status, headers={"cache-control": "no-store"})
