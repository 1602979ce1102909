"""What the commands of an administrator share: in whose name, on which store, and what cannot be, in words."""

import functools
import getpass
from collections.abc import Callable

import click

from access.door import Door
from commands.opened import opened
from commands.parameters import Actor
from domain import words
from domain.problems import Refused, sentence


class RefusingCommand(click.Command):
    """A command that says what it was refused for, with exit code 1."""

    def invoke(self, ctx: click.Context) -> object:
        """What the command gives."""
        try:
            return super().invoke(ctx)
        except Refused as refusal:
            for problem in refusal.problems:
                click.echo(sentence(problem, ctx.obj["lang"]), err=True)
            ctx.exit(1)


class Refusing(click.Group):
    """A group of such commands."""

    command_class = RefusingCommand


def asked_in_the_name_of(command: Callable) -> Callable:
    """A command that is given the `door` of its store and the `actor`."""

    @click.option(
        "--as", "actor", type=Actor(), default=getpass.getuser, show_default="your system name", help="In whose name."
    )  # fmt: skip
    @functools.wraps(command)
    def asked(*args: object, **given: object) -> object:
        # A store that is not there yet is made, so that its accounts may be there before the first start.
        ledger = opened(click.get_current_context())
        ledger.open_for_use()
        return command(*args, door=Door.of(ledger), **given)

    return asked


def tell(ctx: click.Context, code: str, **holes: object) -> None:
    """A sentence in the language that was asked for."""
    click.echo(words.say(ctx.obj["lang"], code, **holes))
