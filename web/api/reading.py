"""What may be asked: forms, templates, rows, figures, receipts, entries."""

from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Query, Response
from fastapi.responses import PlainTextResponse

from domain.districts import DISTRICTS
from domain.receipts import receipt_number
from domain.words import say
from feeds import all_feeds
from intake.sent_back import sent_back
from store.checkpoints import newest
from store.entry import CITY
from views.export import csv_bytes, template_bytes
from views.faults import faults_file
from views.workbooks import table_xlsx, template_xlsx
from web.api import shown
from web.api.asked import (
    Asked,
    FeedName,
    ReceiptNumber,
    Unanswerable,
    Who,
    entry_read,
    feed_named,
    moment,
    said_of,
    unit_named,
)
from web.api.shown import Figure, Form, Kept, Story
from web.frame.taking_out import MOST_HANDED_BACK
from web.known.cap import CAP, notice
from web.known.own import own_rows, own_story
from web.known.situation import situation

MOST_ENTRIES = 500
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Kind = Annotated[Literal["csv", "xlsx"], Query(alias="format")]
Language = Annotated[Literal["zh", "en"], Query(alias="lang")]
AS_FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            "text/csv": {"schema": {"type": "string"}}, KINDS["xlsx"]: {"schema": {"type": "string", "format": "binary"}},
        },
        "description": "CSV (UTF-8 with BOM) or XLSX",
    }
}  # fmt: skip

AS_NOTE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/plain": {"schema": {"type": "string"}}}, "description": "A signed note"}
}

AS_ALERT: dict[int | str, dict[str, Any]] = {
    200: {"content": {CAP: {"schema": {"type": "string"}}}, "description": "A CAP 1.2 message (OASIS)"}
}

router = APIRouter()


@router.get("/feeds")
def feeds() -> list[Form]:
    """Every form."""
    return [shown.form(feed) for feed in all_feeds().values()]


@router.get("/feeds/{feed}", responses=said_of(401, 403, 404))
def feed(feed: FeedName) -> Form:
    """One form by its name or title."""
    return shown.form(feed_named(feed))


@router.get(
    "/feeds/{feed}/template", responses={**AS_FILE, **said_of(401, 403, 404, 422)}, response_class=Response
)
def template(feed: FeedName, kind: Kind = "csv") -> Response:
    """The empty form: CSV, or a workbook with drop-downs."""
    wanted = feed_named(feed)
    made = template_bytes(wanted) if kind == "csv" else template_xlsx(wanted)
    return _file(made, f"{wanted.zh}-{say('zh', 'plain.templates')}", kind)


@router.get(
    "/feeds/{feed}/rows", responses={**AS_FILE, **said_of(401, 403, 404, 422)}, response_class=Response
)
def rows(feed: FeedName, ledger: Asked, who: Who, at: str | None = None, kind: Kind = "csv") -> Response:
    """The newest picture of a form, or the one known at `at`; of who has some units, their rows."""
    wanted = feed_named(feed)
    who.require("rows.read", wanted)
    frame = own_rows(who.identity, ledger.read(wanted.name, at=moment(at) or ledger.now()).frame)
    return _file((csv_bytes if kind == "csv" else table_xlsx)(wanted, frame, "zh"), wanted.zh, kind)


@router.get("/receipts/{number}", responses=said_of(401, 403, 404))
def receipt(number: ReceiptNumber, ledger: Asked, who: Who) -> Story:
    """The entry of a receipt number and what became of it: whether it stands, and every measure before and after it."""
    return shown.story(own_story(who.identity, ledger, entry_read(ledger, who, number)))


@router.get(
    "/receipts/{number}/returned",
    responses={**AS_FILE, **said_of(401, 403, 404, 422)},
    response_class=Response,
)
def returned(
    number: ReceiptNumber, ledger: Asked, who: Who, kind: Kind = "xlsx", lang: Language = "zh"
) -> Response:
    """The rows that a report sent back, or a refused file whole: as a workbook with its faults marked, or as CSV."""
    entry = entry_read(ledger, who, number)
    back = sent_back(ledger, entry)
    if back is None:
        raise Unanswerable(404, "partial.nothing_back", receipt=receipt_number(entry.seq))
    if len(back.rows.rows) > MOST_HANDED_BACK:
        raise Unanswerable(422, "report.too_long_to_hand_back", n=f"{MOST_HANDED_BACK:,}")
    made = faults_file(kind, back.draft.feed, back.rows.columns, back.rows.rows, back.draft.problems, lang)
    return _file(made, say(lang, "partial.file", receipt=receipt_number(entry.seq)), kind)


def _file(made: bytes, name: str, kind: str) -> Response:
    """A file under a name; RFC 6266 has one in Chinese written so."""
    disposition = f"attachment; filename*=UTF-8''{quote(f'{name}.{kind}')}"
    return Response(made, media_type=KINDS[kind], headers={"content-disposition": disposition})


@router.get("/figures", responses=said_of(401, 403, 422))
def figures(ledger: Asked, who: Who, at: str | None = None) -> list[Figure]:
    """Every measure now, or as known at `at`; of who has some forms, theirs, and the city's for who has the whole of it."""
    measures = [line.measure for line in situation(ledger, moment(at)).lines]
    return [shown.figure(one) for one in measures if who.may("figures.read", one.feed, _told_of(one.feed))]


def _told_of(feed: str) -> str | None:
    """The unit whose numbers a measure adds up."""
    return CITY if all_feeds()[feed].has("district") else None


@router.get("/entries", responses=said_of(401, 403, 404, 422))
def entries(
    ledger: Asked,
    who: Who,
    feed: Annotated[str | None, Query(json_schema_extra={"enum": list(all_feeds())})] = None,
    unit: Annotated[str | None, Query(json_schema_extra={"enum": list(DISTRICTS)})] = None,
    after: Annotated[int, Query(ge=0, lt=2**63)] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST_ENTRIES)] = 100,
) -> list[Kept]:
    """Ledger entries after a number, oldest first; those of one's own forms and units."""
    wanted = feed_named(feed).name if feed else None
    scope = unit_named(unit) if unit else None
    found: list[Kept] = []
    while len(found) < limit:
        some = ledger.entries(feed=wanted, scope=scope, after=after, limit=MOST_ENTRIES, newest_first=False)
        found += [
            shown.kept(entry) for entry in some if who.may("entry.read", entry.feed, entry.scope or None)
        ]
        if len(some) < MOST_ENTRIES:
            break
        after = some[-1].seq
    return found[:limit]


@router.get("/levels/notice", responses={**AS_ALERT, **said_of(401, 403, 404)}, response_class=Response)
def level_notice(ledger: Asked, who: Who) -> Response:
    """The headquarters' own response level in force, as a CAP 1.2 message; no weather warning."""
    who.require("level.export")
    made = notice(ledger)
    if made is None:
        raise Unanswerable(404, "cap.none")
    disposition = f"attachment; filename={made.name}"
    return Response(made.data, media_type=CAP, headers={"content-disposition": disposition})


@router.get("/checkpoint", responses={**AS_NOTE, **said_of(404)}, response_class=PlainTextResponse)
def checkpoint(ledger: Asked) -> Response:
    """The newest signed checkpoint of the ledger (c2sp.org/tlog-checkpoint), to keep elsewhere."""
    made = newest(ledger)
    if made is None:
        raise Unanswerable(404, "ledger.checkpoint_none")
    return PlainTextResponse(made.note)
