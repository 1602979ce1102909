"""Land or water, asked of the project's own coastline."""

from collections.abc import Sequence
from functools import cache

import numpy as np
import shapely
from shapely.geometry import shape

from domain.coast import coast


@cache
def land(name: str = "zhoushan") -> shapely.Geometry:
    """All land of a coastline as one prepared geometry."""
    merged = shapely.union_all([shape(feature["geometry"]) for feature in coast(name)["features"]])
    shapely.prepare(merged)
    return merged


def on_land(lons: Sequence[float], lats: Sequence[float], name: str = "zhoushan") -> np.ndarray:
    """Whether each WGS-84 place is on land; a bool array."""
    return shapely.contains_xy(land(name), np.asarray(lons, float), np.asarray(lats, float))


def km_to_land(lons: Sequence[float], lats: Sequence[float], name: str = "zhoushan") -> np.ndarray:
    """Rough distance to land in km (0 on land), good to some percent at 30N."""
    # At 30N a degree is 96 km eastward and 111 km northward.
    scaled = shapely.transform(land(name), lambda points: points * (96.3, 111.2))
    return shapely.distance(shapely.points(np.asarray(lons) * 96.3, np.asarray(lats) * 111.2), scaled)
