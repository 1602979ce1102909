from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest
import shapely

from domain import clock, geo
from readiness import storm
from readiness.geodesy import distance_and_bearing
from tests.readiness.situations import seed_track

EIGHT = clock.from_beijing("2025-07-29T08:00")


def beijing(text: str) -> datetime:
    return clock.from_beijing(f"2025-{text}")


def fixes(*rows: dict) -> pd.DataFrame:
    """Hourly fixes from 08:00, moving west along 28N inside the 24 h line unless a row says otherwise."""
    usual = {
        "lat_deg": 28.0, "wind_ms": 20.0, "pressure_hpa": 985.0, "grade": None, "storm_id": "202508",
        "agency": "CMA", "source": "zjwater", "kind": "fix",
    }  # fmt: skip
    made = [
        usual | {"valid_at": EIGHT + timedelta(hours=hour), "lon_deg": 125.0 - hour / 10} | row
        for hour, row in enumerate(rows)
    ]
    return pd.DataFrame(made).assign(valid_at=lambda frame: pd.to_datetime(frame["valid_at"], utc=True))


@pytest.fixture(scope="module")
def co_may() -> pd.DataFrame:
    return seed_track()


def test_co_may_crossed_the_24_hour_line_six_times(co_may):
    crossed = storm.state(co_may, beijing("08-02T00:00")).crossings_24h
    noted = [
        ("07-23T16:34", False),
        ("07-23T20:00", True),
        ("07-24T16:00", False),
        ("07-25T11:55", True),
        ("07-26T20:00", False),
        ("07-28T18:52", True),
    ]
    assert [crossing.inward for crossing in crossed] == [inward for _, inward in noted]
    # The outward one of 26 July falls into a gap of 36 hours, where only the day is known.
    slack = [timedelta(minutes=10)] * 4 + [timedelta(hours=18)] + [timedelta(minutes=10)]
    assert all(
        abs(crossing.at - beijing(at)) <= margin
        for crossing, (at, _), margin in zip(crossed, noted, slack, strict=True)
    )


def test_co_may_entered_for_good_on_the_evening_of_the_28th(co_may):
    entered = storm.state(co_may, beijing("07-28T20:00")).entered_24h_at
    assert entered == beijing("07-28T18:52")


def test_at_three_in_the_afternoon_nobody_knew_that_it_would_enter(co_may):
    seen = storm.state(co_may, beijing("07-28T15:00"))
    assert not seen.inside_24h
    assert seen.inside_48h
    assert seen.entered_24h_at is None
    assert all(crossing.at < beijing("07-27T00:00") for crossing in seen.crossings_24h)


@pytest.mark.parametrize(
    ("at", "distance_km"), [("07-28T11:00", 726), ("07-29T07:00", 414), ("07-29T08:00", 399)]
)
def test_co_may_was_as_far_from_xincheng_as_reported(co_may, at, distance_km):
    assert storm.state(co_may, beijing(at)).distance_km == pytest.approx(distance_km, abs=5)


def test_co_may_stood_to_the_south_east(co_may):
    assert geo.compass(storm.state(co_may, beijing("07-29T07:00")).bearing_deg) == "东南"


def test_the_storm_line_of_the_sample_afternoon(co_may):
    seen = storm.state(co_may, beijing("07-28T15:00"))
    assert (seen.storm_id, seen.number, seen.name_zh, seen.name_en) == ("202508", 8, "竹节草", "CO-MAY")
    assert (seen.grade, seen.force, seen.wind_ms, seen.pressure_hpa) == ("TS", "8", 18.0, 992.0)
    assert seen.motion == storm.Motion(24.0, 292.5, computed=False)
    assert seen.radii == {7: storm.Radii(300.0, 250.0, 200.0, 250.0)}
    assert (seen.fixed_at, seen.age, seen.stale) == (beijing("07-28T14:00"), timedelta(hours=1), False)


@pytest.mark.parametrize(("storm_id", "number"), [("2508", 8), ("202123", 23), ("W08", None)])
def test_a_storm_is_known_by_its_number_in_the_year(storm_id, number):
    assert storm.state(fixes({"storm_id": storm_id}), EIGHT).number == number


def test_after_the_36_hour_gap_began_the_track_was_old(co_may):
    assert not storm.state(co_may, beijing("07-26T09:59")).stale
    assert storm.state(co_may, beijing("07-26T10:00")).stale


def test_co_may_never_left_the_48_hour_line(co_may):
    assert all(
        storm.state(co_may, at.to_pydatetime()).inside_48h
        for at in co_may.loc[co_may["kind"] == "fix", "valid_at"]
    )


def test_before_the_first_fix_there_is_no_storm():
    assert storm.state(fixes({}), EIGHT - timedelta(seconds=1)) is None
    assert storm.state(fixes({}).iloc[:0], EIGHT) is None


def test_a_later_fix_is_not_known_yet():
    seen = storm.state(fixes({}, {"wind_ms": 30.0}), EIGHT + timedelta(minutes=59))
    assert (seen.fixed_at, seen.wind_ms) == (EIGHT, 20.0)


def test_inside_the_24_hour_line_a_track_is_old_after_two_hours():
    ages = (timedelta(hours=1, minutes=59), timedelta(hours=2))
    assert [storm.state(fixes({}), EIGHT + age).stale for age in ages] == [False, True]


def test_outside_the_24_hour_line_a_track_is_old_after_six_hours():
    ages = (timedelta(hours=5, minutes=59), timedelta(hours=6))
    assert [storm.state(fixes({"lon_deg": 129.0}), EIGHT + age).stale for age in ages] == [False, True]


def test_motion_the_agency_left_out_comes_from_the_last_two_fixes():
    motion = storm.state(fixes({}, {"lon_deg": 124.5}), EIGHT + timedelta(hours=1)).motion
    assert motion.computed
    assert motion.speed_kmh == pytest.approx(49.1, abs=0.1)
    assert geo.compass(motion.heading_deg) == "西"


def test_a_given_speed_is_kept_when_only_the_direction_is_missing():
    motion = storm.state(fixes({}, {"move_kmh": 15.0}), EIGHT + timedelta(hours=1)).motion
    assert (motion.speed_kmh, motion.computed) == (15.0, True)


def test_a_direction_may_come_as_a_word():
    motion = storm.state(fixes({"move_kmh": 15.0, "move_dir": "西北偏西"}), EIGHT).motion
    assert motion == storm.Motion(15.0, 292.5, computed=False)


def test_one_fix_alone_tells_no_motion():
    assert storm.state(fixes({}), EIGHT).motion == storm.Motion(None, None, computed=True)


def test_a_repeated_position_has_a_speed_of_zero_and_no_heading():
    motion = storm.state(fixes({}, {"lon_deg": 125.0}), EIGHT + timedelta(hours=1)).motion
    assert motion == storm.Motion(0.0, None, computed=True)


@pytest.mark.parametrize(
    ("given", "wind_ms", "grade"), [("强热带风暴", 20.0, "STS"), (None, 25.0, "STS"), ("", 20.0, "TS")]
)
def test_the_grade_of_the_agency_stands_before_the_one_of_the_wind(given, wind_ms, grade):
    assert storm.state(fixes({"grade": given, "wind_ms": wind_ms}), EIGHT).grade == grade


def test_a_fix_without_wind_has_no_force():
    seen = storm.state(fixes({"wind_ms": None}), EIGHT)
    assert (seen.wind_ms, seen.force, seen.grade) == (None, None, None)


def test_an_earlier_storm_does_not_lend_its_track_to_the_next():
    seen = storm.state(fixes({"storm_id": "202507", "lon_deg": 129.0}, {}), EIGHT + timedelta(hours=1))
    assert seen.crossings_24h == ()
    assert seen.motion.speed_kmh is None


def test_a_wind_circle_reaches_its_radius_in_every_quadrant():
    ring = storm.circle(125.0, 27.2, 300, 250, 200, 150)
    reach = {45: 300, 135: 250, 225: 200, 315: 150}
    measured = [distance_and_bearing(125.0, 27.2, *point) for point in ring]
    found = {round(bearing): round(distance) for distance, bearing in measured if round(bearing) in reach}
    assert found == reach


def test_a_wind_circle_is_a_closed_simple_polygon():
    ring = storm.circle(125.0, 27.2, 300, 250, 200, 150)
    assert len(ring) > 72
    assert ring[0] == ring[-1]
    assert shapely.Polygon(ring).is_valid


def test_a_quadrant_without_a_radius_draws_nothing():
    ring = storm.circle(125.0, 27.2, 300, None, float("nan"), 150)
    assert min(lat for _, lat in ring) == pytest.approx(27.2, abs=0.05)


def test_without_any_radius_there_is_no_circle():
    assert storm.circle(125.0, 27.2, None, None, None, None) == []


def test_moments_of_a_state_are_utc():
    assert storm.state(fixes({}), EIGHT).fixed_at.tzinfo is UTC
