"""manage.py undo and receipt: a report taken back, and what became of it, by its number."""

import json
import sys
from collections.abc import Iterator

import click

from commands.opened import opened
from commands.parameters import Actor, Receipt
from domain import words
from domain.clock import iso, stamp
from domain.districts import DISTRICTS
from domain.problems import Problem, Refused, sentence
from domain.receipts import receipt_number
from feeds import all_feeds
from feeds.declaration import Feed
from feeds.tally import Tally
from intake.receipts import Moved, ReceiptStory
from intake.receipts import receipt as receipt_story
from intake.undo import undo as take_back
from store.entry import Entry
from views.receipts import bringing, stated


@click.command()
@click.argument("number", type=Receipt())
@click.option("--as", "actor", required=True, type=Actor(), help="Who takes it back.")
@click.option("--reason", required=True, help="Why.")
@click.option("--duty", is_flag=True, help="As a duty officer, who may undo what another sent.")
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def undo(ctx: click.Context, number: int, actor: str, reason: str, duty: bool, as_json: bool) -> None:
    """Take a report back; nothing is deleted. Exit 1, saying why, when it may not be."""
    try:
        entry = take_back(opened(ctx, to_read=True), number, actor, reason, duty)
    except Refused as refusal:
        _tell_refused(ctx, refusal, as_json, {"undone": False})
        sys.exit(1)
    if as_json:
        _print({"undone": True, "receipt": receipt_number(entry.seq), **_entry_values(entry), **entry.detail})
        return
    said = {
        "undone": receipt_number(number),
        "receipt": receipt_number(entry.seq),
        "t": stamp(entry.received_at),
    }
    click.echo(words.say(ctx.obj["lang"], "cli.undone", **said))


@click.command()
@click.argument("number", type=Receipt())
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def receipt(ctx: click.Context, number: int, as_json: bool) -> None:
    """What became of a receipt: whether it stands, and every measure before and after it."""
    try:
        story = receipt_story(opened(ctx, to_read=True), receipt_number(number))
    except Refused as refusal:
        _tell_refused(ctx, refusal, as_json, {})
        sys.exit(1)
    if as_json:
        _print(story_values(story))
    else:
        _tell(ctx.obj["lang"], story)


def story_values(story: ReceiptStory) -> dict:
    """A receipt under the names scripts read; `by` is what replaced or undid it."""
    by = story.by
    return {
        "receipt": story.number, "state": story.state, **_entry_values(story.entry), "moved": story.entry.detail.get("moved"),
        **{name: story.entry.detail.get(name) for name in ("partial", "kept", "completes")},
        "by": {"receipt": receipt_number(by.seq), "kind": by.kind, "actor": by.actor, "received_at": iso(by.received_at),
               "reason": by.detail.get("reason")} if by else None,
        "counters": [_moved_values(moved) for moved in story.counters],
    }  # fmt: skip


def _entry_values(entry: Entry) -> dict:
    return {
        "kind": entry.kind, "feed": entry.feed, "unit": entry.scope, "rows": entry.rows, "actor": entry.actor,
        "as_of": iso(entry.as_of) if entry.as_of else None, "received_at": iso(entry.received_at),
        "file": entry.filename, "sha256": entry.sha256,
    }  # fmt: skip


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


def _tell(lang: str, story: ReceiptStory) -> None:
    entry = story.entry
    click.echo(" · ".join(part for part in _parts(lang, story) if part))
    click.echo(words.say(lang, f"receipts.{story.state}", **story.holes))
    if entry.sha256:
        click.echo(f"sha256 {entry.sha256}")
    for title, value in bringing(entry.detail, lang):
        click.echo(f"{title}: {value}")
    for moved in story.counters:
        click.echo(
            f"  {moved.counter.title(lang)}: {_before_after(all_feeds()[entry.feed], story, moved, lang)}"
        )


def _parts(lang: str, story: ReceiptStory) -> Iterator[str]:
    """Number, kind, form, unit, rows, cut-off, arrival and sender, as far as the entry has them."""
    entry, place = story.entry, DISTRICTS.get(story.entry.scope)
    yield f"{story.number} {words.say(lang, f'kind.{entry.kind}')}"
    yield all_feeds()[entry.feed].title(lang) if entry.feed else ""
    yield (place.zh if lang == "zh" else place.en) if place else ""
    yield words.say(lang, "report.rows", n=f"{entry.rows:,}") if entry.rows else ""
    yield words.say(lang, "text.as_of", t=stamp(entry.as_of)) if entry.as_of else ""
    yield words.say(lang, "board.received", t=stamp(entry.received_at))
    yield entry.actor


def _before_after(feed: Feed, story: ReceiptStory, moved: Moved, lang: str) -> str:
    before = stated(feed, moved.before, story.before.scopes, lang)
    return f"{before} → {stated(feed, moved.after, story.after.scopes, lang)}"


def _tell_refused(ctx: click.Context, refusal: Refused, as_json: bool, answer: dict) -> None:
    if as_json:
        _print({**answer, "problems": [_problem_values(problem) for problem in refusal.problems]})
        return
    for problem in refusal.problems:
        click.echo(sentence(problem, ctx.obj["lang"]), err=True)


def _problem_values(problem: Problem) -> dict:
    return {"code": problem.code, **{lang: sentence(problem, lang) for lang in words.LANGUAGES}}


def _print(answer: dict) -> None:
    click.echo(json.dumps(answer, ensure_ascii=False, indent=1))
