"""Forecasts are judged by where the storm was at their hour, only where that is known, and only like with like."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from readiness.geodesy import destination
from readiness.verification import LEADS, Verification, verification
from tests.readiness.situations import at, seed_track

AFTER = datetime(2025, 8, 5, tzinfo=UTC)
NOON = at("28 12:00")


@pytest.fixture(scope="module")
def whole() -> Verification:
    found = verification(seed_track(), AFTER)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def again(whole: Verification) -> Verification:
    """Of the storm since it was taken up again after the break of 36 hours."""
    found = verification(seed_track(), AFTER, since=whole.resumed_at)
    assert found is not None
    return found


def lines(found: Verification, agency: str) -> pd.DataFrame:
    return found.by_lead[found.by_lead["agency"] == agency].set_index("lead_h")


def made(forecasts: list[dict], fixes: list[dict] | None = None) -> pd.DataFrame:
    """A storm that goes west along 28N by half a degree an hour, fixed every three hours by the CMA, and forecasts of it."""
    usual = {
        "storm_id": "202508", "name_en": "CO-MAY", "agency": "CMA", "source": "zjwater", "wind_ms": 25.0,
        "wind_avg_min": 2.0, "pressure_hpa": 985.0,
    }  # fmt: skip
    hours = fixes or [{"hour": hour} for hour in range(0, 49, 3)]
    rows = [usual | {"kind": "fix", "base": one["hour"], "lon_deg": 140 - one["hour"] / 2, "lat_deg": 28.0} | one for one in hours]  # fmt: skip
    rows += [usual | {"kind": "forecast", "base": 0} | one for one in forecasts]
    frame = pd.DataFrame(rows)
    moments = {"valid_at": frame["hour"], "issued_at": frame["base"]}
    told = {name: pd.to_datetime([NOON + timedelta(hours=float(h)) for h in of], utc=True) for name, of in moments.items()}  # fmt: skip
    return frame.assign(**told, lead_h=(frame["hour"] - frame["base"]).astype(float))


def off(hour: int, bearing_deg: float, by_km: float, **more) -> dict:
    lon, lat = destination(140 - hour / 2, 28.0, bearing_deg, by_km)
    return {"hour": hour, "lon_deg": lon, "lat_deg": lat, **more}


def judged(*forecasts: dict, fixes: list[dict] | None = None) -> pd.DataFrame:
    found = verification(made(list(forecasts), fixes), NOON + timedelta(hours=48))
    assert found is not None
    return found.cases


def test_since_it_came_back_the_cma_was_36_54_84_and_115_km_off(again: Verification) -> None:
    """All its forecasts issued since then, each hour's fix straight between two at most six hours apart."""
    cma = lines(again, "CMA")
    assert list(cma["error_km"].loc[[12, 24, 36, 48]].round()) == pytest.approx([36, 54, 84, 115], rel=0.02)
    assert list(cma["cases"].loc[[12, 24, 36, 48]]) == [68, 61, 59, 53]


def test_over_its_whole_life_it_was_further_off_and_before_the_break_most(
    whole: Verification, again: Verification
) -> None:
    assert (lines(whole, "CMA")["error_km"] >= lines(again, "CMA")["error_km"] - 1e-9).all()
    assert len(whole.cases) > len(again.cases)


def test_the_storm_was_taken_up_again_on_the_evening_of_the_27th(whole: Verification) -> None:
    assert whole.resumed_at == at("27 20:00")
    early = verification(seed_track(), at("26 12:00"))
    assert early is not None and early.resumed_at is None


def test_nothing_is_judged_within_the_break(whole: Verification) -> None:
    inside = (whole.cases["valid_at"] > at("26 08:00")) & (whole.cases["valid_at"] < at("27 20:00"))
    assert not inside.any()
    assert (whole.cases["valid_at"] == at("27 20:00")).any()


def test_nothing_is_judged_before_its_hour() -> None:
    early = verification(seed_track(), NOON)
    assert early is not None
    assert early.cases["valid_at"].max() <= NOON
    assert early.cases["issued_at"].max() < NOON


@pytest.mark.parametrize("agency", ["CMA", "JMA", "HKO", "CWA", "JTWC"])
def test_every_agency_is_judged(whole: Verification, agency: str) -> None:
    assert set(lines(whole, agency).index) <= set(LEADS)
    assert lines(whole, agency)["cases"].sum() > 20


def test_the_further_ahead_the_further_off(whole: Verification) -> None:
    assert lines(whole, "CMA")["error_km"].is_monotonic_increasing


def test_beside_its_own_stands_the_long_run_of_the_agency_that_has_one(whole: Verification) -> None:
    assert list(lines(whole, "CMA")["long_run_km"]) == [48, 78, 96, 133, 201, 265, 352]
    assert lines(whole, "JMA")["long_run_km"].isna().all()


@pytest.mark.parametrize(
    ("bearing_deg", "along_km", "cross_km"), [(270, 50, 0), (90, -50, 0), (0, 0, 50), (180, 0, -50)]
)
def test_too_far_on_is_positive_along_and_to_the_right_is_positive_across(
    bearing_deg: float, along_km: float, cross_km: float
) -> None:
    """The storm goes west: north of its way is to its right."""
    (case,) = judged(off(24, bearing_deg, 50.0)).to_dict("records")
    assert case["error_km"] == pytest.approx(50, rel=1e-3)
    assert (case["along_km"], case["cross_km"]) == pytest.approx((along_km, cross_km), abs=1)


def test_both_parts_together_are_the_error(whole: Verification) -> None:
    moving = whole.cases.dropna(subset=["along_km"])
    assert len(moving) > 500
    parts = np.hypot(moving["along_km"], moving["cross_km"])
    assert parts.to_numpy() == pytest.approx(moving["error_km"].to_numpy(), rel=1e-3)


def test_between_two_fixes_the_storm_went_straight() -> None:
    (case,) = judged(off(25, 0, 0.0)).to_dict("records")
    assert case["error_km"] == pytest.approx(0, abs=0.1)


@pytest.mark.parametrize(("gap_h", "cases"), [(6, 1), (7, 0)])
def test_across_a_gap_of_more_than_six_hours_nobody_knows(gap_h: int, cases: int) -> None:
    fixes = [{"hour": hour} for hour in (0, 10, 20, 20 + gap_h, 40, 48)]
    assert len(judged(off(22, 0, 10.0), fixes=fixes)) == cases
    assert len(judged(off(20, 0, 10.0), fixes=fixes)) == 1


def test_a_storm_that_stands_still_has_no_along_and_across() -> None:
    fixes = [{"hour": hour, "lon_deg": 125.0} for hour in range(0, 49, 3)]
    (case,) = judged({"hour": 24, "lon_deg": 125.5, "lat_deg": 28.0}, fixes=fixes).to_dict("records")
    assert case["error_km"] > 40
    assert np.isnan(case["along_km"]) and np.isnan(case["cross_km"])


@pytest.mark.parametrize(("period_min", "error_ms"), [(2.0, 5.0), (10.0, None), (1.0, None), (np.nan, None)])
def test_winds_are_compared_only_where_both_are_means_over_the_same_minutes(
    period_min: float, error_ms: float | None
) -> None:
    (case,) = judged(off(24, 0, 10.0, wind_ms=30.0, wind_avg_min=period_min)).to_dict("records")
    assert case["same_period"] == (error_ms is not None)
    assert (case["wind_error_ms"] == error_ms) or (error_ms is None and np.isnan(case["wind_error_ms"]))


def test_of_the_seed_storm_only_the_cmas_wind_is_a_mean_over_two_minutes(whole: Verification) -> None:
    compared = whole.by_lead[whole.by_lead["wind_cases"] > 0]
    assert set(compared["agency"]) == {"CMA"} == set(whole.by_lead.query("same_period")["agency"])


def test_an_analysis_is_no_forecast(whole: Verification) -> None:
    assert (whole.cases["lead_h"] > 0).all()


def test_without_a_fix_there_is_nothing_to_judge_by() -> None:
    assert verification(seed_track(), at("20 12:00")) is None


def test_winds_too_strong_and_too_weak_do_not_make_up_for_each_other() -> None:
    made_two = made([off(12, 0, 10.0, wind_ms=30.0), off(12, 0, 10.0, wind_ms=20.0, base=-12) | {"hour": 12}])
    made_two = made_two.assign(lead_h=made_two["lead_h"].where(made_two["kind"] == "fix", 12.0))
    found = verification(made_two, NOON + timedelta(hours=48))
    (line,) = found.by_lead.to_dict("records")
    assert (line["wind_cases"], line["wind_ms"], line["wind_bias_ms"]) == (2, 5.0, 0.0)
