"""A correction is a report like any other, of one row: the unit's other rows stay as they are."""

import pytest
from pandas.testing import assert_frame_equal

from domain.clock import from_beijing
from feeds import feed
from intake.draft import Draft, examine
from intake.history import history
from intake.receive import commit
from store.ledger import Ledger
from web.board.correcting import corrected
from web.known.situation import known

NOW = from_beijing("2025-07-28T15:00")


def send(ledger: Ledger, name: str, position: int, cells: dict[str, str], lang: str = "zh") -> Draft:
    """A correction of the row at that position, sent where nothing is wrong with it."""
    form = feed(name)
    unit, data = corrected(form, ledger.read(name).frame, position, cells, NOW, lang)
    draft = examine(ledger, form, unit, data, "更正.csv", supplement=True)
    if not draft.refused:
        commit(ledger, draft, "值班员")
    return draft


@pytest.mark.parametrize(("lang", "title", "text"), [("zh", "在港状态", "出海"), ("en", "Status", "At sea")])
def test_one_boat_is_corrected_and_the_others_stay_as_they_were(ledger: Ledger, lang, title, text) -> None:
    before = ledger.read("fishing_vessels").frame
    at = int((before["district"] == "shengsi").to_numpy().nonzero()[0][7])
    draft = send(ledger, "fishing_vessels", at, {title: text}, lang)
    assert (draft.unit, draft.refused, draft.sent.num_rows) == ("shengsi", False, 1)
    assert draft.moved == {"added": 0, "changed": 1, "missing": 0}
    after = ledger.read("fishing_vessels").frame.set_index("vessel_id")
    boat = before["vessel_id"].iloc[at]
    assert (after.at[boat, "status"], len(after)) == ("at_sea", len(before))
    assert after.at[boat, "as_of"].hour == 7
    others = before.set_index("vessel_id").drop(boat)
    assert_frame_equal(after.loc[others.index, list(others)], others, check_categorical=False)


def test_a_corrected_row_stays_where_it_stood_among_its_districts(ledger: Ledger) -> None:
    before = ledger.read("aquaculture").frame
    own = before[before["district"] == "shengsi"]["farm_id"].tolist()
    send(ledger, "aquaculture", int(before["farm_id"].tolist().index(own[2])), {"已撤离人数(人)": "0"})
    after = ledger.read("aquaculture").frame
    assert after[after["district"] == "shengsi"]["farm_id"].tolist() == own


def test_a_figure_is_corrected_alone(ledger: Ledger) -> None:
    before = ledger.read("figures").frame
    at = list(before["measure"]).index("geohazard.teams")
    draft = send(ledger, "figures", at, {"数值": "90"})
    assert (draft.unit, draft.supplement, draft.sent.num_rows) == ("city", False, 1)
    after = ledger.read("figures").frame.set_index("measure")
    assert (after.at["geohazard.teams", "number"], len(after)) == (90, len(before))


def test_a_correction_that_cannot_be_is_refused_like_a_file(ledger: Ledger) -> None:
    draft = send(ledger, "aquaculture", 0, {"已撤离人数(人)": "9999"})
    assert draft.refused and draft.offer is None


def test_a_correction_makes_its_district_no_fresher_than_its_oldest_row(ledger: Ledger) -> None:
    before = known(ledger).sent["aquaculture"]["city"]
    draft = send(ledger, "aquaculture", 0, {"已撤离人数(人)": "0"})
    own = known(ledger).sent["aquaculture"][draft.unit]
    assert own.oldest_at == before.oldest_at and own.receipt != before.receipt
    assert history(ledger, draft.unit, "aquaculture")[0].overdue_h == 0.0
