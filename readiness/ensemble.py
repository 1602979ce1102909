"""What else the storm may do: ways drawn about an agency's forecast from its own errors, and what they mean for places.

After the wind speed probabilities of the US hurricane center (DeMaria et al. 2009, 2013, Weather and Forecasting): errors along
and across the way grow with the lead and go together from one lead to the next; the circle's size and the wind vary too.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias

import numpy as np

from domain.geo import QUADRANTS
from readiness.errors import Errors
from readiness.path import FORCES, LEAST_MS, Path
from readiness.sweep import Ways, entries

Array: TypeAlias = np.ndarray

MEMBERS = 1000
STEP = timedelta(hours=1)
KNOT_H = 12.0
# The earliest reasonable time has this chance of being beaten.
BEATEN = 0.1
KM_PER_DEGREE = 111.2
# The same forecast gives the same members at each drawing, or times would flicker on the screen.
SEED = 2508


@dataclass(frozen=True, slots=True)
class Chances:
    """By place: `chance` that the force comes at all, `earliest` the step that 10 % of the members beat, NaN below 10 %."""

    chance: Array
    earliest: Array


def members(path: Path, errors: Errors, count: int = MEMBERS) -> dict[int, Ways]:
    """Ways about a forecast path of hourly steps, by force; those of a force without any circle are left out."""
    draws = np.random.default_rng(SEED)
    hours = np.arange(len(path.lon_deg)) * (path.step / timedelta(hours=1))
    age_h = (path.begins - path.issued_at) / timedelta(hours=1) if path.issued_at else 0.0
    lead_h = hours + max(age_h, 0.0)
    along, cross = (
        _wander(draws, count, lead_h, errors.memory_h) * _at(lead_h, errors, spread)
        for spread in ("along_km", "cross_km")
    )
    east, north = _heading(path)
    lat_deg = path.lat_deg + (along * north + cross * east) / KM_PER_DEGREE
    lon_deg = path.lon_deg + (along * east - cross * north) / (KM_PER_DEGREE * np.cos(np.radians(lat_deg)))
    size = np.exp(draws.standard_normal((count, 1)) * _at(lead_h, errors, "ln_radius"))
    wind_ms = path.wind_ms + _wander(draws, count, lead_h, errors.memory_h) * _at(lead_h, errors, "wind_ms")
    apart = np.exp(
        draws.standard_normal((count, 1, len(QUADRANTS))) * _at(lead_h, errors, "ln_quadrant")[None, :, None]
    )
    found = {}
    for force in FORCES:
        circle = path.circles_km[force]
        if not np.isnan(circle).all():
            blows = np.isnan(wind_ms) | (wind_ms >= LEAST_MS[force])
            radii = np.where(blows, size, np.nan)[:, :, None] * apart * circle[None]
            found[force] = Ways(lon_deg, lat_deg, radii)
    return found


def chances(ways: Ways, lon_deg: Array, lat_deg: Array) -> Chances:
    """What the members say of places."""
    first, _ = entries(ways, lon_deg, lat_deg)
    count = len(first)
    chance = 1 - np.isnan(first).mean(axis=0)
    np.nan_to_num(first, copy=False, nan=np.inf)
    beaten = int(BEATEN * count)
    earliest = np.partition(first, beaten, axis=0)[beaten]
    return Chances(chance, np.where(np.isinf(earliest), np.nan, earliest))


def _wander(draws: np.random.Generator, count: int, lead_h: Array, memory_h: float) -> Array:
    """Normal numbers of deviation 1 by (member, step) that go together over memory_h: AR(1) at knots, linear between."""
    knots_h = np.arange(0.0, lead_h[-1] + KNOT_H, KNOT_H)
    keeps = np.exp(-KNOT_H / memory_h)
    fresh = draws.standard_normal((count, len(knots_h)))
    at_knots = np.empty_like(fresh)
    at_knots[:, 0] = fresh[:, 0]
    for knot in range(1, len(knots_h)):
        at_knots[:, knot] = keeps * at_knots[:, knot - 1] + np.sqrt(1 - keeps**2) * fresh[:, knot]
    before = (
        np.minimum((lead_h / KNOT_H).astype(int), len(knots_h) - 2)
        if len(knots_h) > 1
        else np.zeros(len(lead_h), int)
    )
    share = lead_h / KNOT_H - before
    between = (
        at_knots[:, before] * (1 - share) + at_knots[:, np.minimum(before + 1, len(knots_h) - 1)] * share
    )
    # The mean of two knots spreads less than either: what is lost is given back.
    return between / np.sqrt((1 - share) ** 2 + share**2 + 2 * keeps * share * (1 - share))


def _at(lead_h: Array, errors: Errors, of: str) -> Array:
    return np.interp(lead_h, errors.spread_h, getattr(errors, of))


def _heading(path: Path) -> tuple[Array, Array]:
    """Unit vectors of the motion, (east, north) by step; eastward where the centre stays put."""
    east = (
        np.gradient(path.lon_deg) * np.cos(np.radians(path.lat_deg)) if len(path.lon_deg) > 1 else np.ones(1)
    )
    north = np.gradient(path.lat_deg) if len(path.lat_deg) > 1 else np.zeros(1)
    length = np.hypot(east, north)
    still = length < 1e-9
    safe = np.where(still, 1.0, length)
    return np.where(still, 1.0, east / safe), np.where(still, 0.0, north / safe)
