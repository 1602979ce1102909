"""When a moving wind circle first and last covers places: many ways of a storm and many places at once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from readiness.geodesy import around

Array: TypeAlias = np.ndarray

# Places looked at together: few enough for the processor's cache, near enough for one plane (readiness.geodesy.around).
MOST_TOGETHER = 512
WIDEST_DEG = 2.0
THREADS = 2
# The radius of a circle that is not there: no place is inside it.
NONE_KM = -1e9


@dataclass(frozen=True, slots=True)
class Ways:
    """Ways of a storm in equal steps. lon_deg, lat_deg: (way, step); radii_km: (way, step, quadrant ne se sw nw), NaN for none."""

    lon_deg: Array
    lat_deg: Array
    radii_km: Array


def entries(ways: Ways, lon_deg: Array, lat_deg: Array, last: bool = False) -> tuple[Array, Array]:
    """The step, with its fraction, at which each way's circle first covers each place, and at which it last does.

    Both (way, place), float32, NaN where it never does; a way that ends over a place has its last step there. `last` is
    looked for only where asked: the second array is empty else. Between steps the gap to the circle is taken as linear.
    """
    first = np.full((len(ways.lon_deg), len(lon_deg)), np.nan, np.float32)
    final = np.full(first.shape, np.nan, np.float32) if last else first[:0]
    turned = _turned(ways)

    def sweep(tile: Array) -> None:
        first[:, tile], left = _sweep(turned, lon_deg[tile], lat_deg[tile], last)
        if left is not None:
            final[:, tile] = left

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(sweep, _tiles(lon_deg, lat_deg)))
    return first, final


def spells(way: Ways, lon_deg: Array, lat_deg: Array) -> tuple[Array, Array, Array]:
    """Each time the circle of a single way covers a place, by place: the place's index, the first step inside, the first outside again.

    The last is the number of steps where the way ends over the place.
    """
    turned, (_, steps) = _turned(way), way.lon_deg.shape
    found = [np.empty((3, 0), int)]
    for tile in _tiles(lon_deg, lat_deg):
        plane, centres = _plane(turned, lon_deg[tile], lat_deg[tile])
        facing = _facing(centres, plane)
        near = np.flatnonzero(_near(plane, centres, facing, turned.radii_km))
        gap = _gap(plane, centres.at(near, 0), turned.radii_km[:, near, 0], facing[near, 0])
        closed = np.zeros((len(tile), steps + 2), np.int8)
        closed[:, near + 1] = (gap <= 0).T
        turns = np.diff(closed, axis=1)
        place, begins = np.nonzero(turns > 0)
        found.append(np.stack([tile[place], begins, np.nonzero(turns < 0)[1]]))
    place, begins, ends = np.concatenate(found, axis=1)
    order = np.lexsort((begins, place))
    return place[order], begins[order], ends[order]


def _tiles(lon_deg: Array, lat_deg: Array) -> list[Array]:
    """The places as indices, in groups that are small and lie close: halved across the longer side until they are."""
    waiting, tiles = [np.arange(len(lon_deg))], []
    while waiting:
        tile = waiting.pop()
        if not len(tile):
            continue
        wide_deg = np.ptp(lon_deg[tile]) * np.cos(np.radians(lat_deg[tile].mean()))
        high_deg = np.ptp(lat_deg[tile])
        if len(tile) <= MOST_TOGETHER and max(wide_deg, high_deg) <= WIDEST_DEG:
            tiles.append(tile)
            continue
        order = tile[np.argsort((lon_deg if wide_deg > high_deg else lat_deg)[tile], kind="stable")]
        waiting += [order[: len(order) // 2], order[len(order) // 2 :]]
    return tiles


@dataclass(frozen=True, slots=True)
class _Ways:
    """Ways as the tiles take them: (step, way), and radii as (quadrant, step, way), all float64 but the radii."""

    lon_deg: Array
    lat_deg: Array
    radii_km: Array


def _turned(ways: Ways) -> _Ways:
    radii = np.nan_to_num(ways.radii_km, nan=NONE_KM).transpose(2, 1, 0)
    return _Ways(ways.lon_deg.T, ways.lat_deg.T, np.ascontiguousarray(radii, np.float32))


@dataclass(frozen=True, slots=True)
class _Centres:
    """Centres in a tile's plane (km east and north), and the lean of their meridians in it (tangent)."""

    x: Array
    y: Array
    lean: Array

    def at(self, steps: int | Array, ways: int | Array) -> "_Centres":
        """The centres of those steps and ways alone."""
        return _Centres(self.x[steps, ways], self.y[steps, ways], self.lean[steps, ways])


@dataclass(slots=True)
class _Tile:
    """Places near each other in their own plane (km east and north), and what is found of them by (way, place)."""

    px: Array
    py: Array
    first: Array
    final: Array | None
    before: Array


def _sweep(ways: _Ways, lon_deg: Array, lat_deg: Array, last: bool) -> tuple[Array, Array | None]:
    """(first, final) of one tile's places."""
    tile, centres = _plane(ways, lon_deg, lat_deg, last)
    facing = _facing(centres, tile)
    near = _near(tile, centres, facing, ways.radii_km)
    # One step before and one after as well: from their gaps it is known when within the step the circle came, and when it left.
    near[:-1] |= near[1:].copy()
    if last:
        near[1:] |= near[:-1].copy()
    going = np.ones(near.shape[1], bool)
    for step in map(int, np.flatnonzero(near.any(axis=1))):
        active = np.flatnonzero(near[step] & going)
        if len(active):
            at = step, active
            gap = _gap(tile, centres.at(*at), ways.radii_km[:, *at], facing[at])
            _note(tile, active, step, gap)
            if not last:
                going[active] = np.isnan(tile.first[active]).any(axis=1)
    return tile.first, tile.final


def _plane(ways: _Ways, lon_deg: Array, lat_deg: Array, last: bool = False) -> tuple[_Tile, _Centres]:
    """A tile with nothing found yet, and the ways' centres in its plane."""
    origin = float(lon_deg.mean()), float(lat_deg.mean())
    px, py = (axis.astype(np.float32) for axis in around(*origin, lon_deg, lat_deg))
    cx, cy = (axis.astype(np.float32) for axis in around(*origin, ways.lon_deg, ways.lat_deg))
    blank = np.full((cx.shape[1], len(px)), np.nan, np.float32)
    tile = _Tile(px, py, blank, blank.copy() if last else None, blank.copy())
    return tile, _Centres(cx, cy, _lean(*origin, ways.lon_deg, ways.lat_deg))


def _lean(lon: float, lat: float, lon_deg: Array, lat_deg: Array) -> Array:
    """By how much (tangent) the meridian of each centre leans to the left in the plane around a place: up to 3 degrees at 600 km.

    A place near the line between two sides would be met by the wrong one's radius for hours.
    """
    turned = np.radians(lon_deg - lon) * np.sin(np.radians((lat_deg + lat) / 2))
    return np.tan(turned).astype(np.float32)


def _facing(centres: _Centres, tile: _Tile) -> Array:
    """The quadrant (0 to 3: ne se sw nw) all of a tile's places lie in as seen from each centre, -1 where they lie in several."""
    half_wide, half_high = np.abs(tile.px).max(), np.abs(tile.py).max()
    cx, cy, lean = centres.x, centres.y, centres.lean
    wide, high = half_wide + half_high * np.abs(lean), half_high + half_wide * np.abs(lean)
    ahead, aside = cy - cx * lean, cx + cy * lean
    east, west, north, south = aside < -wide, aside > wide, ahead < -high, ahead > high
    sides = [north & east, south & east, south & west, north & west]
    return np.select(sides, range(len(sides)), -1)


def _near(tile: _Tile, centres: _Centres, facing: Array, radii_km: Array) -> Array:
    """Whether the circle of each step and way may cover any of a tile's places."""
    return np.hypot(centres.x, centres.y) - np.hypot(tile.px, tile.py).max() <= _reach_km(facing, radii_km)


def _reach_km(facing: Array, radii_km: Array) -> Array:
    """How far the circle may reach towards a tile: its radius on that side, or the largest where there is no one side."""
    on_its_side = np.take_along_axis(radii_km, np.maximum(facing, 0)[None], axis=0)[0]
    return np.where(facing < 0, radii_km.max(axis=0), on_its_side)


def _gap(tile: _Tile, centres: _Centres, radii_km: Array, facing: Array) -> Array:
    """Distance from the centre less the radius of the quadrant the place lies in: 0 and less is inside. radii_km: (quadrant, way)."""
    east, north = tile.px[None] - centres.x[:, None], tile.py[None] - centres.y[:, None]
    gap = east * east
    gap += north * north
    np.sqrt(gap, out=gap)
    if (facing >= 0).all():
        gap -= radii_km[facing, np.arange(len(facing))][:, None]
    else:
        ne, se, sw, nw = radii_km[:, :, None]
        lean = centres.lean[:, None]
        northward, eastward = north >= east * lean, east >= -north * lean
        gap -= np.where(northward, np.where(eastward, ne, nw), np.where(eastward, se, sw))
    return gap


def _note(tile: _Tile, ways: Array, step: int, gap: Array) -> None:
    """Writes down where the circle has come, and where it has gone, since the step before."""
    before = tile.before[ways]
    entering = (gap <= 0) & np.isnan(tile.first[ways])
    way, place = np.nonzero(entering)
    if len(way):
        tile.first[ways[way], place] = step - _share(gap[way, place], before[way, place])
    if tile.final is not None:
        leaving = (gap > 0) & (before <= 0)
        left = step - np.where(gap > -NONE_KM / 2, 0, _share(gap, before))
        tile.final[ways] = np.where(gap <= 0, step, np.where(leaving, left, tile.final[ways]))
    tile.before[ways] = gap


def _share(gap: Array, before: Array) -> Array:
    """How much of the last step has passed since the gap was 0; nothing where it was not open before and shut after, or the reverse."""
    with np.errstate(divide="ignore", invalid="ignore"):
        share = gap / (gap - before)
    return np.where((gap <= 0) == (before > 0), share, 0.0)
