"""What is done once for a file that may be looked at several times before it is taken in."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

import numpy as np
import pyarrow as pa

from domain.clock import to_beijing
from domain.problems import Refused
from feeds.check import Checked, check
from feeds.declaration import Feed
from feeds.mapping import match
from intake.mending import NOTHING, Mending, mended, remembered
from intake.sheets import fitting_sheet
from loaders.files import Book
from loaders.table import RawTable
from store.blob import pack
from store.ledger import Ledger


class Looks:
    """What stays the same however often one file is looked at: the way the store keeps it, and what the check finds."""

    def __init__(self, data: bytes) -> None:
        beside = ThreadPoolExecutor(1)  # hashing and compressing let other threads run
        self.packing = beside.submit(pack, data)
        beside.shutdown(wait=False)
        self._found: dict[tuple, Checked] = {}

    def check(self, feed: Feed, texts: pa.Table, rows: np.ndarray, unit: str, today: date | None) -> Checked:
        """What the check finds; not made again for the same headers and day, which are all that may differ."""
        said = (*texts.column_names, today)
        if said not in self._found:
            self._found = {said: check(feed, texts, rows, unit, today)}
        return self._found[said]

    def beforehand(
        self,
        ledger: Ledger,
        feed: Feed,
        unit: str,
        opened: Book | Refused,
        sheet: str | None,
        at: datetime | None,
    ) -> None:
        """Checks a file that is to be examined: nothing in the ledger but what was said of its headers matters."""
        if not isinstance(opened, Refused):
            raw, _ = fitting_sheet(feed, opened, sheet)
            raw, _ = mended(feed, raw, with_remembered(ledger, feed, unit, raw, NOTHING))
            self.check(feed, raw.columns, raw.rows, unit, to_beijing(at or ledger.now()).date())


def with_remembered(ledger: Ledger, feed: Feed, unit: str, raw: RawTable, mending: Mending) -> Mending:
    """What was mended, and what the unit said of its headers before where one is missing."""
    if not match(feed, raw.columns.column_names).missing:
        return mending
    return remembered(ledger, feed, unit).also(mending)
