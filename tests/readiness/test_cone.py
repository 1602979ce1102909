"""The cone is the union of the circles of 70 % and nothing else."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from readiness import path, tracks
from readiness.cone import WITHIN_70, cone
from readiness.errors import errors
from readiness.geodesy import destination, distances_km
from tests.readiness.situations import NOW, rows_of_sample

CMA = errors("CMA")


@pytest.fixture(scope="module")
def way() -> path.Path:
    track = rows_of_sample("track", 1)
    issues = tracks.issues(track, NOW)
    return path.ahead(tracks.fixes(track, NOW), issues[issues["agency"] == "CMA"])


def reach_km(way: path.Path, hours: float) -> float:
    lead_h = hours + (way.begins - way.issued_at) / timedelta(hours=1)
    return WITHIN_70 * np.interp(lead_h, CMA.lead_h, CMA.mean_km)


def holds(ring: list, lon: float, lat: float) -> bool:
    """Even and odd: how often a line eastwards meets the ring."""
    x, y = np.array(ring).T
    meets = ((y[:-1] > lat) != (y[1:] > lat)) & (
        lon < x[:-1] + (x[1:] - x[:-1]) * (lat - y[:-1]) / np.where(y[1:] == y[:-1], 1, y[1:] - y[:-1])
    )
    return bool(meets.sum() % 2)


def test_seventy_in_a_hundred_of_errors_alike_in_all_directions_lie_within_the_circle() -> None:
    scatter = np.random.default_rng(7).normal(size=(400_000, 2))
    far = np.hypot(*scatter.T)
    assert pytest.approx(1.238, abs=0.001) == WITHIN_70
    assert (far < WITHIN_70 * far.mean()).mean() == pytest.approx(0.70, abs=0.005)


@pytest.mark.parametrize("hours", [24, 48, 72])
def test_the_cone_reaches_as_far_as_the_agencys_error_at_that_hour(way: path.Path, hours: int) -> None:
    (ring,) = cone(way, CMA)
    step = way.index(way.begins + timedelta(hours=hours))
    lon, lat = way.lon_deg[step], way.lat_deg[step]
    x, y = np.array(ring).T
    reach, nearest = reach_km(way, hours), distances_km(lon, lat, x, y).min()
    assert holds(ring, lon, lat)
    # Circles of later hours may reach further; none of them less, but for the outline's own coarseness.
    assert nearest > 0.96 * reach
    assert nearest < 1.25 * reach


def test_the_last_circle_closes_the_cone(way: path.Path) -> None:
    (ring,) = cone(way, CMA)
    reach = reach_km(way, (way.ends - way.begins) / timedelta(hours=1))
    x, y = np.array(ring).T
    gap = distances_km(way.lon_deg[-1], way.lat_deg[-1], x, y)
    assert gap.min() == pytest.approx(reach, rel=0.05)
    beyond = [
        destination(way.lon_deg[-1], way.lat_deg[-1], bearing, reach * 0.93) for bearing in range(0, 360, 30)
    ]
    assert all(holds(ring, *point) for point in beyond)


def test_a_way_without_a_forecast_has_no_cone() -> None:
    track = rows_of_sample("track", 1)
    fixes = tracks.fixes(track, NOW).tail(1)
    assert cone(path.observed(fixes), CMA) == []


def test_however_old_the_forecast_the_cone_begins_at_the_last_fix(way: path.Path) -> None:
    """Half a day after its issue a forecast is 48 km off on average; where the storm was fixed is known."""
    (ring,) = cone(replace(way, issued_at=way.begins - timedelta(hours=12)), CMA)
    x, y = np.array(ring).T
    assert distances_km(way.lon_deg[0], way.lat_deg[0], x, y).min() < 20
