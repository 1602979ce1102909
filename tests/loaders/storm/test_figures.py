"""Figures and lines of fixed notation."""

import pytest

from domain.problems import MORE, Refused, how_many, sentence
from domain.wind import force
from loaders.storm import values
from loaders.storm.figures import (
    MOST_FAULTY,
    amount,
    decimal,
    km_of_nautical_miles,
    ms_of_knots,
    numbered,
    remarks,
)
from tests.loaders.storm.recorded import refused


@pytest.mark.parametrize(
    ("text", "value"), [("12", 12), (" 16.3 ", 16.3), ("-175.1", -175.1), ("", None), ("  ", None), ("0", 0)]
)
def test_a_figure_is_a_figure_and_a_blank_is_missing(text, value):
    assert decimal(text, 1) == value


@pytest.mark.parametrize("text", ["1_0", "1e3", "nan", "inf", "٣", "+5", "3 4", "n/a", "0x10", "1234567"])
def test_whatever_else_python_takes_for_a_number_is_none_here(text):
    with pytest.raises(Refused) as refusal:
        decimal(text, 4)
    assert [(problem.code, problem.row) for problem in refusal.value.problems] == [("file.not_a_figure", 4)]


def test_a_wind_is_not_negative():
    with pytest.raises(Refused):
        amount("-5", 1)


def test_no_reader_of_storms_takes_an_underscore_for_nothing():
    assert values.number("2_0") is None


@pytest.mark.parametrize(
    ("kt", "steps"),
    [(27, "6"), (28, "7"), (33, "7"), (34, "8"), (47, "9"), (48, "10"), (63, "11"), (64, "12")],
)
def test_knots_stay_in_their_force(kt, steps):
    assert force(ms_of_knots(kt)).code == force(kt * 1852 / 3600).code == steps


def test_miles_and_knots_of_0_are_none():
    assert (ms_of_knots(0), km_of_nautical_miles(0), ms_of_knots(None), km_of_nautical_miles(100)) == (
        None,
        None,
        None,
        185.2,
    )


def test_lines_are_numbered_as_an_editor_does_whatever_ends_them():
    assert list(numbered("a\r\n\r\nb\rc\nd\u2028e\x0cf")) == [
        (1, "a"),
        (3, "b"),
        (4, "c"),
        (5, "d\u2028e\x0cf"),
    ]


def test_remarks_are_said_once():
    assert remarks("甲", "", "乙", "甲") == "甲；乙"


def test_of_ten_thousand_faulty_lines_the_first_thousand_are_counted():
    header = "66666 2508 9999 0010 2508 0 3 CO-MAY  20260324\n"
    problems = refused(header + "not a line\n" * 10_000)
    assert how_many(problems) == MOST_FAULTY
    assert {problem.kind for problem in problems} == {"file.best_track_line"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_refusal_says_what_stood_there(lang):
    (problem,) = refused("66666 2508 1 0010 2508 0 3 CO-MAY  20260324\n2025072206 1 19x\n")
    assert problem.code != MORE
    assert "2025072206 1 19x" in sentence(problem, lang)
