"""What a command answers to people; to scripts it answers as the API does."""

import click

from domain import words
from domain.problems import Problem
from feeds.declaration import Feed
from feeds.sentences import tell
from intake.draft import Draft
from intake.signed import spoken
from store.entry import Entry
from views.receipts import consequence


def print_problems(ctx: click.Context, problems: tuple[Problem, ...], feed: Feed) -> None:
    """Each problem on its line; what refuses on standard error."""
    for problem in problems:
        severity = words.say(ctx.obj["lang"], f"severity.{problem.severity}")
        text = tell(problem, feed, ctx.obj["lang"]).text
        click.echo(f"  [{severity}] {text}", err=problem.severity == "error")


def print_signature(ctx: click.Context, entry: Entry) -> None:
    """What the file's signature came to; nothing where there is neither that nor a key on record."""
    if said := spoken(entry.detail, ctx.obj["lang"]):
        click.echo(f"  {said}")


def print_part(ctx: click.Context, draft: Draft, receipt: str = "") -> None:
    """What was taken of a file and why the rest went back; of a refused one, what could be."""
    lang, offer = ctx.obj["lang"], draft.offer.returned if draft.offer else None
    if draft.returned:
        click.echo(f"  {consequence(draft.returned.counts, lang)}")
        if receipt:
            click.echo(words.say(lang, "partial.to_take", receipt=receipt))
        print_problems(ctx, draft.returned.problems, draft.feed)
    if offer:
        click.echo(words.say(lang, "partial.prompt", what=consequence(offer.counts, lang)))
