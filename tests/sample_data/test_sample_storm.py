import csv
import json
from pathlib import Path

from domain import clock, geo
from domain.agencies import AGENCIES
from sample_data import storm
from tests.reference import reference

FOLDER = Path(storm.__file__).parent
SOURCE = "tracks/202508_zhejiang_with_forecasts.json"


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8-sig", newline="") as sheet:
        return list(csv.DictReader(sheet))


def of_kind(kind: str) -> list[dict[str, str]]:
    return [row for row in rows("track.csv") if row["类别"] == kind]


def restated(folder: Path, **given) -> dict[str, str]:
    """The one forecast point of a document, as it is written out."""
    point = {"t": "2025-07-28T12:00:00+08:00", "lon": 128.0, "lat": 27.0, "grade": "", **given}
    issue = {"agency": "HKO", "issued_at": "2025-07-28T12:00:00+08:00", "points": [point]}
    document = {"id": "202508", "track": [point], "forecasts": [issue]}
    source = folder / "storm.json"
    source.write_text(json.dumps(document), encoding="utf-8")
    storm.write(source, folder)
    with (folder / "track.csv").open(encoding="utf-8-sig", newline="") as sheet:
        (row,) = [row for row in csv.DictReader(sheet) if row["类别"] == "预报"]
    return row


def test_all_fixes_of_the_storm_are_kept():
    fixes = of_kind("定位")
    assert len(fixes) == 126
    assert {(fix["台风编号"], fix["台风名称"], fix["英文名"]) for fix in fixes} == {
        ("202508", "竹节草", "CO-MAY")
    }


def test_the_sample_afternoon_has_its_fix_as_the_agency_gave_it():
    (fix,) = [fix for fix in of_kind("定位") if fix["时间"] == "2025-07-28 14:00"]
    assert (fix["经度"], fix["纬度"], fix["风速(m/s)"], fix["强度"]) == ("128.2", "26.6", "18", "热带风暴")
    assert (fix["移速(km/h)"], fix["移向"]) == ("24", "西北西")


def test_quadrants_are_told_apart():
    (fix,) = [fix for fix in of_kind("定位") if fix["时间"] == "2025-07-30 05:00"]
    radii = [fix[f"七级风圈{side}(km)"] for side in ("东北", "东南", "西南", "西北")]
    assert radii == ["300", "250", "100", "150"]


def test_its_landfalls_are_kept_from_luzon_to_shanghai():
    assert [landfall["登陆地点"] for landfall in of_kind("登陆")] == [
        "菲律宾吕宋岛西北部沿海",
        "浙江省舟山市朱家尖岛",
        "上海市奉贤区沿海",
    ]


def test_five_agencies_forecast_all_its_life():
    issues = of_kind("预报")
    assert {issue["机构"] for issue in issues} == {
        AGENCIES[code].zh for code in ("CMA", "HKO", "JMA", "CWA", "JTWC")
    }
    moments = sorted({issue["起报时间"] for issue in issues})
    assert (moments[0], moments[-1]) == ("2025-07-23 14:00", "2025-08-01 20:00")


def test_the_lead_is_the_time_between_issue_and_forecast():
    for issue in of_kind("预报"):
        ahead = clock.from_beijing(issue["时间"]) - clock.from_beijing(issue["起报时间"])
        assert float(issue["时效(h)"]) == ahead.total_seconds() / 3600


def test_every_direction_is_a_compass_word():
    words = {fix["移向"] for fix in of_kind("定位")} - {""}
    assert words <= set(geo.COMPASS_ZH)
    assert "西北西" in words


def test_a_wind_force_in_the_place_of_a_pressure_is_left_empty(tmp_path):
    assert restated(tmp_path, pressure_hpa=9.0)["气压(hPa)"] == ""
    assert restated(tmp_path, pressure_hpa=985.0)["气压(hPa)"] == "985"


def test_a_zero_wind_means_that_none_was_given(tmp_path):
    assert restated(tmp_path, wind_ms=0.0)["风速(m/s)"] == ""


def test_the_file_opens_in_a_spreadsheet_and_stays_small():
    written = (FOLDER / "track.csv").read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    assert len(written) <= 400_000


def test_the_committed_file_is_what_the_source_gives(tmp_path):
    storm.write(reference(SOURCE), tmp_path)
    assert (tmp_path / "track.csv").read_bytes() == (FOLDER / "track.csv").read_bytes()
