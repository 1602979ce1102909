"""manage.py undo and receipt: a report taken back, and what became of it, by its number."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from commands.answers import print_problems
from commands.opened import opened
from commands.parameters import Actor, Receipt
from domain import words
from domain.clock import stamp
from domain.districts import DISTRICTS
from domain.problems import Problem, Refused, how_many, sentence
from domain.receipts import receipt_number
from feeds import all_feeds
from feeds.declaration import Feed
from intake.receipts import Moved, ReceiptStory
from intake.receipts import receipt as receipt_story
from intake.sent_back import sent_back
from intake.told import entry_values, kept_problems, story_values
from intake.undo import undo as take_back
from store.entry import Entry
from store.ledger import Ledger
from views.faults import faults_file
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
        _print({"undone": True, "receipt": receipt_number(entry.seq), **entry_values(entry), **entry.detail})
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
@click.option(
    "--returned",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the rows it sent back to a file, .xlsx or .csv.",
)
@click.pass_context
def receipt(ctx: click.Context, number: int, as_json: bool, returned: Path | None) -> None:
    """What became of a receipt: whether it stands, and every measure before and after it."""
    ledger = opened(ctx, to_read=True)
    try:
        story = receipt_story(ledger, receipt_number(number))
    except Refused as refusal:
        _tell_refused(ctx, refusal, as_json, {})
        sys.exit(1)
    if returned:
        _write_returned(ctx, ledger, story, returned)
    elif as_json:
        _print(story_values(story))
    else:
        _tell(ctx.obj["lang"], story)
        if story.entry.kind == "refusal":
            _tell_faults(ctx, story.entry)


def _write_returned(ctx: click.Context, ledger: Ledger, story: ReceiptStory, path: Path) -> None:
    """The rows sent back, by the ending of the file they go to. Exit 1 where there are none."""
    found = sent_back(ledger, story.entry)
    if found is None:
        click.echo(words.say(ctx.obj["lang"], "partial.nothing_back", receipt=story.number), err=True)
        sys.exit(1)
    kind = "csv" if path.suffix.lower() == ".csv" else "xlsx"
    path.write_bytes(
        faults_file(
            kind, found.draft.feed, found.rows.columns, found.rows.rows, found.draft.problems, ctx.obj["lang"]
        )
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


def _tell_faults(ctx: click.Context, entry: Entry) -> None:
    """Why a file was refused, in the words its sender saw, and how many more faults its entry only counts."""
    kept = kept_problems(entry.detail["problems"])
    left = entry.detail["count"] - how_many(kept)
    rest = (Problem("file.more_problems", holes=(("n", left),)),) if left else ()
    print_problems(ctx, (*kept, *rest), all_feeds()[entry.feed])


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
