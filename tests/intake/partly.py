"""Files of boats and farms of which some rows are at fault, sent."""

import pandas as pd

from feeds import feed
from feeds.tally import tally
from intake.draft import Draft, examine
from intake.drafts import open_arrivals
from intake.receive import Outcome, receive
from store.entry import Entry
from store.ledger import Ledger
from tests.papers import Paper, printed

BOATS, FARMS = feed("fishing_vessels"), feed("aquaculture")
SPOILT = {7: {"在港状态": "在码头"}, 90: {"在港状态": "在码头"}, 4000: {"在船人数(人)": "若干"}}


def offered(ledger: Ledger, rows: Paper, unit: str = "city", form=BOATS) -> Draft:
    """The part of a faulty file that could be taken in."""
    draft = examine(ledger, form, unit, printed(rows), "报表.csv")
    assert draft.refused and draft.offer
    return draft.offer


def sent(ledger: Ledger, rows: Paper, unit: str = "city", form=FARMS, partial: bool = False) -> Outcome:
    """A file of farms, sent."""
    return receive(ledger, form, unit, printed(rows), "报表.csv", "王联络", partial=partial)


def boats(ledger: Ledger) -> pd.DataFrame:
    """Every boat shown, by its id."""
    return ledger.read(BOATS.name).frame.set_index("vessel_id")


def counters(ledger: Ledger) -> dict[str, tuple]:
    """(value, total) of each of the form's measures."""
    return {one.counter.id: (one.value, one.total) for one in tally(BOATS, ledger.read(BOATS.name).frame)}


def waiting(ledger: Ledger, unit: str = "city", form=FARMS) -> list[Entry]:
    """The returned rows of a unit that are still open."""
    return open_arrivals(ledger, form, unit)
