import json

import numpy as np
import pytest
import shapely

from scripts import coast as build


def write_shores(folder, *shores: tuple[str, list[tuple[float, float]]]) -> None:
    """The package's layout: all points in one file of 32-bit floats, one meta line a shoreline."""
    offset, lines, points = 0, [], []
    for number, (level, ring) in enumerate(shores):
        lats = [lat for _, lat in ring]
        lines.append(f"{level} 1.0 {len(ring)} {min(lats)} {max(lats)} {offset} {len(ring) * 8} {number}")
        points += ring
        offset += len(ring) * 8
    for resolution in ("f", "h"):
        np.asarray(points, "<f4").tofile(folder / f"gshhs_{resolution}.dat")
        (folder / f"gshhsmeta_{resolution}.dat").write_text("\n".join(lines) + "\n", encoding="ascii")


def square(lon: float, lat: float, side: float) -> list[tuple[float, float]]:
    return list(shapely.box(lon, lat, lon + side, lat + side).exterior.coords)


@pytest.fixture
def sheet(tmp_path) -> dict:
    write_shores(
        tmp_path,
        ("1", square(122.0, 30.0, 0.5)),
        ("2", square(122.2, 30.2, 0.1)),
        ("1", square(122.8, 30.0, 0.001)),
        ("1", square(123.5, 30.0, 0.5)),
        ("1", square(-60.0, 30.0, 0.5)),
    )
    build.build(tmp_path, tmp_path)
    return json.loads((tmp_path / "zhoushan.json").read_text(encoding="utf-8"))


def test_islands_too_small_and_shores_elsewhere_are_left_out(sheet):
    assert len(sheet["features"]) == 2


def test_a_lake_is_a_hole_in_the_land(sheet):
    assert [len(feature["geometry"]["coordinates"]) for feature in sheet["features"]] == [2, 1]


def test_land_cut_by_the_box_says_so(sheet):
    assert [feature["properties"] for feature in sheet["features"]] == [{}, {"clipped": True}]
    assert max(lon for lon, _ in sheet["features"][1]["geometry"]["coordinates"][0]) == 123.6


def test_the_area_of_a_small_square_is_known():
    assert build.area_km2(shapely.box(122.0, 30.0, 122.1, 30.1)) == pytest.approx(107.0, rel=0.01)
