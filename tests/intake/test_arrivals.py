"""A file that has come is there, whatever becomes of the connection that brought it."""

import pytest

from feeds import feed
from intake.arrivals import SHEET, arrive, given_as_of, settle, withdraw
from intake.draft import examine
from intake.drafts import open_arrivals
from intake.receive import commit, receive
from store.entry import Entry
from store.ledger import Ledger
from tests.intake.conftest import AFTERNOON
from tests.papers import Paper, changed, printed
from tests.workbooks import of_paper, xlsx

FARMS = feed("aquaculture")


def come(ledger: Ledger, data: bytes, unit: str = "city") -> Entry:
    return arrive(ledger, FARMS, unit, data, "养殖.csv", "王联络", AFTERNOON)


def left(ledger: Ledger, unit: str = "city") -> list[int]:
    return [entry.seq for entry in open_arrivals(ledger, FARMS, unit)]


def test_a_file_is_kept_before_anything_has_read_it(ledger: Ledger) -> None:
    arrival = come(ledger, b"\x00 no table at all")
    assert ledger.file(arrival.sha256) == b"\x00 no table at all"
    assert (left(ledger), given_as_of(arrival)) == ([arrival.seq], AFTERNOON)


def test_it_is_no_draft_any_more_once_it_was_taken_in(ledger: Ledger, farms: Paper) -> None:
    come(ledger, printed(farms))
    commit(ledger, examine(ledger, FARMS, "city", printed(farms), "养殖.csv"), "王联络")
    assert left(ledger) == []


def test_a_file_that_had_come_before_is_answered_and_closed(ledger: Ledger, farms: Paper) -> None:
    first = receive(ledger, FARMS, "city", printed(farms), "养殖.csv", "王联络").receipt
    arrival = come(ledger, printed(farms))
    receipt = commit(ledger, examine(ledger, FARMS, "city", printed(farms), "养殖.csv"), "王联络")
    assert (receipt.entry, receipt.first, left(ledger)) == (first.entry, False, [arrival.seq])
    settle(ledger, arrival, receipt.entry, "王联络")
    assert left(ledger) == []


def test_its_sender_may_leave_it(ledger: Ledger, farms: Paper) -> None:
    kept, other = come(ledger, printed(farms)), come(ledger, printed(farms[:60]))
    withdraw(ledger, kept, "王联络")
    assert left(ledger) == [other.seq]
    assert ledger.verify().whole


@pytest.mark.parametrize("unit", ["putuo", "shengsi"])
def test_one_units_draft_is_not_anothers(ledger: Ledger, farms: Paper, unit: str) -> None:
    come(ledger, printed(farms))
    assert left(ledger, unit) == []


def test_another_file_leaves_the_draft_open(ledger: Ledger, farms: Paper) -> None:
    arrival = come(ledger, printed(farms))
    receive(ledger, FARMS, "city", printed(changed(farms, {0: {"备注": "新"}})), "新.csv", "王联络")
    assert left(ledger) == [arrival.seq]


def test_each_sheet_of_a_file_is_answered_by_itself(ledger: Ledger, farms: Paper) -> None:
    book = xlsx({"早": of_paper(farms), "晚": of_paper(changed(farms, {0: {"备注": "新"}}))})
    early, late = (
        arrive(ledger, FARMS, "city", book, "养殖.xlsx", "王联络", AFTERNOON, sheet) for sheet in ("早", "晚")
    )
    draft = examine(ledger, FARMS, "city", book, "养殖.xlsx", sheet="早")
    assert commit(ledger, draft, "王联络").entry.detail[SHEET] == "早"
    assert (left(ledger), early.seq) == ([late.seq], late.seq - 1)
    second = commit(ledger, examine(ledger, FARMS, "city", book, "养殖.xlsx", sheet="晚"), "王联络")
    assert (second.first, second.entry.detail["moved"]["changed"], left(ledger)) == (True, 1, [])


def test_a_file_taken_in_for_another_form_than_it_came_for_is_closed(ledger: Ledger, farms: Paper) -> None:
    boats = feed("fishing_vessels")
    arrival = arrive(ledger, boats, "city", printed(farms), "养殖.csv", "王联络", AFTERNOON)
    receipt = commit(ledger, examine(ledger, FARMS, "city", printed(farms), "养殖.csv"), "王联络")
    settle(ledger, arrival, receipt.entry, "王联络")
    assert open_arrivals(ledger, boats, "city") == []


def test_a_units_drafts_of_all_its_forms_are_found_together(ledger: Ledger, farms: Paper) -> None:
    boats = feed("fishing_vessels")
    first = come(ledger, printed(farms))
    second = arrive(ledger, boats, "city", b"x", "船.csv", "王联络", None)
    assert [entry.seq for entry in open_arrivals(ledger, None, "city")] == [second.seq, first.seq]
