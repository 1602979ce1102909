"""What manage.py remind says: each message of a round, and why nothing is sent."""

import sys
import time
from collections.abc import Callable

import click

from domain import words
from readiness.board import Board
from reminding.reading import configured
from reminding.rounds import Delivered, Rounds, stays_silent
from reminding.settings import VARIABLE, SettingsFault
from store.entry import utc_now
from store.ledger import Ledger
from store.outbox import Outbox
from views.reminded import Told, channel, undelivered


def go_rounds(ctx: click.Context, ledger: Ledger, board: Callable[[], Board], every_s: float | None) -> None:
    """One round, or one every so many seconds until it is stopped.

    Ends the program: with 1 where something was not delivered, with 2 where there is no file or it does not serve.
    """
    outbox = Outbox(ledger.engine)
    while True:
        arrived = one_round(ctx, ledger, outbox, board)
        if every_s is None:
            sys.exit(0 if arrived else 1)
        time.sleep(every_s)


def one_round(ctx: click.Context, ledger: Ledger, outbox: Outbox, board: Callable[[], Board]) -> bool:
    """Whether everything tried was delivered."""
    lang = ctx.obj["lang"]
    try:
        settings = configured()
    except SettingsFault as fault:
        click.echo(words.say(lang, f"reminders_file.{fault.code}", **fault.holes), err=True)
        sys.exit(2)
    if settings is None:
        click.echo(words.say(lang, "reminding.told_no_file", variable=VARIABLE), err=True)
        sys.exit(2)
    if stays_silent(ledger.purpose, settings):
        click.echo(words.say(lang, "reminding.told_silent"))
        return True
    done = Rounds(outbox, settings, ledger.purpose, board).once()
    for one in done:
        click.echo(_told(one, lang), err=bool(one.reason))
    if not done:
        click.echo(words.say(lang, "reminding.told_nothing"))
    return not any(one.reason for one in done)


def _told(one: Delivered, lang: str) -> str:
    if not one.reason:
        holes = {"by": channel(one.channel, lang), "recipient": one.recipient}
        holes |= {"n": str(one.items)} if one.outcome == "sent" else {}
        return words.say(lang, f"reminding.told_{one.outcome}", **holes)
    told = Told(one.channel, one.recipient, one.outcome, one.tries, None, one.next_at, one.reason, one.answer)
    said = undelivered(told, one.next_at or utc_now(), lang)
    return words.say(lang, "reminding.told_not_sent", recipient=one.recipient, told=said)
