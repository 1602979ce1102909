"""Returned rows that come from another unit, too late, or after a newer report: no list is cut short, nothing old looks new."""

import pytest

from intake.arrivals import withdraw
from intake.undo import undo
from store.ledger import Ledger
from tests.intake.partly import FARMS, sent, waiting
from tests.papers import Paper, changed
from tests.store.boats import Wall

PEOPLE, OUT = "养殖人员数(人)", "已撤离人数(人)"
SPOILT = {3: {PEOPLE: "若干"}, 10: {PEOPLE: "若干"}}
MENDED = {3: {PEOPLE: "40"}, 10: {PEOPLE: "40"}}


def shown(ledger: Ledger):
    return ledger.read(FARMS.name).frame.set_index("farm_id")


def codes(outcome) -> list[str]:
    return [problem.code for problem in outcome.draft.problems if problem.severity != "note"]


def test_a_county_may_send_the_rows_of_its_own_that_the_city_got_back(ledger: Ledger, farms: Paper) -> None:
    sent(ledger, farms)
    part = sent(ledger, changed(farms, SPOILT), partial=True)
    mended = changed(farms, MENDED)
    done = sent(ledger, [mended[3], mended[10]], "shengsi")
    assert (done.entry.detail["completes"], done.entry.detail["supplement"]) == (part.entry.seq, True)
    assert len(shown(ledger)) == len(farms)
    assert list(shown(ledger).loc[["YZ004", "YZ011"], "people"]) == [40, 40]
    assert waiting(ledger) == []


def test_the_city_may_send_the_rows_that_a_county_got_back(
    ledger: Ledger, farms: Paper, islands: Paper
) -> None:
    sent(ledger, farms)
    part = sent(ledger, changed(islands, {3: {PEOPLE: "若干"}}), "shengsi", partial=True)
    done = sent(ledger, changed(islands, {3: {PEOPLE: "40"}})[3:4])
    assert done.entry.detail["completes"] == part.entry.seq
    assert len(shown(ledger)) == len(farms)
    assert waiting(ledger, "shengsi") == []


def test_rows_that_have_not_come_again_wait_on(ledger: Ledger, farms: Paper) -> None:
    sent(ledger, farms)
    sent(ledger, changed(farms, SPOILT), partial=True)
    sent(ledger, changed(farms, MENDED)[3:4])
    (left,) = waiting(ledger)
    sent(ledger, changed(farms, MENDED)[10:11])
    assert waiting(ledger) == [] and left.detail["rows"] == 2


def test_where_several_wait_the_keys_tell_whose_rows_come(
    ledger: Ledger, farms: Paper, islands: Paper
) -> None:
    sent(ledger, farms)
    city = sent(ledger, changed(farms, SPOILT), partial=True)
    own = sent(ledger, changed(islands, {0: {PEOPLE: "若干"}}), "shengsi", partial=True)
    (draft,) = waiting(ledger, "shengsi")
    done = sent(ledger, [{**changed(farms, MENDED)[3], "截至时间": "2025-07-28 15:10"}], "shengsi")
    assert done.entry.detail["completes"] == city.entry.seq
    assert waiting(ledger, "shengsi") == [draft] and draft.detail["completes"] == own.entry.seq


def test_a_county_whose_list_is_short_is_not_taken_for_others_returned_rows(
    ledger: Ledger, farms: Paper
) -> None:
    sent(ledger, farms)
    sent(ledger, changed(farms, SPOILT), partial=True)
    others = [row for row in farms if row["县区"] != farms[3]["县区"]][:2]
    unit = {"普陀区": "putuo", "岱山县": "daishan", "定海区": "dinghai", "嵊泗县": "shengsi"}[
        others[0]["县区"]
    ]
    one = [row for row in others if row["县区"] == others[0]["县区"]][:1]
    assert "completes" not in sent(ledger, one, unit).entry.detail


def test_a_returned_row_gives_way_to_a_newer_report_of_it_and_that_report_is_named(
    ledger: Ledger, wall: Wall, farms: Paper, islands: Paper
) -> None:
    sent(ledger, farms)
    sent(ledger, changed(farms, SPOILT), partial=True)
    wall.pass_hours(6)
    newer = sent(ledger, changed(islands, {3: {OUT: "2"}}), "shengsi")
    assert newer.receipt and waiting(ledger) == []
    wall.pass_hours(1)
    late = sent(ledger, [changed(farms, MENDED)[3]])
    assert (late.receipt, codes(late)) == (None, ["row.told_since", "file.all_told_since"])
    (told,) = [p for p in late.draft.problems if p.code == "row.told_since"]
    assert dict(told.holes)["receipt"] == newer.receipt.number
    assert shown(ledger).at["YZ004", "_entry"] == newer.entry.seq


def test_of_several_returned_rows_only_those_nobody_told_since_are_taken(
    ledger: Ledger, farms: Paper, islands: Paper
) -> None:
    sent(ledger, farms)
    other = next(i for i, row in enumerate(farms) if row["县区"] != "嵊泗县")
    cells = {3: {PEOPLE: "若干"}, other: {PEOPLE: "若干"}}
    sent(ledger, changed(farms, cells), partial=True)
    newer = sent(ledger, changed(islands, {3: {OUT: "2"}}), "shengsi")
    assert len(waiting(ledger)) == 1
    mended = changed(farms, {3: {PEOPLE: "40"}, other: {PEOPLE: "40"}})
    done = sent(ledger, [mended[3], mended[other]])
    assert codes(done)[0] == "row.told_since" and done.draft.sent.num_rows == 1
    frame = shown(ledger)
    assert frame.at["YZ004", "_entry"] == newer.entry.seq
    assert frame.at[farms[other]["养殖场编号"], "people"] == 40
    assert (len(frame), waiting(ledger)) == (len(farms), [])


def test_a_returned_row_that_says_it_is_true_of_later_is_taken(
    ledger: Ledger, wall: Wall, farms: Paper, islands: Paper
) -> None:
    sent(ledger, farms)
    sent(ledger, changed(farms, SPOILT), partial=True)
    wall.pass_hours(6)
    sent(ledger, changed(islands, {3: {OUT: "2"}}), "shengsi")
    wall.pass_hours(1)
    later = {"截至时间": "2025-07-28 21:30"}
    done = sent(ledger, [{**changed(farms, MENDED)[3], **later}])
    assert done.receipt and shown(ledger).at["YZ004", "people"] == 40


@pytest.mark.parametrize("closed", ["left", "undone", "reported anew"])
def test_rows_nobody_waits_for_any_more_are_turned_away_with_the_way_to_go(
    ledger: Ledger, farms: Paper, islands: Paper, closed: str
) -> None:
    sent(ledger, islands, "shengsi")
    part = sent(ledger, changed(islands, {3: {PEOPLE: "若干"}}), "shengsi", partial=True)
    (draft,) = waiting(ledger, "shengsi")
    if closed == "left":
        withdraw(ledger, draft, "王联络")
    elif closed == "undone":
        undo(ledger, part.entry.seq, "王联络", "报错了")
    else:
        sent(ledger, changed(islands, {5: {PEOPLE: "900"}}), "shengsi")
    late = sent(ledger, changed(islands, {3: {PEOPLE: "40"}})[3:4], "shengsi")
    assert (late.receipt, codes(late)) == (None, ["file.returned_before"])
    assert len(shown(ledger)) == len(islands)
