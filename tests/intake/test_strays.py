"""A boat in the hills and a pond in another county are doubted; real places are left in peace."""

import csv
import json

import numpy as np
import pyarrow as pa
import pytest
import shapely
from shapely.geometry import shape

from feeds import all_feeds, feed
from feeds.sentences import tell
from intake.draft import examine
from intake.strays import far_inland, km_outside
from store.ledger import Ledger
from tests.papers import changed, printed, sample_rows
from tests.reference import reference

TOWNSHIPS = "places/zhoushan_townships_nbs2023_with_geonames_coords.csv"
INLAND = {
    "经度": "122.0800",
    "纬度": "30.0500",
}  # the hills between 小沙 and 双桥 in 定海, 3 km from any water


def strays(ledger: Ledger, name: str, rows, unit: str = "city") -> list[tuple]:
    draft = examine(ledger, feed(name), unit, printed(rows), "位置.csv")
    found = [p for p in draft.problems if p.code in ("row.inland", "row.outside_district")]
    assert all(tell(p, feed(name), "zh").text != tell(p, feed(name), "en").text for p in found)
    return [(p.code, p.row, dict(p.holes).get("km")) for p in found]


@pytest.mark.parametrize("name", [name for name, form in all_feeds().items() if form.map])
def test_nothing_of_the_sample_day_lies_where_it_cannot(ledger: Ledger, name: str) -> None:
    assert strays(ledger, name, sample_rows(name)) == []


def test_a_boat_in_the_hills_is_doubted_by_its_row(ledger: Ledger) -> None:
    boats = changed(sample_rows("fishing_vessels"), {7: INLAND})
    assert strays(ledger, "fishing_vessels", boats) == [("row.inland", 9, "2")]


def test_of_very_many_the_first_hundred_are_named_and_the_others_counted(ledger: Ledger) -> None:
    boats = changed(sample_rows("fishing_vessels"), dict.fromkeys(range(140), INLAND))
    draft = examine(ledger, feed("fishing_vessels"), "city", printed(boats), "位置.csv")
    codes = [p.code for p in draft.problems]
    assert codes.count("row.inland") == 100
    assert [dict(p.holes) for p in draft.problems if p.code == "file.more_strays"] == [{"n": 40}]


def test_a_boat_at_a_pier_that_the_coastline_draws_as_land_is_not(ledger: Ledger) -> None:
    quay = {"经度": "122.1040", "纬度": "30.0130"}  # by our coastline on land, just north of 定海's old port
    assert strays(ledger, "fishing_vessels", changed(sample_rows("fishing_vessels"), {7: quay})) == []


def test_a_pond_of_one_county_that_lies_in_another_is_doubted_with_its_distance(ledger: Ledger) -> None:
    ponds = sample_rows("reservoirs")
    row = next(i for i, pond in enumerate(ponds) if pond["县区"] == "定海区")
    ((code, at, km),) = strays(
        ledger, "reservoirs", changed(ponds, {row: {"经度": "122.45", "纬度": "30.72"}})
    )
    assert (code, at) == ("row.outside_district", row + 2)
    assert 48 <= float(km) <= 56  # 嵊泗菜园 lies 52 km north of 定海's northernmost island


def test_fishing_boats_may_be_far_from_the_county_they_belong_to(ledger: Ledger) -> None:
    boats = sample_rows("fishing_vessels")
    row = next(i for i, boat in enumerate(boats) if boat["县区"] == "定海区")
    assert strays(ledger, "fishing_vessels", changed(boats, {row: {"经度": "122.95", "纬度": "30.72"}})) == []


def test_every_township_with_a_known_place_lies_in_its_countys_box() -> None:
    rows = [row for row in csv.DictReader(reference(TOWNSHIPS).open(encoding="utf-8-sig")) if row["lat"]]
    codes = {"定海区": "dinghai", "普陀区": "putuo", "岱山县": "daishan", "嵊泗县": "shengsi"}
    lons, lats = (np.array([float(row[name]) for row in rows]) for name in ("lon", "lat"))
    away = km_outside(pa.table({"district": [codes[row["district"]] for row in rows]}), lons, lats)
    assert len(rows) > 20
    assert away.max() < 10


def test_no_place_at_sea_is_inland_and_the_middle_of_the_main_island_is() -> None:
    lons, lats = np.array([122.08, 122.60, 122.20]), np.array([30.05, 30.40, 28.0])
    assert far_inland(lons, lats).tolist() == [2, 0, 0]


def test_a_boat_on_the_mainland_is_doubted_beyond_the_coastline_of_zhoushan_too(ledger: Ledger) -> None:
    # 宁海's hills, where the coastline's box ends; 台州 and 丽水, beyond it
    for lon, lat in (("121.0000", "29.0000"), ("120.9000", "28.9000"), ("119.9000", "28.4500")):
        boats = changed(sample_rows("fishing_vessels"), {7: {"经度": lon, "纬度": lat}})
        assert strays(ledger, "fishing_vessels", boats) == [("row.inland", 9, "10")]


def test_boats_in_far_harbours_are_left_in_peace() -> None:
    # 石浦, 椒江, 温州 on the 瓯江, 三都澳, 马尾 on the 闽江, 张家港 on the 长江, 连云港, the heads of 象山港, 三门湾 and 乐清湾
    harbours = np.array([
        (121.94, 29.20), (121.44, 28.68), (120.66, 28.02), (119.66, 26.66), (119.45, 25.99), (120.40, 31.96), (119.45, 34.75),
        (121.50, 29.45), (121.60, 29.10), (121.10, 28.30),
    ])  # fmt: skip
    assert not far_inland(*harbours.T).any()


def test_no_place_at_sea_from_fujian_to_kyushu_is_doubted() -> None:
    features = json.loads(reference("coast/west_pacific.geojson").read_text("utf-8"))["features"]
    land = shapely.union_all([shapely.make_valid(shape(one["geometry"])) for one in features])
    column = feed("fishing_vessels").column
    limits = [(column(name).min, column(name).max) for name in ("lon", "lat")]
    lons, lats = np.random.default_rng(1).uniform(*zip(*limits), (50_000, 2)).T
    shapely.prepare(land)
    at_sea = ~shapely.contains_xy(land, lons, lats)
    assert at_sea.sum() > 20_000
    assert not far_inland(lons[at_sea], lats[at_sea]).any()
    assert (far_inland(lons, lats) > 0).sum() > 0.7 * (~at_sea).sum()
