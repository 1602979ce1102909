"""What a command answers to people; to scripts it answers as the API does."""

import click

from domain import words
from domain.problems import Problem
from feeds.declaration import Feed
from feeds.sentences import tell


def print_problems(ctx: click.Context, problems: tuple[Problem, ...], feed: Feed) -> None:
    """Each problem on its line; what refuses on standard error."""
    for problem in problems:
        severity = words.say(ctx.obj["lang"], f"severity.{problem.severity}")
        text = tell(problem, feed, ctx.obj["lang"]).text
        click.echo(f"  [{severity}] {text}", err=problem.severity == "error")
