"""When the wind reaches places, as it was known at each moment of the seed storm."""

from datetime import datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from benchmarks.storms import TRACKS, track_of
from domain.clock import from_beijing
from domain.places import PLACES
from readiness import path, tracks
from readiness.arrival import ARRIVALS, Outlook, outlook
from readiness.storm import state
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


def test_whom_the_circle_left_and_reached_again_has_both_spells(track):
    said = seen(track, at("31 12:00"))
    own = said.spells[(said.spells["place_id"] == "dinghai") & (said.spells["force"] == 7)]
    moments = ["29 16:30", "31 02:30", "31 03:00", "31 05:00"]
    assert own[["begins_at", "ends_at"]].to_numpy().ravel().tolist() == [
        pd.Timestamp(at(when)) for when in moments
    ]


@pytest.mark.parametrize("hour", ["28 12:00", "29 18:00", "31 04:00", "31 12:00"])
def test_the_spells_tell_the_same_moments_as_the_arrivals(track, hour):
    said = seen(track, at(hour))
    own = said.spells[said.spells["force"] == 7].groupby("place_id")
    for place, row in force(said).iterrows():
        spells = own.get_group(place)
        came = row["observed_at"] if pd.notna(row["observed_at"]) else row["likeliest_at"]
        assert came == spells["begins_at"].iloc[0]
        gone = spells["ends_at"].iloc[-1]
        assert gone == row["clears_at"] or pd.isna(row["clears_at"])


@pytest.mark.parametrize("hour", ["31 00:20", "31 01:20", "31 04:20"])
def test_whom_it_has_left_is_not_told_to_expect_it_because_its_edge_is_still_near(track, hour):
    left = force(seen(track, at(hour))).loc["zhujiajian"]
    assert (left["state"], left["clears_at"]) == ("passed", at("30 23:50"))


def test_four_days_before_nobody_here_was_told_to_expect_it(track):
    assert set(force(seen(track, at("24 12:00")))["state"]) == {"not_expected"}


def test_of_a_force_that_no_fix_gave_a_circle_of_it_is_said_that_there_is_none(track):
    assert set(force(seen(track, at("28 12:00")), 12)["state"]) == {"no_circle"}


def test_an_end_beyond_the_last_lead_is_not_invented(track):
    said = seen(track, at("28 12:00"))
    known = force(said)["clears_at"].dropna()
    assert said.ends is not None and (known <= said.ends).all()
    assert force(said)["clears_at"].isna().any()


def test_no_chance_is_put_on_what_nothing_is_known_of(track):
    """Neither on a force without a circle, nor, once a forecast has run out, on a wind that comes back or stays away."""
    assert force(seen(track, at("28 12:00")), 12)["chance"].isna().all()
    fixes = track[track["kind"] == "fix"]
    before, after = (force(seen(fixes, at(hour))) for hour in ("28 12:00", "31 12:00"))
    assert before["chance"].isna().all()
    assert set(after["state"]) == {"passed"} and after["chance"].isna().all()
    assert force(seen(fixes, at("29 18:00"))).loc["zhujiajian", "chance"] == 1


def test_days_after_the_last_fix_nobody_is_said_to_be_inside_still():
    """Storm 0509 was given up over land with 18 m/s and its circle standing."""
    matsa = track_of(TRACKS / "200509_Matsa_5agencies.json")
    last = tracks.fixes(matsa, from_beijing("2005-08-20T08:00")).iloc[-1]
    there = pd.DataFrame(
        {"place_id": ["under it"], "lon_deg": [last["lon_deg"]], "lat_deg": [last["lat_deg"]]}
    )
    ended = last["valid_at"].to_pydatetime()
    for later_h, told in ((1, "inside"), (240, "no_circle")):
        (row,) = force(seen(matsa, ended + timedelta(hours=later_h), there)).to_dict("records")
        assert row["state"] == told
        assert pd.notna(row["observed_at"])
        assert told == "inside" or (pd.isna(row["clears_at"]) and pd.isna(row["chance"]))


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


def test_a_fix_beside_the_full_ten_minutes_is_where_the_storm_is_now(track):
    last = (track["kind"] == "fix") & (track["valid_at"] == at("29 16:00"))
    late = track.assign(valid_at=track["valid_at"].mask(last, at("29 16:07")))
    now = at("29 16:10")
    (told,) = seen(late, now).places.query("place_id == 'xincheng'").to_dict("records")
    header = state(late, now)
    assert told["distance_km"] == pytest.approx(header.distance_km, abs=0.05)
    assert told["bearing_deg"] == pytest.approx(header.bearing_deg, abs=0.2)
    assert told["closest_km"] <= told["distance_km"] + 0.05
    assert force(seen(late, now)).loc["zhujiajian", "state"] == "inside"


def test_a_place_the_centre_goes_over_between_two_hours_is_told_so(track):
    now = at("28 12:00")
    way = path.ahead(tracks.fixes(track, now), tracks.issues(track, now).query("agency == 'CMA'"))
    step = way.index(at("29 14:30"))
    there = pd.DataFrame({"place_id": ["on the way"], "lon_deg": way.lon_deg[[step]], "lat_deg": way.lat_deg[[step]]})  # fmt: skip
    (told,) = seen(track, now, there).places.to_dict("records")
    assert told["closest_km"] < 1
    assert abs(told["closest_at"] - at("29 14:30")) <= TEN


@pytest.mark.parametrize("hour", ["23 20:00", "25 14:00", "28 12:00", "29 14:00", "30 06:00"])
def test_nowhere_is_a_moment_told_that_contradicts_another(track, hour):
    """The earliest is not after the likeliest, the end not before the beginning, and nothing lies beyond the last lead."""
    centre = state(track, at(hour))
    east, north = np.meshgrid(np.arange(-4, 2.1, 0.5), np.arange(-2, 5.1, 0.5))
    around = pd.DataFrame({"place_id": range(east.size), "lon_deg": centre.lon_deg + east.ravel(), "lat_deg": centre.lat_deg + north.ravel()})  # fmt: skip
    said = seen(track, at(hour), around)
    rows = said.arrivals
    assert not (rows["earliest_at"] > rows["likeliest_at"]).any()
    assert not (rows["clears_at"] < rows["likeliest_at"]).any()
    assert not (rows["clears_at"] < rows["observed_at"]).any()
    assert not (rows["likeliest_at"] > rows["spread_to"]).any()
    assert not (rows["likeliest_at"] < rows["spread_from"]).any()
    assert (rows["chance"].between(0, 1) | rows["state"].isin(["no_circle", "passed"])).all()
    assert (rows[["likeliest_at", "earliest_at"]].max() <= said.ends).all()
    assert (rows["observed_at"].dropna() <= said.last_fix_at).all()
    assert (said.by_agency["issued_at"] <= at(hour)).all()


# Hours from the first to the last of five agencies.
SPREADS = {
    "28 12:00": {"zhujiajian": (20.0, 25.5), "xincheng": (22.2, 26.7), "shengsi_caiyuan": (29.7, 34.2)},
    "28 15:00": {"zhujiajian": (20.3, 27.7), "xincheng": (22.7, 29.7), "shengsi_caiyuan": (28.3, 35.2)},
}


@pytest.mark.parametrize("hour", SPREADS)
def test_the_agencies_were_as_far_apart_as_reckoned_by_hand(track, hour):
    own = force(seen(track, at(hour)))
    for place, apart_h in SPREADS[hour].items():
        told = [(own.loc[place, name] - at(hour)) / timedelta(hours=1) for name in ("spread_from", "spread_to")]  # fmt: skip
        assert told == pytest.approx(apart_h, abs=0.25)


def test_places_are_answered_for_in_whatever_order_and_number_they_are_asked(track):
    draws = np.random.default_rng(5)
    many = pd.DataFrame({"place_id": range(600), "lon_deg": draws.uniform(121, 124, 600), "lat_deg": draws.uniform(28, 31.5, 600)})  # fmt: skip
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
