"""A receipt is found by its number, and says whether it stands and what it moved."""

from datetime import timedelta

import pytest

from domain.problems import Refused
from feeds import all_feeds, feed
from intake.levels import declare
from intake.receipts import ReceiptStory, receipt
from intake.receive import receive
from intake.undo import undo
from store.ledger import Ledger
from tests.intake.test_receive import send, shown
from tests.intake.test_undo import NONE_OUT, SENDER
from tests.levels import one_person
from tests.papers import Paper, changed, printed, sample_rows

EVACUATED = "aquaculture.evacuated"


def told(ledger: Ledger, seq: int) -> tuple[str, str | None]:
    """A receipt's state, and the number of what brought it about."""
    story = receipt(ledger, f"R{seq:06d}")
    return story.state, f"R{story.by.seq:06d}" if story.by else None


def moved(story: ReceiptStory, measure: str = EVACUATED) -> tuple:
    """A measure's value before and after."""
    (found,) = [one for one in story.counters if one.counter.id == measure]
    return tuple(tally and (tally.value, tally.total) for tally in (found.before, found.after))


def test_a_receipt_says_who_sent_what_and_what_it_moved(ledger: Ledger, farms: Paper) -> None:
    send(ledger, changed(farms, NONE_OUT))
    entry = send(ledger, farms).entry
    story = receipt(ledger, "r3")
    assert (story.number, story.entry, story.state, story.by) == ("R000003", entry, "standing", None)
    before, after = moved(story)
    assert before < after == (736, 736)
    assert story.counters[0].differs


def test_before_a_forms_first_report_nothing_was_known(ledger: Ledger, farms: Paper) -> None:
    send(ledger, farms)
    assert moved(receipt(ledger, "2")) == (None, (736, 736))


@pytest.mark.parametrize("number", ["R000003", "3", "R0", "", "二", "R99999999999999999999"])
def test_a_number_nobody_was_given_is_refused(ledger: Ledger, farms: Paper, number: str) -> None:
    send(ledger, farms)
    with pytest.raises(Refused) as refusal:
        receipt(ledger, number)
    assert [problem.code for problem in refusal.value.problems] == ["receipt.no_such"]


def test_a_report_is_replaced_by_the_next_that_covers_it(
    ledger: Ledger, farms: Paper, islands: Paper
) -> None:
    county = send(ledger, islands, "shengsi").entry.seq
    city = send(ledger, farms).entry.seq
    assert told(ledger, county) == ("replaced", f"R{city:06d}")
    send(ledger, changed(islands, NONE_OUT), "shengsi")
    assert told(ledger, city) == ("standing", None)


def test_a_report_stands_again_when_what_replaced_it_is_undone(ledger: Ledger, farms: Paper) -> None:
    one = send(ledger, farms).entry.seq
    two = send(ledger, changed(farms, NONE_OUT)).entry.seq
    assert told(ledger, one) == ("replaced", f"R{two:06d}")
    back = undo(ledger, two, SENDER, "不对").seq
    assert (told(ledger, one), told(ledger, two)) == (("standing", None), ("undone", f"R{back:06d}"))


def test_an_undone_receipt_keeps_its_numbers_and_its_undo_tells_them_backwards(
    ledger: Ledger, farms: Paper
) -> None:
    """All in one instant of a clock that stands: only the numbers tell before from after."""
    send(ledger, changed(farms, NONE_OUT))
    wrong = send(ledger, farms).entry.seq
    back = undo(ledger, wrong, SENDER, "发错").seq
    send(ledger, changed(farms, {5: {"已撤离人数(人)": "0"}}))
    first, second = receipt(ledger, str(wrong)), receipt(ledger, str(back))
    assert moved(first) == moved(second)[::-1]
    assert (second.state, second.holes["undoes"], second.holes["reason"]) == ("undo", f"R{wrong:06d}", "发错")


def test_a_city_file_all_of_whose_rows_gave_way_is_replaced_by_the_last_that_took_some(
    ledger: Ledger,
) -> None:
    rows = sample_rows("aquaculture")
    city = send(ledger, rows).entry.seq
    units = {"定海区": "dinghai", "普陀区": "putuo", "岱山县": "daishan", "嵊泗县": "shengsi"}
    present = [name for name in units if any(row["县区"] == name for row in rows)]
    seqs = [send(ledger, sample_rows("aquaculture", name), units[name]).entry.seq for name in present]
    assert told(ledger, city) == ("replaced", f"R{seqs[-1]:06d}")
    assert len(shown(ledger)) == len(rows)


def test_of_the_figures_a_receipt_tells_those_it_states(ledger: Ledger) -> None:
    rows = sample_rows("figures")
    one, two = (
        receive(ledger, feed("figures"), "city", printed(part), "数字.csv", SENDER).entry.seq
        for part in (rows[:2], rows[2:5])
    )
    assert [len(receipt(ledger, str(seq)).counters) for seq in (one, two)] == [2, 3]
    assert told(ledger, one) == ("standing", None)
    again = receive(ledger, feed("figures"), "city", printed(rows[:2]), "数字2.csv", SENDER).entry.seq
    assert told(ledger, one) == ("replaced", f"R{again:06d}")


def test_what_is_no_report_says_what_it_is(ledger: Ledger, farms: Paper) -> None:
    refused = send(ledger, changed(farms, {0: {"养殖场名称": ""}})).entry.seq
    said = {
        "issuer": "city_hq",
        "scope": "city",
        "grade": "III",
        "verb": "raise",
        "basis": "会商",
        "actor": SENDER,
    }
    level = declare(one_person(ledger), effective_at=ledger.now(), **said).entry.seq
    assert [told(ledger, seq) for seq in (1, refused, level)] == [
        ("opened", None), ("refused", None), ("declared", None),
    ]  # fmt: skip


def test_a_rehearsals_receipt_is_told_by_what_had_arrived_then(demo: Ledger, farms: Paper) -> None:
    """Numbered earlier but arriving later, the other file had not been seen yet."""
    late = send(demo, changed(farms, NONE_OUT), received_at=demo.now() - timedelta(hours=1)).entry
    early = send(demo, farms, received_at=demo.now() - timedelta(hours=2)).entry
    assert moved(receipt(demo, str(early.seq))) == (None, (736, 736))
    assert late.seq < early.seq


def test_every_receipt_of_the_sample_day_can_be_told(sample: Ledger) -> None:
    stories = [receipt(sample, str(entry.seq)) for entry in sample.entries(kinds=["submission"], limit=60)]
    assert {story.state for story in stories} == {"standing", "replaced"}
    told_of = {
        name for name, form in all_feeds().items() if any(c.adds[0] != "derived" for c in form.counters)
    }
    assert [story.number for story in stories if bool(story.counters) != (story.entry.feed in told_of)] == []
