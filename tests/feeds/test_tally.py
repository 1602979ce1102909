"""What the rows of a picture add up to, and what they do not say."""

from datetime import UTC, datetime

import pandas as pd
import pytest

from feeds import feed
from feeds.tally import Tally, tally
from tests.papers import checked, printed

NOON = datetime(2025, 7, 28, 4, tzinfo=UTC)
THREE = datetime(2025, 7, 28, 7, tzinfo=UTC)


def picture(*rows: dict, entry: int = 1) -> pd.DataFrame:
    """Rows as the store hands them out; a row may name its own entry."""
    frame = pd.DataFrame([{"as_of": None, "_entry": entry, **row} for row in rows])
    return frame.assign(as_of=pd.to_datetime(frame["as_of"], utc=True))


def counted(name: str, *rows: dict) -> dict[str, Tally]:
    return {result.counter.id: result for result in tally(feed(name), picture(*rows))}


def read(name: str, *rows: dict[str, str]) -> pd.DataFrame:
    """Rows as printed, read by their form."""
    table = checked(name, printed(rows)).table
    return table.to_pandas().assign(_entry=1)


def figures(*rows: tuple[str, str, str]) -> dict[str, Tally]:
    """What figures sent as (measure, value, district) say."""
    frame = read(
        "figures", *({"指标": measure, "数值": value, "县区": district} for measure, value, district in rows)
    )
    return {result.counter.id: result for result in tally(feed("figures"), frame)}


def vessel(plan: str, state: str) -> dict:
    return {"plan": plan, "plan_state": state}


def test_a_plan_is_not_a_berth() -> None:
    planned = counted(
        "unpowered_vessels", *[vessel("berth", "planned")] * 113, *[vessel("individual", "in_place")] * 15
    )
    berths = planned["unpowered_vessels.berth_planned"]
    assert (berths.value, berths.planned, berths.total) == (0, 113, 128)


def test_a_berth_taken_is_no_longer_planned() -> None:
    berths = counted("unpowered_vessels", vessel("berth", "in_place"), vessel("berth", "planned"))[
        "unpowered_vessels.berth_planned"
    ]
    assert (berths.value, berths.planned, berths.total) == (1, 1, 2)


def test_routes_planned_to_stop_still_run() -> None:
    rows = [{"status": status} for status in ["suspended"] * 74 + ["planned"] * 3 + ["running"]]
    stopped = counted("passenger_routes", *rows)["passenger_routes.suspended"]
    assert (stopped.value, stopped.planned, stopped.total) == (74, 3, 78)


def test_a_whole_nobody_counted_is_not_a_whole() -> None:
    closed = counted(
        "scenic_areas", *[{"seaside": True, "state": "closed", "tourists": 0, "district": "putuo"}] * 6
    )
    areas = closed["scenic_areas.closed"]
    assert (areas.value, areas.total, areas.unstated) == (6, None, True)


def test_a_total_with_a_gap_is_not_a_total() -> None:
    village = {"inspected": True, "hazards_found": 2, "hazards_fixed": 2}
    fixed = counted("flash_flood_villages", village, {**village, "hazards_found": None})[
        "flash_flood_villages.hazards_fixed"
    ]
    assert (fixed.value, fixed.total, fixed.unstated) == (4, None, True)


def test_a_sum_with_a_gap_is_at_least_what_the_others_say() -> None:
    rows = [
        {"seaside": False, "state": "open", "tourists": tourists, "district": "putuo"}
        for tourists in (300, None)
    ]
    total = counted("scenic_areas", *rows)["tourists.total"]
    assert (total.value, total.bound) == (300, "lower")


def test_a_sum_of_nothing_but_gaps_is_no_number() -> None:
    rows = [{"seaside": False, "state": "open", "tourists": None, "district": "putuo"}] * 2
    assert counted("scenic_areas", *rows)["tourists.total"].value is None


def test_a_mean_is_taken_over_those_who_said_something() -> None:
    rows = [
        {
            "kind": "reservoir",
            "rain_capacity_mm": mm,
            "rain_capacity_mm_qualifier": None,
            "defective": False,
            "measure": "normal",
        }
        for mm in (100.0, None, 300.0)
    ]
    assert counted("reservoirs", *rows)["reservoirs.mean_rain_capacity_mm"].value == 200


def test_a_mean_of_nothing_is_no_number() -> None:
    pond = {
        "kind": "pond",
        "rain_capacity_mm": 5.0,
        "rain_capacity_mm_qualifier": None,
        "defective": True,
        "measure": "empty",
    }
    assert counted("reservoirs", pond)["reservoirs.mean_rain_capacity_mm"].value is None


@pytest.mark.parametrize(
    ("qualifiers", "bound"),
    [
        ([None, None], ""),
        (["lower", None], "lower"),
        (["lower", "lower"], "lower"),
        (["upper", None], "upper"),
        (["about", None], "about"),
        (["lower", "upper"], "about"),
        (["lower", "about"], "about"),
    ],
)
def test_bounds_survive_a_sum(qualifiers: list, bound: str) -> None:
    rows = [{"item": "pump", "quantity": 670, "quantity_qualifier": qualifier} for qualifier in qualifiers]
    pumps = counted("supplies", *rows)["supplies.pumps"]
    assert (pumps.value, pumps.bound) == (1340, bound)


def test_the_bound_of_one_item_is_not_the_bound_of_another() -> None:
    rows = [
        {"item": "pump", "quantity": 5, "quantity_qualifier": "lower"},
        {"item": "sandbag", "quantity": 7, "quantity_qualifier": None},
    ]
    assert counted("supplies", *rows)["supplies.sandbags"].bound == ""


def test_a_measure_is_as_old_as_the_oldest_row_it_counts() -> None:
    rows = [{"status": "stopped", "as_of": THREE}, {"status": "stopped", "as_of": NOON}]
    assert counted("marine_works", *rows)["marine_works.total"].as_of == NOON


def test_one_row_without_a_cut_off_leaves_the_measure_without_one() -> None:
    rows = [{"status": "stopped", "as_of": NOON}, {"status": "stopped"}]
    assert counted("marine_works", *rows)["marine_works.total"].as_of is None


def test_only_the_rows_a_measure_counts_speak_for_its_age_and_its_receipts() -> None:
    rows = [{"kind": "zone", "as_of": NOON, "_entry": 4}, {"kind": "point", "_entry": 9}]
    zones = counted("geohazard_sites", *rows)["geohazard.zones"]
    assert (zones.as_of, zones.entries) == (NOON, (4,))


def test_the_citys_own_figure_stands_before_the_districts() -> None:
    found = figures(("疏通雨水井", "100", "定海区"), ("疏通雨水井", "234", "全市"))["drainage.wells"]
    assert (found.value, found.districts) == (234, ("city",))


def test_the_districts_figures_are_added_up_where_the_city_sent_none() -> None:
    found = figures(("疏通雨水管网", "10.1", "定海区"), ("疏通雨水管网", "11.2余", "普陀区"))[
        "drainage.pipe_km"
    ]
    assert (found.value, found.bound, found.districts) == (21.3, "lower", ("dinghai", "putuo"))


@pytest.mark.parametrize("written", ["均", "全部", "全", "全部正常"])
def test_a_state_that_holds_everywhere_is_all(written: str) -> None:
    assert figures(("城区主要河道水位正常", written, "全市"))["rivers.normal"].value == "all"


@pytest.mark.parametrize(
    ("written", "unit", "qualifier", "value", "bound"),
    [
        ("21.3公里", "", "", 21.3, ""),
        ("21.3", "km", "", 21.3, ""),
        ("21.3", "公里", "以上", 21.3, "lower"),
        ("21.3余", "公里", "累计", 21.3, "lower"),
        ("约21.3", "", "", 21.3, "about"),
        ("21.3", "", "约", 21.3, "about"),
    ],
)
def test_a_figure_is_read_in_its_measures_unit_with_its_bound(
    written: str, unit: str, qualifier: str, value: float, bound: str
) -> None:
    row = {"指标": "疏通雨水管网", "数值": written, "县区": "全市", "单位": unit, "限定": qualifier}
    found = {t.counter.id: t for t in tally(feed("figures"), read("figures", row))}["drainage.pipe_km"]
    assert (found.value, found.bound) == (value, bound)


@pytest.mark.parametrize(
    ("measure", "written", "value"),
    [("登陆预报", "2025年7月30日白天", "2025-07-30 daytime"), ("最强可达", "强热带风暴级", "STS")],
)
def test_a_forecast_is_kept_as_a_word(measure: str, written: str, value: str) -> None:
    assert [t.value for t in figures((measure, written, "全市")).values() if t.value is not None] == [value]


def test_a_figure_nobody_sent_has_no_value() -> None:
    found = figures(("疏通雨水井", "234", "全市"))["rivers.normal"]
    assert (found.value, found.entries, found.as_of) == (None, (), None)


def test_none_of_twelve_is_known_from_all_twelve() -> None:
    rows = [{"state": "running", "as_of": at, "_entry": entry} for at, entry in ((THREE, 4), (NOON, 7))]
    rows = [{**row, "leisure_boats": 1, "sport_craft": 1} for row in rows]
    stopped = counted("leisure_craft", *rows)["leisure_companies.stopped"]
    assert (stopped.value, stopped.as_of, stopped.entries) == (0, NOON, (4, 7))


COUNTIES = ("定海区", "普陀区", "岱山县", "嵊泗县")


def _city_and(*districts: str, city_entry: int, district_entry: int) -> Tally:
    rows = [("全市", city_entry, "234"), *((name, district_entry, "50") for name in districts)]
    frame = read("figures", *({"指标": "疏通雨水井", "数值": n, "县区": name} for name, _, n in rows))
    frame["_entry"] = [entry for _, entry, _ in rows]
    return {t.counter.id: t for t in tally(feed("figures"), frame)}["drainage.wells"]


def test_districts_that_have_all_sent_since_stand_before_the_city() -> None:
    newer = _city_and(*COUNTIES, city_entry=3, district_entry=4)
    assert (newer.value, newer.entries) == (200, (4,))


def test_districts_older_than_the_city_or_not_all_there_do_not() -> None:
    assert _city_and(*COUNTIES, city_entry=4, district_entry=3).value == 234
    assert _city_and(*COUNTIES, city_entry=4, district_entry=4).value == 234
    assert _city_and(*COUNTIES[:3], city_entry=3, district_entry=4).value == 234


def test_a_mean_that_lacks_a_row_is_about_what_the_others_say() -> None:
    rows = [
        {"kind": "reservoir", "rain_capacity_mm": mm, "rain_capacity_mm_qualifier": None}
        for mm in (100.0, None)
    ]
    rows = [{**row, "defective": False, "measure": "normal"} for row in rows]
    mean = counted("reservoirs", *rows)["reservoirs.mean_rain_capacity_mm"]
    assert (mean.value, mean.bound) == (100, "about")
    assert counted("reservoirs", rows[0])["reservoirs.mean_rain_capacity_mm"].bound == ""
