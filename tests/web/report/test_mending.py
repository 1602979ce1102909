"""One answer for all cells that say the same reaches every one of them, however few of them are told one by one."""

from pathlib import Path

import pytest

from feeds import feed
from feeds.mapping import match
from intake.draft import Draft, examine
from intake.mending import Mending
from store.ledger import Ledger
from tests.papers import changed, printed, sample_rows
from web.report.mending import _chosen_from, _rows_alike

BOATS = feed("fishing_vessels")
AT = range(10, 910, 2)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    opened = Ledger(f"sqlite:///{tmp_path / 'live.sqlite3'}")
    opened.open_event("live", "2508")
    return opened


def alike(draft: Draft) -> dict[str, list[int]]:
    """The rows of each text that one answer mends."""
    assert draft.received
    found = match(BOATS, draft.received.columns.column_names).found
    firsts = _chosen_from(draft.problems, found)
    return {str(first.raw): _rows_alike(draft, draft.received, first, found) for first in firsts}


def test_every_cell_that_says_the_same_is_among_them(ledger: Ledger) -> None:
    rows = changed(
        sample_rows(BOATS.name), {i: {"在港状态": "靠泊"} for i in AT} | {5: {"在港状态": "在码头"}}
    )
    draft = examine(ledger, BOATS, "city", printed(rows), "渔船.csv")
    assert alike(draft) == {"靠泊": [i + 2 for i in AT], "在码头": [7]}


def test_a_cell_that_was_mended_by_itself_is_not_mended_again_with_the_others(ledger: Ledger) -> None:
    rows = changed(sample_rows(BOATS.name), {i: {"在港状态": "靠泊"} for i in AT})
    cells = {(12, "在港状态"): "出海", (902, "在港状态"): "不明"}
    draft = examine(ledger, BOATS, "city", printed(rows), "渔船.csv", mending=Mending(cells=cells))
    assert alike(draft)["靠泊"] == [i + 2 for i in AT if i + 2 not in (12, 902)]
