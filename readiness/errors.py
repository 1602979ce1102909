"""How far off an agency's forecasts are by lead time: readiness/errors.toml, with its source and status."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

import numpy as np

Array: TypeAlias = np.ndarray

FILE = Path(__file__).with_name("errors.toml")
# The mean length of a plane error whose two parts are normal with deviation 1: sqrt(pi / 2).
MEAN_OF_UNIT = float(np.sqrt(np.pi / 2))
# The agency whose long-run errors stand in for those of the agencies that none are known of.
STAND_IN = "CMA"


@dataclass(frozen=True, slots=True)
class Errors:
    """One agency's errors; between leads they are taken as linear, and 0 h with no error is among them.

    mean_km: mean distance of forecast and fix by `lead_h`, as the agency's table has it. By `spread_h`, which has the first hours
    as well: sigma_km, standard deviation of each part of the error were both alike, of which the part along the way has `along` times
    as much and the part across it `cross` times; ln_radius, of the logarithm of a circle's
    radius; ln_quadrant, of one quadrant's beside that; wind_ms, of the forecast wind. memory_h: of the AR(1) process by which
    errors of successive leads go together. `own`: whether mean_km is the agency's and not the stand-in's.
    """

    lead_h: Array
    mean_km: Array
    spread_h: Array
    sigma_km: Array
    ln_radius: Array
    ln_quadrant: Array
    wind_ms: Array
    along: float
    cross: float
    memory_h: float
    own: bool
    source: str
    status: str


@cache
def errors(agency: str) -> Errors:
    """The errors of an agency (code), or the stand-in's where none are known of it."""
    said = tomllib.loads(FILE.read_text("utf-8"))
    track, shape, strength = said["track"], said["track"]["shape"], said["strength"]
    means = track["mean_km"].get(agency) or track["mean_km"][STAND_IN]
    lead_h, mean_km = _by_lead(means)
    spread_h, spread_km = _by_lead(track["first_hours"]["mean_km"] | means)
    ratio = shape["along_to_cross"]
    # Both parts together spread as two equal ones would.
    cross = float(np.sqrt(2 / (1 + ratio**2)))
    return Errors(
        lead_h,
        mean_km,
        spread_h,
        spread_km / MEAN_OF_UNIT,
        np.interp(spread_h, *_by_lead(strength["ln_radius"])),
        np.interp(spread_h, *_by_lead(strength["ln_quadrant"])),
        np.interp(spread_h, *_by_lead(strength["wind_ms"])),
        cross * ratio,
        cross,
        shape["memory_h"],
        agency in track["mean_km"],
        track["source"],
        track["status"],
    )


def spread(known: Errors, of: str, hours: Array, age_h: float) -> Array:
    """What `of` by spread_h comes to, by hours since the last fix, of a forecast that was age_h old by then.

    At the fix the storm is where it is, however old the forecast; from the table's first lead on it is as far off as one of its age.
    """
    first_h = known.spread_h[1]
    at_lead = np.interp(age_h + np.maximum(hours, first_h), known.spread_h, getattr(known, of))
    return at_lead * np.minimum(hours / first_h, 1.0)


def _by_lead(values: Mapping[str, float]) -> tuple[Array, Array]:
    leads = sorted(values, key=float)
    return np.array([0.0, *map(float, leads)]), np.array([0.0, *(values[lead] for lead in leads)])
