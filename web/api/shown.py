"""What is told of what there is: forms, figures, entries, and what became of an entry; as programs read it."""

from typing import Any

from pydantic import BaseModel, Field

from domain.clock import iso
from domain.districts import DISTRICTS
from domain.receipts import receipt_number as number_of
from feeds.declaration import Column, Feed
from feeds.sentences import expected, needed
from intake.proposals import STATES as OF_A_PROPOSAL
from intake.receipts import OF_A_REPORT, STATES, ReceiptStory
from intake.told import story_values
from readiness.measures import Measure
from store.entry import Entry

# Of a list of problems in an answer, which may hold two; and of a cell.
from web.api.answers import Said, iso_or_none, returned
from web.known.situation import receipt_number


class Figure(BaseModel):
    """One measure: what is stated, of how many, until when, and the receipts it leads back to."""

    id: str
    ref: str
    done: float | int | str | None
    total: float | int | None
    unit: str
    qualifier: str
    as_of: str | None
    received_at: str | None
    receipt: str | None
    receipts: list[str]
    feed: str


class Kept(BaseModel):
    """One entry of the ledger."""

    receipt: str
    kind: str
    feed: str
    unit: str
    actor: str
    as_of: str | None
    received_at: str
    recorded_at: str
    filename: str
    rows: int
    sha256: str
    hash: str
    detail: dict[str, Any]


class By(BaseModel):
    """The entry that replaced or undid a report."""

    receipt: str
    kind: str
    actor: str
    received_at: str
    reason: str | None


class Stated(BaseModel):
    """A measure as a picture states it; `bound` where the value is a lower or upper one."""

    value: float | int | str | None
    total: float | int | None
    planned: float | int | None
    bound: str | None


class Counted(BaseModel):
    """A measure just before an entry and just after it."""

    id: str
    unit: str
    before: Stated | None
    after: Stated | None


class Story(Kept):
    """An entry and what became of it."""

    state: str = Field(
        description=f"of a report: {', '.join(OF_A_REPORT)}; of a proposed level: {', '.join(OF_A_PROPOSAL)}; "
        f"else {', '.join(STATES.values())}"
    )
    by: By | None
    counters: list[Counted]
    returned: str | None = Field(description="where the rows sent back can be had, from this API's root")


class FormColumn(BaseModel):
    """One column of a form: its names, its type, and what it takes."""

    name: str
    header: str
    zh: str
    en: str
    type: str
    unit: str
    required: bool
    needed: Said
    expected: Said


class Form(BaseModel):
    """One form: whose it is, what a row is, and its columns. `units` are who may report it."""

    name: str
    zh: str
    en: str
    owner: Said
    row: Said
    cadence_h: float
    units: list[str]
    partial: bool = Field(description="whether the sound rows of a faulty file may be taken in")
    columns: list[FormColumn]


def figure(measure: Measure) -> Figure:
    """A measure as programs read it."""
    newest = max(measure.entries, default=None)
    return Figure(
        id=measure.id, ref=measure.counter.ref, done=measure.planned if measure.only_planned else measure.value,
        total=measure.total, unit=measure.counter.unit,
        qualifier=measure.qualifier if measure.value is not None else "", as_of=iso_or_none(measure.as_of),
        received_at=iso_or_none(measure.received_at), receipt=number_of(newest) if newest else None,
        receipts=[number_of(entry) for entry in measure.entries], feed=measure.feed,
    )  # fmt: skip


def kept(entry: Entry) -> Kept:
    """A ledger entry as programs read it."""
    return Kept(
        receipt=receipt_number(entry), kind=entry.kind, feed=entry.feed, unit=entry.scope, actor=entry.actor,
        as_of=iso_or_none(entry.as_of), received_at=iso(entry.received_at), recorded_at=iso(entry.recorded_at),
        filename=entry.filename, rows=entry.rows, sha256=entry.sha256, hash=entry.hash, detail=entry.detail,
    )  # fmt: skip


def story(told: ReceiptStory) -> Story:
    """A receipt and what became of it as programs read it."""
    values = story_values(told)
    became = {name: values[name] for name in ("state", "by", "counters")}
    return Story(**kept(told.entry).model_dump(), **became, returned=returned(told.entry))


def form(feed: Feed) -> Form:
    """A form as programs read it."""
    return Form(
        name=feed.name, zh=feed.zh, en=feed.en, owner=Said(zh=feed.owner_title("zh"), en=feed.owner_title("en")),
        row=Said(zh=feed.row_zh, en=feed.row_en), cadence_h=feed.cadence_h,
        units=list(DISTRICTS) if feed.has("district") else ["city"], partial=feed.partial,
        columns=[_column(column, feed) for column in feed.columns],
    )  # fmt: skip


def _column(column: Column, feed: Feed) -> FormColumn:
    return FormColumn(
        name=column.name, header=column.header, zh=column.zh, en=column.en, type=column.type, unit=column.unit,
        required=column.required, needed=Said(zh=needed(column, feed, "zh"), en=needed(column, feed, "en")), expected=Said(zh=expected(column, feed, "zh"), en=expected(column, feed, "en")),
    )  # fmt: skip
