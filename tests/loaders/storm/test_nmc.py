"""The National Meteorological Centre's bare arrays: every figure is what its place says."""

import json

import pytest

from domain import geo
from domain.problems import Refused
from loaders.storm import nmc
from tests.loaders.storm.recorded import RAW, rows

RADII = [f"r7_{quadrant}_km" for quadrant in geo.QUADRANTS]


@pytest.fixture
def view() -> dict:
    """The recorded view of NOLO with two fixes, to be changed."""
    answer = (RAW / "nmc_202628_NOLO.jsonp").read_text("utf-8")
    return json.loads(answer[answer.index("{") : answer.rindex("}") + 1])


def read(said: dict) -> list[dict[str, str]]:
    return rows(nmc.read(said, "a.json")["track"])


def refused(said: dict) -> list[tuple]:
    with pytest.raises(Refused) as refusal:
        nmc.read(said, "a.json")
    return [(problem.code, problem.row) for problem in refusal.value.problems]


def test_nolo_lay_where_the_japanese_saw_it() -> None:
    """The Japan Meteorological Agency on 2026-10-07 06 UTC: 25.3N 162.4E, and 26.5N 157.6E twelve hours on."""
    answer = json.loads(
        (RAW / "nmc_202628_NOLO.jsonp").read_text("utf-8").partition("(")[2].rpartition(")")[0]
    )
    told = {(row["valid_at"], row["kind"]): row for row in read(answer)}
    fix, ahead = told["2026-10-07T14:00+08:00", "定位"], told["2026-10-08T02:00+08:00", "预报"]
    assert (float(fix["lon_deg"]), float(fix["lat_deg"])) == pytest.approx((162.4, 25.3), abs=0.5)
    assert (float(ahead["lon_deg"]), float(ahead["lat_deg"])) == pytest.approx((157.6, 26.5), abs=0.7)


def test_the_four_radii_are_north_east_south_east_south_west_north_west(view: dict) -> None:
    view["typhoon"][8][0][10] = [["30KTS", 1, 2, 3, 4, 3346169]]
    assert [read(view)[0][header] for header in RADII] == ["1", "2", "3", "4"]


def test_a_circle_of_34_knots_is_force_8(view: dict) -> None:
    view["typhoon"][8][0][10] = [["34KTS", 1, 2, 3, 4]]
    told = read(view)[0]
    assert (told["r8_ne_km"], told.keys() & set(RADII)) == ("1", set())


@pytest.mark.parametrize("stated", ["202610050000", "202610051200", "", None])
def test_a_forecast_has_the_same_base_whether_issue_or_validity_stands_beside_it(
    view: dict, stated: str | None
) -> None:
    view["typhoon"][8][0][11]["BABJ"] = [[12, stated, 176.1, 25.2, 945, 48, "BABJ", "STY"]]
    (ahead,) = [row for row in read(view) if row["kind"] == "预报" and row["issued_at"] < "2026-10-06"]
    assert (ahead["issued_at"], ahead["valid_at"]) == ("2026-10-05T08:00+08:00", "2026-10-05T20:00+08:00")


def test_a_forecast_older_than_its_fix_keeps_its_base(view: dict) -> None:
    view["typhoon"][8][1][11]["BABJ"] = [[12, "202610070300", 158.2, 26, 980, 30, "BABJ", "STS"]]
    (ahead,) = [row for row in read(view) if row["kind"] == "预报" and row["issued_at"] > "2026-10-06"]
    assert (ahead["issued_at"], ahead["valid_at"]) == ("2026-10-07T11:00+08:00", "2026-10-07T23:00+08:00")


def test_another_clock_than_the_epochs_is_refused(view: dict) -> None:
    """Eight hours off without a word would be the worst of all faults."""
    view["typhoon"][8][1][1] = "202610071400"
    assert refused(view) == [("file.not_a_moment", 2)]


@pytest.mark.parametrize(
    ("given", "known"),
    [(2628, "202628"), ("2628", "202628"), (20260015, "20260015"), ("2600", "NMC3346168"), ("", "NMC3346168"), (2428, "NMC3346168"), (None, "NMC3346168")],
)  # fmt: skip
def test_a_storm_without_a_number_of_its_year_goes_by_the_services_own_id(
    view: dict, given: object, known: str
) -> None:
    view["typhoon"][3] = given
    assert {row["storm_id"] for row in read(view)} == {known}


def test_a_storm_without_a_name_has_none(view: dict) -> None:
    view["typhoon"][1:3] = ["nameless", None]
    assert not read(view)[0].keys() & {"name", "name_en"}


@pytest.mark.parametrize("fixes", [None, []])
def test_a_storm_without_fixes_is_refused(view: dict, fixes: list | None) -> None:
    view["typhoon"][8] = fixes
    assert refused(view) == [("file.no_points", None)]


@pytest.mark.parametrize(
    ("place", "broken", "code"),
    [(10, [["99KTS", 1, 2, 3, 4]], "file.broken_record"), (10, [["30KTS", 1, 2, 3]], "file.broken_record"), (10, {"30KTS": 1}, "file.broken_record"),
     (11, [], "file.broken_record"), (11, {"BABJ": [[12]]}, "file.broken_record"), (11, {"BABJ": [["x", "", 1, 2, 3, 4]]}, "file.broken_record"),
     (4, None, "file.no_position"), (1, "", "file.not_a_moment")],
)  # fmt: skip
def test_a_broken_fix_is_refused_naming_its_place(view: dict, place: int, broken: object, code: str) -> None:
    view["typhoon"][8][1][place] = broken
    assert refused(view) == [(code, 2)]


def test_an_array_that_is_too_short_is_refused(view: dict) -> None:
    view["typhoon"][8][1] = view["typhoon"][8][1][:7]
    assert refused(view) == [("file.broken_record", 2)]
    assert refused({"typhoon": [1, 2, 3]}) == [("file.broken_record", None)]
