"""Distances of arrays are those of the geodesic library."""

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic

from readiness.geodesy import around, destination, distance_and_bearing, distances_km

RANDOM = np.random.default_rng(2508)


def surveyed_km(lon: float, lat: float, lon_to: float, lat_to: float) -> float:
    return Geodesic.WGS84.Inverse(lat, lon, lat_to, lon_to)["s12"] / 1000


def anywhere(count: int) -> np.ndarray:
    """Pairs of points of the western Pacific: lon, lat, lon, lat."""
    return RANDOM.uniform((90, 0, 90, 0), (190, 60, 190, 60), (count, 4))


def test_arrays_measure_as_the_library_does_within_a_hundredth_of_a_percent() -> None:
    pairs = anywhere(2000)
    found = distances_km(*pairs.T)
    surveyed = np.array([surveyed_km(*pair) for pair in pairs])
    assert np.abs(found / surveyed - 1).max() < 1e-4


@pytest.mark.parametrize("apart_km", [0.1, 1, 10, 100])
def test_near_points_measure_as_well_as_far_ones(apart_km: float) -> None:
    for lon, lat, bearing_deg, _ in RANDOM.uniform((90, 0, 0, 0), (190, 60, 360, 1), (200, 4)):
        there = destination(lon, lat, bearing_deg, apart_km)
        assert distances_km(lon, lat, *(np.array([axis]) for axis in there))[0] == pytest.approx(
            apart_km, rel=1e-4
        )


def test_a_point_is_no_distance_from_itself() -> None:
    assert distances_km(122.2, 30.0, np.array([122.2]), np.array([30.0]))[0] == 0.0


def test_many_points_measure_against_many_at_once() -> None:
    one, other = anywhere(3), anywhere(5)
    found = distances_km(one[:, :1], one[:, 1:2], other[None, :, 0], other[None, :, 1])
    assert found.shape == (3, 5)
    assert found[2, 4] == pytest.approx(surveyed_km(one[2, 0], one[2, 1], other[4, 0], other[4, 1]), rel=1e-4)


def test_one_pair_is_measured_by_the_library_itself() -> None:
    for pair in anywhere(50):
        line = Geodesic.WGS84.Inverse(pair[1], pair[0], pair[3], pair[2])
        distance_km, bearing_deg = distance_and_bearing(*pair)
        assert distance_km == line["s12"] / 1000
        assert (bearing_deg - line["azi1"]) % 360 == pytest.approx(0, abs=1e-9)
        assert 0 <= bearing_deg < 360


def test_who_goes_the_distance_along_the_bearing_arrives() -> None:
    for pair in anywhere(50):
        distance_km, bearing_deg = distance_and_bearing(*pair)
        assert destination(pair[0], pair[1], bearing_deg, distance_km) == pytest.approx(tuple(pair[2:]))


def test_the_plane_around_a_place_keeps_distances_within_half_a_percent() -> None:
    """As the sweep uses it: places within 150 km of the origin, a centre within 600 km."""
    worst = 0.0
    for lon, lat in RANDOM.uniform((110, 5), (140, 45), (40, 2)):
        places, centres = (
            np.array([destination(lon, lat, *to) for to in RANDOM.uniform((0, 0), (360, reach), (25, 2))])
            for reach in (150, 600)
        )
        (px, py), (cx, cy) = around(lon, lat, *places.T), around(lon, lat, *centres.T)
        drawn = np.hypot(px - cx, py - cy)
        surveyed = np.array(
            [surveyed_km(*place, *centre) for place, centre in zip(places, centres, strict=True)]
        )
        worst = max(worst, np.abs(drawn / surveyed - 1)[surveyed > 10].max())
    assert worst < 5e-3


def test_the_plane_has_east_to_the_right_and_north_up() -> None:
    sides = {"north": (122.2, 31.0), "east": (123.2, 30.0), "south": (122.2, 29.0), "west": (121.2, 30.0)}
    found = {
        name: [round(float(axis[0])) for axis in around(122.2, 30.0, np.array([lon]), np.array([lat]))]
        for name, (lon, lat) in sides.items()
    }
    assert found == {"north": [0, 111], "east": [96, 0], "south": [0, -111], "west": [-96, 0]}
