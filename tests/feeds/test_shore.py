"""The shore as the forms know it agrees with the coastline it is made from."""

import numpy as np
import pytest

from domain.coast import NAMES, coast
from feeds import shore
from tests import coast_helper


def test_the_islands_are_land_and_the_anchorages_are_water() -> None:
    # 定海, 岱山, 泗礁, 六横; 马峙锚地, 绿华山锚地, open sea
    lons = np.array([122.10, 122.18, 122.46, 122.15, 122.235, 122.620, 123.2])
    lats = np.array([30.05, 30.29, 30.72, 29.73, 29.925, 30.800, 29.5])
    assert shore.on_land(lons, lats).tolist() == [True] * 4 + [False] * 3


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", NAMES)
def test_any_place_is_on_land_where_the_coastline_says_so_but_within_half_a_line_of_it(
    name: str, seed: int
) -> None:
    west, south, east, north = coast(name)["bbox"]
    lons, lats = np.random.default_rng(seed).uniform((west, south), (east, north), (20_000, 2)).T
    true = coast_helper.on_land(lons, lats, name)
    other = shore.on_land(lons, lats, name) != true
    half_a_line = 0.5 / shore.SHEETS[name].lines_per_deg * 1.01
    reached = np.array(
        [coast_helper.on_land(lons, lats + step, name) for step in (-half_a_line, half_a_line)]
    )
    assert other.mean() < 0.001
    assert (reached != true).any(axis=0)[other].all()


def test_outside_the_coastlines_box_nothing_is_land() -> None:
    hangzhou, lishui, nowhere = (120.15, 30.25), (119.9, 28.45), (np.nan, 30.0)
    lons, lats = np.array([hangzhou, lishui, nowhere, nowhere[::-1]]).T
    assert not shore.on_land(lons, lats).any()


def test_no_place_is_asked_about() -> None:
    assert shore.on_land(np.empty(0), np.empty(0)).tolist() == []
