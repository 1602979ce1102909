"""When a circle that moves reaches a place: the seed storm as it came, and every step measured on the ellipsoid."""

from datetime import datetime, timedelta
from itertools import permutations

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic

from domain.places import SHENGSI_CAIYUAN, XINCHENG, ZHUJIAJIAN
from readiness import path, tracks
from readiness.geodesy import destination
from readiness.path import Path
from readiness.sweep import Ways, entries, spells
from tests.readiness.situations import at, seed_track

PLACES = (ZHUJIAJIAN, XINCHENG, SHENGSI_CAIYUAN)
LON, LAT = (np.array([getattr(place, axis) for place in PLACES]) for axis in ("lon", "lat"))
NE, SE, SW, NW = range(4)
TEN_MINUTES, HOUR = timedelta(minutes=10), timedelta(hours=1)
RIGHT = ["29 15:20", "29 16:10", "29 20:40"]


def first_inside(way: Path, quadrants: tuple[int, ...] = (NE, SE, SW, NW)) -> list[datetime]:
    """The first ten-minute step inside force 7 at each place; quadrants: which radius is read as NE, SE, SW and NW."""
    radii = way.radii_km[7][None][:, :, list(quadrants)]
    first, _ = entries(Ways(way.lon_deg[None], way.lat_deg[None], radii), LON, LAT)
    return [way.moment(float(np.ceil(step))) for step in first[0]]


def agencies(now: datetime) -> dict[str, list[datetime]]:
    track = seed_track()
    fixes = tracks.fixes(track, now)
    return {
        str(agency): first_inside(path.ahead(fixes, own))
        for agency, own in tracks.issues(track, now).groupby("agency", observed=True)
    }


@pytest.fixture(scope="module")
def came() -> Path:
    return path.observed(tracks.fixes(seed_track(), at("31 15:00")))


def apart(found: list[datetime], noted: list[str]) -> list[timedelta]:
    return [abs(moment - at(text)) for moment, text in zip(found, noted, strict=True)]


def test_force_7_came_when_it_did(came: Path) -> None:
    assert max(apart(first_inside(came), RIGHT)) <= TEN_MINUTES


def test_south_west_and_north_west_misread_are_wrong_by_hours(came: Path) -> None:
    misread = first_inside(came, (NE, SE, NW, SW))
    assert max(apart(misread, ["29 17:30", "29 20:10", "30 01:50"])) <= TEN_MINUTES
    assert min(apart(misread, RIGHT)) > timedelta(hours=2)
    assert max(apart(misread, RIGHT)) > timedelta(hours=5)


def test_north_east_read_for_north_west_is_wrong_by_hours(came: Path) -> None:
    turned = first_inside(came, (SE, SW, NW, NE))
    assert min(apart(turned, RIGHT)) > timedelta(hours=1.5)
    assert max(apart(turned, RIGHT)) > timedelta(hours=4)


def test_the_cma_as_known_at_noon_let_it_come_sooner() -> None:
    found = agencies(at("28 12:00"))["CMA"]
    assert max(apart(found, ["29 13:30", "29 14:40", "29 18:40"])) <= TEN_MINUTES


@pytest.mark.parametrize(
    ("now", "spread"),
    [
        ("28 12:00", [(20.0, 25.5), (22.2, 26.7), (29.7, 34.2)]),
        ("28 15:00", [(20.3, 27.7), (22.7, 29.7), (28.3, 35.2)]),
    ],
)
def test_five_agencies_lay_hours_apart(now: str, spread: list[tuple[float, float]]) -> None:
    found = agencies(at(now))
    assert len(found) == 5
    for place, noted in enumerate(spread):
        hours = [(moments[place] - at(now)) / HOUR for moments in found.values()]
        assert (min(hours), max(hours)) == pytest.approx(noted, abs=1 / 3)


def test_each_side_has_the_radius_of_its_own_name() -> None:
    """A storm that comes to each side's place from outside: any other order of the four is wrong by an hour at one of them."""
    radii, bearings = [320.0, 260.0, 200.0, 140.0], [45, 135, 225, 315]
    expected = [(400 - reach) / 5 for reach in radii]

    def met(order: tuple[int, ...]) -> list[float]:
        found = []
        for bearing in bearings:
            way = np.array([destination(125.0, 25.0, bearing + 180, 400 - 5 * step) for step in range(80)]).T
            circle = np.broadcast_to(np.array(radii)[list(order)], (1, 80, 4))
            first, _ = entries(Ways(*way[:, None], circle), np.array([125.0]), np.array([25.0]))
            found.append(float(first[0, 0]))
        return found

    assert met((NE, SE, SW, NW)) == pytest.approx(expected, abs=0.5)
    for order in permutations(range(4)):
        wrong = max(abs(one - other) for one, other in zip(met(order), expected, strict=True))
        assert wrong > 6 or order == (NE, SE, SW, NW)


def straying(seed: int, ways: int = 6, steps: int = 60) -> Ways:
    """Ways that wander about the city, with circles that change every ten steps and lack some sides or all."""
    dice = np.random.default_rng(seed)
    lon = dice.uniform(119, 125, (ways, 1)) + np.cumsum(dice.normal(0, 0.08, (ways, steps)), axis=1)
    lat = dice.uniform(28, 32, (ways, 1)) + np.cumsum(dice.normal(0, 0.08, (ways, steps)), axis=1)
    held = dice.uniform(0, 200, (ways, steps // 10, 4)) * (dice.random((ways, steps // 10, 4)) > 0.2)
    held[dice.random((ways, steps // 10)) < 0.2] = np.nan
    return Ways(lon, lat, np.repeat(held, 10, axis=1))


# The sweep's own: this near the line between two sides either may count.
LEANS_DEG = 0.2


def surveyed(ways: Ways, lon: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Km from the circle at each way, step and place, one measurement each, with the smaller and the larger radius that may count."""
    gaps = np.full((2, *ways.lon_deg.shape, len(lon)), np.inf)
    for way, step, place in np.ndindex(*gaps.shape[1:]):
        radii = ways.radii_km[way, step]
        if np.isnan(radii).any():
            continue
        line = Geodesic.WGS84.Inverse(
            ways.lat_deg[way, step], ways.lon_deg[way, step], lat[place], lon[place]
        )
        sides = [int((line["azi1"] + turn) % 360 // 90) for turn in (-LEANS_DEG, LEANS_DEG)]
        gaps[:, way, step, place] = line["s12"] / 1000 - min(radii[sides]), line["s12"] / 1000 - max(radii[sides])  # fmt: skip
    return gaps[0], gaps[1]


@pytest.mark.parametrize("seed", [8, 16, 25])
def test_every_step_and_place_measured_one_by_one_says_the_same(seed: int) -> None:
    ways, dice = straying(seed), np.random.default_rng(seed)
    lon, lat = dice.uniform(120.5, 123.5, 30), dice.uniform(29, 31.5, 30)
    first, last = entries(ways, lon, lat, last=True)
    at_most, at_least = surveyed(ways, lon, lat)
    # Half a percent of the way is the plane's own.
    inside, maybe = at_most < -2.5, at_least < 2.5
    reached = ~np.isnan(first)
    assert reached.any() and (~reached).any()
    assert (reached | ~inside.any(axis=1)).all()
    steps = np.arange(ways.lon_deg.shape[1])[None, :, None]
    between = (steps >= np.ceil(first)[:, None, :]) & (steps <= np.floor(last)[:, None, :])
    assert not (inside & ~between).any()
    assert _at(maybe, np.ceil(first))[reached].all()
    # A circle that ends at a step has its last moment there, at which it is gone.
    assert (_at(maybe, np.floor(last)) | _at(maybe, np.ceil(last) - 1))[reached].all()


def _at(found: np.ndarray, steps: np.ndarray) -> np.ndarray:
    return np.take_along_axis(found, np.nan_to_num(steps).astype(int)[:, None, :], axis=1)[:, 0]


def test_a_place_is_reached_between_two_steps_in_proportion() -> None:
    way = np.array([destination(125.0, 28.0, 90, 100 - 10 * step) for step in range(8)]).T
    circle = np.full((1, 8, 4), 65.0)
    first, last = entries(Ways(*way[:, None], circle), np.array([125.0]), np.array([28.0]), last=True)
    assert first[0, 0] == pytest.approx(3.5, abs=0.02)
    assert last[0, 0] == 7


def test_a_storm_that_goes_by_leaves_again() -> None:
    way = np.array([destination(125.0, 28.0, 90, 100 - 10 * step) for step in range(21)]).T
    circle = np.full((1, 21, 4), 35.0)
    first, last = entries(Ways(*way[:, None], circle), np.array([125.0]), np.array([28.0]), last=True)
    assert (first[0, 0], last[0, 0]) == pytest.approx((6.5, 13.5), abs=0.02)


def test_a_place_the_circles_rim_only_grazes_is_left_in_proportion_too() -> None:
    """50 km beside the way of a circle of 50.5 km: inside for 7 km on either side."""
    lon, lat = destination(125.0, 28.0, 0, 50)
    way = np.array([destination(125.0, 28.0, 90, 55 - 10 * step) for step in range(12)]).T
    circle = np.full((1, 12, 4), 50.5)
    first, last = entries(Ways(*way[:, None], circle), np.array([lon]), np.array([lat]), last=True)
    assert (first[0, 0], last[0, 0]) == pytest.approx((4.87, 6.13), abs=0.05)


def test_a_way_that_ends_early_says_nothing_more() -> None:
    way = np.array([destination(125.0, 28.0, 90, 100 - 10 * step) for step in range(8)]).T
    way[:, 3:] = np.nan
    first, _ = entries(Ways(*way[:, None], np.full((1, 8, 4), 65.0)), np.array([125.0]), np.array([28.0]))
    assert np.isnan(first[0, 0])


def test_many_places_are_swept_as_each_alone() -> None:
    ways, dice = straying(3, ways=4, steps=40), np.random.default_rng(3)
    lon, lat = dice.uniform(120.5, 123.5, 700), dice.uniform(29, 31.5, 700)
    together, _ = entries(ways, lon, lat)
    for place in range(0, 700, 100):
        alone, _ = entries(ways, lon[place : place + 1], lat[place : place + 1])
        both = ~np.isnan(alone[:, 0]) & ~np.isnan(together[:, place])
        assert (np.isnan(alone[:, 0]) == np.isnan(together[:, place])).all()
        assert alone[both, 0] == pytest.approx(together[both, place], abs=0.3)


@pytest.mark.parametrize("seed", [8, 16, 25])
def test_each_time_a_circle_comes_is_told_and_the_first_and_the_last_are_those_of_the_sweep(
    seed: int,
) -> None:
    ways, dice = straying(seed, ways=1, steps=200), np.random.default_rng(seed)
    lon, lat = dice.uniform(120.5, 123.5, 300), dice.uniform(29, 31.5, 300)
    first, last = entries(ways, lon, lat, last=True)
    place, begins, ends = spells(ways, lon, lat)
    assert list(np.unique(place)) == list(np.flatnonzero(~np.isnan(first[0])))
    assert (begins < ends).all() and len(place) > len(np.unique(place))
    same = place[1:] == place[:-1]
    assert (begins[1:][same] > ends[:-1][same]).all()
    starts, finals = np.r_[True, ~same], np.r_[~same, True]
    assert (begins[starts] == np.ceil(first[0, place[starts]])).all()
    gone = ends[finals] < 200
    assert (ends[finals][gone] == np.ceil(last[0, place[finals]][gone])).all()
    assert (last[0, place[finals]][~gone] == 199).all()


def test_a_storm_that_turns_back_comes_twice() -> None:
    there = [destination(125.0, 28.0, 90, 100 - 10 * step) for step in range(8)]
    way = np.array([*there, *there[::-1]]).T
    place, begins, ends = spells(
        Ways(*way[:, None], np.full((1, 16, 4), 35.0)), np.array([125.0]), np.array([28.0])
    )
    assert (list(place), list(begins), list(ends)) == ([0], [7], [9])
    away = np.array([*there, *there[::-1], *there]).T
    place, begins, ends = spells(
        Ways(*away[:, None], np.full((1, 24, 4), 35.0)), np.array([125.0]), np.array([28.0])
    )
    assert (list(begins), list(ends)) == ([7, 23], [9, 24])
