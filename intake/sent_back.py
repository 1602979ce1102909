"""What went back to a sender, read again: the rows that a report returned, or a whole file that was refused or is kept."""

from dataclasses import dataclass

from domain.problems import Refused
from feeds import all_feeds
from intake.arrivals import ARRIVAL, SHEET, given_as_of
from intake.draft import Draft, examine, opened_file
from intake.returned import handed_back
from intake.sheets import fitting_sheet
from loaders.table import RawTable
from store.entry import Entry
from store.ledger import Ledger


@dataclass(frozen=True, slots=True)
class SentBack:
    """The rows as they were sent, and what is wrong with them now."""

    draft: Draft
    rows: RawTable


def sent_back(ledger: Ledger, entry: Entry) -> SentBack | None:
    """Of a report the rows it returned, of a refusal or an arrival the file; none where nothing can be handed back."""
    held = entry if entry.kind in (ARRIVAL, "refusal") else None
    held = handed_back(ledger, entry) if "partial" in entry.detail else held
    if held is None:
        return None
    feed, data, sheet = all_feeds()[held.feed], ledger.file(held.sha256), held.detail.get(SHEET)
    book = opened_file(data, held.filename)
    if isinstance(book, Refused):
        return None
    rows, _ = fitting_sheet(feed, book, sheet)
    as_of = given_as_of(held)
    return SentBack(
        examine(ledger, feed, held.scope, data, held.filename, as_of, sheet=sheet, book=book), rows
    )
