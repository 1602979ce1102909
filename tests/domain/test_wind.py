import math
from itertools import pairwise

import pytest

from domain import wind

FORCE_FLOORS = [
    (0.0, "0"),
    (0.3, "1"),
    (1.6, "2"),
    (3.4, "3"),
    (5.5, "4"),
    (8.0, "5"),
    (10.8, "6"),
    (13.9, "7"),
    (17.2, "8"),
    (20.8, "9"),
    (24.5, "10"),
    (28.5, "11"),
    (32.7, "12"),
    (37.0, "13"),
    (41.5, "14"),
    (46.2, "15"),
    (51.0, "16"),
    (56.1, "17"),
    (61.3, "17+"),
]
GRADE_FLOORS = [
    (10.8, "TD"),
    (17.2, "TS"),
    (24.5, "STS"),
    (32.7, "TY"),
    (41.5, "STY"),
    (51.0, "SuperTY"),
]


@pytest.mark.parametrize(("floor_ms", "code"), FORCE_FLOORS)
def test_a_force_begins_at_its_lower_bound(floor_ms, code):
    assert wind.force(floor_ms).code == code


@pytest.mark.parametrize(("below", "above"), list(pairwise(FORCE_FLOORS)))
def test_a_tenth_below_a_bound_is_still_the_force_before(below, above):
    assert wind.force(above[0] - 0.1).code == below[1]


@pytest.mark.parametrize(("floor_ms", "code"), GRADE_FLOORS)
def test_a_grade_begins_at_its_lower_bound(floor_ms, code):
    assert wind.cyclone_grade(floor_ms).code == code


@pytest.mark.parametrize(("below", "above"), list(pairwise(GRADE_FLOORS)))
def test_a_tenth_below_a_bound_is_still_the_grade_before(below, above):
    assert wind.cyclone_grade(above[0] - 0.1).code == below[1]


def test_every_grade_begins_with_a_force():
    assert {grade.lower_ms for grade in wind.CYCLONE_GRADES} <= {force.lower_ms for force in wind.FORCES}


def test_a_wind_weaker_than_a_depression_has_a_force_but_no_grade():
    assert wind.force(10.7).code == "5"
    assert wind.cyclone_grade(10.7) is None


@pytest.mark.parametrize("missing", [None, math.nan])
def test_missing_wind_has_neither_force_nor_grade(missing):
    assert wind.force(missing) is None
    assert wind.cyclone_grade(missing) is None


def test_wind_below_zero_is_an_error():
    with pytest.raises(ValueError, match=r"wind\.negative"):
        wind.force(-0.1)


def test_there_is_no_force_eighteen():
    strongest = wind.force(95.0)
    assert (strongest.number, strongest.scale_zh) == (17, "17级以上")


def test_a_storm_called_typhoon_in_speech_is_graded_by_its_wind():
    assert wind.cyclone_grade(18.0).zh == "热带风暴"
    assert (wind.force(18.0).scale_zh, wind.force(18.0).zh) == ("8级", "大风")


@pytest.mark.parametrize("name", ["STS", "sts", "强热带风暴", "强热带风暴级", " severe tropical storm "])
def test_a_grade_is_found_by_code_and_by_either_name(name):
    assert wind.find_cyclone_grade(name).code == "STS"


@pytest.mark.parametrize("name", [None, "", "热带气压", "0"])
def test_an_unknown_grade_name_finds_nothing(name):
    assert wind.find_cyclone_grade(name) is None
