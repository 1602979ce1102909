"""The command line: every command calls what the pages call."""

import json
import sys
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from access.register import Known
from commands import accounts, copies, levels, receipts, storm, tokens, verifying
from commands.answers import print_part, print_problems, print_signature
from commands.opened import opened
from commands.parameters import Actor, FeedName, Moment, Unit, sender_of
from commands.reminders import go_rounds
from domain import words
from domain.clock import stamp
from domain.names import readable_name
from domain.problems import how_many
from feeds.declaration import Feed
from intake.draft import examine
from intake.folder import Folder, Trouble, watching
from intake.receive import receive
from intake.signed import Signed, beside
from store.entry import PROPOSAL, NoStore, StoreError
from store.ledger import Ledger
from store.reader import default_url
from views.export import csv_bytes, template_bytes
from views.workbooks import table_xlsx, template_xlsx
from web.api import answers, shown
from web.known.situation import situation

LANGUAGES = click.Choice(words.LANGUAGES)


class Commands(click.Group):
    """Commands that answer in one sentence, with exit code 2, where the store turns them away."""

    def invoke(self, ctx: click.Context) -> object:
        """What the command gives."""
        try:
            return super().invoke(ctx)
        except StoreError as fault:
            click.echo(words.say(ctx.params["lang"], fault.code), err=True)
            ctx.exit(2)


@click.group(cls=Commands)
@click.option("--store", "url", envvar="STORE_URL", default=default_url, help="SQLAlchemy URL of the ledger.")
@click.option("--lang", type=LANGUAGES, default="zh", help="zh / en")
@click.pass_context
def cli(ctx: click.Context, url: str, lang: str) -> None:
    """舟山防台准备 · 命令行 / Typhoon preparedness: the command line."""
    ctx.obj = {"url": url, "lang": lang}


cli.add_command(receipts.undo)
cli.add_command(receipts.receipt)
cli.add_command(levels.declare)
cli.add_command(levels.proposals)
cli.add_command(accounts.account)
cli.add_command(tokens.token)
cli.add_command(tokens.setting)
cli.add_command(copies.backup)
cli.add_command(copies.restore)
cli.add_command(verifying.verify)
cli.add_command(storm.storm)
cli.add_command(storm.arrivals)


def _to_compare_with(ctx: click.Context) -> Ledger:
    """The store as it is; where there is none yet, an empty one that is thrown away."""
    with suppress(NoStore):
        return opened(ctx, to_read=True)
    folder = ctx.with_resource(TemporaryDirectory())
    return Ledger(f"sqlite:///{folder}/empty.sqlite3")


def _say(ctx: click.Context, code: str, **holes: object) -> None:
    click.echo(words.say(ctx.obj["lang"], code, **holes))


@cli.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--feed", required=True, type=FeedName())
@click.option("--unit", default="city", type=Unit())
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def check(ctx: click.Context, files: tuple[Path, ...], feed: Feed, unit: str, as_json: bool) -> None:
    """Say what is wrong with files; writes nothing. Exit 0 when all are acceptable, 1 when one is refused."""
    ledger = _to_compare_with(ctx)
    drafts = [examine(ledger, feed, unit, path.read_bytes(), readable_name(path)) for path in files]
    verdicts = [
        {"file": str(path.with_name(draft.filename)), "accepted": not draft.refused, "rows": draft.table.num_rows if draft.table is not None else None,
         "encoding": draft.encoding, "problems": [answers.told(p, feed).model_dump() for p in draft.problems]}
        for path, draft in zip(files, drafts)
    ]  # fmt: skip
    if as_json:
        click.echo(json.dumps(verdicts, ensure_ascii=False, indent=1))
    else:
        for draft in drafts:
            counts = {f"{name}s": how_many(draft.problems, name) for name in ("error", "warning", "note")}
            _say(ctx, "cli.refused" if draft.refused else "cli.acceptable", file=draft.filename, **counts)
            print_part(ctx, draft)
            print_problems(ctx, draft.problems, feed)
    sys.exit(1 if any(draft.refused for draft in drafts) else 0)


@cli.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--feed", required=True, type=FeedName())
@click.option(
    "--unit", type=Unit(), help="Whose report it is; need not be said where the form's rows name no district."
)
@click.option("--as", "actor", required=True, type=Actor(), help="Who sends it.")
@click.option("--as-of", type=Moment(), help="Cut-off of rows that give none.")
@click.option(
    "--partial", is_flag=True, help="Take in the sound rows of a faulty file, where the form allows it."
)
@click.option(
    "--signature", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The file's signature; FILE.minisig where it lies beside it.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def ingest(
    ctx: click.Context, file: Path, feed: Feed, unit: str | None, actor: str, as_of: datetime | None, partial: bool,
    signature: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Take a file in, whole or not at all, and print its receipt."""
    unit = sender_of(ctx, feed, unit)
    ledger, data, name = opened(ctx), file.read_bytes(), readable_name(file)
    signed = Signed(beside(file, signature), Known(ledger)().signers)
    outcome = receive(ledger, feed, unit, data, name, actor, as_of, partial=partial, signed=signed)
    entry = outcome.entry
    answer = answers.answer(outcome)
    if as_json:
        click.echo(answer.model_dump_json(indent=1))
    else:
        first = outcome.receipt.first if outcome.receipt else None
        code = {True: "received", False: "received_before", None: "refused_recorded"}[first]
        _say(
            ctx, f"cli.{code}", file=name, receipt=answer.receipt, rows=entry.rows,
            t=stamp(entry.received_at), sha=entry.sha256,
        )  # fmt: skip
        if entry.kind == PROPOSAL:
            _say(ctx, "proposals.waits", receipts=answer.receipt)
        elif answer.moved:
            _say(ctx, "cli.moved", **answer.moved.model_dump())
        print_signature(ctx, entry)
        print_part(ctx, outcome.draft, answer.receipt)
        print_problems(ctx, outcome.draft.problems, feed)
    sys.exit(0 if outcome.receipt else 1)


@cli.command()
@click.option("--at", type=Moment(), help="As known at this moment; now when not given.")
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def figures(ctx: click.Context, at: datetime | None, as_json: bool) -> None:
    """Every measure with its value, qualifier, cut-off and receipt."""
    rows = [
        shown.figure(line.measure).model_dump() for line in situation(opened(ctx, to_read=True), at).lines
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        total = "" if row["total"] is None else f"/{row['total']}"
        value = "—" if row["done"] is None else f"{row['done']}{total} {row['unit']}"
        arrived = row["received_at"] and words.say(ctx.obj["lang"], "text.received", t=row["received_at"])
        told = f"{row['as_of'] or arrived or '':24} {row['receipt'] or ''}"
        click.echo(f"{row['ref']:4} {row['id']:40} {value:28} {row['qualifier']:28} {told}")


@cli.command()
@click.argument("feed", type=FeedName())
@click.option("--at", type=Moment())
@click.option("--xlsx", is_flag=True, help="As a workbook that can be changed and sent in again.")
@click.pass_context
def export(ctx: click.Context, feed: Feed, at: datetime | None, xlsx: bool) -> None:
    """A feed's newest picture as CSV (UTF-8 with BOM, text cells guarded against formulas)."""
    ledger = opened(ctx, to_read=True)
    picture = ledger.read(feed.name, at=at or ledger.now())
    made = table_xlsx if xlsx else csv_bytes
    sys.stdout.buffer.write(made(feed, picture.frame, ctx.obj["lang"]))


@cli.command()
@click.argument("feed", type=FeedName())
@click.option("--csv", is_flag=True, help="As CSV (UTF-8 with BOM) instead of a workbook.")
def template(feed: Feed, csv: bool) -> None:
    """The form to fill in, as a workbook with drop-downs."""
    sys.stdout.buffer.write(template_bytes(feed) if csv else template_xlsx(feed))


@cli.command()
@click.pass_context
def demo(ctx: click.Context) -> None:
    """Load the seed storm's sample day into an empty store; a store in use is left as it is."""
    from sample_data.load import load

    ledger = opened(ctx)
    if ledger.position():
        _say(ctx, "cli.demo_not_empty", n=ledger.position())
        return
    load(ledger)
    _say(ctx, "cli.demo_loaded", n=ledger.position(), t=stamp(ledger.now()))


@cli.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--as", "actor", required=True, type=Actor(), help="In whose name.")
@click.option("--once", is_flag=True, help="Take in what lies there and stop.")
@click.pass_context
def watch(ctx: click.Context, folder: Path, actor: str, once: bool) -> None:
    """Take in the files that departments drop into FOLDER, and move them to done or refused with a report."""
    ledger = opened(ctx)
    known = Known(ledger)
    watched = Folder(folder, ledger, actor, time.monotonic, lambda: known().signers)
    watched.prepare()
    _say(ctx, "folder.watching", folder=folder)
    for done in watching(watched, once):
        if isinstance(done, Trouble):
            _say(
                ctx,
                "folder.trouble",
                file=done.path.with_name(readable_name(done.path)),
                reason=done.said(ctx.obj["lang"]),
            )
        else:
            click.echo(f"{done.path} -> {done.moved_to}")


@cli.command()
@click.option("--every", type=click.FloatRange(min=1), help="Stay, and go a round every so many seconds.")
@click.pass_context
def remind(ctx: click.Context, every: float | None) -> None:
    """Send the reminders that are owed by mail and webhook, as the file that REMINDERS_FILE names says."""
    ledger = opened(ctx, to_read=True)
    go_rounds(ctx, ledger, lambda: situation(ledger), every)


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8502, show_default=True)
@click.pass_context
def api(ctx: click.Context, host: str, port: int) -> None:
    """Serve the HTTP API and the plain upload page as a process of their own."""
    from web.alone import serve

    _say(ctx, "api.serving", host=host, port=port)
    serve(opened(ctx), host, port)


if __name__ == "__main__":
    cli()
