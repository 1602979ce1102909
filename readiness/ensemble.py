"""What else the storm may do: ways drawn about an agency's forecast from its own errors, and what they mean for places.

After the wind speed probabilities of the US hurricane center (DeMaria et al. 2009, 2013, Weather and Forecasting): errors along
and across the way grow with the lead and go together from one lead to the next; the circle's size and the wind vary too.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

import numpy as np

from domain.geo import QUADRANTS
from readiness.errors import Errors, spread
from readiness.path import FORCES, LEAST_MS, Path
from readiness.sweep import Ways, entries

Array: TypeAlias = np.ndarray

MEMBERS = 1000
STEP = timedelta(hours=1)
KNOT_H = 12.0
# Half the time whose motion is the way's direction, as errors along and across are told apart (readiness.verification).
ABOUT_H = 6.0
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
    """Ways about a forecast path of hourly steps, by force; those of a force without any circle are left out.

    Position and wind are in doubt by the hours since the issue, circles by those since they were fixed; at the last fix, where
    every way begins, nothing is.
    """
    draws = np.random.default_rng(SEED)
    hours = np.arange(len(path.lon_deg)) * (path.step / timedelta(hours=1))
    age_h, circle_age_h = _age_h(path, path.issued_at), _age_h(path, path.radii_as_of)
    east_km, north_km = _astray(draws, count, path, hours, age_h, errors)
    lat_deg = path.lat_deg + north_km / KM_PER_DEGREE
    lon_deg = path.lon_deg + east_km / (KM_PER_DEGREE * np.cos(np.radians(lat_deg)))
    size = np.exp(draws.standard_normal((count, 1)) * spread(errors, "ln_radius", hours, circle_age_h))
    stronger = _wander(draws, count, hours + age_h, errors.memory_h)
    wind_ms = path.wind_ms + stronger * spread(errors, "wind_ms", hours, age_h)
    apart = spread(errors, "ln_quadrant", hours, circle_age_h)[None, :, None]
    apart = np.exp(draws.standard_normal((count, 1, len(QUADRANTS))) * apart)
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


def _age_h(path: Path, since: datetime | None) -> float:
    """How old something was at the last fix."""
    return max((path.begins - since) / timedelta(hours=1), 0.0) if since else 0.0


def _astray(
    draws: np.random.Generator, count: int, path: Path, hours: Array, age_h: float, errors: Errors
) -> tuple[Array, Array]:
    """Km east and north of the forecast by (member, step).

    Along and across are those of the way at each knot, and between knots an error goes straight: turned with every step a member
    would leap by some hundred km where the forecast has a bend.
    """
    lead_h = hours + age_h
    knots_h = _knots_h(lead_h)
    ahead, aside = (_at_knots(draws, count, len(knots_h), errors.memory_h) for _ in range(2))
    ahead, aside = ahead * errors.along, aside * errors.cross
    east, north = _heading(path, hours, knots_h - age_h)
    # The more the way turns between two knots, the less do their errors go together.
    alike = np.exp(-KNOT_H / errors.memory_h) * (east[:-1] * east[1:] + north[:-1] * north[1:])
    far_km = spread(errors, "sigma_km", hours, age_h)
    return (
        _between(ahead * east + aside * north, lead_h, alike) * far_km,
        _between(ahead * north - aside * east, lead_h, alike) * far_km,
    )


def _wander(draws: np.random.Generator, count: int, lead_h: Array, memory_h: float) -> Array:
    """Normal numbers of deviation 1 by (member, step) that go together over memory_h."""
    knots = len(_knots_h(lead_h))
    alike = np.full(knots - 1, np.exp(-KNOT_H / memory_h))
    return _between(_at_knots(draws, count, knots, memory_h), lead_h, alike)


def _knots_h(lead_h: Array) -> Array:
    """Leads from the issue to the first that is not before the last, two at least."""
    return np.arange(0.0, max(lead_h[-1], 1.0) + KNOT_H, KNOT_H)


def _at_knots(draws: np.random.Generator, count: int, knots: int, memory_h: float) -> Array:
    """AR(1) of deviation 1."""
    keeps = np.exp(-KNOT_H / memory_h)
    fresh = draws.standard_normal((count, knots))
    found = np.empty_like(fresh)
    found[:, 0] = fresh[:, 0]
    for knot in range(1, knots):
        found[:, knot] = keeps * found[:, knot - 1] + np.sqrt(1 - keeps**2) * fresh[:, knot]
    return found


def _between(at_knots: Array, lead_h: Array, alike: Array) -> Array:
    """Straight from knot to knot. alike: how a knot goes together with the next."""
    before = np.minimum((lead_h / KNOT_H).astype(int), len(alike) - 1)
    share = lead_h / KNOT_H - before
    # The mean of two knots spreads less than either: what is lost is given back.
    kept = np.sqrt((1 - share) ** 2 + share**2 + 2 * alike[before] * share * (1 - share))
    return (at_knots[:, before] * (1 - share) + at_knots[:, before + 1] * share) / kept


def _heading(path: Path, hours: Array, at_h: Array) -> tuple[Array, Array]:
    """Unit vectors (east, north) of the motion from ABOUT_H before to as long after, eastward where the centre stays put."""
    within_h = np.clip(at_h, 0.0, hours[-1])
    lon, lat = (
        [np.interp(within_h + turn * ABOUT_H, hours, axis) for turn in (-1, 1)]
        for axis in (path.lon_deg, path.lat_deg)
    )
    east, north = (lon[1] - lon[0]) * np.cos(np.radians((lat[0] + lat[1]) / 2)), lat[1] - lat[0]
    length = np.hypot(east, north)
    still = length < 1e-9
    safe = np.where(still, 1.0, length)
    return np.where(still, 1.0, east / safe), np.where(still, 0.0, north / safe)
