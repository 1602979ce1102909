"""manage.py account: who there is, added, changed, shut and given a link or a password."""

import json
from dataclasses import dataclass

import click

from access.account import Account
from access.administer import LINK_LASTS
from access.door import Door
from access.identity import PERSONS, Scope
from commands.administering import Refusing, asked_in_the_name_of, tell
from commands.opened import opened
from commands.parameters import ScopeFeed, ScopeUnit
from domain import words
from domain.problems import Problem, Refused
from views.accounts import roles_said, scope_said

ADDRESS = "http://127.0.0.1:8501"
_NAME = click.argument("name")
_ADDRESS = click.option("--address", default=ADDRESS, show_default=True, help="Where the pages are reached.")


@click.group(cls=Refusing)
def account() -> None:
    """Who may sign in, and what each may do."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a line at the prompt says of an account; None where it says nothing."""

    title: str | None
    roles: frozenset[str] | None
    scope: Scope | None


def _said_of_account(command):
    """The options that say what an account is."""
    for option in (
        click.option("--title", help="As receipts call the person; nobody else's."),
        click.option("--role", "roles", multiple=True, help=" / ".join(PERSONS)),
        click.option("--feed", "feeds", multiple=True, type=ScopeFeed(), help="A form of theirs, or all."),
        click.option("--unit", "units", multiple=True, type=ScopeUnit(), help="A unit of theirs, or all."),
    ):
        command = option(command)
    return command


@account.command()
@_NAME
@_said_of_account
@click.option("--ask-password", is_flag=True, help="Ask for a password here instead of printing a link.")
@_ADDRESS
@asked_in_the_name_of
@click.pass_context
def add(
    ctx: click.Context, door: Door, actor: str, name: str, ask_password: bool, address: str, **said
) -> None:
    """Add an account, and print the link by which its person sets a password."""
    asked, doing = _asked(**said), door.administration(actor)
    # Asked for first: an account that nobody can open is not to be left behind.
    password = _password(ctx) if ask_password else ""
    doing.add_account(name, asked.title or "", asked.roles or frozenset(), asked.scope or Scope())
    tell(ctx, "accounts.added", name=name)
    if ask_password:
        doing.set_password(name, password)
    else:
        _tell_link(ctx, door, actor, name, address)


@account.command(name="set")
@_NAME
@_said_of_account
@click.option("--active/--disabled", default=None, help="Open it again, or shut it.")
@asked_in_the_name_of
@click.pass_context
def change(ctx: click.Context, door: Door, actor: str, name: str, active: bool | None, **said) -> None:
    """Change what is said of an account; what is not said stays. Its visits end."""
    asked, before = _asked(**said), _account(door, name)
    scope = before.scope
    if asked.scope is not None:
        scope = Scope(asked.scope.feeds or scope.feeds, asked.scope.districts or scope.districts)
    door.administration(actor).set_account(
        name, before.title if asked.title is None else asked.title, asked.roles or before.roles, scope,
        before.active if active is None else active,
    )  # fmt: skip
    tell(ctx, "accounts.changed", name=name)


@account.command()
@_NAME
@asked_in_the_name_of
@click.pass_context
def disable(ctx: click.Context, door: Door, actor: str, name: str) -> None:
    """Shut an account; whoever is signed in with it is signed out."""
    door.administration(actor).disable(name)
    tell(ctx, "accounts.shut", name=name)


@account.command()
@_NAME
@asked_in_the_name_of
@click.pass_context
def passwd(ctx: click.Context, door: Door, actor: str, name: str) -> None:
    """Give an account a new password, asked for twice and not shown."""
    _account(door, name)
    door.administration(actor).set_password(name, _password(ctx))
    tell(ctx, "accounts.password_set", name=name)


@account.command()
@_NAME
@_ADDRESS
@asked_in_the_name_of
@click.pass_context
def invite(ctx: click.Context, door: Door, actor: str, name: str, address: str) -> None:
    """Print a link by which a person sets a password, once and within a day."""
    _tell_link(ctx, door, actor, name, address)


@account.command(name="list")
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def listed(ctx: click.Context, as_json: bool) -> None:
    """Who there is."""
    lang, accounts = ctx.obj["lang"], Door.of(opened(ctx, to_read=True)).register.accounts.values()
    if as_json:
        click.echo(json.dumps([_values(one) for one in accounts], ensure_ascii=False, indent=1))
        return
    for one in accounts:
        state = words.say(lang, f"accounts.{one.state}")
        parts = (
            one.name,
            one.title,
            roles_said(one.roles, lang),
            scope_said(one.scope.feeds, one.scope.districts, lang),
            state,
        )
        click.echo(" · ".join(part for part in parts if part))


def _values(one: Account) -> dict:
    return {
        "account": one.name, "title": one.title, "roles": sorted(one.roles), "feeds": sorted(one.scope.feeds),
        "units": sorted(one.scope.districts), "state": one.state,
    }  # fmt: skip


def _asked(title: str | None, roles: tuple, feeds: tuple, units: tuple) -> _Asked:
    scope = Scope(frozenset(feeds), frozenset(units)) if feeds or units else None
    return _Asked(title, frozenset(roles) if roles else None, scope)


def _account(door: Door, name: str) -> Account:
    if name not in door.register.accounts:
        raise Refused([Problem("account.no_such", raw=name)])
    return door.register.accounts[name]


def _password(ctx: click.Context) -> str:
    lang = ctx.obj["lang"]
    return click.prompt(
        words.say(lang, "sign_in.password"), hide_input=True, confirmation_prompt=words.say(lang, "sign_in.again")
    )  # fmt: skip


def _tell_link(ctx: click.Context, door: Door, actor: str, name: str, address: str) -> None:
    secret = door.administration(actor).invite(name)
    hours = int(LINK_LASTS.total_seconds() // 3600)
    tell(ctx, "accounts.link", name=name, hours=hours)
    click.echo(f"{address.rstrip('/')}/welcome/{secret}")
