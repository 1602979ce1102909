"""The project's own coastline: land polygons in WGS-84, built from GSHHG by scripts/coast.py."""

import json
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
NAMES: tuple[str, ...] = ("zhoushan", "west_pacific")


@cache
def coast(name: str) -> dict:
    """GeoJSON FeatureCollection of land: "zhoushan" (islands from 0.02 km2) or "west_pacific" (coarse).

    A polygon marked `clipped` was cut by the box in `bbox`: its straight edges are no shore.
    KeyError for an unknown name.
    """
    if name not in NAMES:
        raise KeyError(name)
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
