"""What changed since the last report and seldom does: a denominator, a number that only grows."""

import pytest

from feeds import feed
from feeds.sentences import tell
from intake.draft import examine
from intake.receive import receive
from store.ledger import Ledger
from tests.papers import Paper, changed, printed, sample_rows


def since(ledger: Ledger, name: str, before: Paper, after: Paper, unit: str = "city") -> list[tuple]:
    """(code, row, holes) of what is said of `after` once `before` stands."""
    assert receive(ledger, feed(name), unit, printed(before), "一.csv", "王联络").receipt
    draft = examine(ledger, feed(name), unit, printed(after), "二.csv")
    found = [p for p in draft.problems if p.code in ("file.total_changed", "row.fell")]
    assert all(tell(p, feed(name), "zh").text != tell(p, feed(name), "en").text for p in found)
    return [(p.code, p.row, dict(p.holes)) for p in found]


def test_one_boat_fewer_is_another_denominator_and_is_told(ledger: Ledger) -> None:
    boats = sample_rows("fishing_vessels")
    gone = next(i for i, boat in enumerate(boats) if boat["船舶类型"] == "国内渔船")
    told = since(ledger, "fishing_vessels", boats, [*boats[:gone], *boats[gone + 1 :]])
    holes = {"measure": "fishing_vessels.in_port", "before": 4332, "after": 4331}
    assert told == [("file.total_changed", None, holes)]


def test_boats_that_come_home_change_no_denominator(ledger: Ledger) -> None:
    boats = sample_rows("fishing_vessels")
    assert since(ledger, "fishing_vessels", boats, changed(boats, {0: {"在港状态": "出海"}})) == []


def test_a_county_is_held_against_its_own_rows_only(ledger: Ledger) -> None:
    assert receive(
        ledger, feed("fishing_vessels"), "city", printed(sample_rows("fishing_vessels")), "全市.csv", "王联络"
    ).receipt
    boats = sample_rows("fishing_vessels", "嵊泗县")
    draft = examine(ledger, feed("fishing_vessels"), "shengsi", printed(boats[1:]), "嵊泗.csv")
    (changed_,) = [dict(p.holes) for p in draft.problems if p.code == "file.total_changed"]
    assert changed_["before"] - changed_["after"] == 1 and changed_["before"] < 4332


@pytest.mark.parametrize(("then", "now", "told"), [("3", "2", True), ("2", "3", False), ("2", "2", False)])
def test_hazards_found_so_far_cannot_become_fewer(ledger: Ledger, then: str, now: str, told: bool) -> None:
    villages = changed(sample_rows("flash_flood_villages"), {4: {"已处置隐患数(处)": "0"}})
    before = changed(villages, {4: {"发现隐患数(处)": then}})
    after = changed(villages, {4: {"发现隐患数(处)": now, "已处置隐患数(处)": "0"}})
    found = [one for one in since(ledger, "flash_flood_villages", before, after) if one[0] == "row.fell"]
    assert found == ([("row.fell", 6, {"before": then})] if told else [])


def test_an_effort_counted_up_to_now_cannot_become_smaller(ledger: Ledger) -> None:
    figures = sample_rows("figures")
    (at,) = [i for i, row in enumerate(figures) if row["数值"] == "428"]
    assert since(ledger, "figures", figures, changed(figures, {at: {"数值": "400"}})) == [
        ("row.fell", at + 2, {"before": "428"})
    ]


def test_a_smaller_forecast_is_no_smaller_effort(ledger: Ledger) -> None:
    villages = sample_rows("scenic_areas")
    fewer = [{**row, "在景区游客数(名)": "0"} for row in villages]
    assert since(ledger, "scenic_areas", villages, fewer) == []
