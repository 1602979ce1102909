"""When the wind reaches places, as it was known at each moment of the seed storm."""

from datetime import datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from domain.places import PLACES
from readiness.arrival import ARRIVALS, Outlook, outlook
from tests.readiness.situations import at, seed_track

PLACED = pd.DataFrame(
    [(place.code, place.lon, place.lat) for place in PLACES.values()],
    columns=["place_id", "lon_deg", "lat_deg"],
)
TEN = timedelta(minutes=10)


@pytest.fixture(scope="module")
def track() -> pd.DataFrame:
    return seed_track()


def seen(track: pd.DataFrame, now: datetime, places: pd.DataFrame = PLACED) -> Outlook:
    found = outlook(track, places, now, members=300)
    assert found is not None
    return found


def force(said: Outlook, number: int = 7) -> pd.DataFrame:
    return said.arrivals[said.arrivals["force"] == number].set_index("place_id")


def test_a_day_before_every_place_is_told_an_earliest_a_likeliest_and_an_end(track):
    said = seen(track, at("28 12:00"))
    own = force(said)
    assert set(own["state"]) == {"expected"}
    assert (own["earliest_at"] < own["likeliest_at"]).all()
    assert (own["chance"] > 0.8).all() and set(own["agencies"]) == {5}
    assert (own["clears_at"].dropna() > own["likeliest_at"].max()).all()
    assert (said.agency, said.issued_at, said.stale) == ("CMA", at("28 11:00"), False)


def test_the_likeliest_lies_within_what_the_agencies_say(track):
    own = force(seen(track, at("28 15:00")))
    assert ((own["spread_from"] <= own["likeliest_at"]) & (own["likeliest_at"] <= own["spread_to"])).all()


def test_who_is_inside_is_told_since_when_and_until_when(track):
    own = force(seen(track, at("29 18:00"))).loc["zhujiajian"]
    assert own["state"] == "inside"
    assert abs(own["observed_at"] - at("29 15:20")) <= TEN
    assert pd.isna(own["likeliest_at"]) and own["clears_at"] > at("30 12:00")


def test_whom_it_has_left_is_told_when_it_came_and_went(track):
    own = force(seen(track, at("31 12:00"))).loc["zhujiajian"]
    assert own["state"] == "passed"
    assert abs(own["observed_at"] - at("29 15:20")) <= TEN
    assert at("30 12:00") < own["clears_at"] < at("31 12:00")


def test_four_days_before_nobody_here_was_told_to_expect_it(track):
    assert set(force(seen(track, at("24 12:00")))["state"]) == {"not_expected"}


def test_of_a_force_that_no_fix_gave_a_circle_of_it_is_said_that_there_is_none(track):
    assert set(force(seen(track, at("28 12:00")), 12)["state"]) == {"no_circle"}


def test_an_end_beyond_the_last_lead_is_not_invented(track):
    said = seen(track, at("28 12:00"))
    known = force(said)["clears_at"].dropna()
    assert said.ends is not None and (known <= said.ends).all()
    assert force(said)["clears_at"].isna().any()


def test_a_forecast_of_yesterday_counts_no_more(track):
    fixes = track[(track["kind"] == "fix") | (track["issued_at"] <= at("28 12:00"))]
    said = seen(fixes, at("29 15:00"))
    assert said.agency is None and said.issued_at is None
    assert force(said)["likeliest_at"].isna().all()


def test_once_the_last_lead_has_passed_without_a_new_fix_the_forecast_says_no_more(track):
    known = track[track["issued_at"] <= at("28 14:00")]
    ends = seen(known, at("28 14:30")).ends
    after = seen(known[known["agency"] == "CMA"], ends + timedelta(minutes=1))
    assert (after.agency, after.stale) == (None, True)
    assert set(force(after)["state"]) == {"no_circle"}


def test_the_storm_stands_where_it_is_seen_from_each_place(track):
    near = seen(track, at("29 07:00")).places.set_index("place_id")
    assert near.loc["xincheng", "distance_km"] == pytest.approx(414, abs=5)
    assert near.loc["xincheng", "bearing_deg"] == pytest.approx(135, abs=20)
    assert (near["closest_km"] < near["distance_km"]).all()


def test_places_are_answered_for_in_whatever_order_and_number_they_are_asked(track):
    draws = np.random.default_rng(5)
    many = pd.DataFrame({"place_id": range(1500), "lon_deg": draws.uniform(120, 126, 1500), "lat_deg": draws.uniform(27, 32, 1500)})  # fmt: skip
    some = many.sample(40, random_state=1)
    every, few = (force(seen(track, at("28 12:00"), places)) for places in (many, some))
    for name in ("likeliest_at", "earliest_at"):
        apart = (every.loc[few.index, name] - few[name]).abs().dropna()
        assert (apart <= TEN).mean() > 0.95
        assert (every.loc[few.index, name].isna() == few[name].isna()).mean() > 0.95


def test_every_place_and_force_has_one_row_and_all_columns(track):
    said = seen(track, at("28 12:00"))
    assert tuple(said.arrivals.columns) == ARRIVALS
    assert not said.arrivals.duplicated(["place_id", "force"]).any() and len(said.arrivals) == 3 * len(PLACED)


def test_before_the_storm_is_known_there_is_no_outlook(track):
    assert outlook(track, PLACED, at("20 12:00")) is None
    assert outlook(pd.DataFrame(), PLACED, at("28 12:00")) is None
