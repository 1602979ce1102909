"""What the ledger knew at a moment, as the screens are given it."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from domain.clock import from_beijing
from feeds import feed
from intake.levels import declare
from intake.receive import receive
from store.ledger import Ledger
from tests.levels import one_person
from tests.papers import changed, printed, sample_rows
from web.known import rendered
from web.known.situation import changes, situation

NOON, AFTERNOON, NIGHT = (from_beijing(f"2025-07-28T{at}") for at in ("11:59", "15:00", "22:00"))


def test_the_past_is_shown_as_it_was_known(sample: Ledger) -> None:
    assert situation(sample, NOON).grade == "marine"
    assert situation(sample, AFTERNOON).grade == "IV"


def test_a_night_without_news_is_late_and_not_done(sample: Ledger) -> None:
    board = situation(sample, from_beijing("2025-07-29T06:00"))
    assert board.line("fishing_vessels.in_port").state == "late"
    assert {silence.feed.name for silence in board.silences} >= {"fishing_vessels", "reservoirs"}


def test_nothing_that_has_not_arrived_is_among_the_changes(sample: Ledger) -> None:
    assert all(change.at <= AFTERNOON for change in changes(sample, "zh", AFTERNOON))


def test_the_storm_moves_on_with_the_clock(sample: Ledger) -> None:
    before, after = (situation(sample, at).storm for at in (AFTERNOON, NIGHT))
    assert after.distance_km < before.distance_km
    assert (before.entered_24h_at, after.inside_24h) == (None, True)


def test_thirty_viewers_are_handed_the_same_board_and_the_same_map(sample: Ledger) -> None:
    first, second = rendered.present(sample), rendered.present(sample)
    assert first.board is second.board
    decks = [rendered.deck(first, "city", ("reservoirs",), "zh", "dark") for _ in range(2)]
    assert decks[0] is decks[1] and decks[0].to_json() is decks[1].to_json()


@pytest.mark.parametrize(("lang", "name"), [("zh", "嵊泗菜园 07-29 "), ("en", "Caiyuan, Shengsi 07-29 ")])
def test_the_walls_map_names_the_citys_places_with_when_the_wind_comes(
    sample: Ledger, lang: str, name: str
) -> None:
    now = rendered.present(sample)
    wall, desk = (rendered.deck(now, view, (), lang, "dark").to_json() for view in ("wall_city", "city"))
    named = {row["name"] for row in json.loads(wall)["layers"][-1]["data"]}
    assert any(one.startswith(name) for one in named)
    assert name not in json.dumps(json.loads(desk), ensure_ascii=False)


def test_a_level_still_to_come_says_from_when(sample_url: str) -> None:
    sample = one_person(Ledger(sample_url))
    at = from_beijing("2025-07-28T18:00")
    declare(
        sample, issuer="city_hq", scope="city", grade="III", verb="raise", effective_at=at, basis="会商", actor="值班"
    )  # fmt: skip
    assert changes(sample, "zh")[0].result == "Ⅲ级，18:00 起"


def test_a_county_whose_rows_others_sent_again_is_not_silent(tmp_path: Path) -> None:
    ledger = Ledger(f"sqlite:///{tmp_path / 'live.sqlite3'}")
    rows = sample_rows("aquaculture", "嵊泗县")
    moved = changed(rows, {position: {"县区": "普陀区"} for position in range(len(rows))})
    for unit, paper in (("shengsi", rows), ("putuo", moved)):
        assert receive(ledger, feed("aquaculture"), unit, printed(paper), f"{unit}.csv", "联络员").receipt
    assert situation(ledger).line("aquaculture.evacuated").measure.silent == ("dinghai", "daishan")


def test_rows_of_last_week_are_late_also_beside_rows_without_a_cut_off(tmp_path: Path) -> None:
    ledger = Ledger(f"sqlite:///{tmp_path / 'live.sqlite3'}")
    old = ledger.now() - timedelta(days=8)
    for unit, rows, as_of in (
        ("city", sample_rows("aquaculture"), None),
        ("shengsi", sample_rows("aquaculture", "嵊泗县"), old),
    ):
        receive(ledger, feed("aquaculture"), unit, printed(rows), f"{unit}.csv", "联络员", as_of)
    board = situation(ledger)
    assert board.line("aquaculture.evacuated").state == "late"
    assert "aquaculture" in {silence.feed.name for silence in board.silences}


def test_at_eight_in_the_evening_one_county_of_the_sample_is_late_with_its_shelters_and_next_morning_everybody(
    sample: Ledger,
) -> None:
    def silent(at: str) -> dict[str, tuple[str, tuple[str, ...]]]:
        board = situation(sample, from_beijing(f"2025-07-{at}"))
        return {one.feed.name: (one.state, one.units) for one in board.silences}

    assert silent("28T14:59") == {}
    assert silent("28T20:00") == {"shelters": ("overdue", ("dinghai", "putuo", "putuoshan"))}
    morning = silent("29T08:00")
    assert len(morning) == 17 and morning["fishing_vessels"] == ("overdue", ("city",))
    assert morning["shelters"][0] == "very_late" and len(morning["shelters"][1]) == 6


def test_the_sample_days_forms_lead_to_the_receipts_that_stand(sample: Ledger) -> None:
    duties = situation(sample, AFTERNOON).duties
    by_unit = {duty.unit: duty.sent for duty in duties if duty.feed.name == "evacuations"}
    assert set(by_unit) == {"dinghai", "putuo", "daishan", "shengsi"}
    entry = sample.entry(int(by_unit["dinghai"].receipt.removeprefix("R")))
    assert (entry.feed, entry.scope, entry.received_at) == (
        "evacuations",
        "dinghai",
        by_unit["dinghai"].received_at,
    )
    (boats,) = [duty.sent for duty in duties if duty.feed.name == "fishing_vessels"]
    assert boats.accepted == len(sample.entries(kinds=["submission"], feed="fishing_vessels", at=AFTERNOON))


def test_a_refused_file_is_counted_and_ends_no_silence(sample_url: str) -> None:
    sample, wrong = (
        Ledger(sample_url),
        printed(changed(sample_rows("shelters", "定海区"), {0: {"可容纳人数(人)": "若干"}})),
    )
    before = situation(sample).duties
    assert receive(sample, feed("shelters"), "dinghai", wrong, "x.csv", "联络员").receipt is None
    now = situation(sample).duties

    def own(duties: tuple) -> tuple:
        (duty,) = [duty for duty in duties if (duty.feed.name, duty.unit) == ("shelters", "dinghai")]
        return duty.sent.refused, duty.sent.accepted, duty.sent.receipt, duty.due_at

    assert own(now) == (1, *own(before)[1:]) and own(before)[0] == 0


def test_a_county_whose_rows_others_sent_again_has_reported_all_the_same(tmp_path: Path) -> None:
    ledger = Ledger(f"sqlite:///{tmp_path / 'live.sqlite3'}")
    rows = sample_rows("aquaculture", "嵊泗县")
    moved = changed(rows, {position: {"县区": "普陀区"} for position in range(len(rows))})
    for unit, paper in (("shengsi", rows), ("putuo", moved)):
        receive(ledger, feed("aquaculture"), unit, printed(paper), f"{unit}.csv", "联络员")
    states = {duty.unit: duty.state for duty in situation(ledger).duties if duty.feed.name == "aquaculture"}
    assert states == {"shengsi": "in_time", "putuo": "in_time", "dinghai": "missing", "daishan": "missing"}
