"""A correction is a report like any other: the unit's rows with one of them changed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.clock import from_beijing
from feeds import feed
from intake.receive import receive
from store.ledger import Ledger
from tests.papers import printed, sample_rows
from web.correcting import corrected

NOW = from_beijing("2025-07-28T15:00")


@pytest.fixture
def ledger(sample_url: str) -> Iterator[Ledger]:
    opened = Ledger(sample_url)
    yield opened
    opened.close()


@pytest.mark.parametrize(("lang", "title", "text"), [("zh", "在港状态", "出海"), ("en", "Status", "At sea")])
def test_one_boat_is_corrected_and_the_others_stay_as_they_were(ledger: Ledger, lang, title, text) -> None:
    boats = feed("fishing_vessels")
    before = ledger.read(boats.name).frame
    at = int((before["district"] == "shengsi").to_numpy().nonzero()[0][7])
    unit, data = corrected(boats, ledger.read(boats.name), at, {title: text}, NOW, lang)
    outcome = receive(ledger, boats, unit, data, "更正.csv", "值班员")
    moved = outcome.draft.moved
    assert (unit, outcome.receipt is not None) == ("shengsi", True)
    assert (moved["added"], moved["changed"], moved["missing"]) == (0, 1, 0)
    after = ledger.read(boats.name).frame.set_index("vessel_id")
    boat = before["vessel_id"].iloc[at]
    assert (after.at[boat, "status"], len(after)) == ("at_sea", len(before))
    assert after.at[boat, "as_of"].hour == 7


def test_a_figure_is_corrected_alone(ledger: Ledger) -> None:
    figures = feed("figures")
    before = ledger.read(figures.name).frame
    at = list(before["measure"]).index("geohazard.teams")
    unit, data = corrected(figures, ledger.read(figures.name), at, {"数值": "90"}, NOW, "zh")
    outcome = receive(ledger, figures, unit, data, "更正.csv", "值班员")
    assert (unit, outcome.entry.rows) == ("city", 1)
    after = ledger.read(figures.name).frame.set_index("measure")
    assert (after.at["geohazard.teams", "number"], len(after)) == (90, len(before))


def test_a_correction_that_cannot_be_is_refused_like_a_file(tmp_path: Path) -> None:
    ledger, farms = Ledger(f"sqlite:///{tmp_path / 'live.sqlite3'}"), feed("aquaculture")
    receive(ledger, farms, "shengsi", printed(sample_rows("aquaculture", "嵊泗县")), "a.csv", "王联络")
    unit, data = corrected(farms, ledger.read(farms.name), 0, {"已撤离人数(人)": "9999"}, NOW, "zh")
    assert receive(ledger, farms, unit, data, "更正.csv", "王联络").receipt is None


def test_the_rows_beside_a_corrected_one_stay_as_old_as_they_were(ledger: Ledger) -> None:
    farms = feed("aquaculture")
    shown = ledger.read(farms.name)
    came = shown.entries[0].received_at
    unit, data = corrected(farms, shown, 0, {"已撤离人数(人)": "0"}, NOW, "zh")
    receive(ledger, farms, unit, data, "更正.csv", "值班员")
    after = ledger.read(farms.name).frame
    own = after[after["district"] == unit]
    assert own["as_of"].iloc[0] == NOW
    assert len(own) > 2 and set(own["as_of"].iloc[1:]) == {came}
