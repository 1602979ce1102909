"""The map: our own coast, assets by state, routes, the storm with its circles and the warning lines.

`map_provider=None` with no style at all is the one setting with which pydeck asks nobody for tiles.
"""

import json
from collections.abc import Iterable, Mapping
from functools import cache

import pandas as pd
import pydeck as pdk

from domain import warning_lines
from feeds.declaration import Feed
from readiness.storm import StormState, circle
from views.coast import coast
from views.theme import rgb

# Constant objects: only a change of these moves the camera, so pan and zoom outlive every refresh.
VIEWS = {
    "city": {"longitude": 122.36, "latitude": 30.27, "zoom": 8.45},
    "storm": {"longitude": 125.6, "latitude": 26.4, "zoom": 4.5},
    "wall_city": {"longitude": 122.6, "latitude": 30.25, "zoom": 9.0},
    "wall_storm": {"longitude": 125.4, "latitude": 25.9, "zoom": 4.75},
}
BOX = [[121.0, 29.0], [123.6, 29.0], [123.6, 31.3], [121.0, 31.3]]
CIRCLE_ALPHA = {7: 46, 10: 80, 12: 120}
FONT = "Noto Sans CJK SC, Noto Sans SC, Microsoft YaHei, sans-serif"


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


def deck(
    view: str,
    theme: str,
    coasts: Mapping[str, str],
    assets: Iterable[tuple[Feed, str]],
    storm: Iterable[pdk.Layer],
) -> pdk.Deck:
    """The whole map. `coasts` and `assets` give the address of each layer's data; `storm` are ready layers."""
    layers = [*_ground(theme, coasts), *storm, *(_asset(feed, url) for feed, url in assets)]
    return Deck(
        layers,
        initial_view_state=pdk.ViewState(**VIEWS[view]),
        map_provider=None,
        tooltip={"text": "{name}\n{feed} · {word}\n{as_of} · {receipt}"},
    )


def _ground(theme: str, coasts: Mapping[str, str]) -> list[pdk.Layer]:
    sea = [{"ring": [[95, -5], [155, -5], [155, 50], [95, 50]]}]
    box = [{"ring": BOX}]
    return [
        _polygon("sea", sea, rgb(theme, "sea")),
        _land("coast-wide", coasts["west_pacific"], theme),
        _polygon("sea-near", box, rgb(theme, "sea")),
        _land("coast-cut", coasts["zhoushan_cut"], theme, outlined=False),
        _land("coast", coasts["zhoushan"], theme),
    ]


def _polygon(name: str, data: list, colour: list[int]) -> pdk.Layer:
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


def storm_layers(
    storm: StormState | None, fixes: pd.DataFrame, forecasts: pd.DataFrame, theme: str, lang: str
) -> list[pdk.Layer]:
    """Warning lines, the observed track up to the state's moment, agencies' forecasts, and the circles now."""
    layers = [_warning_line(line, theme) for line in warning_lines.LINES.values()]
    if storm is None:
        return layers
    known = fixes[fixes["valid_at"] <= storm.at].sort_values("valid_at")
    path = [
        {
            "path": known[["lon", "lat"]].to_numpy().tolist(),
            "name": storm.name_zh,
            "feed": "",
            "word": "",
            "as_of": "",
            "receipt": "",
        }
    ]
    layers += [_path("track", path, rgb(theme, "track"), 2.2), _centre(storm, theme, lang)]
    layers += [_path(f"forecast-{agency}", [_forecast(storm, agency, points)], rgb(theme, "quiet", 150), 1.2)
               for agency, points in forecasts.groupby("agency", observed=True)]  # fmt: skip
    return [*_circles(storm, theme), *layers]


def _forecast(storm: StormState, agency: str, points: pd.DataFrame) -> dict:
    ahead = points[points["valid_at"] > storm.at].sort_values("valid_at")
    path = [[storm.lon, storm.lat], *ahead[["lon", "lat"]].to_numpy().tolist()]
    return {"path": path, "name": agency, "feed": "", "word": "", "as_of": "", "receipt": ""}


def _circles(storm: StormState, theme: str) -> list[pdk.Layer]:
    made = []
    for force, radii in sorted(storm.radii.items()):
        ring = circle(storm.lon, storm.lat, radii.ne_km, radii.se_km, radii.sw_km, radii.nw_km)
        data = [{"ring": [list(point) for point in ring]}]
        made.append(_polygon(f"circle-{force}", data, rgb(theme, "late", CIRCLE_ALPHA[force])))
    return made


def _warning_line(line: warning_lines.WarningLine, theme: str) -> pdk.Layer:
    data = [
        {
            "path": [list(vertex) for vertex in line.vertices],
            "name": "",
            "feed": "",
            "word": "",
            "as_of": "",
            "receipt": "",
        }
    ]
    token = "level-III" if line.hours == 24 else "level-IV"
    return _path(f"line-{line.hours}", data, rgb(theme, token, 200), 1.4)


def _path(name: str, data: list, colour: list[int], width: float) -> pdk.Layer:
    return pdk.Layer(
        "PathLayer", data, id=name, get_path="path", get_color=colour, get_width=width, width_units=pdk.types.String("pixels"),
        width_min_pixels=width, pickable=False,
    )  # fmt: skip


def _centre(storm: StormState, theme: str, lang: str) -> pdk.Layer:
    name = (storm.name_zh if lang == "zh" else storm.name_en) or storm.storm_id
    return pdk.Layer(
        "TextLayer", [{"p": [storm.lon, storm.lat], "name": f"◎ {name}"}], id="storm-centre", get_position="p", get_text="name",
        get_size=15, get_color=rgb(theme, "ink"), get_text_anchor=pdk.types.String("start"),
        character_set=pdk.types.String("auto"), font_family=pdk.types.String(FONT), pickable=False,
    )  # fmt: skip
