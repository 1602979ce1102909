"""Each figure comes with its qualifier, its cut-off and the entries it leads back to, or not at all."""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from feeds import feed
from readiness.measures import Measure, measures
from readiness.storm import state
from tests.papers import changed, sample_rows
from tests.readiness.situations import NOW, at, day, declared, picture

SEED = {
    row["measure"]: row
    for row in csv.DictReader((Path(__file__).parents[1] / "seed_figures.csv").open(encoding="utf-8-sig"))
}
LEVEL = declared("28 12:00", "IV", entry=99)


@pytest.fixture(scope="module")
def afternoon() -> dict[str, Measure]:
    return {line.measure.id: line.measure for line in day(LEVEL).lines}


@pytest.mark.parametrize("measure", [id for id in SEED if id != "storm.entered_24h_line"])
def test_a_qualifier_reads_as_in_the_newspapers_table(afternoon: dict, measure: str) -> None:
    assert afternoon[measure].qualifier == SEED[measure]["qualifier"]


@pytest.mark.parametrize("measure", [id for id, row in SEED.items() if row["total"]])
def test_a_total_is_the_newspapers(afternoon: dict, measure: str) -> None:
    assert str(afternoon[measure].total) == SEED[measure]["total"]


def test_a_plan_never_counts_as_done(afternoon: dict) -> None:
    berths = afternoon["unpowered_vessels.berth_planned"]
    assert (berths.value, berths.planned, berths.total) == (0, 113, 128)
    assert berths.only_planned and not berths.all_done


def test_the_evening_enters_the_24_hour_line() -> None:
    measure = day(now=at("28 20:00")).line("storm.entered_24h_line").measure
    assert (measure.value, measure.qualifier) == (SEED[measure.id]["done"], "event")


def test_the_afternoon_does_not_know_it_yet(afternoon: dict) -> None:
    assert afternoon["storm.entered_24h_line"].value is None


def test_the_storms_number_is_worked_out_from_its_id(afternoon: dict) -> None:
    assert (afternoon["storm.number"].value, afternoon["storm.number"].received_at) == (8, at("28 14:30"))


def test_the_level_is_a_measure_with_its_hour_and_its_entry(afternoon: dict) -> None:
    level = afternoon["response.city_hq"]
    assert (level.value, level.as_of, level.entries, level.qualifier) == (
        "IV",
        at("28 12:00"),
        (99,),
        "declared",
    )


def test_a_level_for_a_district_is_not_the_citys() -> None:
    assert day(declared("28 12:00", "II", scope="daishan")).line("response.city_hq").measure.value is None


def test_what_was_never_received_is_there_and_empty() -> None:
    measure = day(without=("shelters",)).line("shelters.open").measure
    assert (measure.value, measure.total, measure.received_at, measure.known_at, measure.entries) == (
        None,
        None,
        None,
        None,
        (),
    )


def test_a_measure_leads_back_to_its_entry_and_arrival(afternoon: dict) -> None:
    boats = afternoon["fishing_vessels.in_port"]
    assert len(boats.entries) == 1
    assert (boats.received_at, boats.as_of, boats.known_at) == (at("28 14:30"), None, at("28 14:30"))


def test_a_measure_ages_from_its_cut_off(afternoon: dict) -> None:
    assert afternoon["marine_works.stopped"].known_at == at("28 12:00")


def test_a_cut_off_after_the_arrival_does_not_keep_a_number_fresh() -> None:
    rows = [{**row, "截至时间": "2026-07-28 12:00"} for row in sample_rows("marine_works")]
    measure = (
        day(pictures={"marine_works": picture("marine_works", rows, 50)}).line("marine_works.total").measure
    )
    assert measure.known_at == at("28 14:30")


def test_a_sum_of_two_arrivals_is_as_old_as_the_older_one() -> None:
    measure = Measure("aquaculture", None, received_at=NOW, oldest_at=at("27 20:00"), entries=(3, 9))
    assert measure.known_at == at("27 20:00")


@pytest.mark.parametrize(
    ("written", "qualifier"),
    [
        ("200余", "lower bound, mean"),
        ("约200", "approximate, mean"),
        ("≤200", "upper bound, mean"),
        ("200", "mean"),
    ],
)
def test_a_means_bound_is_part_of_what_it_says(written: str, qualifier: str) -> None:
    rows = changed(sample_rows("reservoirs"), {i: {"可纳雨量(毫米)": written} for i in range(200)})
    measure = (
        day(pictures={"reservoirs": picture("reservoirs", rows, 50)})
        .line("reservoirs.mean_rain_capacity_mm")
        .measure
    )
    assert measure.qualifier == qualifier


@pytest.mark.parametrize(
    ("marks", "qualifier"),
    [(("", ""), "stock"), (("余", ""), "lower bound"), (("余", "以下"), "approximate")],
)
def test_a_stocks_bound_says_it_all(marks: tuple[str, str], qualifier: str) -> None:
    rows = sample_rows("supplies")
    pumps = [i for i, row in enumerate(rows) if row["物资"] == "应急排水泵"]
    rows = changed(rows, {i: {"数量": f"10{marks[n % 2]}"} for n, i in enumerate(pumps)})
    assert (
        day(pictures={"supplies": picture("supplies", rows, 50)}).line("supplies.pumps").measure.qualifier
        == qualifier
    )


def test_a_sum_that_lacks_a_row_says_that_it_is_a_lower_bound() -> None:
    rows = changed(sample_rows("leisure_craft"), {0: {"休闲渔船数(艘)": ""}})
    measure = (
        day(pictures={"leisure_craft": picture("leisure_craft", rows, 50)})
        .line("leisure_fishing.stopped_tourism")
        .measure
    )
    assert measure.qualifier == "done, lower bound"


def test_nothing_of_nothing_is_not_all() -> None:
    rows = [row for row in sample_rows("fishing_vessels") if row["船舶类型"] != "海钓船"]
    measure = (
        day(pictures={"fishing_vessels": picture("fishing_vessels", rows, 50)})
        .line("angling.controlled")
        .measure
    )
    assert (measure.value, measure.total, measure.all_done, measure.qualifier) == (0, 0, False, "done")


def test_a_sum_that_lacks_a_county_is_not_all_and_names_who_is_silent() -> None:
    rows = sample_rows("aquaculture", "嵊泗县")
    board = day(
        pictures={"aquaculture": picture("aquaculture", rows, 50, "shengsi")},
        scopes={"aquaculture": frozenset(["shengsi"])},
    )
    measure = board.line("aquaculture.evacuated").measure
    assert measure.value == measure.total
    assert (measure.all_done, measure.silent) == (False, ("dinghai", "putuo", "daishan"))


def test_a_state_said_by_one_district_does_not_hold_for_the_city() -> None:
    said = [{"指标": "城区主要河道水位正常", "数值": "均", "县区": "定海区"}]
    measure = day(pictures={"figures": picture("figures", said, 50)}).line("rivers.normal").measure
    assert (measure.value, measure.silent, measure.qualifier) == (
        "all",
        ("putuo", "daishan", "shengsi"),
        "status",
    )


def test_a_state_said_by_every_county_holds_for_the_city() -> None:
    said = [
        {"指标": "城区主要河道水位正常", "数值": "均", "县区": name}
        for name in ("定海区", "普陀区", "岱山县", "嵊泗县")
    ]
    measure = day(pictures={"figures": picture("figures", said, 50)}).line("rivers.normal").measure
    assert (measure.silent, measure.qualifier) == ((), "status, all")


def test_a_districts_own_part_is_missing_while_that_district_is_silent() -> None:
    rows = sample_rows("waterlogging_spots", "定海区")
    board = day(
        pictures={"waterlogging_spots": picture("waterlogging_spots", rows, 50, "dinghai")},
        scopes={"waterlogging_spots": frozenset(["dinghai"])},
    )
    assert board.line("waterlogging.by_district.dinghai").measure.value == 10
    assert board.line("waterlogging.by_district.putuo").measure.value is None


def test_a_sum_without_xincheng_is_a_part_where_xincheng_reports() -> None:
    counties = frozenset(["dinghai", "putuo", "daishan", "shengsi"])
    board = day(scopes={"waterlogging_spots": counties, "aquaculture": counties})
    spots = board.line("waterlogging.controlled").measure
    assert (spots.silent, spots.all_done) == (("xincheng",), False)
    assert board.line("waterlogging.by_district.xincheng").measure.value is None
    assert board.line("waterlogging.by_district.putuo").measure.silent == ()
    assert board.line("aquaculture.evacuated").measure.silent == ()


def test_firms_that_all_still_run_are_open_and_grow_late() -> None:
    rows = [{**row, "运营状态": "运营"} for row in sample_rows("leisure_craft", count=12)]
    running = {"leisure_craft": picture("leisure_craft", rows, 50)}
    lines = [
        day(now=at(now), pictures=running).line("leisure_companies.stopped")
        for now in ("28 15:00", "29 15:00")
    ]
    assert [line.measure.value for line in lines] == [0, 0]
    assert [line.measure.entries for line in lines] == [(50,), (50,)]
    assert [line.state for line in lines] == ["open", "late"]


def test_a_measure_of_two_entries_knows_its_oldest_and_its_newest_arrival() -> None:
    frame = picture("aquaculture", sample_rows("aquaculture", count=20))
    frame["_entry"] = [5, 9] * 10
    arrivals = {5: at("28 09:00"), 9: at("28 14:00")}
    city = {"aquaculture": frozenset(["city"])}
    found = {m.id: m for m in measures({"aquaculture": frame}, arrivals, city, [], None)}
    measure = found["aquaculture.evacuated"]
    assert (measure.oldest_at, measure.received_at) == (at("28 09:00"), at("28 14:00"))


def _track() -> pd.DataFrame:
    fixes = [
        ("202508", 6, 128.5, 5),
        ("202508", 9, 127.5, 6),
        ("202508", 12, 126.5, 7),
        ("202508", 15, 126.0, 8),
    ]
    fixes += [("202509", 9, 140.0, 20), ("202509", 15, 139.0, 21)]
    rows = [
        {
            "storm_id": id,
            "agency": "CMA",
            "source": "zjwater",
            "kind": "fix",
            "valid_at": pd.Timestamp(2025, 7, 28, hour, tz="UTC"),
            "lon_deg": lon,
            "lat_deg": 28.0,
            "_entry": entry,
        }
        for id, hour, lon, entry in fixes
    ]
    return pd.DataFrame([*rows[4:], *rows[:4]])


def test_a_crossing_leads_back_to_the_fixes_either_side_of_it_and_no_other_storms() -> None:
    track = _track()
    arrivals = {6: at("28 17:30"), 7: at("28 20:30"), 8: at("28 23:30")}
    found = {m.id: m for m in measures({"track": track}, arrivals, {}, [], state(track, at("28 23:45")))}
    crossed, number = found["storm.entered_24h_line"], found["storm.number"]
    assert (crossed.entries, crossed.oldest_at, crossed.received_at) == (
        (6, 7),
        at("28 17:30"),
        at("28 20:30"),
    )
    assert (number.value, number.entries) == (8, (8,))


def test_an_old_cut_off_beside_rows_that_give_none_is_old() -> None:
    counter = feed("aquaculture").counters[0]
    arrived = datetime(2025, 7, 28, 7, tzinfo=UTC)
    old = arrived - timedelta(days=8)
    assert Measure("aquaculture", counter, 5, stated_at=old, oldest_at=arrived).known_at == old
