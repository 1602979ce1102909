"""What is strange about a file that could be taken in: warnings and notes, never faults."""

from collections.abc import Iterator
from datetime import datetime

import pandas as pd

from domain.problems import Problem
from feeds import agreements, all_feeds
from feeds.across import Side, fed_by
from feeds.adding_up import parts_that_do_not_add_up, sums_that_differ
from feeds.check import Checked
from feeds.tally import count
from intake import cutoffs, shifted, unshown
from intake.compare import Comparison
from intake.since import changes, number, tallied
from intake.strays import strays
from store.entry import CITY, REHEARSALS
from store.ledger import Ledger


def all_of(
    checked: Checked, sent: Comparison, found: Comparison, shown: pd.DataFrame, unit: str,
    ledger: Ledger, at: datetime | None,
) -> list[Problem]:  # fmt: skip
    """What does not fit together in the file itself, beside what is shown now, and beside other forms.

    sent: the file's rows beside those shown; found: the same with rows that stay as they are shown.
    """
    return [
        *sums_that_differ(sent.feed, checked.table, checked.found, checked.sums),
        *parts_that_do_not_add_up(sent.feed, checked.table),
        *strays(sent.feed, checked.table),
        *shifted.doubts(sent),
        *cutoffs.doubts(sent, at or ledger.now(), lambda seq: ledger.entry(seq).received_at),
        *unshown.doubts(sent, at or ledger.now(), ledger.purpose in REHEARSALS),
        *_many_gone(found),
        *changes(found),
        *_disagreements(found, shown, unit, ledger, at),
    ]


def _disagreements(
    found: Comparison, shown: pd.DataFrame, unit: str, ledger: Ledger, at: datetime | None
) -> Iterator[Problem]:
    for agreement, own, other in fed_by(found.feed.name, agreements()):
        stands = ledger.read(other.feed, at=at).frame
        ours = _own(own, found, shown, unit)
        theirs = _counted(other, stands) if len(stands) else None
        if ours is not None and theirs is not None and ours != theirs:
            held = (("agreement", agreement.id), ("form", other.feed))
            if unit == CITY:
                holes = (*held, ("own", ours), ("theirs", theirs))
                yield Problem("file.disagrees", severity="note", holes=holes)
            else:  # the city's numbers less its own would tell a district the others'
                yield Problem("file.disagrees_in_all", severity="note", holes=held)


def _many_gone(found: Comparison) -> Iterator[Problem]:
    """A whole file that lacks many of the rows shown now is rather cut off than meant so."""
    if found.many_gone:
        holes = (("n", len(found.missing)), ("of", found.old.num_rows))
        yield Problem("file.many_gone", severity="warning", holes=holes)


def _own(side: Side, found: Comparison, shown: pd.DataFrame, unit: str) -> float | None:
    """The form's number as it would be: the file's, and that of the units it does not speak of."""
    sent = number(tallied(found.feed, side.counter, found.new).value)
    if unit == CITY or not len(shown):
        return sent
    rest = _counted(side, shown[(shown["district"] != unit).to_numpy(bool)])
    return None if sent is None or rest is None else sent + rest


def _counted(side: Side, frame: pd.DataFrame) -> float | None:
    return number(count(all_feeds()[side.feed], side.counter, frame).value)
