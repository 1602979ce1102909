"""How many entries of each kind every unit has, without reading them."""

from collections import Counter
from datetime import timedelta

from store.ledger import Ledger


def test_what_is_tallied_is_what_is_listed(sample: Ledger) -> None:
    counted = Counter((entry.feed, entry.scope, entry.kind) for entry in sample.entries())
    assert sample.tally() == counted


def test_what_has_not_arrived_is_not_tallied(sample: Ledger) -> None:
    first = sample.entries(kinds=["submission"], newest_first=False)[0]
    before = first.received_at - timedelta(seconds=1)
    assert (first.feed, first.scope, "submission") not in sample.tally(before)
    assert (first.feed, first.scope, "submission") in sample.tally(first.received_at)
