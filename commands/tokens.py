"""manage.py token and setting: what screens and machines show, and what is set for all."""

import json

import click

from access.door import Door
from access.identity import Scope
from access.machines import key_of
from access.register import Token
from commands.accounts import ADDRESS
from commands.administering import Refusing, RefusingCommand, asked_in_the_name_of, tell
from commands.opened import opened
from commands.parameters import ScopeFeed, ScopeUnit
from domain import words
from domain.names import called
from views.accounts import board_said, scope_said


@click.group(cls=Refusing)
def token() -> None:
    """Links of shared screens, and keys of machines."""


@token.command()
@click.argument("title")
@click.option("--board", required=True, help="The page it stands on, or metrics.")
@click.option("--address", default=ADDRESS, show_default=True, help="Where the pages are reached.")
@asked_in_the_name_of
@click.pass_context
def screen(ctx: click.Context, door: Door, actor: str, title: str, board: str, address: str) -> None:
    """Print a screen's link, once."""
    secret = door.administration(actor).issue_screen(title, board)
    tell(ctx, "accounts.screen_link")
    click.echo(secret if board == "metrics" else f"{address.rstrip('/')}/screen/{secret}")


@token.command()
@click.argument("title")
@click.option(
    "--feed", "feeds", multiple=True, required=True, type=ScopeFeed(), help="A form of its own, or all."
)
@click.option(
    "--unit", "units", multiple=True, required=True, type=ScopeUnit(), help="A unit of its own, or all."
)
@asked_in_the_name_of
@click.pass_context
def key(ctx: click.Context, door: Door, actor: str, title: str, feeds: tuple, units: tuple) -> None:
    """Print a machine's key, once."""
    name = door.administration(actor).issue_key(title, Scope(frozenset(feeds), frozenset(units)))
    tell(ctx, "accounts.machine_key")
    click.echo(f"X-Key: {name}\n{key_of(door.secret, name)}")


@token.command()
@click.argument("name")
@asked_in_the_name_of
@click.pass_context
def revoke(ctx: click.Context, door: Door, actor: str, name: str) -> None:
    """Take a screen's link or a machine's key back, by its name or what it is called."""
    titled = [one.name for one in door.register.tokens.values() if one.active and one.title == called(name)]
    door.administration(actor).revoke(next(iter(titled), name))
    tell(ctx, "accounts.revoked", name=name)


@token.command(name="list")
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def listed(ctx: click.Context, as_json: bool) -> None:
    """Screens and machines; what they show is not kept and cannot be shown again."""
    lang, tokens = ctx.obj["lang"], Door.of(opened(ctx, to_read=True)).register.tokens.values()
    if as_json:
        click.echo(json.dumps([_values(one) for one in tokens], ensure_ascii=False, indent=1))
        return
    for one in tokens:
        what = (
            board_said(one.board, lang)
            if one.board
            else scope_said(one.scope.feeds, one.scope.districts, lang)
        )
        state = words.say(lang, "accounts.active" if one.active else "accounts.revoked_state")
        # A screen's name is the hash of what it shows; people call it by its title.
        name = "" if one.board else one.name
        parts = (name, one.title, words.say(lang, f"roles.{one.kind}"), what, state)
        click.echo(" · ".join(part for part in parts if part))


def _values(one: Token) -> dict:
    return {
        "name": one.name, "title": one.title, "kind": one.kind, "board": one.board, "feeds": sorted(one.scope.feeds),
        "units": sorted(one.scope.districts), "active": one.active,
    }  # fmt: skip


@click.command(cls=RefusingCommand)
@click.argument("name", required=False)
@click.argument("value", required=False, type=click.Choice(["on", "off"]))
@asked_in_the_name_of
@click.pass_context
def setting(ctx: click.Context, door: Door, actor: str, name: str | None, value: str | None) -> None:
    """Show the settings, or switch one on or off."""
    if name and value:
        door.administration(actor).set(name, value == "on")
    for one, on in door.register.settings.items():
        click.echo(f"{one} {'on' if on else 'off'} · {words.say(ctx.obj['lang'], f'settings.{one}')}")
