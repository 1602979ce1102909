import csv
from pathlib import Path

import pytest

from domain import clock, geo
from sample_data import storm
from tests.reference import reference

FOLDER = Path(storm.__file__).parent
SOURCE = "tracks/202508_zhejiang_with_forecasts.json"


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8-sig", newline="") as sheet:
        return list(csv.DictReader(sheet))


def point(**given) -> dict:
    return {"t": "2025-07-28T12:00:00+08:00", "lon": 128.0, "lat": 27.0, "grade": "", **given}


def forecast(**given) -> dict[str, str]:
    issue = {"agency": "HKO", "issued_at": "2025-07-28T08:00:00+08:00", "points": [point(**given)]}
    (row,) = storm.forecast_rows({"id": "202508", "forecasts": [issue]})
    return dict(zip(storm.FORECAST_HEADERS, row, strict=True))


def test_all_fixes_of_the_storm_are_kept():
    fixes = rows("track.csv")
    assert len(fixes) == 126
    assert {(fix["台风编号"], fix["台风名称"], fix["英文名"]) for fix in fixes} == {
        ("202508", "竹节草", "CO-MAY")
    }


def test_the_sample_afternoon_has_its_fix_as_the_agency_gave_it():
    (fix,) = [fix for fix in rows("track.csv") if fix["时间"] == "2025-07-28 14:00"]
    assert (fix["经度"], fix["纬度"], fix["风速(m/s)"], fix["强度"]) == ("128.2", "26.6", "18", "热带风暴")
    assert (fix["移速(km/h)"], fix["移向"]) == ("24", "西北西")


def test_quadrants_are_told_apart():
    (fix,) = [fix for fix in rows("track.csv") if fix["时间"] == "2025-07-30 05:00"]
    radii = [fix[f"七级风圈{side}(km)"] for side in ("东北", "东南", "西南", "西北")]
    assert radii == ["300", "250", "100", "150"]


def test_five_agencies_forecast_around_the_sample_day():
    issues = rows("forecasts.csv")
    assert {issue["机构"] for issue in issues} == {"CMA", "HKO", "JMA", "CWA", "JTWC"}
    assert min(issue["起报时间"] for issue in issues) >= "2025-07-27 12:00"
    assert max(issue["起报时间"] for issue in issues) <= "2025-07-30 20:00"


def test_the_lead_is_the_time_between_issue_and_forecast():
    for issue in rows("forecasts.csv"):
        ahead = clock.from_beijing(issue["预报时间"]) - clock.from_beijing(issue["起报时间"])
        assert float(issue["时效(h)"]) == ahead.total_seconds() / 3600


def test_every_direction_is_a_compass_word():
    words = {fix["移向"] for fix in rows("track.csv")} - {""}
    assert words <= set(geo.COMPASS_ZH)
    assert "西北西" in words


def test_a_wind_force_in_the_place_of_a_pressure_is_left_empty():
    assert forecast(pressure_hpa=9.0)["气压(hPa)"] == ""
    assert forecast(pressure_hpa=985.0)["气压(hPa)"] == "985"


def test_a_zero_wind_means_that_none_was_given():
    assert forecast(wind_ms=0.0)["风速(m/s)"] == ""


@pytest.mark.parametrize(("name", "limit_bytes"), [("track.csv", 40_000), ("forecasts.csv", 400_000)])
def test_the_files_open_in_a_spreadsheet_and_stay_small(name, limit_bytes):
    written = (FOLDER / name).read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    assert len(written) <= limit_bytes


def test_the_committed_files_are_what_the_source_gives(tmp_path):
    storm.write(reference(SOURCE), tmp_path)
    for name in ("track.csv", "forecasts.csv"):
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes()
