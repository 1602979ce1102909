"""A report taken in part says so on every page, and what stays is as old on them as it was."""

import pytest

from domain.clock import from_beijing
from feeds import feed
from intake.receipts import story
from intake.receive import Outcome, receive
from store.ledger import Ledger
from tests.identities import somebody
from tests.papers import changed, printed, sample_rows
from web.frame.page import Frame
from web.known.facts import facts
from web.known.situation import known, receipt_number
from web.report.partial import said_of_left, sending
from web.report.receipts import receipt_page

FARMS = feed("aquaculture")
SAID = {
    "zh": ("接收 67 行，退回 1 行，其中 1 行沿用此前数据", "确认：接收 67 行，退回 1 行"),
    "en": (
        "67 rows taken in, 1 sent back; 1 of those stay as they were shown before",
        "Take in 67 rows, send 1 back",
    ),
}


@pytest.fixture
def part(ledger: Ledger) -> Outcome:
    """The sample's farms with one number that is none, taken in part."""
    spoilt = changed(sample_rows("aquaculture"), {3: {"养殖人员数(人)": "若干"}})
    at = from_beijing("2025-07-28T15:00")
    return receive(ledger, FARMS, "city", printed(spoilt), "养殖.csv", "王联络", at, partial=True)


@pytest.mark.parametrize("lang", SAID)
def test_the_receipt_says_what_it_took_on_the_page_and_on_paper(
    ledger: Ledger, part: Outcome, lang: str
) -> None:
    consequence, button = SAID[lang]
    page = Frame("report", lang, "light", ledger, somebody("张三"))
    assert consequence in dict(facts(part.entry, lang)).values()
    assert consequence in receipt_page(page, story(ledger, part.entry))
    assert sending(page, part.draft) == button


def test_the_rows_that_wait_are_named_by_the_report_that_sent_them_back(
    ledger: Ledger, part: Outcome
) -> None:
    page = Frame("report", "zh", "light", ledger, somebody("张三"))
    (arrival,) = ledger.entries(kinds=["arrival"], limit=1)
    assert f"{receipt_number(part.entry)} 退回的 1 行还没有补报" in said_of_left(page, arrival)


def test_the_unit_is_as_old_as_the_rows_it_keeps(ledger: Ledger, part: Outcome) -> None:
    own = known(ledger).sent["aquaculture"]["city"]
    (first,) = ledger.read("aquaculture").kept["city"]
    assert own.receipt == receipt_number(part.entry)
    assert (own.oldest_at, own.received_at) == (first.received_at, part.entry.received_at)


def test_a_county_whose_rows_the_city_keeps_is_not_asked_for_a_report_of_its_own(ledger: Ledger) -> None:
    islands = sample_rows("aquaculture", "嵊泗县")
    receive(ledger, FARMS, "shengsi", printed(changed(islands, {0: {"备注": "已核"}})), "嵊泗.csv", "李四")
    assert known(ledger).sent["aquaculture"]["shengsi"].receipt
    farms = sample_rows("aquaculture")
    at = next(i for i, row in enumerate(farms) if row["养殖场编号"] == islands[0]["养殖场编号"])
    spoilt = printed(changed(farms, {at: {"养殖人员数(人)": "若干"}}))
    receive(ledger, FARMS, "city", spoilt, "全市.csv", "王联络", partial=True)
    sent = known(ledger).sent["aquaculture"]
    assert [entry.scope for entry in ledger.read("aquaculture").kept["city"]] == ["shengsi"]
    assert sent["shengsi"].receipt == "" and sent["city"].receipt
