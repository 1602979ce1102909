import numpy as np
import pytest

from domain import geo
from feeds import crs

LONS = np.array([122.2, 121.5, 73.0, 139.7, np.nan, 122.4])
LATS = np.array([30.0, 31.2, 39.0, 35.7, 30.0, np.nan])


@pytest.mark.parametrize("name", ["wgs84_to_gcj02", "gcj02_to_wgs84"])
def test_a_column_moves_as_each_place_alone_would(name):
    alone = [getattr(geo, name)(lon, lat) for lon, lat in zip(LONS[:4], LATS[:4], strict=True)]
    moved = np.column_stack(getattr(crs, name)(LONS, LATS))
    np.testing.assert_allclose(moved[:4], alone, rtol=0, atol=1e-12)


def test_a_missing_coordinate_stays_missing_and_moves_nothing():
    moved_lons, moved_lats = crs.gcj02_to_wgs84(LONS, LATS)
    assert np.isnan(moved_lons[4])
    assert moved_lats[4] == 30.0
    assert moved_lons[5] == 122.4


def test_distances_over_a_column_agree_with_single_ones():
    found = crs.haversine_km(LONS, LATS, 122.2, 30.0)
    alone = [geo.haversine_km(lon, lat, 122.2, 30.0) for lon, lat in zip(LONS[:4], LATS[:4], strict=True)]
    np.testing.assert_allclose(found[:4], alone)
    assert np.isnan(found[4:]).all()
