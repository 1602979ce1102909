"""The cone along a forecast: where the centre is with a chance of 70 %, by its agency's own mean errors."""

import math
from datetime import timedelta
from typing import TypeAlias

import numpy as np

from readiness.errors import MEAN_OF_UNIT, Errors, spread
from readiness.geodesy import around, destination
from readiness.path import Path
from readiness.storm import Ring

Array: TypeAlias = np.ndarray

# Of errors scattered alike in all directions (Rayleigh) 70 % are within sqrt(-2 ln 0.3) sigma, whose mean is sqrt(pi/2) sigma.
WITHIN_70 = math.sqrt(-2 * math.log(0.3)) / math.sqrt(math.pi / 2)
CELLS = 140
HOUR = timedelta(hours=1)
# How the outline runs through a cell of the grid, by which of its corners (sw 1, se 2, ne 4, nw 8) lie inside: from side to
# side (s, e, n, w), the inside on the left.
_SIDES = {
    1: ("sw",), 2: ("es",), 3: ("ew",), 4: ("ne",), 5: ("nw", "se"), 6: ("ns",), 7: ("nw",),
    8: ("wn",), 9: ("sn",), 10: ("es", "wn"), 11: ("en",), 12: ("we",), 13: ("se",), 14: ("ws",),
}  # fmt: skip


def cone(way: Path, errors: Errors) -> list[Ring]:
    """Outlines of all circles of 70 % along a forecast, closed rings of (lon, lat); none where nothing is forecast.

    The lead counts from the issue and no doubt is left at the last fix, as in readiness.ensemble; errors are linear between leads.
    """
    hours = np.arange(0, (way.ends - way.begins) / HOUR + 1e-9)
    if way.issued_at is None or len(hours) < 2:
        return []
    steps = (hours * (HOUR / way.step)).round().astype(int)
    age_h = max(0.0, (way.begins - way.issued_at) / HOUR)
    reach = WITHIN_70 * MEAN_OF_UNIT * spread(errors, "sigma_km", hours, age_h)
    origin = float(way.lon_deg[steps].mean()), float(way.lat_deg[steps].mean())
    x, y = around(*origin, way.lon_deg[steps], way.lat_deg[steps])
    return [_placed(ring, origin) for ring in _outlines(x, y, reach)]


def _placed(ring: Array, origin: tuple[float, float]) -> Ring:
    return [destination(*origin, math.degrees(math.atan2(x, y)), math.hypot(x, y)) for x, y in ring]


def _outlines(x: Array, y: Array, reach: Array) -> list[Array]:
    """The outline of the union of circles that grow along a way, in its plane (km): marching squares."""
    edge = reach.max() * 1.05 + 1
    left, right, low, high = x.min() - edge, x.max() + edge, y.min() - edge, y.max() + edge
    cell = max(right - left, high - low) / CELLS
    gx, gy = np.arange(left, right + cell, cell), np.arange(low, high + cell, cell)
    rings = _rings(_outside_by(gx, gy, x, y, reach), gx, gy)
    return [ring for ring in rings if len(ring) > 3 and _turns_left(ring)]


def _turns_left(ring: Array) -> bool:
    """An outer outline; what a storm circles around without reaching it is drawn with the rest."""
    x, y = ring.T
    return bool((x[:-1] * y[1:] - x[1:] * y[:-1]).sum() > 0)


def _outside_by(gx: Array, gy: Array, x: Array, y: Array, reach: Array) -> Array:
    """How far each point of the grid (y, x) lies outside of the nearest circle; less than nothing inside."""
    px, py = gx[None, :], gy[:, None]
    gap = np.full((len(gy), len(gx)), np.inf)
    for ax, ay, bx, by, a, b in zip(x, y, x[1:], y[1:], reach, reach[1:]):
        length = (bx - ax) ** 2 + (by - ay) ** 2
        share = np.clip(((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / length, 0, 1) if length else 0.0
        far = np.hypot(px - ax - share * (bx - ax), py - ay - share * (by - ay))
        np.minimum(gap, far - a - share * (b - a), out=gap)
    return gap


def _rings(gap: Array, gx: Array, gy: Array) -> list[Array]:
    inside = gap < 0
    corners = inside[:-1, :-1] + 2 * inside[:-1, 1:] + 4 * inside[1:, 1:] + 8 * inside[1:, :-1].astype(int)
    onward: dict[tuple[int, int, int], tuple[int, int, int]] = {}
    for j, i in np.argwhere((corners > 0) & (corners < 15)):
        names = {"s": (j, i, 0), "n": (j + 1, i, 0), "w": (j, i, 1), "e": (j, i + 1, 1)}
        onward |= {names[start]: names[end] for start, end in map(tuple, _SIDES[int(corners[j, i])])}
    rings = []
    while onward:
        at, way = next(iter(onward)), []
        while at in onward:
            way.append(_crossing(gap, gx, gy, *at))
            at = onward.pop(at)
        rings.append(np.array([*way, way[0]]))
    return rings


def _crossing(gap: Array, gx: Array, gy: Array, j: int, i: int, upright: int) -> tuple[float, float]:
    """Where the outline meets one side of a cell."""
    a, b = gap[j, i], gap[j + 1, i] if upright else gap[j, i + 1]
    share = a / (a - b)
    if upright:
        return float(gx[i]), float(gy[j] + share * (gy[j + 1] - gy[j]))
    return float(gx[i] + share * (gx[i + 1] - gx[i])), float(gy[j])
