"""Several files on one desk: each stands by itself, and two of one form stand in each other's way."""

import pytest

from feeds import feed
from intake.arrivals import arrive
from intake.draft import examine
from intake.receive import commit
from store.ledger import Ledger
from tests.papers import BAD, Paper, changed, printed, sample_rows
from web.report.kept import Desk, Kept

FARMS = "aquaculture"


@pytest.fixture
def farms() -> Paper:
    return sample_rows(FARMS)


def kept(ledger: Ledger, data: bytes, form: str = FARMS, unit: str = "city") -> Kept:
    arrival = arrive(ledger, feed(form), unit, data, "表.csv", "王联络", None)
    return Kept(arrival, examine(ledger, feed(form), unit, data, "表.csv"))


def lying(*papers: Kept) -> Desk:
    desk = Desk()
    for paper in papers:
        desk.put(paper)
    return desk


def test_a_file_says_what_is_to_be_done_with_it(ledger: Ledger, farms: Paper) -> None:
    lacking = printed(
        [{title: cell for title, cell in row.items() if title != "养殖人员数(人)"} for row in farms]
    )
    faulty = (BAD / "aquaculture.repeated-key.csv").read_bytes()
    said = [
        kept(ledger, data).said
        for data in (printed(farms), printed(farms[:50]), lacking, faulty, b"PK\x03\x04")
    ]
    assert said == ["ready", "many_gone", "mapping", "faults", "unreadable"]


def test_two_whole_files_of_one_form_and_unit_wait_for_a_choice(ledger: Ledger, farms: Paper) -> None:
    one, other = kept(ledger, printed(farms)), kept(ledger, printed(changed(farms, {0: {"备注": "新"}})))
    third = kept(ledger, printed(sample_rows("supplies")), "supplies")
    desk = lying(one, other, third)
    assert list(desk.states().values()) == ["twice", "twice", "ready"]
    desk.take_in_turn([one.arrival.seq, other.arrival.seq])
    assert list(desk.states().values()) == ["ready"] * 3


def test_files_that_only_add_do_not_stand_in_each_others_way(ledger: Ledger) -> None:
    figures = printed(sample_rows("figures"))
    desk = lying(*(kept(ledger, figures, "figures") for _ in range(2)))
    assert list(desk.states().values()) == ["ready", "ready"]


def test_a_file_at_fault_is_in_nobodys_way_and_one_that_was_sent_is_none_any_more(
    ledger: Ledger, farms: Paper
) -> None:
    good, bad = (
        kept(ledger, printed(farms)),
        kept(ledger, (BAD / "aquaculture.repeated-key.csv").read_bytes()),
    )
    sent = Kept(good.arrival, good.draft, receipt=commit(ledger, good.draft, "王联络"))
    later = kept(ledger, printed(changed(farms, {0: {"备注": "新"}})))
    desk = lying(sent, bad, later)
    assert list(desk.states().values()) == ["sent", "faults", "ready"]
    assert [paper.arrival.seq for paper in desk.unsent] == [bad.arrival.seq, later.arrival.seq]
