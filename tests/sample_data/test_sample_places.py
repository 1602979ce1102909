"""Boats lie on the water, villages on land, and each in the county that reports it."""

import csv
import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import shapely

from feeds import all_feeds
from sample_data.earlier import ROUNDS
from sample_data.history import state
from sample_data.places import FISHING_GROUNDS, HOMEWARD_WATERS
from sample_data.sheet import decode
from tests.coast_helper import km_to_land, on_land
from tests.reference import reference

FOLDER = Path(__file__).parents[2] / "sample_data"
WATER = [name for name, feed in all_feeds().items() if feed.map and feed.map.on == "water"]
LAND = [name for name, feed in all_feeds().items() if feed.map and feed.map.on == "land"]
# Functional areas lie within counties: 新城 across the border of two, 普陀山 in 普陀.
COUNTIES = {
    "定海区": ("330902",),
    "普陀区": ("330903",),
    "岱山县": ("330921",),
    "嵊泗县": ("330922",),
    "新城": ("330902", "330903"),
    "普陀山": ("330903",),
}
# The county outlines fit the shoreline to about 120 m.
OUTLINE_KM = 0.15


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8-sig", newline="") as sheet:
        return list(csv.DictReader(sheet))


def degrees(name: str, lon: str = "经度", lat: str = "纬度") -> tuple[np.ndarray, np.ndarray]:
    found = rows(name)
    return np.array([float(row[lon]) for row in found]), np.array([float(row[lat]) for row in found])


@cache
def full_land() -> shapely.Geometry:
    shapes = json.loads(reference("coast/zhoushan_full.geojson").read_text(encoding="utf-8"))["features"]
    islands = [shape["geometry"] for shape in shapes if shape["properties"]["level"] == 1]
    return shapely.union_all([shapely.geometry.shape(island) for island in islands])


@cache
def counties_km() -> dict[str, shapely.Geometry]:
    """County outlines by administrative code, in km east and north."""
    text = reference("admin/zhoushan_districts_wgs84.geojson").read_text(encoding="utf-8")
    return {
        feature["properties"]["adcode"]: shapely.transform(
            shapely.geometry.shape(feature["geometry"]), lambda points: points * (96.3, 111.2)
        )
        for feature in json.loads(text)["features"]
    }


@pytest.mark.parametrize("name", WATER)
def test_what_floats_is_on_the_water(name):
    assert not on_land(*degrees(name)).any()


@pytest.mark.parametrize("name", WATER)
def test_what_floats_is_on_the_water_of_the_full_shoreline_too(name):
    """The project's shore was simplified by up to 0.0004 degrees; boats keep 0.0006 off it."""
    assert not shapely.contains_xy(full_land(), *degrees(name)).any()


@pytest.mark.parametrize("name", LAND)
def test_what_stands_is_on_land(name):
    assert on_land(*degrees(name)).all()


def test_piers_are_at_the_shore():
    for end in ("起点", "终点"):
        lons, lats = degrees("passenger_routes", f"{end}经度", f"{end}纬度")
        beside = on_land(lons, lats) | (km_to_land(lons, lats) < 0.05)
        assert beside.all()


def test_no_route_leads_to_where_it_began():
    for route in rows("passenger_routes"):
        assert (route["起点经度"], route["起点纬度"]) != (route["终点经度"], route["终点纬度"])


def test_a_pier_has_one_place():
    places: dict[str, set[tuple[str, str]]] = {}
    for route in rows("passenger_routes"):
        for end in ("起点", "终点"):
            places.setdefault(route[f"{end}码头"], set()).add((route[f"{end}经度"], route[f"{end}纬度"]))
    assert all(len(found) == 1 for found in places.values())


@pytest.mark.parametrize("name", WATER)
def test_no_two_vessels_share_a_berth(name):
    lons, lats = degrees(name)
    metres = np.column_stack((lons * 96_300, lats * 111_200))
    tree = shapely.STRtree(shapely.points(metres))
    pairs = tree.query(tree.geometries, predicate="dwithin", distance=15.0)
    assert pairs.shape[1] == len(lons)


@pytest.mark.parametrize("name", LAND)
def test_what_stands_is_in_the_county_that_reports_it(name):
    for row in rows(name):
        place = shapely.Point(float(row["经度"]) * 96.3, float(row["纬度"]) * 111.2)
        distance_km = min(counties_km()[code].distance(place) for code in COUNTIES[row["县区"]])
        assert distance_km < OUTLINE_KM, row


@pytest.mark.parametrize("box", [*FISHING_GROUNDS, *HOMEWARD_WATERS])
def test_fishing_grounds_hold_no_land(box):
    west, south, east, north = box
    lons, lats = np.meshgrid(np.linspace(west, east, 60), np.linspace(south, north, 60))
    assert km_to_land(lons.ravel(), lats.ravel()).min() > 1.0


@pytest.mark.parametrize("moment", ROUNDS[:-1])
@pytest.mark.parametrize("name", ["fishing_vessels", "construction_vessels"])
def test_earlier_the_vessels_were_on_the_water_as_well(moment, name):
    data = state(moment).get(name)
    if data is None:
        assert moment == ROUNDS[0]
        return
    found = decode(name, data)
    assert not on_land(
        [float(str(row["lon"])) for row in found], [float(str(row["lat"])) for row in found]
    ).any()
