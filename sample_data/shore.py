"""Where the sample's water and land are: the project's own coastline, asked for places. Needs shapely."""

import math
from collections.abc import Iterable
from random import Random

import numpy as np
import shapely

from domain.coast import coast

KM_PER_LAT = 111.2
KM_PER_LON = 96.3
# Boats keep this far off the drawn shore, which was moved by up to 0.0004 degrees when it was simplified.
OFFING_DEG = 0.0006
INLAND_DEG = 0.0004
DECIMALS = 5

Position = tuple[float, float]


class Shore:
    """The islands as one shape; every position it gives out is used once."""

    def __init__(self) -> None:
        shapes = [shapely.geometry.shape(feature["geometry"]) for feature in coast("zhoushan")["features"]]
        self.land = shapely.union_all(shapes)
        self.coastline = shapely.boundary(self.land)
        shapely.prepare(self.land)
        shapely.prepare(self.coastline)
        self._taken: set[tuple[int, int]] = set()

    def moorings(self, lon: float, lat: float, count: int, spacing_m: float, rng: Random) -> list[Position]:
        """So many places on the water around a point, none nearer to another than about half the spacing.

        Raises ValueError when there is not that much water within reach.
        """
        step_lon, step_lat = spacing_m / 1000 / KM_PER_LON, spacing_m / 1000 / KM_PER_LAT
        reach = math.ceil(math.sqrt(count) * 1.6) + 8
        column, line = round(lon / step_lon), round(lat / step_lat)
        cells = [(column + i, line + j) for i in range(-reach, reach + 1) for j in range(-reach, reach + 1)]
        cells.sort(key=lambda cell: math.hypot(cell[0] - lon / step_lon, cell[1] - lat / step_lat))
        spots = [self._jittered(cell, step_lon, step_lat, rng) for cell in cells]
        free = [i for i in np.flatnonzero(self.on_water(spots)) if self._key(spots[i]) not in self._taken]
        if len(free) < count:
            raise ValueError(f"only {len(free)} of {count} moorings at {lon}, {lat}")
        chosen = rng.sample(free[: count + count // 4], count)
        self._taken |= {self._key(spots[i]) for i in chosen}
        return [spots[i] for i in chosen]

    def on_water(self, spots: Iterable[Position]) -> np.ndarray:
        """Whether each place is on the water, off the shore by OFFING_DEG."""
        return ~shapely.dwithin(self.land, shapely.points(np.array(list(spots))), OFFING_DEG)

    def ashore(self, lon: float, lat: float, radius_km: float, rng: Random) -> Position:
        """A place on land within a distance of a point; raises ValueError when there is none."""
        for _ in range(400):
            distance_km, turn = radius_km * math.sqrt(rng.random()), rng.uniform(0, 2 * math.pi)
            east, north = math.cos(turn) * distance_km / KM_PER_LON, math.sin(turn) * distance_km / KM_PER_LAT
            spot = round(lon + east, DECIMALS), round(lat + north, DECIMALS)
            point = shapely.Point(spot)
            if self.land.contains(point) and not shapely.dwithin(self.coastline, point, INLAND_DEG):
                return spot
        raise ValueError(f"no land at {lon}, {lat}")

    def nearest(self, lon: float, lat: float) -> Position:
        """The nearest point of the coastline."""
        line = shapely.shortest_line(self.coastline, shapely.Point(lon, lat))
        on_shore = shapely.get_coordinates(line)[0]
        return round(float(on_shore[0]), DECIMALS), round(float(on_shore[1]), DECIMALS)

    @staticmethod
    def _jittered(cell: tuple[int, int], step_lon: float, step_lat: float, rng: Random) -> Position:
        east, north = rng.uniform(-0.22, 0.22), rng.uniform(-0.22, 0.22)
        return round((cell[0] + east) * step_lon, DECIMALS), round((cell[1] + north) * step_lat, DECIMALS)

    @staticmethod
    def _key(spot: Position) -> tuple[int, int]:
        """The 40 m square a place lies in: no two things of the sample share one."""
        return int(spot[0] * 2400), int(spot[1] * 2780)
