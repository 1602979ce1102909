"""A receipt and what became of it, under the names that programs read: at the prompt and over HTTP alike."""

from collections.abc import Iterable

from domain.clock import iso
from domain.problems import Problem
from domain.receipts import receipt_number
from feeds.tally import Tally
from intake.receipts import Moved, ReceiptStory
from store.entry import Entry


def story_values(story: ReceiptStory) -> dict:
    """A receipt under the names scripts read; `by` is what replaced or undid it."""
    by = story.by
    return {
        "receipt": story.number, "state": story.state, **entry_values(story.entry), "moved": story.entry.detail.get("moved"),
        **{name: story.entry.detail.get(name) for name in ("partial", "kept", "completes")},
        "by": {"receipt": receipt_number(by.seq), "kind": by.kind, "actor": by.actor, "received_at": iso(by.received_at),
               "reason": by.detail.get("reason")} if by else None,
        "counters": [_moved_values(moved) for moved in story.counters],
    }  # fmt: skip


def entry_values(entry: Entry) -> dict:
    """What an entry says of itself."""
    return {
        "kind": entry.kind, "feed": entry.feed, "unit": entry.scope, "rows": entry.rows, "actor": entry.actor,
        "as_of": iso(entry.as_of) if entry.as_of else None, "received_at": iso(entry.received_at),
        "file": entry.filename, "sha256": entry.sha256,
    }  # fmt: skip


def kept_problems(said: Iterable[dict]) -> tuple[Problem, ...]:
    """The problems of a file as its entry keeps them."""
    return tuple(Problem(**{**each, "holes": tuple(each["holes"].items())}) for each in said)


def _moved_values(moved: Moved) -> dict:
    counter = moved.counter
    return {
        "id": counter.id,
        "unit": counter.unit,
        "before": _tallied(moved.before),
        "after": _tallied(moved.after),
    }


def _tallied(tally: Tally | None) -> dict | None:
    return (
        None
        if tally is None
        else {name: getattr(tally, name) for name in ("value", "total", "planned", "bound")}
    )
