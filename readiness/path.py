"""Where a storm's centre and circles are at every moment: its fixes so far, then one agency's forecast."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

import numpy as np
import pandas as pd

from domain import geo, wind

Array: TypeAlias = np.ndarray

# Forces for which the field draws a circle and this house an arrival.
FORCES: tuple[int, ...] = (7, 10, 12)
STEP = timedelta(minutes=10)
# The wind below which a storm has no circle of that force any more, m/s.
LEAST_MS = {force.number: force.lower_ms for force in wind.FORCES if force.number in FORCES}


@dataclass(frozen=True, slots=True)
class Path:
    """A storm's way in equal steps. Arrays go by step; radii by step and quadrant (ne, se, sw, nw), NaN where unknown.

    `begins` is the first step's moment. `circles_km` are the radii whatever the wind, `radii_km` none where the wind is below
    the force; observed ones hold from the fix that gave them to the next that does, along a forecast the last of them are carried
    (假定风圈不变). `radii_as_of` is the last fix with circles.
    """

    agency: str
    issued_at: datetime | None
    begins: datetime
    step: timedelta
    lon_deg: Array
    lat_deg: Array
    wind_ms: Array
    radii_km: dict[int, Array]
    circles_km: dict[int, Array]
    radii_as_of: datetime | None

    @property
    def ends(self) -> datetime:
        """The last step's moment: an agency's last lead, beyond which nothing is said."""
        return self.begins + (len(self.lon_deg) - 1) * self.step

    def moment(self, step: float) -> datetime:
        """The moment of a step, or of a fraction of one."""
        return self.begins + step * self.step

    def index(self, at: datetime) -> int:
        """The last step not after a moment, within the path."""
        return max(0, min(len(self.lon_deg) - 1, int((at - self.begins) / self.step)))


def observed(fixes: pd.DataFrame, step: timedelta = STEP) -> Path:
    """The way of the fixes alone, as `tracks.fixes` gives them, at least one; the last step is the last fix."""
    return _path(fixes, fixes.iloc[:0], str(fixes["agency"].iloc[-1]), None, step)


def ahead(fixes: pd.DataFrame, forecast: pd.DataFrame, step: timedelta = STEP) -> Path:
    """The way from the last fix along one agency's forecast, as `tracks.issues` gives it; the first step is that fix.

    From there it is straight to the agency's first point of a later hour: what it said of hours up to the fix has been
    overtaken, and some begin their forecasts a day ahead. Nothing is said beyond its last point.
    """
    return _path(fixes, forecast, str(forecast["agency"].iloc[0]), forecast["issued_at"].iloc[0], step)


def _path(
    fixes: pd.DataFrame, forecast: pd.DataFrame, agency: str, issued_at: pd.Timestamp | None, step: timedelta
) -> Path:
    circles, radii_as_of = last_circles(fixes)
    points = fixes if forecast.empty else _onward(fixes, forecast.sort_values("valid_at"))
    first, last = points["valid_at"].iloc[0].to_pydatetime(), points["valid_at"].iloc[-1].to_pydatetime()
    steps = (last - first) // step
    # Counted from the last fix, on either side: what is known now is a step of both ways, at whatever minute it was fixed.
    begins = last - steps * step if forecast.empty else first
    known_h = _hours(points["valid_at"], begins)
    hours = np.arange(steps + 1) * (step / timedelta(hours=1))
    wind_ms = _between(hours, known_h, points["wind_ms"])
    radii = _observed_radii(fixes, hours, begins) if forecast.empty else _carried_radii(circles, len(hours))
    return Path(
        agency,
        issued_at.to_pydatetime() if issued_at is not None else None,
        begins,
        step,
        np.interp(hours, known_h, points["lon_deg"].to_numpy(float)),
        np.interp(hours, known_h, points["lat_deg"].to_numpy(float)),
        wind_ms,
        {force: _while_it_blows(force, radii[force], wind_ms) for force in FORCES},
        radii,
        radii_as_of,
    )


def _onward(fixes: pd.DataFrame, forecast: pd.DataFrame) -> pd.DataFrame:
    """The last fix and an agency's points after it; beside a fix of another agency the wind is the forecast's own.

    Agencies' winds are means over other periods (readiness.verification), and one way has one kind.
    """
    last = fixes.iloc[[-1]]
    if str(last["agency"].iloc[0]) != str(forecast["agency"].iloc[0]):
        fixed_at = last["valid_at"].iloc[0].to_pydatetime()
        own = _between(np.zeros(1), _hours(forecast["valid_at"], fixed_at), forecast["wind_ms"])
        last = last.assign(wind_ms=own)
    named = ["valid_at", "lon_deg", "lat_deg", "wind_ms"]
    later = forecast["valid_at"] > last["valid_at"].iloc[0]
    return pd.concat([last[named], forecast.loc[later, named]], ignore_index=True)


def last_circles(fixes: pd.DataFrame) -> tuple[dict[int, Array], datetime | None]:
    """The radii in km by force, of the last fix that gives any, and when that was."""
    found = {force: fixes[_columns(force)].to_numpy(float) for force in FORCES}
    given = np.flatnonzero(np.any([~np.isnan(radii).all(axis=1) for radii in found.values()], axis=0))
    if not len(given):
        return {force: np.full(4, np.nan) for force in FORCES}, None
    at = int(given[-1])
    return {force: _whole(radii[at]) for force, radii in found.items()}, fixes["valid_at"].iloc[
        at
    ].to_pydatetime()


def _carried_radii(circles: dict[int, Array], steps: int) -> dict[int, Array]:
    return {force: np.broadcast_to(radii, (steps, 4)) for force, radii in circles.items()}


def _observed_radii(fixes: pd.DataFrame, hours: Array, begins: datetime) -> dict[int, Array]:
    """Each step has the circles of the last fix up to it that gives any of the force; before the first there are none."""
    found = {}
    known_h = _hours(fixes["valid_at"], begins)
    gives_any = ~np.all(
        [np.isnan(fixes[_columns(force)].to_numpy(float)).all(axis=1) for force in FORCES], axis=0
    )
    for force in FORCES:
        radii = np.array([_whole(row) for row in fixes[_columns(force)].to_numpy(float)])[gives_any]
        at = np.searchsorted(known_h[gives_any], hours + 1e-9, side="right") - 1
        found[force] = np.where((at >= 0)[:, None], radii[np.maximum(at, 0)], np.nan) if len(radii) else np.full((len(hours), 4), np.nan)  # fmt: skip
    return found


def _whole(radii: Array) -> Array:
    """A circle of which some quadrants are named has none in the others."""
    return radii if np.isnan(radii).all() else np.nan_to_num(radii, nan=0.0)


def _while_it_blows(force: int, radii: Array, wind_ms: Array) -> Array:
    """A storm whose own wind is below a force has no circle of it; where no wind is stated the circle stands."""
    return np.where((wind_ms < LEAST_MS[force])[:, None], np.nan, radii)


def _between(hours: Array, known_h: Array, values: pd.Series) -> Array:
    numbers = values.to_numpy(float)
    stated = ~np.isnan(numbers)
    if not stated.any():
        return np.full(len(hours), np.nan)
    return np.interp(hours, known_h[stated], numbers[stated])


def _hours(moments: pd.Series, since: datetime) -> Array:
    return ((moments - since) / pd.Timedelta(hours=1)).to_numpy(float)


def _columns(force: int) -> list[str]:
    return [f"r{force}_{quadrant}_km" for quadrant in geo.QUADRANTS]
