"""Storms of other basins are refused in one sentence; slips of ours are not taken for them."""

import json
import re

import pytest

from domain.problems import Problem, Refused
from feeds import feed
from feeds.check import check
from feeds.sentences import tell
from loaders.documents import tables_of
from tests.loaders.storm.recorded import RAW, refused, rows, track
from tests.reference import reference

TRACK = feed("track")
AREA = "90°E – 170°W, 0 – 75°N"


def nolo(shift: float) -> bytes:
    """The recorded view of a storm near the date line, moved eastward by degrees, longitudes written as -180 to 180."""
    answer = (RAW / "nmc_202628_NOLO.jsonp").read_text("utf-8")
    view = json.loads(answer[answer.index("{") : answer.rindex("}") + 1])
    for fix in view["typhoon"][8]:
        fix[4] = (fix[4] + shift + 180) % 360 - 180
        for ahead in (fix[11] or {}).values():
            for point in ahead:
                point[2] = (point[2] + shift + 180) % 360 - 180
    return json.dumps(view).encode()


def test_a_longitude_beyond_the_date_line_goes_on_eastward() -> None:
    fixed = [row for row in rows(track(nolo(5), "view.jsonp")) if row["kind"] == "定位"]
    assert [float(row["lon_deg"]) for row in fixed] == [
        pytest.approx(182.9, abs=3),
        pytest.approx(167, abs=3),
    ]


@pytest.mark.parametrize("shift", [60, -100])
def test_a_storm_of_another_basin_is_refused_in_one_sentence(shift: float) -> None:
    (problem,) = refused(nolo(shift), "view.jsonp")
    assert (problem.code, problem.severity, dict(problem.holes)["area"]) == (
        "file.other_basin",
        "error",
        AREA,
    )
    assert re.search(r"°[EW]$", problem.raw or "") and AREA in tell(problem, TRACK, "zh").text


def test_an_atlantic_deck_is_refused_by_its_basin_and_one_of_the_south_by_its_place() -> None:
    deck = reference("tracks/bwp192021.dat").read_text("ascii")
    for basin, north in (("AL", "N"), ("EP", "N"), ("SH", "S")):
        moved = re.sub(r"(\d)N,", rf"\1{north},", deck.replace("WP, 19", f"{basin}, 19"))
        (problem,) = refused(moved, f"b{basin.lower()}192021.dat")
        assert problem.code == "file.other_basin" and basin in dict(problem.holes)["storms"]


def test_an_atlantic_storm_of_ibtracs_is_refused_in_one_sentence() -> None:
    text = reference("tracks/ibtracs_v04r01_CO-MAY_2025.csv").read_text("utf-8")
    header, *lines = text.splitlines()
    basin, names = header.split(",").index("BASIN"), header.split(",")
    agencies = [i for i, name in enumerate(names) if re.match("(TOKYO|CMA|HKO|KMA)_(LAT|LON)$", name)]
    moved = [line.split(",") for line in lines]
    for cells in moved:
        cells[basin] = "NA"
        cells[names.index("USA_AGENCY")] = "hurdat_atl"
        for i in agencies:
            cells[i] = " "
    (problem,) = refused("\n".join([header, *(",".join(cells) for cells in moved)]))
    assert (problem.code, "2025" in dict(problem.holes)["storms"]) == ("file.other_basin", True)


def wenzhou(first: tuple[float, float], last: tuple[float, float], other: float | None = None) -> bytes:
    """A recorded storm with its fixes at the first place (lng, lat) but for the last one; and another's, at that longitude."""
    (storm,) = json.loads((RAW / "wenzhou_202508_CO-MAY.json").read_text("utf-8-sig"))
    for fix in storm["points"]:
        lng, lat = last if fix is storm["points"][-1] else first
        fix |= {"lng": lng, "lat": lat, "forecast": None}
    strange = {"tfbh": "AL01", "points": [storm["points"][0] | {"lng": other, "lat": 20}]}
    return json.dumps([{**storm, "land": None}, *([strange] if other is not None else [])]).encode()


def test_of_two_storms_the_one_of_another_basin_is_left_out_and_that_is_said() -> None:
    table = track(wenzhou((128.3, 26.3), (127.9, 26.5), other=-60), "202508.json")
    assert {row["storm_id"] for row in rows(table)} == {"202508"}
    note = next(note for note in table.notes if note.code == "file.other_basin")
    assert (note.severity, note.raw, dict(note.holes)["storms"]) == ("warning", "20°N 60°W", "AL01")


@pytest.mark.parametrize(
    "places", [((128.3, 26.3), (28.3, 26.5)), ((26.3, 128.3), (26.5, 127.9)), ((1283, 26.3), (1279, 26))]
)
def test_a_slip_in_a_position_is_no_other_basin(places: tuple[tuple[float, float], ...]) -> None:
    """A digit lost in one of two fixes; longitude and latitude swapped; a decimal point lost."""
    table = track(wenzhou(*places), "202508.json")
    found = check(TRACK, table.columns, table.rows, "city").problems
    assert {problem.code for problem in found} <= {"cell.out_of_range", "cell.looks_swapped"} and found
    assert all(isinstance(problem, Problem) and problem.row for problem in found)


def test_a_forecast_beyond_the_area_is_left_out_and_its_storm_stays() -> None:
    answer = (RAW / "nmc_202628_NOLO.jsonp").read_text("utf-8")
    view = json.loads(answer[answer.index("{") : answer.rindex("}") + 1])
    view["typhoon"][8][1][11]["BABJ"] = [
        [12, None, -168.5, 45, 980, 30, "BABJ", "STS"],
        [6, None, 179, 40, 980, 30, "BABJ", "STS"],
    ]
    table = track(json.dumps(view).encode(), "view.json")
    assert [(note.code, note.raw, note.row, note.counted) for note in table.notes] == [
        ("file.forecast_beyond", "45°N 168.5°W", 2, "record")
    ]
    assert "179" in {row["lon_deg"] for row in rows(table) if row["kind"] == "预报"}


def test_nothing_but_a_forecast_beyond_the_area_is_no_storm() -> None:
    with pytest.raises(Refused):
        tables_of(nolo(60), "view.json")
