from domain import places
from domain.geo import haversine_km
from tests.coast_helper import km_to_land


def test_every_named_place_is_on_an_island():
    spots = places.PLACES.values()
    assert (km_to_land([spot.lon for spot in spots], [spot.lat for spot in spots]) < 1).all()


def test_distances_are_given_from_xincheng():
    assert places.HEADQUARTERS.zh == "新城"
    assert haversine_km(places.XINCHENG.lon, places.XINCHENG.lat, 125.0, 27.2) < 419


def test_the_headquarters_comes_first_and_no_two_places_are_one() -> None:
    assert next(iter(places.PLACES.values())) is places.HEADQUARTERS
    spots = list(places.PLACES.values())
    near = [
        (one.code, other.code)
        for i, one in enumerate(spots)
        for other in spots[i + 1 :]
        if haversine_km(one.lon, one.lat, other.lon, other.lat) < 2
    ]
    assert near == []
    assert len({(spot.zh, spot.en) for spot in spots}) == len(spots) >= 12
