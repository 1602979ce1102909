"""The Wenzhou typhoon network: named quadrants, two layouts, and the storm that was given up for 36 hours."""

import json
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from domain import geo
from domain.problems import Refused
from loaders.storm import wenzhou
from tests.loaders.storm.recorded import RAW, rows, track
from tests.reference import reference

RADII = [f"r7_{quadrant}_km" for quadrant in geo.QUADRANTS]


@pytest.fixture
def storms() -> list[dict]:
    """A recorded list of one storm, to be changed."""
    return json.loads((RAW / "wenzhou_202508_CO-MAY.json").read_text("utf-8-sig"))


def read(said: object) -> list[dict[str, str]]:
    return rows(wenzhou.read(said, "a.json")["track"])


def test_a_storm_that_was_given_up_and_numbered_again_is_one_track_with_its_gap() -> None:
    told = rows(track(reference("tracks/202508_wenzhou.json").read_bytes(), "202508.json"))
    fixed_at = [datetime.fromisoformat(row["valid_at"]) for row in told if row["kind"] == "定位"]
    gaps = [after - before for before, after in pairwise(fixed_at)]
    assert max(gaps) == timedelta(hours=36)
    assert {row["storm_id"] for row in told} == {"202508"}


def test_the_landfalls_of_co_may_have_place_and_hour() -> None:
    told = rows(track(reference("tracks/202508_wenzhou.json").read_bytes(), "202508.json"))
    assert [(row["landfall_place"], row["valid_at"]) for row in told if row["kind"] == "登陆"] == [
        ("菲律宾西北部的阿格诺沿海", "2025-07-24T22:40+08:00"),
        ("浙江省舟山市朱家尖岛", "2025-07-30T04:30+08:00"),
        ("上海市奉贤区沿海", "2025-07-30T16:40+08:00"),
    ]


def test_a_quadrant_is_what_it_is_called_in_whatever_order(storms: list[dict]) -> None:
    storms[0]["points"][0]["radius7_quad"] = {"sw": 3, "nw": 4, "ne": 1, "se": 2}
    assert [read(storms)[0][header] for header in RADII] == ["1", "2", "3", "4"]


@pytest.mark.parametrize("quadrants", [None, {"ne": 0, "se": 0, "sw": 0, "nw": 0}, {"ne": None, "se": None}])
def test_one_radius_alone_is_that_of_all_four_quadrants_and_says_so(
    storms: list[dict], quadrants: dict | None
) -> None:
    storms[0]["points"][0] |= {"radius7": 400, "radius7_quad": quadrants}
    told = read(storms)[0]
    assert ([told[header] for header in RADII], told["note"]) == (["400"] * 4, "四象限为同一半径")


@pytest.mark.parametrize("quadrants", [None, {"ne": 0, "se": 0, "sw": 0, "nw": 0}])
def test_without_any_radius_there_is_no_circle(storms: list[dict], quadrants: dict | None) -> None:
    storms[0]["points"][0] |= {"radius7": 0, "radius7_quad": quadrants}
    assert not read(storms)[0].keys() & {*RADII, "note"}


def test_the_five_agencies_of_the_older_layout_forecast_from_the_fix() -> None:
    told = rows(track(reference("tracks/200509_Matsa_5agencies.json").read_bytes(), "200509.json"))
    ahead = [row for row in told if row["kind"] == "预报"]
    assert {row["agency"] for row in ahead} == {
        "中国气象局",
        "日本气象厅",
        "香港天文台",
        "中国台湾气象部门",
        "美国 JTWC",
    }
    assert {row["lead_h"] for row in ahead} == {"24", "48", "72"}


def test_a_lead_of_752_hours_is_left_out_and_told() -> None:
    table = track(reference("tracks/200509_Matsa_5agencies.json").read_bytes(), "200509.json")
    assert [(note.code, note.row, note.raw, note.severity) for note in table.notes] == [
        ("file.lead_impossible", 1, "752", "warning")
    ]


def test_the_word_null_is_no_direction(storms: list[dict]) -> None:
    storms[0]["points"][0]["move_dir"] = "null"
    assert "move_dir" not in read(storms)[0]


def test_a_list_of_several_storms_keeps_each_by_its_number(storms: list[dict]) -> None:
    other = json.loads((RAW / "wenzhou_200509_Matsa.json").read_text("utf-8"))
    assert {row["storm_id"] for row in read([*storms, *other])} == {"202508", "200509"}


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        ({"radius7_quad": [300, 250, 200, 250]}, "file.broken_record"),
        ({"lng": None}, "file.no_position"),
        ({"time": None}, "file.not_a_moment"),
        ({"forecast": {"sets": "中国"}}, "file.broken_record"),
    ],
)
def test_a_broken_fix_is_refused_naming_its_place(storms: list[dict], broken: dict, code: str) -> None:
    storms[0]["points"][1] |= broken
    with pytest.raises(Refused) as refusal:
        read(storms)
    assert [(problem.code, problem.row) for problem in refusal.value.problems] == [(code, 2)]
