import json

import pytest
import shapely
from shapely.geometry import shape

from domain.coast import FOLDER, NAMES, coast
from tests.coast_helper import land, on_land
from tests.reference import reference


def reference_land(name: str) -> shapely.Geometry:
    features = json.loads(reference(name).read_text(encoding="utf-8"))["features"]
    by_level = [
        shapely.union_all(
            [shapely.make_valid(shape(f["geometry"])) for f in features if f["properties"]["level"] == level]
        )
        for level in (1, 2)
    ]
    return by_level[0].difference(by_level[1])


@pytest.mark.parametrize(
    ("name", "reference_name", "box"),
    [
        ("zhoushan", "coast/zhoushan_full.geojson", (121.9, 29.3, 123.5, 31.2)),
        ("west_pacific", "coast/west_pacific.geojson", (112.0, 17.0, 133.0, 38.0)),
    ],
)
def test_the_coast_agrees_with_the_reference(name, reference_name, box):
    ours, theirs = (shapely.clip_by_rect(one, *box) for one in (land(name), reference_land(reference_name)))
    assert ours.area == pytest.approx(theirs.area, rel=0.02)
    assert ours.symmetric_difference(theirs).area < 0.04 * theirs.area


@pytest.mark.parametrize("name", NAMES)
def test_every_polygon_is_valid_closed_and_inside_the_box(name):
    box = shapely.box(*coast(name)["bbox"])
    shapes = [shape(feature["geometry"]) for feature in coast(name)["features"]]
    assert all(one.is_valid and one.geom_type == "Polygon" for one in shapes)
    assert all(box.buffer(1e-6).contains(one) for one in shapes)


def test_both_sheets_together_stay_small():
    assert sum((FOLDER / f"{name}.json").stat().st_size for name in NAMES) <= 600_000


def test_the_islands_of_zhoushan_are_there():
    # 定海, 岱山, 泗礁, 六横, 朱家尖, 普陀山
    lons, lats = (
        [122.10, 122.18, 122.46, 122.15, 122.39, 122.385],
        [30.05, 30.29, 30.72, 29.73, 29.90, 30.005],
    )
    assert on_land(lons, lats).all()


def test_the_anchorages_and_the_open_sea_are_water():
    assert not on_land([122.60, 123.20, 121.60], [30.20, 29.50, 30.55]).any()


def test_the_notice_names_authors_licence_and_how_to_rebuild():
    notice = (FOLDER / "LICENSE-GSHHG.txt").read_text(encoding="utf-8")
    needed = (
        "Wessel",
        "GNU LESSER GENERAL PUBLIC LICENSE",
        "python -m scripts.coast",
        coast("zhoushan")["name"],
    )
    assert [words for words in needed if words not in notice] == []


def test_an_unknown_coast_is_an_error():
    with pytest.raises(KeyError):
        coast("atlantic")
