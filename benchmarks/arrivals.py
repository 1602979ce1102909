"""How long arrivals take: 1,000 members of 120 h over 10,000 places, beside the plain way of asking every member every hour.

python -m benchmarks.arrivals. The storm and its circles are those of 2508 on 28 July 2025, the CMA's forecast drawn out to 120 h
at its last speed; the places lie over the city's waters, then over ten degrees of sea. The plain way takes the great-circle
distance of every member, hour and place in numpy; it is timed on some members and reckoned up. What the process held at most is
told before the plain way runs.
"""

import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import numpy as np

from benchmarks.storms import SEED, track_of
from domain import clock, geo
from readiness import ensemble, path, tracks
from readiness.ensemble import MEMBERS
from readiness.errors import errors
from readiness.sweep import Ways

NOW = clock.from_beijing("2025-07-28T12:00")
HOURS, PLACES, FORCE = 121, 10_000, 7
# West, east, south, north.
BOXES = {"the city's waters": (121.5, 123.2, 29.5, 31.0), "ten degrees of sea": (118.0, 128.0, 25.0, 35.0)}
TURNS, PLAIN_MEMBERS = 5, 4


def forecast() -> path.Path:
    """The CMA's forecast of the seed storm in hourly steps, carried on to 120 h."""
    track = track_of(SEED)
    issued = tracks.issues(track, NOW)
    way = path.ahead(tracks.fixes(track, NOW), issued[issued["agency"] == "CMA"], timedelta(hours=1))
    steps = np.arange(1, HOURS - len(way.lon_deg) + 1)

    def drawn_out(known: np.ndarray) -> np.ndarray:
        return np.concatenate([known, known[-1] + steps * (known[-1] - known[-2])])

    circles = {force: np.broadcast_to(radii[0], (HOURS, 4)) for force, radii in way.circles_km.items()}
    wind_ms = np.full(HOURS, way.wind_ms.max())
    lon_deg, lat_deg = drawn_out(way.lon_deg), drawn_out(way.lat_deg)
    return replace(
        way, lon_deg=lon_deg, lat_deg=lat_deg, wind_ms=wind_ms, circles_km=circles, radii_km=circles
    )


def plain(ways: Ways, lon_deg: np.ndarray, lat_deg: np.ndarray) -> None:
    """The first hour of each member at each place, by asking."""
    for lon, lat, radii in zip(ways.lon_deg, ways.lat_deg, ways.radii_km, strict=True):
        far_km = geo.great_circle_km(lon[:, None], lat[:, None], lon_deg[None], lat_deg[None], np)
        north, east = lat_deg[None] >= lat[:, None], lon_deg[None] >= lon[:, None]
        ne, se, sw, nw = (radii[:, quadrant, None] for quadrant in range(4))
        inside = far_km <= np.where(north, np.where(east, ne, nw), np.where(east, se, sw))
        np.where(inside.any(axis=0), inside.argmax(axis=0), -1)


def arrive(way: path.Path, lon_deg: np.ndarray, lat_deg: np.ndarray) -> ensemble.Chances:
    """What a page asks for: members drawn, every place's chance and earliest reasonable hour."""
    return ensemble.chances(ensemble.members(way, errors(way.agency))[FORCE], lon_deg, lat_deg)


def seconds(work: Callable[[], object], turns: int = TURNS) -> float:
    """The median of some turns."""
    taken = []
    for _ in range(turns):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def main() -> None:
    """Print a line for each box."""
    way, draws = forecast(), np.random.default_rng(0)
    places = {
        name: (draws.uniform(west, east, PLACES), draws.uniform(south, north, PLACES))
        for name, (west, east, south, north) in BOXES.items()
    }
    own = {name: seconds(partial(arrive, way, *spots)) for name, spots in places.items()}
    held_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{MEMBERS} members, {PLACES} places, {HOURS - 1} h, force {FORCE}; the process held {held_mb:.0f} MB"
    )
    some = ensemble.members(way, errors(way.agency), PLAIN_MEMBERS)[FORCE]
    for name, spots in places.items():
        asked = seconds(partial(plain, some, *spots), 1) * MEMBERS / PLAIN_MEMBERS
        print(
            f"{name}: {own[name]:.2f} s; the plain way {asked:.0f} s, {asked / own[name]:.0f} times as long"
        )


if __name__ == "__main__":
    main()
