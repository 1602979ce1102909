"""The newspaper's figures, counted from the sample's files with nothing but the csv module."""

import csv
import re
import unicodedata
from pathlib import Path

import pytest

from domain.wind import find_cyclone_grade
from feeds import feed

ROOT = Path(__file__).parents[2]
SEEDS = {
    row["measure"]: row for row in csv.DictReader((ROOT / "tests/seed_figures.csv").open(encoding="utf-8"))
}

# measure -> file, conditions for what is counted, column that is added up (none: rows).
COUNTED = {
    "marine_works.total": ("marine_works", {}, None),
    "construction_vessels.total": ("construction_vessels", {}, None),
    "marine_works.stopped": ("marine_works", {"工程状态": "停工"}, None),
    "construction_vessels.sheltered": ("construction_vessels", {"避风状态": "避风"}, None),
    "passenger_routes.suspended": ("passenger_routes", {"运行状态": "停运"}, None),
    "unpowered_vessels.total": ("unpowered_vessels", {}, None),
    "unpowered_vessels.berth_planned": (
        "unpowered_vessels",
        {"防台方案": "一船一泊", "方案状态": "计划"},
        None,
    ),
    "unpowered_vessels.individual_plan": (
        "unpowered_vessels",
        {"防台方案": "一船一案", "方案状态": "落实"},
        None,
    ),
    "fishing_vessels.in_port": ("fishing_vessels", {"船舶类型": "国内渔船", "在港状态": "在港避风"}, None),
    "leisure_fishing.controlled": ("fishing_vessels", {"船舶类型": "休闲渔船", "在港状态": "停运管控"}, None),
    "angling.controlled": ("fishing_vessels", {"船舶类型": "海钓船", "在港状态": "停运管控"}, None),
    "aquaculture.evacuated": ("aquaculture", {}, "已撤离人数(人)"),
    "fishery_patrol.on_patrol": ("fishing_vessels", {"船舶类型": "渔政船", "在港状态": "巡查"}, None),
    "fishery_patrol.standby": ("fishing_vessels", {"船舶类型": "渔政船", "在港状态": "备航"}, None),
    "flash_flood_villages.inspected": ("flash_flood_villages", {"已排查": "是"}, None),
    "flash_flood_villages.hazards_fixed": ("flash_flood_villages", {}, "已处置隐患数(处)"),
    "geohazard.zones": ("geohazard_sites", {"类别": "风险防范区"}, None),
    "geohazard.points": ("geohazard_sites", {"类别": "隐患点"}, None),
    "waterlogging.controlled": ("waterlogging_spots", {"防控措施落实": "是"}, None),
    "waterlogging.by_district.dinghai": ("waterlogging_spots", {"县区": "定海区"}, None),
    "waterlogging.by_district.putuo": ("waterlogging_spots", {"县区": "普陀区"}, None),
    "waterlogging.by_district.shengsi": ("waterlogging_spots", {"县区": "嵊泗县"}, None),
    "waterlogging.by_district.xincheng": ("waterlogging_spots", {"县区": "新城"}, None),
    "underground.planned": ("underground_compounds", {"预案建立": "是"}, None),
    "supplies.pumps": ("supplies", {"物资": "应急排水泵"}, "数量"),
    "supplies.sandbags": ("supplies", {"物资": "沙袋沙包"}, "数量"),
    "supplies.barriers": ("supplies", {"物资": "挡水板和挡水布"}, "数量"),
    "tourists.total": ("scenic_areas", {}, "在景区游客数(名)"),
    "tourists.putuoshan": ("scenic_areas", {"县区": "普陀山"}, "在景区游客数(名)"),
    "scenic_areas.closed": ("scenic_areas", {"涉海景区": "是", "开放状态": "关闭"}, None),
    "leisure_companies.stopped": ("leisure_craft", {"运营状态": "停运"}, None),
    "leisure_fishing.stopped_tourism": ("leisure_craft", {"运营状态": "停运"}, "休闲渔船数(艘)"),
    "sport_boats.stopped": ("leisure_craft", {"运营状态": "停运"}, "休闲运动船艇数(艘)"),
}
# measure -> conditions for the whole and the column added up, where the newspaper states a whole.
WHOLES = {
    "marine_works.stopped": ({}, None),
    "construction_vessels.sheltered": ({}, None),
    "passenger_routes.suspended": ({}, None),
    "unpowered_vessels.berth_planned": ({}, None),
    "unpowered_vessels.individual_plan": ({"防台方案": "一船一案"}, None),
    "fishing_vessels.in_port": ({"船舶类型": "国内渔船"}, None),
    "leisure_fishing.controlled": ({"船舶类型": "休闲渔船"}, None),
    "angling.controlled": ({"船舶类型": "海钓船"}, None),
    "aquaculture.evacuated": ({}, "养殖人员数(人)"),
    "waterlogging.controlled": ({}, None),
    "underground.planned": ({}, None),
}
TITLES = {counter.id: counter.zh for counter in feed("figures").counters}
FROM_OTHER_FILES = {"storm.number", "storm.entered_24h_line", "response.city_hq"}


def rows(name: str) -> list[dict[str, str]]:
    with (ROOT / "sample_data" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as sheet:
        return list(csv.DictReader(sheet))


def matching(name: str, conditions: dict[str, str]) -> list[dict[str, str]]:
    return [row for row in rows(name) if all(row[title] == word for title, word in conditions.items())]


def number(cell: str) -> float:
    found = re.search(r"[\d.]+", unicodedata.normalize("NFKC", cell).replace(",", ""))
    return float(found[0]) if found else 0.0


def amount(found: list[dict[str, str]], column: str | None) -> float:
    return sum(number(row[column]) for row in found) if column else len(found)


def cut_off(seed: dict[str, str]) -> str:
    return seed["as_of"].removesuffix("+08:00").replace("T", " ")


@pytest.mark.parametrize("measure", COUNTED)
def test_the_rows_add_up_to_the_newspapers_figure(measure):
    name, conditions, column = COUNTED[measure]
    assert amount(matching(name, conditions), column) == float(SEEDS[measure]["done"])


@pytest.mark.parametrize("measure", WHOLES)
def test_the_whole_is_the_newspapers_too(measure):
    conditions, column = WHOLES[measure]
    assert amount(matching(COUNTED[measure][0], conditions), column) == float(SEEDS[measure]["total"])


def test_every_whole_the_newspaper_states_is_tried():
    stated = {measure for measure, seed in SEEDS.items() if seed["total"]}
    assert stated == set(WHOLES)


@pytest.mark.parametrize("measure", COUNTED)
def test_rows_carry_the_cut_off_the_newspaper_gives_and_no_other(measure):
    name, conditions, _ = COUNTED[measure]
    assert {row["截至时间"] for row in matching(name, conditions)} == {cut_off(SEEDS[measure])}


def test_reservoirs_absorb_200_mm_at_the_mean_as_a_lower_bound():
    cells = [row["可纳雨量(毫米)"] for row in matching("reservoirs", {"类别": "水库"})]
    assert sum(map(number, cells)) / len(cells) == float(SEEDS["reservoirs.mean_rain_capacity_mm"]["done"])
    assert {"200毫米以上", "≥210"} <= set(cells)


def test_eight_defective_ponds_are_empty_or_restricted_and_no_other_is_defective():
    defective = matching("reservoirs", {"病险": "是"})
    assert len(defective) == float(SEEDS["ponds.controlled"]["done"])
    assert {row["运行措施"] for row in defective} == {"放空", "限蓄"}
    assert {row["类别"] for row in defective} == {"山塘"}


@pytest.mark.parametrize("measure", TITLES)
def test_a_figure_that_is_only_a_number_or_a_word_is_the_newspapers(measure):
    (row,) = matching("figures", {"指标": TITLES[measure]})
    words = {"2025年7月30日白天": "2025-07-30 daytime", "均": "all", "全部": "all"}
    grade = find_cyclone_grade(row["数值"])
    assert (grade.code if grade else words.get(row["数值"], row["数值"])) == SEEDS[measure]["done"]
    assert row["截至时间"] == cut_off(SEEDS[measure])


def test_the_newspapers_figures_are_all_tried_here():
    elsewhere = {"reservoirs.mean_rain_capacity_mm", "ponds.controlled"} | FROM_OTHER_FILES
    assert set(SEEDS) == {*COUNTED, *TITLES, *elsewhere}


def test_roughly_counted_supplies_say_so():
    for item in ("应急排水泵", "沙袋沙包", "挡水板和挡水布"):
        assert any(row["数量"].endswith("余") for row in matching("supplies", {"物资": item}))


def test_nobody_has_said_how_many_hazards_or_seaside_areas_there_are():
    assert not any(row["发现隐患数(处)"] for row in rows("flash_flood_villages"))
    assert {row["开放状态"] for row in matching("scenic_areas", {"涉海景区": "是"})} == {"关闭"}


def test_the_two_departments_disagree_about_recreational_boats():
    fishery = len(matching("fishing_vessels", {"船舶类型": "休闲渔船"}))
    tourism = amount(rows("leisure_craft"), "休闲渔船数(艘)")
    assert (fishery, tourism) == (180, 132)


def test_works_and_their_vessels_agree():
    vessels = rows("construction_vessels")
    for work in rows("marine_works"):
        mine = [vessel for vessel in vessels if vessel["所属工程"] == work["工程名称"]]
        assert len(mine) == number(work["施工船舶数(艘)"])


def test_people_moved_are_the_people_of_the_farms():
    farms = rows("aquaculture")
    for row in rows("evacuations"):
        mine = [farm for farm in farms if farm["县区"] == row["县区"]]
        assert amount(mine, "养殖人员数(人)") == number(row["应转人数(人)"])
        assert amount(mine, "已撤离人数(人)") == number(row["已转人数(人)"])


def test_a_route_that_stopped_says_since_when_and_a_running_one_does_not():
    for route in rows("passenger_routes"):
        assert bool(route["停运时间"]) == (route["运行状态"] == "停运")


def test_no_shelter_is_open_at_level_four():
    shelters = rows("shelters")
    assert len(shelters) == 210
    assert {row["已开放"] for row in shelters} == {"否"}


@pytest.mark.parametrize(
    "name", sorted({name for name, _, _ in COUNTED.values()} | {"reservoirs", "shelters"})
)
def test_nothing_is_listed_twice(name):
    keys = [tuple(row[feed(name).column(key).header] for key in feed(name).key) for row in rows(name)]
    names = [row[feed(name).column(feed(name).map.name).header] for row in rows(name)]
    assert len(set(keys)) == len(keys)
    assert name == "supplies" or len(set(names)) == len(names)


def test_a_level_without_a_published_hour_says_it_is_assumed():
    marine, fourth = (row for row in rows("levels") if row["发布单位"] == "市防指")
    assert (marine["响应等级"], marine["依据"][:2]) == ("海上响应", "推定")
    assert (fourth["响应等级"], fourth["动作"], fourth["生效时间"]) == ("Ⅳ级", "调整", "2025-07-28 12:00")
