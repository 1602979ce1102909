"""The Zhejiang water service: quirks of years of dumps, and the order of its quadrants."""

import copy
import json
from collections import Counter

import pytest

from domain import geo
from domain.problems import Refused
from loaders.storm import zhejiang
from loaders.storm.point import Quadrants
from tests.loaders.storm.recorded import RAW, rows
from tests.reference import reference

RADII = [f"r7_{quadrant}_km" for quadrant in geo.QUADRANTS]


@pytest.fixture
def storm() -> dict:
    """A recorded storm of two fixes, to be changed."""
    return json.loads((RAW / "zhejiang_202116_Mindulle.json").read_text("utf-8"))[0]


def read(said: dict) -> list[dict[str, str]]:
    return rows(zhejiang.read(copy.deepcopy(said), "a.json")["track"])


def test_the_order_is_north_east_south_east_north_west_south_west() -> None:
    """In-fa on 2021-07-18 08:00, labelled by another service: NE 250, SE 280, SW 150, NW 100."""
    circle, remark = zhejiang.radii("250|280|100|150")
    assert (circle, remark) == (Quadrants(ne_km=250, se_km=280, sw_km=150, nw_km=100), "")


@pytest.mark.parametrize("said", ["", None, "0", "0|0|0|0", "|||", "null", 0])
def test_no_radius_is_no_circle(said: object) -> None:
    assert zhejiang.radii(said) == (None, "")


def test_a_circle_may_lack_a_quadrant() -> None:
    assert zhejiang.radii("250||0|150")[0] == Quadrants(ne_km=250, se_km=None, sw_km=150, nw_km=None)


@pytest.mark.parametrize("said", ["250|280|100", "250|280|100|150|90"])
def test_another_number_of_quadrants_is_nobodys_order_and_is_told(said: str) -> None:
    assert zhejiang.radii(said) == (None, f"风圈不足或多于四个象限，未采用：{said}")


def test_a_single_radius_is_that_of_all_four_quadrants_and_says_so(storm: dict) -> None:
    storm["points"][0]["radius7"] = "300"
    told = read(storm)[0]
    assert [told[header] for header in RADII] == ["300"] * 4
    assert told["note"] == "四象限为同一半径"


def test_hong_kongs_wind_force_in_the_field_of_the_pressure_is_no_pressure(storm: dict) -> None:
    for issue in storm["points"][0]["forecast"]:
        for said in issue["forecastpoints"]:
            said["pressure"] = "14"
    told = [row for row in read(storm) if row["kind"] == "预报" and row["issued_at"] < "2021-09-27T08"]
    assert len(told) == 4
    assert all("pressure_hpa" not in row for row in told)


def test_a_nought_in_a_forecast_is_no_wind(storm: dict) -> None:
    storm["points"][0]["forecast"][0]["forecastpoints"][1]["speed"] = "0"
    (told,) = [
        row for row in read(storm) if row["lead_h"] == "12" and row["issued_at"].endswith("T05:00+08:00")
    ]
    assert "wind_ms" not in told


def test_an_agency_that_lags_behind_the_fix_keeps_its_own_base(storm: dict) -> None:
    bases = {(row["agency"], row["issued_at"]) for row in read(storm) if row["kind"] == "预报"}
    assert ("香港天文台", "2021-09-27T02:00+08:00") in bases
    assert ("中国气象局", "2021-09-27T05:00+08:00") in bases


def test_forecasts_that_are_repeated_beside_every_fix_are_kept_once() -> None:
    said = json.loads(reference("tracks/202116_Mindulle_zjwater_full.json").read_bytes())[0]
    points = sum(len(i["forecastpoints"]) for fix in said["points"] for i in fix["forecast"] or [])
    told = [row for row in read(said) if row["kind"] == "预报"]
    assert (points, len(told)) == (1723, 1373)
    assert max(Counter((row["agency"], row["issued_at"], row["valid_at"]) for row in told).values()) == 1


def test_every_direction_of_mindulle_is_one_of_sixteen() -> None:
    """The service writes 北西 and 北东 as well as 西北 and 东北."""
    said = json.loads(reference("tracks/202116_Mindulle_zjwater_full.json").read_bytes())
    (storm,) = said if isinstance(said, list) else [said]
    written = {fix["movedirection"] for fix in storm["points"]}
    assert {"北西", "北东", "北北西"} <= written
    moved = {row["move_dir"] for row in read(storm) if "move_dir" in row}
    assert moved <= {*geo.COMPASS_ZH} and {"西北", "东北", "北北西"} <= moved


def test_the_first_fix_that_old_dumps_repeat_under_land_is_no_landfall(storm: dict) -> None:
    assert [row for row in read(storm) if row["kind"] == "登陆"] == []


@pytest.mark.parametrize(("place", "at"), [("landaddress", "landtime"), ("address", "time")])
def test_a_landfall_has_a_place(storm: dict, place: str, at: str) -> None:
    storm["land"] = [
        {place: "浙江省舟山市朱家尖岛", at: "2021/9/30 4:30:00", "lng": "122.40", "lat": "29.87"}
    ]
    (told,) = [row for row in read(storm) if row["kind"] == "登陆"]
    assert (told["landfall_place"], told["valid_at"], told["lon_deg"]) == (
        "浙江省舟山市朱家尖岛",
        "2021-09-30T04:30+08:00",
        "122.4",
    )


@pytest.mark.parametrize("tfid", ["202116", "20210016", " 202116 ", 202116])
def test_an_id_has_six_digits_or_eight(storm: dict, tfid: object) -> None:
    told = read(storm | {"tfid": tfid})
    assert {row["storm_id"] for row in told} == {str(tfid).strip()}


@pytest.mark.parametrize(
    ("broken", "code", "row"),
    [
        ({"lng": ""}, "file.no_position", 2),
        ({"lat": None}, "file.no_position", 2),
        ({"time": ""}, "file.not_a_moment", 2),
        ({"forecast": "none"}, "file.broken_record", 2),
        ({"forecast": [None]}, "file.broken_record", 2),
        ({"forecast": [{"tm": {}, "forecastpoints": [{"time": "2021/9/27 5:00:00", "lng": "1", "lat": "1"}]}]}, "file.broken_record", 2),
        ({"strong": ["台风"]}, "file.broken_record", 2),
    ],
)  # fmt: skip
def test_a_broken_fix_is_refused_naming_its_place(storm: dict, broken: dict, code: str, row: int) -> None:
    storm["points"][1] |= broken
    with pytest.raises(Refused) as refusal:
        read(storm)
    assert [(problem.code, problem.row) for problem in refusal.value.problems] == [(code, row)]


def test_a_null_among_the_fixes_is_refused(storm: dict) -> None:
    storm["points"].append(None)
    with pytest.raises(Refused) as refusal:
        read(storm)
    assert [(problem.code, problem.row) for problem in refusal.value.problems] == [("file.broken_record", 3)]
