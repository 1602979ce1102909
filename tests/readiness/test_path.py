"""A storm's way in steps: circles hold from the fix that gave them, and nothing is said beyond the last lead."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from domain import geo
from readiness import tracks
from readiness.path import FORCES, LEAST_MS, Path, ahead, observed
from tests.readiness.situations import at, seed_track

AFTER = datetime(2025, 8, 5, tzinfo=UTC)
NOON = at("28 12:00")
CIRCLES = [f"r{force}_{quadrant}_km" for force in FORCES for quadrant in geo.QUADRANTS]


@pytest.fixture(scope="module")
def fixes() -> pd.DataFrame:
    return tracks.fixes(seed_track(), AFTER)


@pytest.fixture(scope="module")
def whole(fixes: pd.DataFrame) -> Path:
    return observed(fixes)


def radii(fix: pd.Series, force: int) -> list[float]:
    return [fix[f"r{force}_{quadrant}_km"] for quadrant in geo.QUADRANTS]


def hourly(*rows: dict) -> pd.DataFrame:
    """Fixes of a storm that goes west along 28N by half a degree an hour, with circles only where a row has them."""
    usual = {"agency": "CMA", "lat_deg": 28.0, "wind_ms": 30.0, **dict.fromkeys(CIRCLES, np.nan)}
    made = [
        usual | {"valid_at": pd.Timestamp(NOON) + pd.Timedelta(hours=hour), "lon_deg": 125.0 - hour / 2} | row
        for hour, row in enumerate(rows)
    ]
    return pd.DataFrame(made)


def circle(force: int, *reach_km: float) -> dict[str, float]:
    named = [f"r{force}_{quadrant}_km" for quadrant in geo.QUADRANTS]
    return dict(zip(named, reach_km, strict=False))


def test_the_centre_is_where_each_fix_says(fixes: pd.DataFrame, whole: Path) -> None:
    for fix in fixes.itertuples():
        step = whole.index(fix.valid_at.to_pydatetime())
        assert (whole.lon_deg[step], whole.lat_deg[step]) == pytest.approx((fix.lon_deg, fix.lat_deg))


def test_between_two_fixes_the_centre_goes_straight_and_evenly() -> None:
    way = observed(hourly({}, {}))
    assert way.lon_deg == pytest.approx(np.linspace(125.0, 124.5, 7))
    assert way.moment(3) == NOON + timedelta(minutes=30)


def test_a_circle_holds_from_the_fix_that_gave_it_until_the_next_that_gives_one() -> None:
    way = observed(hourly(circle(7, 300, 250, 200, 150), {}, circle(7, 200, 180, 160, 140), {}))
    assert (way.radii_km[7][:12] == [300, 250, 200, 150]).all()
    assert (way.radii_km[7][12:] == [200, 180, 160, 140]).all()
    assert way.radii_as_of == NOON + timedelta(hours=2)


def test_before_the_first_circle_there_is_none() -> None:
    way = observed(hourly({}, circle(7, 300, 250, 200, 150), {}))
    assert np.isnan(way.radii_km[7][:6]).all()
    assert (way.radii_km[7][6:] == [300, 250, 200, 150]).all()


def test_a_fix_that_gives_one_circle_only_has_not_the_others() -> None:
    both = circle(7, 300, 250, 200, 150) | circle(10, 80, 60, 50, 40)
    way = observed(hourly(both, circle(7, 300, 250, 200, 150)))
    assert (way.radii_km[10][:6] == [80, 60, 50, 40]).all()
    assert np.isnan(way.radii_km[10][6:]).all()


def test_a_quadrant_that_is_not_named_beside_others_has_no_wind() -> None:
    way = observed(hourly(circle(7, 300, 250), {}))
    assert (way.radii_km[7] == [300, 250, 0, 0]).all()


def test_seventeen_fixes_of_the_seed_storm_say_no_circle_and_have_the_one_before(
    fixes: pd.DataFrame, whole: Path
) -> None:
    bare = fixes[CIRCLES].isna().all(axis=1)
    silent = fixes[bare & (fixes["wind_ms"] >= 17.2)]
    assert len(silent) == 17
    for place, fix in silent.iterrows():
        given = fixes[~bare].loc[:place].iloc[-1]
        step = whole.index(fix["valid_at"].to_pydatetime())
        assert list(whole.radii_km[7][step]) == radii(given, 7)
    assert whole.radii_as_of == datetime(2025, 7, 30, 20, tzinfo=UTC)


@pytest.mark.parametrize("force", FORCES)
def test_below_a_forces_wind_there_is_no_circle_of_it(whole: Path, force: int) -> None:
    weak = whole.wind_ms < LEAST_MS[force]
    assert weak.any()
    assert np.isnan(whole.radii_km[force][weak]).all()


@pytest.mark.parametrize(("wind_ms", "stands"), [(13.9, True), (13.8, False)])
def test_a_force_begins_at_its_own_wind(wind_ms: float, stands: bool) -> None:
    way = observed(hourly(circle(7, 50, 50, 50, 50) | {"wind_ms": wind_ms}, {"wind_ms": wind_ms}))
    assert np.isnan(way.radii_km[7]).any() != stands


def test_where_no_wind_is_stated_the_circle_stands() -> None:
    way = observed(hourly(circle(12, 50, 50, 50, 50) | {"wind_ms": np.nan}, {"wind_ms": np.nan}))
    assert (way.radii_km[12] == 50).all()


def test_a_forecast_begins_at_the_last_fix_and_ends_with_its_last_lead() -> None:
    track = seed_track()
    known = tracks.fixes(track, NOON)
    for _, forecast in tracks.issues(track, NOON).groupby("agency", observed=True):
        way = ahead(known, forecast)
        last = forecast.loc[forecast["valid_at"].idxmax()]
        assert way.begins == known["valid_at"].iloc[-1]
        assert way.ends == last["valid_at"]
        assert (way.lon_deg[-1], way.lat_deg[-1]) == (last["lon_deg"], last["lat_deg"])
        assert way.index(last["valid_at"] + timedelta(days=3)) == len(way.lon_deg) - 1


def test_a_forecast_goes_on_from_where_the_storm_was_fixed_last() -> None:
    track = seed_track()
    known = tracks.fixes(track, NOON)
    last = known.iloc[-1]
    for _, forecast in tracks.issues(track, NOON).groupby("agency", observed=True):
        way = ahead(known, forecast)
        assert (way.lon_deg[0], way.lat_deg[0]) == (last["lon_deg"], last["lat_deg"])


@pytest.mark.parametrize("agency", ["CMA", "JTWC"])
def test_a_forecast_of_one_lead_is_reached_evenly_by_its_hour(agency: str) -> None:
    """As those of storm 0509 are: their first point lies a day ahead."""
    fixes = hourly(circle(7, 300, 250, 200, 150), {})
    tomorrow = {"valid_at": fixes["valid_at"].iloc[-1] + pd.Timedelta(hours=24), "lon_deg": 119.5}
    forecast = hourly(tomorrow | {"agency": agency, "wind_ms": 24.0}).assign(issued_at=pd.Timestamp(NOON))
    way = ahead(fixes, forecast)
    assert way.lon_deg[[0, 72, 144]] == pytest.approx([124.5, 122.0, 119.5])
    assert way.wind_ms[0] == (30.0 if agency == "CMA" else 24.0)
    assert len(way.lon_deg) == 145


def test_a_forecast_carries_the_last_observed_circles_and_says_so() -> None:
    track = seed_track()
    known = tracks.fixes(track, NOON)
    cma = tracks.issues(track, NOON).query("agency == 'CMA'")
    way = ahead(known, cma)
    blows = way.wind_ms >= LEAST_MS[7]
    assert blows.any()
    assert (way.radii_km[7][blows] == radii(known.iloc[-1], 7)).all()
    assert (way.radii_as_of, way.agency) == (known["valid_at"].iloc[-1], "CMA")


def test_a_storm_without_any_circle_has_none_ahead() -> None:
    fixes = hourly({}, {})
    forecast = hourly({}, {}, {}, {}).assign(issued_at=pd.Timestamp(NOON))
    way = ahead(fixes, forecast)
    assert way.radii_as_of is None
    assert all(np.isnan(way.radii_km[force]).all() for force in FORCES)
