"""When a moving wind circle first and last covers places: many ways of a storm and many places at once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from readiness.geodesy import around

Array: TypeAlias = np.ndarray

# Places looked at together: few enough for the processor's cache, near enough for one plane (readiness.geodesy.around).
MOST_TOGETHER = 256
THREADS = 2


@dataclass(frozen=True, slots=True)
class Ways:
    """Ways of a storm in equal steps. lon_deg, lat_deg: (way, step); radii_km: (way, step, quadrant ne se sw nw), NaN for none.

    A way may end early: NaN positions from there on.
    """

    lon_deg: Array
    lat_deg: Array
    radii_km: Array


def entries(ways: Ways, lon_deg: Array, lat_deg: Array, last: bool = False) -> tuple[Array, Array]:
    """The step, with its fraction, at which each way's circle first covers each place, and at which it last does.

    Both (way, place), float32, NaN where it never does; a way that ends over a place has its last step there. `last` is
    looked for only where asked: the second array is NaN else. Between steps the gap to the circle is taken as linear.
    """
    first = np.full((len(ways.lon_deg), len(lon_deg)), np.nan, np.float32)
    final = np.full(first.shape if last else (1, 1), np.nan, np.float32)
    tiles = _tiles(np.asarray(lon_deg, float), np.asarray(lat_deg, float))
    with ThreadPoolExecutor(THREADS) as pool:
        list(
            pool.map(lambda tile: _sweep(ways, lon_deg, lat_deg, tile, first, final if last else None), tiles)
        )
    return first, final


def _tiles(lon_deg: Array, lat_deg: Array) -> list[Array]:
    """The places in groups of at most MOST_TOGETHER that lie close, each as indices: halved across the longer side."""
    waiting, tiles = [np.arange(len(lon_deg))], []
    while waiting:
        tile = waiting.pop()
        if len(tile) <= MOST_TOGETHER:
            tiles += [tile] if len(tile) else []
            continue
        wide = np.ptp(lon_deg[tile]) * np.cos(np.radians(lat_deg[tile].mean())) > np.ptp(lat_deg[tile])
        order = tile[np.argsort((lon_deg if wide else lat_deg)[tile], kind="stable")]
        waiting += [order[: len(order) // 2], order[len(order) // 2 :]]
    return tiles


def _sweep(
    ways: Ways, lon_deg: Array, lat_deg: Array, tile: Array, first: Array, final: Array | None
) -> None:
    """Writes a tile's columns of first and final."""
    origin = float(lon_deg[tile].mean()), float(lat_deg[tile].mean())
    px, py = (axis.astype(np.float32) for axis in around(*origin, lon_deg[tile], lat_deg[tile]))
    cx, cy = (axis.astype(np.float32) for axis in around(*origin, ways.lon_deg, ways.lat_deg))
    reach = np.nan_to_num(ways.radii_km.max(axis=2), nan=-np.inf)
    near = np.hypot(cx, cy) - np.hypot(px, py).max() <= reach
    # One step before, so that the gap from which it closes is known.
    near[:, :-1] |= near[:, 1:].copy()
    own = _Tile(px, py, np.full((len(cx), len(tile)), np.nan, np.float32), None if final is None else np.full((len(cx), len(tile)), np.nan, np.float32))  # fmt: skip
    before = np.full(own.first.shape, np.nan, np.float32)
    going = np.ones(len(cx), bool)
    for step in np.flatnonzero(near.any(axis=0)):
        active = np.flatnonzero(near[:, step] & going)
        if len(active):
            gap = _gap(cx[active, step], cy[active, step], ways.radii_km[active, step], px, py)
            _note(own, active, int(step), before[active], gap)
            before[active] = gap
            if final is None:
                going[active] = np.isnan(own.first[active]).any(axis=1)
    first[:, tile] = own.first
    if final is not None:
        final[:, tile] = own.final


@dataclass(slots=True)
class _Tile:
    px: Array
    py: Array
    first: Array
    final: Array | None


def _gap(cx: Array, cy: Array, radii_km: Array, px: Array, py: Array) -> Array:
    """Distance from the centre less the radius of the quadrant the place lies in: 0 and less is inside; NaN without a circle."""
    east, north = px[None, :] - cx[:, None], py[None, :] - cy[:, None]
    ne, se, sw, nw = (radii_km[:, quadrant, None].astype(np.float32) for quadrant in range(4))
    radius = np.where(north >= 0, np.where(east >= 0, ne, nw), np.where(east >= 0, se, sw))
    return np.sqrt(east * east + north * north) - radius


def _note(own: _Tile, ways: Array, step: int, before: Array, gap: Array) -> None:
    inside = gap <= 0
    with np.errstate(divide="ignore", invalid="ignore"):
        share = before / (before - gap)
    entered = np.where(before > 0, step - 1 + share, step)
    entering = inside & np.isnan(own.first[ways])
    own.first[ways] = np.where(entering, entered, own.first[ways])
    if own.final is not None:
        left = np.where(inside, step, np.where((before <= 0) & ~inside, np.where(np.isnan(gap), step, step - 1 + share), own.final[ways]))  # fmt: skip
        own.final[ways] = left
