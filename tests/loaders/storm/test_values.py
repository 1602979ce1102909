"""What is missing, what is a figure, and what stays as it is written."""

import pytest

from loaders.storm.values import heading, number, positive, pressure, stated, storm_id


@pytest.mark.parametrize("missing", [None, "", "0", 0, "-1", "null", "—", [], {}, float("nan"), float("inf")])
def test_nothing_and_nought_are_no_wind_and_no_radius(missing: object) -> None:
    assert positive(missing) is None


@pytest.mark.parametrize("missing", [None, "", "0", 0, "-1", "null", "NaN", float("nan")])
def test_a_service_that_states_nothing_or_nought_states_none(missing: object) -> None:
    assert stated(missing) is None


def test_figures_are_read_from_texts_and_numbers() -> None:
    assert [positive(said) for said in ("18", 18, "18.00", " 18 ")] == [18.0] * 4
    assert (number("0"), number("-3.5")) == (0.0, -3.5)


@pytest.mark.parametrize("said", ["9", "14", 10, "0", "", None, "849.9", "1050.1", "9920"])
def test_a_wind_force_in_the_field_of_the_pressure_is_no_pressure(said: object) -> None:
    assert pressure(said) is None


@pytest.mark.parametrize(("said", "hpa"), [("850", 850.0), (1050, 1050.0), ("992.0", 992.0)])
def test_a_pressure_of_a_cyclone_is_one(said: object, hpa: float) -> None:
    assert pressure(said) == hpa


@pytest.mark.parametrize(
    ("word", "zh"), [("WNW", "西北西"), ("NE", "东北"), ("南西南", "南南西"), ("少动", "少动"), ("", "")]
)
def test_a_direction_is_said_in_chinese_where_it_is_one(word: str, zh: str) -> None:
    assert heading(word) == zh


@pytest.mark.parametrize(
    ("written", "known"),
    [("2401", "202401"), ("0523", "200523"), ("4901", "194901"), ("9918", "199918"), ("4830", "204830"), ("2400", None), ("240", None), ("TD01", None)],
)  # fmt: skip
def test_a_storm_is_known_by_the_year_and_its_number(written: str, known: str | None) -> None:
    assert storm_id(written) == known
