"""The storm and the wind's arrival asked for at the prompt, of the seed storm's day."""

import json
from datetime import datetime, timedelta

import pytest

SLACK = timedelta(minutes=10)


def told(run, *asked: str):
    return json.loads(run(*asked, "--json").output)


def beijing(text: str) -> datetime:
    return datetime.fromisoformat(f"2025-07-{text}+08:00")


def near(said: str, text: str) -> bool:
    return abs(datetime.fromisoformat(said) - beijing(text)) <= SLACK


def test_force_7_came_to_each_place_when_it_did(run) -> None:
    came = {
        ("29.87", "122.40"): "29T15:20",
        ("30.00", "122.20"): "29T16:10",
        ("30.727", "122.45"): "29T20:40",
    }
    for (lat, lon), at in came.items():
        answer = told(run, "arrivals", "--at", "2025-07-30T12:00", "--lat", lat, "--lon", lon)
        force_7 = next(row for row in answer["arrivals"] if row["force"] == 7)
        assert near(force_7["observed_at"], at), (lat, lon, force_7)


def test_at_noon_on_the_28th_force_7_was_expected_a_day_later(run) -> None:
    answer = told(run, "arrivals", "--at", "2025-07-28T12:00")
    force_7 = {row["place_id"]: row for row in answer["arrivals"] if row["force"] == 7}
    assert (answer["agency"], answer["issued_at"]) == ("CMA", "2025-07-28T11:00+08:00")
    for place, at in (("zhujiajian", "29T13:30"), ("xincheng", "29T14:40"), ("shengsi_caiyuan", "29T18:40")):
        said = force_7[place]
        assert near(said["likeliest_at"], at)
        assert said["spread_from"] <= said["likeliest_at"] <= said["spread_to"]
        assert said["earliest_at"] < said["likeliest_at"] < said["clears_at"]
    assert (answer["errors_own"], answer["errors_status"]) == (True, "unverified")
    assert "非预报预警" in answer["caution"]["zh"]


def test_the_storm_crossed_the_24_hour_line_six_times_and_came_in_for_good(run) -> None:
    seen = told(run, "storm", "--at", "2025-07-29T07:00")
    crossed = seen["crossings_24h"]
    assert [one["inward"] for one in crossed] == [False, True] * 3
    assert near(crossed[-1]["at"], "28T18:52")
    assert (seen["crossings_48h"], seen["landfalls"][0]["landfall_place"]) == ([], "菲律宾吕宋岛西北部沿海")
    assert seen["distance_km"] == pytest.approx(414, abs=5)


def test_hours_inside_each_line_are_told_up_to_the_last_fix(run) -> None:
    earlier, later = (told(run, "storm", "--at", f"2025-07-29T0{hour}:00") for hour in (5, 7))
    for line in ("hours_inside_24h", "hours_inside_48h"):
        assert later[line] - earlier[line] == pytest.approx(2)
    assert 0 < later["hours_inside_24h"] < later["hours_inside_48h"]


def test_people_are_told_in_their_language_and_by_name(run) -> None:
    said = run("arrivals", "--place", "朱家尖", "--at", "2025-07-30T12:00").output
    assert said.startswith("朱家尖 7级：2025-07-29 15:20 已到") and "几何估算，非预报预警" in said
    assert "假定风圈不变" in said
    assert "no forecast and no warning" in run("--lang", "en", "arrivals", "--place", "Zhujiajian").output
    said = run("storm", "--at", "2025-07-29T07:00").output
    assert (
        said.startswith("竹节草 2025-07-29 07:00 定位（中国气象局）：热带风暴，8级")
        and "距新城 414 km（东南方向）" in said
    )
    assert "2025-07-28 18:52 进入" in said and "48小时警戒线：没有越过" in said


def test_the_agencies_are_told_apart_and_so_is_a_force_of_which_no_circle_is_known(run) -> None:
    said = run("arrivals", "--place", "新城", "--at", "2025-07-28T12:00").output
    assert "（5 家）" in said and "10级风、12级风：定位没有这一级风圈" in said


def test_a_wind_that_outlasts_the_forecast_clears_after_it(run) -> None:
    assert "解除 预报期后" in run("arrivals", "--place", "洋山", "--at", "2025-07-28T15:00").output


@pytest.mark.parametrize(
    ("part", "place"),
    [("嵊泗", "嵊泗菜园"), ("岱山", "岱山高亭"), ("zhuJIA", "朱家尖"), ("gaoting", "岱山高亭")],
)
def test_a_part_of_a_name_that_no_other_place_has_is_enough(run, part: str, place: str) -> None:
    assert run("arrivals", "--place", part).output.startswith(place)


def test_a_part_that_two_places_have_names_neither(run) -> None:
    two = run("arrivals", "--place", "山")
    assert two.exit_code == 2 and "没有地点“山”" in two.output


def test_a_place_that_is_not_known_and_half_a_position_are_refused_in_words(run) -> None:
    unknown = run("arrivals", "--place", "北京")
    assert unknown.exit_code == 2 and "没有地点“北京”" in unknown.output and "嵊泗菜园" in unknown.output
    half = run("arrivals", "--lat", "30")
    assert half.exit_code == 2 and "--lon" in half.output


def test_without_a_storm_there_is_nothing_to_tell(run) -> None:
    before = run("storm", "--at", "2025-07-20T12:00")
    assert before.exit_code == 1 and "没有台风定位" in before.output


@pytest.mark.parametrize(
    ("lat", "lon"), [("nan", "122"), ("30", "inf"), ("95", "122"), ("30", "-181"), ("北", "122")]
)
def test_what_is_no_position_is_refused_in_words_and_reckoned_with_by_nobody(run, lat: str, lon: str) -> None:
    refused = run("arrivals", "--lat", lat, "--lon", lon)
    assert refused.exit_code == 2 and "不是经纬度" in refused.output
