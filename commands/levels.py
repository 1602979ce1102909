"""manage.py declare and proposals: a level proposed or entered, and confirmed, sent back or withdrawn by its number."""

import getpass
import sys
from datetime import datetime
from typing import Any

import click

from access.identity import Identity
from access.register import Known
from commands.answers import print_problems
from commands.opened import opened
from commands.parameters import Actor, Moment, Receipt, Unit
from domain import words
from domain.levels import find_grade, find_issuer, find_verb
from domain.problems import Refused
from domain.receipts import receipt_number
from feeds import all_feeds
from intake.levels import declare as declare_level
from intake.proposals import Proposal, confirm, decline, open_proposals, retract
from store.entry import PROPOSAL, Entry
from store.ledger import Ledger
from store.reader import Reader
from views.proposals import Waiting, parts

NEEDED = ("issuer", "grade", "verb", "effective_at")


@click.command()
@click.option("--issuer")
@click.option("--grade")
@click.option("--verb")
@click.option("--at", "effective_at", type=Moment())
@click.option("--scope", default="city", type=Unit())
@click.option("--basis", help="What the decision rests on.")
@click.option("--confirm", type=Receipt(), help="Confirm what another person proposed.")
@click.option("--decline", type=Receipt(), help="Send it back; with --reason.")
@click.option("--reason", default="", help="Why it goes back.")
@click.option("--withdraw", type=Receipt(), help="Take back what you proposed.")
@click.option(
    "--as", "actor", type=Actor(), default=getpass.getuser, show_default="your system name",
    help="Your account, or its title.",
)  # fmt: skip
@click.pass_context
def declare(ctx: click.Context, actor: str, reason: str, **asked: Any) -> None:
    """Propose a response level, or enter it where nobody need confirm it; --confirm, --decline, --withdraw decide."""
    ledger, decisions = opened(ctx), [name for name in ("confirm", "decline", "withdraw") if asked[name]]
    given = [name for name in NEEDED if asked[name]]
    if len(decisions) > 1 or (decisions and given):
        raise click.UsageError(words.say(ctx.obj["lang"], "proposals.one_answer"))
    missing = [] if decisions else [name for name in NEEDED if name not in given]
    if missing:
        wanted = next(param for param in ctx.command.params if param.name == missing[0])
        raise click.MissingParameter(ctx=ctx, param=wanted)
    try:
        if decisions:
            _decide(ctx, ledger, decisions[0], asked[decisions[0]], who(ledger, actor), reason)
        else:
            _enter(ctx, ledger, actor, **{name: asked[name] for name in (*NEEDED, "scope", "basis")})
    except Refused as refusal:
        print_problems(ctx, refusal.problems, all_feeds()["levels"])
        sys.exit(1)


@click.command()
@click.pass_context
def proposals(ctx: click.Context) -> None:
    """The levels that wait to be confirmed, the longest waiting first."""
    ledger, lang = opened(ctx, to_read=True), ctx.obj["lang"]
    found = open_proposals(ledger)
    for proposal in found:
        click.echo(_line(proposal, ledger.now(), lang))
    if not found:
        click.echo(words.say(lang, "proposals.none"))


def who(ledger: Reader, name: str) -> Identity:
    """Who stands at the prompt: the account of that name or title, else somebody who may nothing."""
    accounts = Known(ledger)().accounts.values()
    found = next((each for each in accounts if each.active and name in (each.name, each.title)), None)
    return found.identity() if found else Identity("", name, frozenset())


def _enter(
    ctx: click.Context, ledger: Ledger, actor: str, issuer: str, grade: str, verb: str, effective_at: datetime, scope: str,
    basis: str | None,
) -> None:  # fmt: skip
    entry = declare_level(
        ledger, issuer=find_issuer(issuer) or issuer, scope=scope, grade=find_grade(grade) or grade, verb=find_verb(verb) or verb,
        effective_at=effective_at, basis=basis or words.say(ctx.obj["lang"], "cli.basis"), actor=who(ledger, actor).title,
    ).entry  # fmt: skip
    code = "proposals.proposed" if entry.kind == PROPOSAL else "cli.declared"
    click.echo(words.say(ctx.obj["lang"], code, receipt=receipt_number(entry.seq)))


def _decide(ctx: click.Context, ledger: Ledger, what: str, seq: object, by: Identity, reason: str) -> None:
    assert isinstance(seq, int)
    if what == "confirm":
        entry, code = confirm(ledger, seq, by), "proposals.confirmed"
    elif what == "decline":
        entry, code = decline(ledger, seq, by, reason), "proposals.declined"
    else:
        entry, code = retract(ledger, seq, by), "proposals.retracted"
    _tell(ctx, code, seq, entry)


def _tell(ctx: click.Context, code: str, seq: int, entry: Entry) -> None:
    said = {"proposal": receipt_number(seq), "receipt": receipt_number(entry.seq)}
    click.echo(words.say(ctx.obj["lang"], code, **said))


def _line(proposal: Proposal, now: datetime, lang: str) -> str:
    """One proposal on one line, and under it why it can no longer be confirmed."""
    made, by = proposal.entry, proposal.by
    told = parts(Waiting(receipt_number(made.seq), made.detail, made.actor, made.received_at), now, lang)
    said = [
        receipt_number(made.seq), *(told[name] for name in ("issuer", "grade", "verb", "scope")),
        words.say(lang, "proposals.from_when", t=told["begins"]), made.detail["basis"],
        words.say(lang, "proposals.made", actor=made.actor, t=told["made"]), words.say(lang, "proposals.waited", age=told["age"]),
    ]  # fmt: skip
    over = words.say(lang, "proposals.overtaken", receipt=receipt_number(by.seq)) if by else ""
    return " · ".join(said) + (f"\n  {over}" if over else "")
