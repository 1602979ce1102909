from domain import places
from domain.geo import haversine_km
from tests.coast_helper import km_to_land


def test_every_named_place_is_on_an_island():
    spots = places.PLACES.values()
    assert (km_to_land([spot.lon for spot in spots], [spot.lat for spot in spots]) < 1).all()


def test_distances_are_given_from_xincheng():
    assert places.HEADQUARTERS.zh == "新城"
    assert haversine_km(places.XINCHENG.lon, places.XINCHENG.lat, 125.0, 27.2) < 419
