"""A report taken back leaves every screen, and is named among the changes."""

import pytest

from domain.words import LANGUAGES
from feeds import feed
from intake.receipts import story
from intake.receive import receive
from intake.undo import undo
from readiness.reporting import Sent
from store.entry import Entry
from store.ledger import Ledger
from tests.identities import somebody
from tests.papers import Paper, changed, printed, sample_rows
from web.frame.page import Frame
from web.known import rendered
from web.known.situation import changes, situation
from web.ledger.entries import facts
from web.report.receipts import moved_rows, receipt_page

EVACUATED = "aquaculture.evacuated"


@pytest.fixture
def wrong(ledger: Ledger) -> Entry:
    """A file of rafts where the first farm's people are still out."""
    rows: Paper = changed(sample_rows("aquaculture"), {0: {"已撤离人数(人)": "0"}})
    return receive(ledger, feed("aquaculture"), "city", printed(rows), "发错<b>.csv", "张三").entry


def test_the_board_is_again_what_it_was_and_the_past_is_as_it_was_known(ledger: Ledger, wrong: Entry) -> None:
    assert situation(ledger).line(EVACUATED).state == "doing"
    back = undo(ledger, wrong.seq, "张三", "发错")
    line = situation(ledger).line(EVACUATED)
    assert (line.state, line.measure.value) == ("done", 736)
    assert situation(ledger, wrong.received_at).line(EVACUATED).state == "doing"
    assert wrong.received_at < back.received_at


def test_an_undone_report_is_counted_as_such_and_the_one_before_it_stands_again(
    ledger: Ledger, wrong: Entry
) -> None:
    def sent() -> Sent:
        (duty,) = [duty for duty in situation(ledger).duties if duty.feed.name == "aquaculture"]
        return duty.sent

    with_it = sent()
    undo(ledger, wrong.seq, "张三", "发错")
    after = sent()
    assert (with_it.receipt, with_it.undone) == (f"R{wrong.seq:06d}", 0)
    assert (after.accepted, after.undone) == (with_it.accepted - 1, 1)
    assert after.receipt < with_it.receipt and after.true_of < with_it.true_of


@pytest.mark.parametrize(("lang", "said"), [("zh", "撤销 {}"), ("en", "{} undone")])
def test_the_undo_stands_among_the_changes_in_place_of_the_report(
    ledger: Ledger, wrong: Entry, lang: str, said: str
) -> None:
    number = f"R{wrong.seq:06d}"
    assert changes(ledger, lang)[0].receipt == number
    back = undo(ledger, wrong.seq, "张三", "发错")
    newest = changes(ledger, lang)[0]
    assert (newest.kind, newest.result, newest.receipt) == ("undo", said.format(number), f"R{back.seq:06d}")
    assert number not in {change.receipt for change in changes(ledger, lang)}
    assert changes(ledger, lang, wrong.received_at)[0].receipt == number


def test_the_trend_goes_on_without_it(ledger: Ledger, wrong: Entry) -> None:
    farms = feed("aquaculture")
    with_it = rendered.trend(ledger, farms, "zh", "light")
    undo(ledger, wrong.seq, "张三", "发错")
    without = rendered.trend(ledger, farms, "zh", "light")
    assert [len(trend.data[0].x) for trend in (with_it, without)] == [5, 4]


def test_two_maps_that_show_rows_of_the_same_files_may_differ_by_a_file_that_shows_none(
    ledger: Ledger,
) -> None:
    """A county's file hides its rows of the city's file, and another county has taken over its own."""
    farms, city = feed("aquaculture"), sample_rows("aquaculture")
    own = [row for row in city if row["县区"] == "嵊泗县"]
    taken = [{**row, "县区": "普陀区"} for row in own[:1]]
    for unit, paper in (("city", city), ("shengsi", own[:1]), ("putuo", taken)):
        assert receive(ledger, farms, unit, printed(paper), f"{unit}.csv", "张三").receipt
    shown = [(ledger.read(farms.name), rendered.layer(rendered.present(ledger), farms.name, "zh", "light"))]
    undo(ledger, ledger.position() - 1, "张三", "发错")
    shown += [(ledger.read(farms.name), rendered.layer(rendered.present(ledger), farms.name, "zh", "light"))]
    (before, with_it), (after, without) = shown
    assert before.entries == after.entries
    assert len(before.frame) < len(after.frame)
    assert with_it != without


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_of_an_undone_receipt_and_of_its_undo_say_so(
    ledger: Ledger, wrong: Entry, lang: str
) -> None:
    back = undo(ledger, wrong.seq, "值班员", "<县里> 来电", duty=True)
    page = Frame("ledger", lang, "light", ledger, somebody("张三"))
    rows = {seq: moved_rows(page, story(ledger, ledger.entry(seq))) for seq in (wrong.seq, back.seq)}
    assert rows[wrong.seq][0][1:3] == rows[back.seq][0][2:0:-1]
    assert [value for _, value in facts(page, back)][-3:-1] == [f"R{wrong.seq:06d}", "<县里> 来电"]
    for entry in (wrong, back):
        printed_page = receipt_page(page, story(ledger, entry))
        assert "&lt;县里&gt; 来电" in printed_page and "<县里>" not in printed_page
        assert f"R{wrong.seq:06d}" in printed_page and "736/736" in printed_page
    assert wrong.sha256 in receipt_page(page, story(ledger, wrong))
