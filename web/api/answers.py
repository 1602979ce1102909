"""What programs are answered, over HTTP and at the prompt alike: one shape each, in both languages where it is said."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel, Field

from domain import words
from domain.clock import iso
from domain.problems import Problem, how_many
from feeds.declaration import Feed
from feeds.sentences import tell
from intake.draft import Draft
from intake.receipts import OF_A_REPORT, STATES
from intake.receive import Outcome
from intake.signed import SIGNATURE
from store.entry import Entry
from web.known.situation import receipt_number

# Of a list of problems in an answer, which may hold two; and of a cell.
MOST_BYTES, LONGEST_RAW = 300_000, 1000


class Said(BaseModel):
    """A sentence in both languages."""

    zh: str
    en: str


class Told(BaseModel):
    """One thing wrong with a file, or noted about it; `row` as its file counts."""

    code: str
    severity: str = Field(description="error refuses the file; warning and note do not")
    row: int | None
    counted: str = Field(
        description="what row is the number of: row of a table, line of a text, record of a document, entry as read"
    )
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


class Signature(BaseModel):
    """What a file's signature came to: verified, wrong, unreadable, unchecked (no key on record) or unsigned."""

    state: str
    key: str = Field(default="", description="the key's id as minisign prints it")
    comment: str = Field(default="", description="the trusted comment")


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
    signature: Signature | None = Field(
        default=None, description="none where the file came without and no key is on record"
    )
    problems: list[Told]


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
        code=problem.code, severity=problem.severity, row=problem.row, counted=problem.counted, column=zh.column, raw=raw,
        expected=zh.expected, zh=zh.text, en=en.text,
    )  # fmt: skip


def answer(outcome: Outcome) -> Answer:
    """What the sender of a file is answered."""
    entry, draft, receipt = outcome.entry, outcome.draft, outcome.receipt
    return Answer(
        accepted=receipt is not None, state=STATES.get(entry.kind, OF_A_REPORT[0]), first=receipt.first if receipt else None, receipt=receipt_number(entry),
        feed=draft.feed.name, unit=draft.unit, rows=entry.rows, sha256=entry.sha256, as_of=iso_or_none(entry.as_of),
        received_at=iso(entry.received_at), actor=entry.actor,
        moved=_moved(outcome), partial=part(draft), returned=returned(entry), signature=entry.detail.get(SIGNATURE),
        problems=all_told(draft.problems, draft.feed),
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


def iso_or_none(at: datetime | None) -> str | None:
    """A moment as programs read it, where there is one."""
    return iso(at) if at else None
