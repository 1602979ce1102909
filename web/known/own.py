"""What is somebody's own of what is shown of everybody's."""

import pandas as pd

from access.identity import EVERYTHING, Identity
from access.table import operations
from intake.receipts import ReceiptStory, story
from store.entry import Entry
from store.ledger import Ledger


def sees_all(identity: Identity, operation: str) -> bool:
    """Whether he may do it everywhere, by a role that is bound to no forms and units."""
    who = operations()[operation].who
    return any(who.get(role) == "all" for role in identity.roles)


def units_of(identity: Identity, operation: str) -> frozenset[str]:
    """The units in which he may; "*" for all of them."""
    everywhere = sees_all(identity, operation) or identity.scope.is_whole
    return frozenset([EVERYTHING]) if everywhere else identity.scope.districts


def rows_in(units: frozenset[str], frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of a picture that lie in these units; a form whose rows have no district is one to whoever has the form."""
    if EVERYTHING in units or "district" not in frame:
        return frame
    return frame[frame["district"].isin(units)]


def own_story(identity: Identity, ledger: Ledger, entry: Entry) -> ReceiptStory:
    """What became of an entry, with the counters of the units that are his."""
    units = units_of(identity, "rows.read")
    return story(ledger, entry, None if EVERYTHING in units else units)


def own_rows(identity: Identity, frame: pd.DataFrame, operation: str = "rows.read") -> pd.DataFrame:
    """The rows of a picture that lie in his units."""
    return rows_in(units_of(identity, operation), frame)
