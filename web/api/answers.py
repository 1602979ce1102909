"""What programs are answered, over HTTP and at the prompt alike: one shape each, in both languages where it is said."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from domain import words
from domain.clock import iso
from domain.districts import DISTRICTS
from domain.problems import Problem, how_many
from domain.receipts import receipt_number as number_of
from feeds.declaration import Column, Feed
from feeds.sentences import expected, tell
from intake.draft import Draft
from intake.proposals import STATES as OF_A_PROPOSAL
from intake.receipts import OF_A_REPORT, STATES, ReceiptStory
from intake.receive import Outcome
from intake.told import story_values
from readiness.measures import Measure
from store.entry import Entry
from web.situation import receipt_number

# Of a list of problems in an answer, which may hold two; and of a cell.
MOST_BYTES, LONGEST_RAW = 300_000, 1000


class Said(BaseModel):
    """A sentence in both languages."""

    zh: str
    en: str


class Told(BaseModel):
    """One thing wrong with a file, or noted about it; `row` as the spreadsheet counts."""

    code: str
    severity: str = Field(description="error refuses the file; warning and note do not")
    row: int | None
    column: str
    raw: str | None
    expected: str
    zh: str
    en: str


class Moved(BaseModel):
    """How many rows a file added, changed and left, and how many shown before are not in it."""

    added: int
    changed: int
    unchanged: int
    missing: int


class Part(BaseModel):
    """Part of a file: rows taken and sent back, and what stays shown as it was; why rows go back, in `problems`."""

    accepted: int
    returned: int
    kept: int = Field(description="rows that stay as shown before: none is taken off the list")
    absent: int = Field(description="returned rows with nothing shown before")
    unread: int = Field(description="returned rows whose key cannot be read or trusted")
    problems: list[Told]


class Answer(BaseModel):
    """What a sent file is answered: its receipt, or why it was refused. `first` is false where it had come before.

    `partial`: of an accepted file what was taken of it, of a refused one what would be with partial=true; none otherwise.
    """

    accepted: bool
    state: str = Field(
        description="standing or refused; a level: declared, or proposed, which counts once another person confirms it"
    )
    first: bool | None
    receipt: str
    feed: str
    unit: str
    rows: int
    sha256: str
    as_of: str | None
    received_at: str
    actor: str
    moved: Moved | None
    partial: Part | None
    returned: str | None = Field(description="where the rows sent back can be had, from this API's root")
    problems: list[Told]


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


def all_told(problems: Sequence[Problem], feed: Feed) -> list[Told]:
    """Problems in both languages, as many as MOST_BYTES hold; the last then says how many are left out."""
    said: list[Told] = []
    size = 0
    for place, problem in enumerate(problems):
        said.append(told(problem, feed))
        size += len(said[-1].model_dump_json().encode())
        if size > MOST_BYTES and place + 1 < len(problems):
            severity, left = problems[place + 1].severity, how_many(problems[place + 1 :])
            rest = Problem("file.more_problems", severity=severity, holes=(("n", left),))
            return [*said, told(rest, feed)]
    return said


def told(problem: Problem, feed: Feed) -> Told:
    """A problem in both languages."""
    zh, en = (tell(problem, feed, lang) for lang in words.LANGUAGES)
    raw = problem.raw[:LONGEST_RAW] if problem.raw else problem.raw
    return Told(
        code=problem.code, severity=problem.severity, row=problem.row, column=zh.column, raw=raw,
        expected=zh.expected, zh=zh.text, en=en.text,
    )  # fmt: skip


def answer(outcome: Outcome) -> Answer:
    """What the sender of a file is answered."""
    entry, draft, receipt = outcome.entry, outcome.draft, outcome.receipt
    return Answer(
        accepted=receipt is not None, state=STATES.get(entry.kind, OF_A_REPORT[0]), first=receipt.first if receipt else None, receipt=receipt_number(entry),
        feed=draft.feed.name, unit=draft.unit, rows=entry.rows, sha256=entry.sha256, as_of=_iso(entry.as_of),
        received_at=iso(entry.received_at), actor=entry.actor,
        moved=_moved(outcome), partial=part(draft), returned=returned(entry), problems=all_told(draft.problems, draft.feed),
    )  # fmt: skip


def _moved(outcome: Outcome) -> Moved | None:
    """What a file moved when it was taken in, however often it is answered; declarations keep none of it."""
    entry, found, then = outcome.entry, outcome.draft.comparison, outcome.entry.detail.get("moved")
    if outcome.receipt and then:
        return Moved(**then, unchanged=entry.rows - then["added"] - then["changed"])
    return Moved(**outcome.draft.moved, unchanged=found.unchanged) if outcome.receipt and found else None


def returned(entry: Entry) -> str | None:
    """Where the rows that a report sent back can be had; none where it sent none back."""
    return f"/receipts/{receipt_number(entry)}/returned" if "partial" in entry.detail else None


def part(draft: Draft) -> Part | None:
    """What is, or could be, taken of a file in part."""
    returned = draft.returned or (draft.offer.returned if draft.offer else None)
    if returned is None:
        return None
    return Part(**returned.counts, problems=all_told(returned.problems, draft.feed))


def figure(measure: Measure) -> Figure:
    """A measure as programs read it."""
    newest = max(measure.entries, default=None)
    return Figure(
        id=measure.id, ref=measure.counter.ref, done=measure.planned if measure.only_planned else measure.value,
        total=measure.total, unit=measure.counter.unit,
        qualifier=measure.qualifier if measure.value is not None else "", as_of=_iso(measure.as_of),
        received_at=_iso(measure.received_at), receipt=number_of(newest) if newest else None,
        receipts=[number_of(entry) for entry in measure.entries], feed=measure.feed,
    )  # fmt: skip


def kept(entry: Entry) -> Kept:
    """A ledger entry as programs read it."""
    return Kept(
        receipt=receipt_number(entry), kind=entry.kind, feed=entry.feed, unit=entry.scope, actor=entry.actor,
        as_of=_iso(entry.as_of), received_at=iso(entry.received_at), recorded_at=iso(entry.recorded_at),
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
        required=column.required, expected=Said(zh=expected(column, feed, "zh"), en=expected(column, feed, "en")),
    )  # fmt: skip


def _iso(at: datetime | None) -> str | None:
    return iso(at) if at else None
