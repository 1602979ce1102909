"""What sending a file would do, for programs: the changes, and the position they were compared with."""

from collections.abc import Iterator
from datetime import datetime

from pydantic import BaseModel, Field

from domain.clock import iso
from intake.compare import Comparison, label
from intake.draft import Draft
from web.api.answers import Moved, Part, Said, Told, all_told, part

MOST_LISTED = 200

Value = str | int | float | bool | None


class Change(BaseModel):
    """One cell that would become otherwise; `key` as people call the row."""

    key: str
    column: str
    old: Value
    new: Value


class Preview(BaseModel):
    """What a file would do; nothing is written. Lists end after 200, the numbers in `moved` are all."""

    acceptable: bool
    base: int = Field(description="compared with; sent along, a file is not taken in once this has moved")
    feed: str
    unit: str
    moved: Moved | None
    changes: list[Change]
    added: list[str]
    missing: list[str]
    partial: Part | None
    problems: list[Told]


class Overtaken(BaseModel):
    """Why a file was not taken in: another report came in since `base`; and what the file would do now."""

    code: str
    said: Said
    preview: Preview


def preview(draft: Draft) -> Preview:
    """A draft as programs read it."""
    found = draft.comparison
    return Preview(
        acceptable=not draft.refused, base=draft.base, feed=draft.feed.name, unit=draft.unit,
        moved=Moved(**draft.moved, unchanged=found.unchanged) if found else None,
        changes=list(_changes(found)) if found else [], partial=part(draft),
        added=[label(found.feed, found.new, int(row)) for row in found.added[:MOST_LISTED]] if found else [],
        missing=[label(found.feed, found.old, int(row)) for row in found.missing[:MOST_LISTED]] if found else [],
        problems=all_told(draft.problems, draft.feed),
    )  # fmt: skip


def _changes(found: Comparison) -> Iterator[Change]:
    for key, column, old, new in found.changes(MOST_LISTED):
        yield Change(key=key, column=column, old=_plain(old), new=_plain(new))


def _plain(value: object) -> Value:
    if isinstance(value, datetime):
        return iso(value)
    return value if isinstance(value, str | int | float | bool | None) else str(value)
