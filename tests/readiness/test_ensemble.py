"""What else the storm may do: ways drawn about a forecast are as far off as forecasts have been, and places hear what that means."""

from datetime import timedelta
from statistics import NormalDist

import numpy as np
import pytest

from benchmarks.storms import TRACKS, track_of
from domain.clock import from_beijing
from domain.places import XINCHENG, ZHUJIAJIAN
from readiness import path, tracks
from readiness.ensemble import BEATEN, Chances, chances, members
from readiness.errors import errors
from readiness.geodesy import distances_km
from readiness.path import Path
from readiness.sweep import Ways, entries
from tests.readiness.situations import at, seed_track

NOON = at("28 12:00")
LON_DEG, LAT_DEG = np.array([ZHUJIAJIAN.lon, XINCHENG.lon]), np.array([ZHUJIAJIAN.lat, XINCHENG.lat])


@pytest.fixture(scope="module")
def way() -> Path:
    """The CMA's forecast of the seed storm at noon, in hours."""
    track = seed_track()
    issued = tracks.issues(track, NOON)
    return path.ahead(tracks.fixes(track, NOON), issued[issued["agency"] == "CMA"], timedelta(hours=1))


@pytest.fixture(scope="module")
def drawn(way: Path) -> Ways:
    return members(way, errors("CMA"))[7]


@pytest.mark.parametrize(
    ("lead_h", "mean_km"), [(3, 20), (6, 30), (12, 48), (24, 78), (36, 96), (48, 133), (72, 201)]
)
def test_members_are_as_far_from_the_forecast_as_forecasts_have_been_from_the_storm(
    way, drawn, lead_h, mean_km
):
    off = distances_km(
        way.lon_deg[lead_h], way.lat_deg[lead_h], drawn.lon_deg[:, lead_h], drawn.lat_deg[:, lead_h]
    )
    assert off.mean() == pytest.approx(mean_km, rel=0.08)


def test_one_side_of_a_circle_grows_or_shrinks_beside_the_others_as_circles_have(way, drawn):
    apart = np.log(drawn.radii_km[:, 24] / way.circles_km[7][24])
    apart = apart[~np.isnan(apart).any(axis=1)]
    assert (apart - apart.mean(axis=1, keepdims=True)).std() == pytest.approx(0.18 * np.sqrt(3 / 4), rel=0.05)
    assert apart.std() == pytest.approx(np.hypot(0.15, 0.18), rel=0.08)


def test_at_the_last_fix_nothing_is_in_doubt(way, drawn):
    assert np.ptp(drawn.lon_deg[:, 0]) == np.ptp(drawn.lat_deg[:, 0]) == 0
    assert (drawn.radii_km[:, 0] == way.circles_km[7][0]).all()


def test_storms_come_late_or_early_more_than_they_pass_left_or_right():
    known = errors("CMA")
    assert known.along / known.cross == pytest.approx(1.3)
    assert known.mean_km[known.lead_h == 24] == 78


def test_an_agency_without_a_record_borrows_the_cmas_and_says_so():
    lent, own = errors("JTWC"), errors("CMA")
    assert (lent.own, own.own) == (False, True)
    assert (lent.mean_km == own.mean_km).all()


def test_the_same_forecast_gives_the_same_members(way, drawn):
    assert np.array_equal(members(way, errors("CMA"))[7].lon_deg, drawn.lon_deg)


def test_a_member_that_is_late_at_one_lead_is_late_at_the_next(way, drawn):
    off = drawn.lat_deg - way.lat_deg
    near, far = (np.corrcoef(off[:, 24], off[:, later])[0, 1] for later in (36, 72))
    assert near > 0.7 > far > 0


@pytest.fixture(scope="module")
def bent() -> Path:
    """The CMA's forecast of the seed storm that turns by 67 degrees from one hour to the next, 60 hours on."""
    return forecast_of("202508_zhejiang_with_forecasts.json", "2025-07-29T11:00")


def forecast_of(file: str, moment: str) -> Path:
    track, now = track_of(TRACKS / file), from_beijing(moment)
    issued = tracks.issues(track, now)
    return path.ahead(tracks.fixes(track, now), issued[issued["agency"] == "CMA"], timedelta(hours=1))


def test_no_member_leaps_where_the_forecast_has_a_bend(bent: Path) -> None:
    drawn = members(bent, errors("CMA"))[7]
    moved = distances_km(
        drawn.lon_deg[:, :-1], drawn.lat_deg[:, :-1], drawn.lon_deg[:, 1:], drawn.lat_deg[:, 1:]
    )
    forecast = distances_km(bent.lon_deg[:-1], bent.lat_deg[:-1], bent.lon_deg[1:], bent.lat_deg[1:])
    assert np.percentile(moved, 99.9) < forecast.max() + 40


@pytest.mark.parametrize(("lead_h", "mean_km"), [(24, 78), (48, 133), (60, 167), (72, 201), (96, 265)])
def test_about_a_bend_members_are_as_far_off_as_elsewhere(bent: Path, lead_h: int, mean_km: int) -> None:
    drawn = members(bent, errors("CMA"))[7]
    off = distances_km(
        bent.lon_deg[lead_h], bent.lat_deg[lead_h], drawn.lon_deg[:, lead_h], drawn.lat_deg[:, lead_h]
    )
    assert off.mean() == pytest.approx(mean_km, rel=0.08)


def test_of_an_old_forecast_members_begin_where_the_storm_was_fixed_since() -> None:
    old = forecast_of("200509_Matsa_5agencies.json", "2005-08-01T02:00")
    age_h = (old.begins - old.issued_at) / timedelta(hours=1)
    drawn = members(old, errors("CMA"))[7]
    off = distances_km(old.lon_deg, old.lat_deg, drawn.lon_deg, drawn.lat_deg).mean(axis=0)
    assert age_h == 6
    assert off[0] == pytest.approx(0, abs=1e-6)
    assert (drawn.radii_km[:, 0] == old.circles_km[7][0]).all()
    assert off[18] == pytest.approx(78, rel=0.08)
    assert off[1] < off[2] < off[3]


def test_ten_in_a_hundred_members_come_before_the_earliest_reasonable_time(drawn):
    first, _ = entries(drawn, LON_DEG, LAT_DEG)
    said = chances(drawn, LON_DEG, LAT_DEG)
    assert (first < said.earliest).mean(axis=0) == pytest.approx(0.1, abs=0.002)
    assert said.chance == pytest.approx((~np.isnan(first)).mean(axis=0))


def asked(way: Path, lon_deg: float, lat_deg: float) -> Chances:
    return chances(members(way, errors("CMA"))[7], np.array([lon_deg]), np.array([lat_deg]))


def test_where_the_chance_is_below_ten_in_a_hundred_there_is_no_earliest_time(way):
    beijing = asked(way, 116.4, 39.9)
    assert beijing.chance[0] < BEATEN and np.isnan(beijing.earliest[0])


def test_who_lies_on_the_way_is_reached_more_surely_than_who_lies_beside_it(way):
    on, beside = asked(way, 122.4, 29.9), asked(way, 117.5, 29.9)
    assert on.chance[0] > 0.9 > beside.chance[0]


def test_a_member_that_has_grown_too_weak_for_a_force_has_no_circle_of_it(way: Path, drawn: Ways) -> None:
    """A forecast wind of a day ahead is off by 5 m/s: so many fall below 13.9."""
    none = np.isnan(drawn.radii_km[:, 24]).all(axis=1).mean()
    below = NormalDist(float(way.wind_ms[24]), 5.0).cdf(13.9)
    assert 0.01 < none == pytest.approx(below, abs=0.04)


def test_of_a_force_without_a_circle_nothing_is_drawn(way):
    assert list(members(way, errors("CMA"))) == [7]
