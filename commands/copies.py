"""`manage.py backup` and `manage.py restore`: the store copied while others write, and put back."""

from pathlib import Path

import click

from domain.words import say
from store.backup import back_up
from store.backup import restore as put_back

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=FILE)
@click.pass_context
def backup(ctx: click.Context, file: Path) -> None:
    """Copy the store into a new FILE while others write; the copy is verified before it has its name."""
    done = back_up(ctx.obj["url"], file)
    click.echo(say(ctx.obj["lang"], "cli.backed_up", file=done.path, n=done.verdict.count))


@click.command()
@click.argument("file", type=FILE)
@click.option(
    "--replace", is_flag=True, help="Also where a store stands; it is kept under a name with the time."
)
@click.pass_context
def restore(ctx: click.Context, file: Path, replace: bool) -> None:
    """Put the store back from FILE, which is verified first; refused while the store is in use."""
    done = put_back(ctx.obj["url"], file, replace)
    lang = ctx.obj["lang"]
    click.echo(say(lang, "cli.restored", file=done.path, n=done.verdict.count))
    if done.kept:
        click.echo(say(lang, "cli.kept_aside", file=done.kept))
