import json
import math

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as some
from shapely.geometry import shape

from domain import geo
from tests.coast_helper import land
from tests.reference import reference

lons, lats = some.floats(100, 140), some.floats(5, 45)


def test_a_degree_of_latitude_is_the_same_everywhere():
    assert geo.haversine_km(122, 30, 122, 31) == pytest.approx(6371 * math.pi / 180)


def test_half_way_round_the_world_has_a_distance():
    assert geo.haversine_km(0, 0, 180, 0) == pytest.approx(6371 * math.pi)


@pytest.mark.parametrize(
    ("bearing", "zh", "en"),
    [
        (0, "北", "N"),
        (11.2, "北", "N"),
        (11.3, "北北东", "NNE"),
        (135, "东南", "SE"),
        (292.5, "西北西", "WNW"),
        (348.74, "北北西", "NNW"),
        (348.76, "北", "N"),
    ],
)
def test_a_bearing_is_called_by_the_nearest_of_sixteen_points(bearing, zh, en):
    assert (geo.compass(bearing), geo.compass(bearing, "en")) == (zh, en)


@pytest.mark.parametrize("word", ["西北西", "西北偏西", "西西北", "西偏北", "WNW", "wnw", "西北西方向"])
def test_agencies_spell_one_direction_in_several_ways(word):
    assert geo.compass_bearing(word) == 292.5


@pytest.mark.parametrize(("word", "bearing"), [("北东", 45), ("南东", 135), ("南西", 225), ("北西", 315)])
def test_a_corner_may_be_said_the_other_way_round_as_old_records_do(word, bearing):
    assert geo.compass_bearing(word) == bearing


@pytest.mark.parametrize("point", range(16))
def test_every_compass_word_leads_back_to_its_bearing(point):
    assert (
        geo.compass_bearing(geo.COMPASS_ZH[point])
        == geo.compass_bearing(geo.COMPASS_EN[point])
        == point * 22.5
    )


@pytest.mark.parametrize("word", [None, "", "少动", "北南"])
def test_a_word_that_is_no_direction_has_no_bearing(word):
    assert geo.compass_bearing(word) is None


def test_tiananmen_moves_as_every_published_converter_moves_it():
    assert geo.wgs84_to_gcj02(116.404, 39.915) == pytest.approx(
        (116.41024449916938, 39.91640428150164), abs=1e-9
    )


def test_a_place_abroad_does_not_move():
    assert geo.wgs84_to_gcj02(139.69, 35.69) == (139.69, 35.69)
    assert geo.gcj02_to_wgs84(139.69, 35.69) == (139.69, 35.69)


@given(lon=some.floats(73, 137), lat=some.floats(5, 53))
def test_there_and_back_ends_within_a_centimetre(lon, lat):
    back = geo.gcj02_to_wgs84(*geo.wgs84_to_gcj02(lon, lat))
    assert geo.haversine_km(lon, lat, *back) * 100_000 < 1


def test_zhoushan_moves_by_three_to_six_hundred_metres():
    moved_km = geo.haversine_km(122.2, 30.0, *geo.wgs84_to_gcj02(122.2, 30.0))
    assert 0.3 < moved_km < 0.6


def test_a_shifted_map_of_zhoushan_fits_the_coast_once_it_is_moved_back():
    document = json.loads(reference("admin/zhoushan_gcj02_echarts.geojson").read_text(encoding="utf-8"))
    shifted = shapely.union_all([shapely.make_valid(shape(f["geometry"])) for f in document["features"]])
    mended = shapely.make_valid(
        shapely.transform(shifted, lambda points: [geo.gcj02_to_wgs84(*point) for point in points])
    )
    islands = land().intersection(shapely.box(121.9, 29.7, 122.6, 30.4))
    assert mended.intersection(islands).area > 1.02 * shifted.intersection(islands).area
