from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from domain.warning_lines import LINE_24H, LINE_48H, LINES, Crossing, crossings, inside

NOON = datetime(2025, 7, 28, 12, tzinfo=UTC)


def hours(count: float) -> datetime:
    return NOON + timedelta(hours=count)


@pytest.mark.parametrize(
    ("lon", "lat", "within"),
    [
        (126.99, 30.0, True),
        (127.01, 30.0, False),
        (122.99, 20.0, True),
        (123.01, 20.0, False),
        (118.99, 15.0, True),
        (119.01, 15.0, False),
        (112.9, 4.5, True),
        (113.1, 4.5, False),
    ],
)
def test_inside_the_24_hour_line_is_west_of_it(lon, lat, within):
    assert inside(LINE_24H, lon, lat) is within


def test_on_the_line_is_not_yet_inside():
    assert not inside(LINE_24H, 127.0, 26.0)
    assert not inside(LINE_24H, 119.0, 16.2)


def test_the_48_hour_line_lies_outside_the_24_hour_line():
    assert all(inside(LINE_48H, lon, lat) for lon, lat in LINE_24H.vertices if lat > 0)


def test_north_of_the_drawn_end_the_last_meridian_carries_on():
    assert inside(LINE_24H, 126.0, 36.0)
    assert not inside(LINE_24H, 128.0, 36.0)


def test_south_of_the_equator_nothing_is_inside():
    assert not inside(LINE_48H, 100.0, -1.0)


def test_the_24_hour_line_is_solid_yellow_and_the_48_hour_line_dashed_blue():
    drawn = {code: (line.hours, line.colour, line.dash) for code, line in LINES.items()}
    assert drawn == {"24h": (24, "yellow", "solid"), "48h": (48, "blue", "dash")}


def test_a_crossing_is_timed_by_how_far_along_the_step_the_line_lies():
    track = [(hours(0), 128.0, 28.0), (hours(4), 124.0, 28.0)]
    assert crossings(LINE_24H, track) == [Crossing(hours(1), inward=True)]


def test_leaving_is_an_outward_crossing():
    track = [(hours(0), 126.5, 30.0), (hours(1), 127.5, 31.0)]
    assert crossings(LINE_24H, track) == [Crossing(hours(0.5), inward=False)]


def test_touching_the_line_and_turning_back_is_no_crossing():
    track = [(hours(0), 128.0, 28.0), (hours(1), 127.0, 28.0), (hours(2), 128.0, 28.0)]
    assert crossings(LINE_24H, track) == []


def test_a_long_step_past_a_bend_crosses_twice():
    # From the Philippine Sea over the corner at 18N 119E: the step enters where the line runs north-east,
    # and leaves again across the meridian.
    track = [(hours(0), 121.0, 20.0), (hours(8), 121.0, 12.0)]
    assert [crossing.inward for crossing in crossings(LINE_24H, track)] == [False]
    diagonal = [(hours(0), 120.0, 18.0), (hours(1), 118.5, 18.0), (hours(3), 119.5, 17.0)]
    assert [crossing.inward for crossing in crossings(LINE_24H, diagonal)] == [True, False]


def test_the_order_in_which_fixes_are_given_does_not_matter():
    track = [(hours(0), 128.0, 28.0), (hours(2), 126.0, 28.0), (hours(4), 128.0, 28.0)]
    assert crossings(LINE_24H, track[::-1]) == crossings(LINE_24H, track)


def test_a_storm_that_stays_put_crosses_nothing():
    assert crossings(LINE_24H, [(hours(step), 127.0, 28.0) for step in range(3)]) == []
    assert crossings(LINE_24H, [(NOON, 127.5, 28.0)]) == []


places = some.tuples(some.floats(100, 140), some.floats(-5, 45))


@given(track=some.lists(places, min_size=2, max_size=8), line=some.sampled_from([LINE_24H, LINE_48H]))
def test_in_and_out_take_turns_and_stay_within_the_track(track, line):
    passed = crossings(line, [(hours(step), *place) for step, place in enumerate(track)])
    assert all(one.inward != other.inward for one, other in pairwise(passed))
    assert all(NOON <= crossing.at <= hours(len(track)) for crossing in passed)
