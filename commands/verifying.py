"""What manage.py verify says: whether the ledger is as it was written, and as it was when a checkpoint was made."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from commands.opened import opened
from views.verdicts import told

TEXT = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.option("--against", type=TEXT, help="A file of checkpoints given out earlier.")
@click.option("--key", type=TEXT, help="Verifier keys noted earlier; without it those beside the store.")
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def verify(ctx: click.Context, against: Path | None, key: Path | None, as_json: bool) -> None:
    """Recompute the hash chain and compare it with checkpoints; exit 1 and the first bad entry when it is broken."""
    written = against.read_text("utf-8", "replace") if against else None
    keys = key.read_text("utf-8", "replace") if key else None
    verdict = asdict(opened(ctx, to_read=True).verify(written, keys))
    said = told(verdict, ctx.obj["lang"])
    click.echo(json.dumps({**verdict, "said": said}, ensure_ascii=False, indent=1) if as_json else said)
    sys.exit(0 if verdict["whole"] else 1)
