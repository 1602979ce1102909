"""Names on the storm's map: placed so that none lies on another, the more important first."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import pydeck as pdk

from views.map import VIEWS, as_text
from views.theme import FONT, rgb

Box: TypeAlias = tuple[float, float, float, float]

LABEL_PX, WALL_LABEL_PX = 15, 24
TILE_PX = 512
GROUND_ALPHA = 150
GAP_PX, LINE = 7, 1.25
# How many lines a name may stand above or below its place before it is left out.
FARTHEST = 6


@dataclass(frozen=True, slots=True)
class Label:
    """A name at a place (degrees); `colour` as maps want it; one that `must` be read is never left out."""

    lon: float
    lat: float
    name: str
    colour: list[int]
    must: bool = False


def label_layer(labels: Iterable[Label], view: str, theme: str) -> pdk.Layer:
    """The names as a layer, on a ground that lets them be read over lines; placed for the zoom of a view of views.map.VIEWS."""
    return pdk.Layer(
        "TextLayer", placed(labels, view), id="storm-names", get_position="p", get_text="name", get_size=size_px(view),
        get_pixel_offset="o", get_color="colour", get_text_anchor="anchor",
        background=True, get_background_color=rgb(theme, "sea", GROUND_ALPHA),
        character_set=pdk.types.String("auto"), font_family=pdk.types.String(FONT), pickable=False,
    )  # fmt: skip


def size_px(view: str) -> int:
    """How large names are written on a view."""
    return WALL_LABEL_PX if view.startswith("wall") else LABEL_PX


def placed(labels: Iterable[Label], view: str) -> list[dict]:
    """Each label with its pixel offset and the side it stands on, in the order given: who comes first has the better place."""
    taken: list[Box] = []
    rows = []
    for label in labels:
        x, y = pixels(label.lon, label.lat, view)
        name = as_text(label.name)
        tries = list(_tries(name, size_px(view)))
        free = (
            found for found in tries if not any(_overlap(_box(x, y, found, name, view), box) for box in taken)
        )
        chosen = next(free, tries[0] if label.must else None)
        if chosen is not None:
            anchor, right, down = chosen
            taken.append(_box(x, y, chosen, name, view))
            rows.append({"p": [label.lon, label.lat], "name": name, "colour": label.colour, "o": [right, down], "anchor": anchor})  # fmt: skip
    return rows


def pixels(lon: float, lat: float, view: str) -> tuple[float, float]:
    """Where a place lies on the map at a view's zoom, in pixels eastwards and downwards (Mercator)."""
    world = TILE_PX * 2 ** VIEWS[view]["zoom"]
    north = math.asinh(math.tan(math.radians(lat)))
    return world * lon / 360, -world * north / (2 * math.pi)


def width_px(name: str, size: float) -> float:
    """How wide a name is, at most: Chinese characters are square, others little more than half as wide."""
    return size * sum(1.0 if ord(character) > 0x2000 else 0.6 for character in name)


def _tries(name: str, size: float) -> Iterator[tuple[str, int, int]]:
    """Beside its place, right then left, at its height first; then ever further below and above."""
    for lines in range(FARTHEST + 1):
        for sign in (1, -1) if lines else (1,):
            down = round(sign * lines * size * LINE)
            yield "start", GAP_PX, down
            yield "end", -GAP_PX, down


def _box(x: float, y: float, tried: tuple[str, int, int], name: str, view: str) -> Box:
    anchor, right, down = tried
    wide, high = width_px(name, size_px(view)), size_px(view) * LINE
    left = x + right - (wide if anchor == "end" else 0)
    return left, y + down - high / 2, left + wide, y + down + high / 2


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] - 1e-6 and other[1] < one[3] - 1e-6
