"""The map: our own coast, assets by state, routes, the storm with its circles and the warning lines.

`map_provider=None` with no style at all is the one setting with which pydeck asks nobody for tiles.
"""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TypeAlias

import pydeck as pdk

from domain.coast import coast
from feeds.declaration import Feed
from views.theme import rgb

Layer: TypeAlias = pdk.Layer

# Constant objects: only a change of these moves the camera, so pan and zoom outlive every refresh.
VIEWS = {
    "city": {"longitude": 122.36, "latitude": 30.27, "zoom": 8.45},
    "form": {"longitude": 122.4, "latitude": 30.27, "zoom": 7.2},
    "storm": {"longitude": 125.6, "latitude": 26.4, "zoom": 4.5},
    "way": {"longitude": 122.5, "latitude": 25.6, "zoom": 4.5},
    "wall_city": {"longitude": 122.32, "latitude": 30.25, "zoom": 8.9},
    "wall_storm": {"longitude": 125.4, "latitude": 25.9, "zoom": 4.75},
}
BOX = [[121.0, 29.0], [123.6, 29.0], [123.6, 31.3], [121.0, 31.3]]


@cache
def coasts() -> dict[str, bytes]:
    """The coastlines as the map's layers fetch them; land cut by the data's box is apart: its edge is no shore."""
    near, far = coast("zhoushan"), coast("west_pacific")
    cut = [feature for feature in near["features"] if feature["properties"].get("clipped")]
    whole = [feature for feature in near["features"] if not feature["properties"].get("clipped")]
    found = {
        "zhoushan": {**near, "features": whole},
        "zhoushan_cut": {**near, "features": cut},
        "west_pacific": far,
    }
    return {name: json.dumps(shown, separators=(",", ":")).encode() for name, shown in found.items()}


class Deck(pdk.Deck):
    """A deck that is written out once: thirty viewers are sent the same text."""

    def to_json(self) -> str:
        """The deck as the browser takes it."""
        if not hasattr(self, "_written"):
            self._written = super().to_json()
        return self._written


def as_text(said: str) -> str:
    """What somebody wrote, as a map's own rows may hold it: deck.gl's JSON takes a text that begins with "@@" for a program."""
    return f" {said}" if said.startswith("@@") else said


def as_written(said: str) -> str:
    """What was written before it became a map's text; no cell begins with a space."""
    return said.removeprefix(" ")


def deck(
    view: str,
    theme: str,
    coasts: Mapping[str, str],
    assets: Iterable[tuple[Feed, str]],
    storm: Iterable[pdk.Layer],
) -> Deck:
    """The whole map. `coasts` and `assets` give the address of each layer's data; `storm` are ready layers."""
    layers = [*ground(theme, coasts), *storm, *(_asset(feed, url) for feed, url in assets)]
    return Deck(
        layers,
        initial_view_state=pdk.ViewState(**VIEWS[view]),
        map_provider=None,
        tooltip={"text": "{name}\n{feed} · {word}\n{as_of} · {receipt}"},
    )


def ground(theme: str, coasts: Mapping[str, str]) -> list[pdk.Layer]:
    """Sea and land; `coasts` gives the address of each coastline."""
    sea = [{"ring": [[95, -5], [155, -5], [155, 50], [95, 50]]}]
    box = [{"ring": BOX}]
    return [
        polygon("sea", sea, rgb(theme, "sea")),
        _land("coast-wide", coasts["west_pacific"], theme),
        polygon("sea-near", box, rgb(theme, "sea")),
        _land("coast-cut", coasts["zhoushan_cut"], theme, outlined=False),
        _land("coast", coasts["zhoushan"], theme),
    ]


def polygon(name: str, data: list, colour: list[int]) -> pdk.Layer:
    """Filled areas without an outline; `data` rows hold `ring`."""
    return pdk.Layer(
        "PolygonLayer",
        data,
        id=name,
        get_polygon="ring",
        get_fill_color=colour,
        stroked=False,
        pickable=False,
    )


def _land(name: str, url: str, theme: str, outlined: bool = True) -> pdk.Layer:
    return pdk.Layer(
        "GeoJsonLayer", url, id=name, filled=True, stroked=outlined, pickable=False, get_fill_color=rgb(theme, "land"),
        get_line_color=rgb(theme, "coast"), line_width_min_pixels=1, line_width_max_pixels=1,
    )  # fmt: skip


def _asset(feed: Feed, url: str) -> pdk.Layer:
    assert feed.map is not None
    if feed.map.shape == "route":
        return pdk.Layer(
            "LineLayer", url, id=feed.name, get_source_position="f", get_target_position="t", get_color="colour",
            get_width=1, width_min_pixels=1.1, opacity=0.45, pickable=True, auto_highlight=True,
        )  # fmt: skip
    return pdk.Layer(
        "ScatterplotLayer", url, id=feed.name, get_position="p", get_fill_color="colour", get_radius=60,
        radius_min_pixels=2.2, radius_max_pixels=9, pickable=True, auto_highlight=True,
    )  # fmt: skip
