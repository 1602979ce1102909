"""QWeather's storm track: labelled quadrants, and an id that only the file's name holds."""

import json

import pytest

from domain import geo
from domain.problems import Refused
from loaders.storm import qweather
from tests.loaders.storm.recorded import RAW, rows
from tests.reference import reference

RADII = [f"r{force}_{quadrant}_km" for force in (7, 10, 12) for quadrant in geo.QUADRANTS]


@pytest.fixture
def answer() -> dict:
    """A recorded answer, to be changed."""
    return json.loads((RAW / "qweather_NP_2401.json").read_text("utf-8"))


def read(said: dict, filename: str = "NP_2401.json") -> list[dict[str, str]]:
    return rows(qweather.read(said, filename)["track"])


@pytest.mark.parametrize(
    "filename", ["NP_2401.json", "storm-track-np2401 (2).json", "202401.json", "track_202401_20240530.json", "NP-2401_2024053005.json"]
)  # fmt: skip
def test_the_storm_is_known_by_the_files_name(answer: dict, filename: str) -> None:
    assert {row["storm_id"] for row in read(answer, filename)} == {"202401"}


@pytest.mark.parametrize("filename", ["getStormTrack.json", "2401.json", "NP_2501.json", "202501.json", "20240530.json", "NP_2401_NP_2402.json", "NP_2400.json"])  # fmt: skip
def test_without_an_id_of_its_year_in_the_name_it_is_refused_saying_how_to_name_it(
    answer: dict, filename: str
) -> None:
    with pytest.raises(Refused) as refusal:
        read(answer, filename)
    assert [(problem.code, problem.raw) for problem in refusal.value.problems] == [
        ("file.no_storm_id", filename)
    ]


def test_a_storm_of_december_goes_on_into_january(answer: dict) -> None:
    for fix in (*answer["track"], answer["now"]):
        fix |= {"time": "2025-01-02T05:00+08:00"}
    assert {row["storm_id"] for row in read(answer, "NP_2427.json")} == {"202427"}


def test_the_whole_example_of_the_service_is_four_fixes() -> None:
    said = json.loads(reference("tracks/getStormTrack.json").read_text("utf-8"))
    told = read(said)
    assert [row["valid_at"][5:16] for row in told] == [
        "05-29T17:00",
        "05-29T20:00",
        "05-30T02:00",
        "05-30T05:00",
    ]
    assert {row["agency"] for row in told} == {"中国气象局"}
    assert all("和风天气" in row["note"] for row in told)


def test_a_quadrant_is_what_it_is_called_and_a_circle_the_force_of_its_knots(answer: dict) -> None:
    for knots, first in ((30, 1), (50, 5), (64, 9)):
        named = {f"{name}Radius": str(first + place) for place, name in enumerate(("ne", "se", "sw", "nw"))}
        answer["track"][0][f"windRadius{knots}"] = dict(reversed(named.items()))
    assert [read(answer)[0][header] for header in RADII] == [str(km) for km in range(1, 13)]


def test_where_the_storm_is_now_is_no_second_fix_of_the_same_hour(answer: dict) -> None:
    answer["now"]["pubTime"] = answer["track"][0]["time"]
    assert len(read(answer)) == 1


def test_a_depression_is_one_as_the_service_spells_it(answer: dict) -> None:
    answer["track"][0]["type"] = "热带气压"
    assert read(answer)[0]["grade"] == "热带低压"


def test_empty_texts_are_nothing_given(answer: dict) -> None:
    answer["track"][0] |= {
        "pressure": "",
        "windSpeed": "",
        "moveSpeed": "",
        "moveDir": "",
        "windRadius30": "",
    }
    told = read(answer)[0]
    assert not told.keys() & {"pressure_hpa", "wind_ms", "move_kmh", "move_dir", *RADII[:4]}


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        ({"windRadius30": ["120"]}, "file.broken_record"),
        ({"lat": ""}, "file.no_position"),
        ({"time": ""}, "file.not_a_moment"),
    ],
)
def test_a_broken_fix_is_refused_naming_its_place(answer: dict, broken: dict, code: str) -> None:
    answer["track"][0] |= broken
    with pytest.raises(Refused) as refusal:
        read(answer)
    assert [(problem.code, problem.row) for problem in refusal.value.problems] == [(code, 1)]


def test_an_answer_without_fixes_is_refused(answer: dict) -> None:
    with pytest.raises(Refused) as refusal:
        read(answer | {"track": [], "now": None})
    assert [problem.code for problem in refusal.value.problems] == ["file.no_points"]
