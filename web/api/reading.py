"""What may be asked: forms, templates, rows, figures, receipts, entries."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from feeds import all_feeds
from views.export import csv_bytes, template_bytes
from web.api import answers
from web.api.answers import Figure, Form, Kept
from web.api.asked import Asked, entry_numbered, feed_named, moment, said_of, unit_named
from web.situation import situation

MOST_ENTRIES = 500
CSV = "text/csv; charset=utf-8"
AS_CSV: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/csv": {"schema": {"type": "string"}}}, "description": "CSV, UTF-8 with BOM"}
}

router = APIRouter()


@router.get("/feeds")
def feeds() -> list[Form]:
    """Every form."""
    return [answers.form(feed) for feed in all_feeds().values()]


@router.get("/feeds/{feed}", responses=said_of(404))
def feed(feed: str) -> Form:
    """One form by its name or title."""
    return answers.form(feed_named(feed))


@router.get("/feeds/{feed}/template", responses={**AS_CSV, **said_of(404)}, response_class=Response)
def template(feed: str) -> Response:
    """The empty form as CSV."""
    return Response(template_bytes(feed_named(feed)), media_type=CSV)


@router.get("/feeds/{feed}/rows", responses={**AS_CSV, **said_of(404, 422)}, response_class=Response)
def rows(feed: str, ledger: Asked, at: str | None = None) -> Response:
    """The newest picture of a form, or the one known at `at`, as CSV."""
    wanted = feed_named(feed)
    frame = ledger.read(wanted.name, at=moment(at) or ledger.now()).frame
    return Response(csv_bytes(wanted, frame, "zh"), media_type=CSV)


@router.get("/receipts/{number}", responses=said_of(404))
def receipt(number: str, ledger: Asked) -> Kept:
    """The entry of a receipt number."""
    return answers.kept(entry_numbered(ledger, number))


@router.get("/figures", responses=said_of(422))
def figures(ledger: Asked, at: str | None = None) -> list[Figure]:
    """Every measure now, or as known at `at`."""
    return [answers.figure(line.measure) for line in situation(ledger, moment(at)).lines]


@router.get("/entries", responses=said_of(404, 422))
def entries(
    ledger: Asked,
    feed: str | None = None,
    unit: str | None = None,
    after: Annotated[int, Query(ge=0, lt=2**63)] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST_ENTRIES)] = 100,
) -> list[Kept]:
    """Ledger entries after a number, oldest first."""
    wanted = feed_named(feed).name if feed else None
    scope = unit_named(unit) if unit else None
    found = ledger.entries(feed=wanted, scope=scope, after=after, limit=limit, newest_first=False)
    return [answers.kept(entry) for entry in found]
