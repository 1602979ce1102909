"""Circles by longest and shortest radius."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import geo
from domain.problems import Refused
from loaders.storm.off_centre import DERIVED, directed, off_centre

RADII = st.tuples(st.floats(1, 900), st.floats(0, 1)).map(lambda said: (said[0], said[0] * said[1]))


def reach(bearing_deg: float, heading_deg: float, longest: float, shortest: float) -> float:
    """How far the circle lies from the storm in one direction, by plane geometry."""
    radius, shift = (longest + shortest) / 2, (longest - shortest) / 2
    turn = math.radians(bearing_deg - heading_deg)
    return shift * math.cos(turn) + math.sqrt(max(0.0, radius**2 - (shift * math.sin(turn)) ** 2))


def test_a_circle_pushed_to_the_north_east_reaches_farthest_there_and_least_to_the_south_west():
    found = off_centre(45, 300, 100)
    assert (found.ne_km, found.sw_km) == (300, pytest.approx(116.4, abs=0.1))
    assert found.se_km == found.nw_km == pytest.approx(reach(90, 45, 300, 100), abs=0.1)


def test_a_circle_pushed_to_the_east_reaches_alike_into_both_eastern_quadrants():
    found = off_centre(90, 300, 100)
    assert found.ne_km == found.se_km == 300
    assert found.nw_km == found.sw_km == pytest.approx(math.sqrt(300 * 100), abs=0.1)


@pytest.mark.parametrize(
    ("direction", "farthest"),
    [(1, {"ne"}), (2, {"ne", "se"}), (3, {"se"}), (4, {"se", "sw"}), (5, {"sw"}), (6, {"sw", "nw"}), (7, {"nw"}), (8, {"nw", "ne"})],
)  # fmt: skip
def test_the_direction_digits_go_round_clockwise_from_north_east(direction, farthest):
    circle, remark = directed(direction, 300, 100, 1)
    assert {name for name in geo.QUADRANTS if getattr(circle, f"{name}_km") == 300} == farthest
    assert remark == DERIVED


def test_nine_is_the_same_all_round_and_nothing_is_derived():
    circle, remark = directed(9, 222.2, 222.2, 1)
    assert {getattr(circle, f"{name}_km") for name in geo.QUADRANTS} == {222.2}
    assert remark == ""


@pytest.mark.parametrize("said", [(0, None, None), (3, None, None), (None, 100, 100), (0, 100, 50)])
def test_without_direction_or_radius_there_is_no_circle(said):
    assert directed(*said, row=1) == (None, "")


@pytest.mark.parametrize("said", [(9, 300, 100), (2, 100, 300), (4.5, 300, 100), (10, 300, 300)])
def test_a_circle_that_contradicts_itself_is_refused(said):
    with pytest.raises(Refused) as refusal:
        directed(*said, row=7)
    assert [(problem.code, problem.row) for problem in refusal.value.problems] == [("file.circle_at_odds", 7)]


@given(st.floats(0, 360), RADII, st.floats(0, 359.9))
def test_nothing_inside_the_circle_lies_outside_its_quadrants(heading, radii, bearing):
    circle = off_centre(heading, *radii)
    inside = getattr(circle, f"{geo.QUADRANTS[int(bearing % 360 // 90)]}_km") or 0
    assert inside + 0.06 >= reach(bearing, heading, *radii)


@given(st.floats(0, 360), RADII)
def test_one_quadrant_reaches_the_longest_radius_and_none_beyond(heading, radii):
    reaches = [getattr(off_centre(heading, *radii), f"{name}_km") or 0 for name in geo.QUADRANTS]
    assert max(reaches) == pytest.approx(radii[0], abs=0.06)
    assert min(reaches) >= radii[1] - 0.06
