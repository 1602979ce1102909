"""The store a command works on."""

import click

from store.entry import NotAStore
from store.found import refuse_lost
from store.ledger import Ledger


def opened(ctx: click.Context, to_read: bool = False) -> Ledger:
    """The ledger named by --store. Raises NotAStore, StoreLost; NoStore when it is only to be read and not there."""
    try:
        if not to_read:
            refuse_lost(ctx.obj["url"])
        return Ledger.existing(ctx.obj["url"]) if to_read else Ledger(ctx.obj["url"])
    except ValueError as fault:  # a kind of database that is not spoken
        raise NotAStore from fault
