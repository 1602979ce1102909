"""Every past forecast of a storm against what happened: how far off each agency was, by lead time.

What happened is what readiness.tracks.fixes gives, one agency's fixes: they are what the office works by, and near the truth to
some 20 km themselves. Between two fixes at most LONGEST_GAP apart the centre is taken as going straight; across longer gaps
nobody knows where it was, and no forecast is judged there.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

import numpy as np
import pandas as pd

from domain.agencies import AGENCIES
from readiness import tracks
from readiness.errors import errors
from readiness.geodesy import around, distances_km
from readiness.tracks import FOLLOWED

Array: TypeAlias = np.ndarray

# The leads agencies are compared at, hours: those of the long-run means (readiness/errors.toml).
LEADS: tuple[int, ...] = (12, 24, 36, 48, 72, 96, 120)
LONGEST_GAP = timedelta(hours=6)
# A centre that moves by less between two fixes has no way along or across which to be off: a tenth of a degree is how fixes are given.
STANDS_KM = 10.0
CASES = (
    "agency", "issued_at", "valid_at", "lead_h", "error_km", "along_km", "cross_km", "wind_error_ms", "same_period",
)  # fmt: skip
BY_LEAD = (
    "agency", "lead_h", "cases", "error_km", "along_km", "cross_km", "wind_ms", "wind_bias_ms", "wind_cases", "same_period",
    "long_run_km",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verification:
    """Past forecasts of one storm, judged at `now`. Moments are aware UTC.

    cases, a row for each forecast point that can be judged: agency, issued_at, valid_at, lead_h, error_km; along_km, cross_km
    (positive: too far on, too far right of the way; NaN where the centre stood); wind_error_ms (positive: too strong; NaN unless
    both are means over the same period); same_period (whether the agency's wind is a mean over the fixes' period).
    by_lead, a row for each agency and lead of LEADS with cases: agency, lead_h, cases, error_km (mean), along_km, cross_km (means, with
    sign), wind_ms (mean of the amounts), wind_bias_ms (mean, with sign), wind_cases, same_period, long_run_km (the agency's own long-run mean, NaN where none is known).
    fixes_by: whose fixes; since: forecasts issued before are not counted (None: all); resumed_at: when the storm was taken up again
    after its last long break (None: never left).
    """

    storm: str
    now: datetime
    fixes_by: str
    since: datetime | None
    resumed_at: datetime | None
    cases: pd.DataFrame
    by_lead: pd.DataFrame


def verification(
    track: pd.DataFrame, now: datetime, storm: str | None = None, since: datetime | None = None
) -> Verification | None:
    """The forecasts of a storm (the nearest followed one where none is named) whose hour has passed; None without a fix."""
    fixes = tracks.fixes(track, now, storm)
    if fixes.empty:
        return None
    own = str(fixes["storm"].iloc[0])
    made = tracks.forecasts(track, own)
    made = made[(made["issued_at"] <= now) & (made["lead_h"] > 0)]
    judged = _judged(made if since is None else made[made["issued_at"] >= since], fixes)
    return Verification(
        own, now, str(fixes["agency"].iloc[0]), since, resumed_at(fixes), judged, _by_lead(judged)
    )


def resumed_at(fixes: pd.DataFrame) -> datetime | None:
    """The first fix after the last break so long that the storm was followed no more; None where there was none."""
    after = fixes["valid_at"].diff() > FOLLOWED
    return fixes.loc[after, "valid_at"].iloc[-1].to_pydatetime() if after.any() else None


def _judged(made: pd.DataFrame, fixes: pd.DataFrame) -> pd.DataFrame:
    fixes = fixes.drop_duplicates("valid_at", keep="last")
    hours, fixed_h = (_hours(rows["valid_at"], fixes["valid_at"].iloc[0]) for rows in (made, fixes))
    known = _between_near_fixes(hours, fixed_h)
    made, hours = made[known], hours[known]
    lon, lat, wind_ms = (
        np.interp(hours, fixed_h, fixes[name].to_numpy(float)) for name in ("lon_deg", "lat_deg", "wind_ms")
    )
    ahead, right = _along_and_across(made, fixes, hours, fixed_h, lon, lat)
    same_period = (made["wind_avg_min"] == fixes["wind_avg_min"].mode().get(0, np.nan)).to_numpy()
    return pd.DataFrame(
        {
            **{name: made[name].to_numpy() for name in ("agency", "issued_at", "valid_at", "lead_h")},
            "error_km": distances_km(lon, lat, made["lon_deg"].to_numpy(float), made["lat_deg"].to_numpy(float)),
            "along_km": ahead,
            "cross_km": right,
            "wind_error_ms": np.where(same_period, made["wind_ms"].to_numpy(float) - wind_ms, np.nan),
            "same_period": same_period,
        },
        columns=list(CASES),
    )  # fmt: skip


def _between_near_fixes(hours: Array, fixed_h: Array) -> Array:
    """Which moments are a fix's, or lie between two at most LONGEST_GAP apart."""
    after = np.searchsorted(fixed_h, hours)
    inside = (after < len(fixed_h)) & (hours >= fixed_h[0])
    later = np.minimum(after, len(fixed_h) - 1)
    gap_h = fixed_h[later] - fixed_h[np.maximum(later - 1, 0)]
    return inside & ((fixed_h[later] == hours) | (gap_h <= LONGEST_GAP / timedelta(hours=1)))


def _along_and_across(
    made: pd.DataFrame, fixes: pd.DataFrame, hours: Array, fixed_h: Array, lon: Array, lat: Array
) -> tuple[Array, Array]:
    """The error along the storm's way and to the right of it, km; the way is that from LONGEST_GAP before to as long after."""
    reach_h = LONGEST_GAP / timedelta(hours=1)
    (from_east, from_north), (to_east, to_north) = (
        around(lon, lat, *(np.interp(at, fixed_h, fixes[name].to_numpy(float)) for name in ("lon_deg", "lat_deg")))
        for at in (hours - reach_h, hours + reach_h)
    )  # fmt: skip
    east, north = to_east - from_east, to_north - from_north
    length = np.hypot(east, north)
    off_east, off_north = around(lon, lat, made["lon_deg"].to_numpy(float), made["lat_deg"].to_numpy(float))  # fmt: skip
    with np.errstate(invalid="ignore", divide="ignore"):
        unit_east, unit_north = (np.where(length >= STANDS_KM, axis / length, np.nan) for axis in (east, north))  # fmt: skip
    return off_east * unit_east + off_north * unit_north, off_east * unit_north - off_north * unit_east


def _by_lead(cases: pd.DataFrame) -> pd.DataFrame:
    rows = [
        _line(agency, lead_h, own)
        for agency in AGENCIES
        for lead_h in LEADS
        if len(own := cases[(cases["agency"] == agency) & (cases["lead_h"] == lead_h)])
    ]
    return pd.DataFrame(rows, columns=list(BY_LEAD))


def _line(agency: str, lead_h: int, own: pd.DataFrame) -> dict[str, object]:
    known = errors(agency)
    at = np.flatnonzero(known.lead_h == lead_h)
    wind = own["wind_error_ms"]
    return {
        "agency": agency,
        "lead_h": lead_h,
        "cases": len(own),
        "error_km": own["error_km"].mean(),
        "along_km": own["along_km"].mean(),
        "cross_km": own["cross_km"].mean(),
        "wind_ms": wind.abs().mean(),
        "wind_bias_ms": wind.mean(),
        "wind_cases": int(wind.notna().sum()),
        "same_period": bool(own["same_period"].any()),
        "long_run_km": float(known.mean_km[at[0]]) if known.own and len(at) else np.nan,
    }


def _hours(moments: pd.Series, since: pd.Timestamp) -> Array:
    return ((moments - since) / pd.Timedelta(hours=1)).to_numpy(float)
