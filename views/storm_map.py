"""The storm on the map: warning lines, observed track, agencies' forecasts each by name, wind circles by quadrant."""

import math

import pandas as pd
import pydeck as pdk

from domain import warning_lines
from readiness.storm import StormState, circle
from views import text
from views.map import VIEWS, polygon
from views.theme import FONT, rgb

CIRCLE_ALPHA = {7: 46, 8: 46, 10: 80, 12: 120}
LINE_TOKENS = {24: "level-III", 48: "level-IV"}
LABEL_PX, WALL_LABEL_PX = 14, 24
TILE_PX = 512


def storm_layers(
    storm: StormState | None,
    fixes: pd.DataFrame,
    forecasts: pd.DataFrame,
    theme: str,
    lang: str,
    view: str = "storm",
) -> list[pdk.Layer]:
    """Layers of a storm at its state's moment; the warning lines alone without one.

    fixes: valid_at, lon_deg, lat_deg. forecasts: agency, valid_at, lon_deg, lat_deg, the newest issue of each agency. view: which
    of `views.map.VIEWS` the labels are to be read in.
    """
    lines = [_warning_line(line, theme) for line in warning_lines.LINES.values()]
    if storm is None:
        return lines
    known = fixes[fixes["valid_at"] <= storm.at].sort_values("valid_at")
    lines.append(_path("track", [_points(known)], rgb(theme, "track"), 2.2))
    if forecasts.empty:
        return [*_circles(storm, theme), *lines, _labels([_centre(storm, lang)], theme, view)]
    ahead = forecasts[forecasts["valid_at"] > storm.at].sort_values("valid_at")
    paths = [
        [[storm.lon, storm.lat], *_points(points)] for _, points in ahead.groupby("agency", observed=True)
    ]
    labels = [_centre(storm, lang), *_agencies(ahead, lang)]
    return [
        *_circles(storm, theme), *lines, _path("forecasts", paths, rgb(theme, "quiet", 150), 1.2),
        _labels(labels, theme, view),
    ]  # fmt: skip


def _points(rows: pd.DataFrame) -> list[list[float]]:
    return rows[["lon_deg", "lat_deg"]].to_numpy().tolist()


def _circles(storm: StormState, theme: str) -> list[pdk.Layer]:
    made = []
    for force, radii in sorted(storm.radii.items()):
        ring = circle(storm.lon, storm.lat, radii.ne_km, radii.se_km, radii.sw_km, radii.nw_km)
        data = [{"ring": [list(point) for point in ring]}]
        made.append(polygon(f"circle-{force}", data, rgb(theme, "late", CIRCLE_ALPHA[force])))
    return made


def _warning_line(line: warning_lines.WarningLine, theme: str) -> pdk.Layer:
    vertices = [list(vertex) for vertex in line.vertices]
    return _path(f"line-{line.hours}", [vertices], rgb(theme, LINE_TOKENS[line.hours], 200), 1.4)


def _path(name: str, paths: list[list[list[float]]], colour: list[int], width: float) -> pdk.Layer:
    return pdk.Layer(
        "PathLayer", [{"path": path} for path in paths], id=name, get_path="path", get_color=colour, get_width=width,
        width_units=pdk.types.String("pixels"), width_min_pixels=width, pickable=False,
    )  # fmt: skip


def _centre(storm: StormState, lang: str) -> dict:
    name = (storm.name_zh if lang == "zh" else storm.name_en) or storm.storm_id
    return {"p": [storm.lon, storm.lat], "name": f"◎ {name}"}


def _agencies(ahead: pd.DataFrame, lang: str) -> list[dict]:
    """Each agency's name at the end of its forecast: positions belong to who issued them."""
    last = ahead.groupby("agency", observed=True).tail(1)
    return [
        {"p": [row.lon_deg, row.lat_deg], "name": _as_text(text.agency(str(row.agency), lang))}
        for row in last.itertuples(index=False)
    ]


def _as_text(name: str) -> str:
    """A name that the map cannot take for a program (deck.gl's JSON: what begins with "@@" is an expression)."""
    return f" {name}" if name.startswith("@@") else name


def _spread(labels: list[dict], view: str, gap_px: float) -> list[dict]:
    """The storm's own label, then the agencies' from north to south, each below the one before: forecasts end close."""
    centre, *ends = labels
    per_degree = TILE_PX * 2 ** VIEWS[view]["zoom"] / 360 / math.cos(math.radians(VIEWS[view]["latitude"]))
    placed, free = [{**centre, "o": [0, 0]}], -math.inf
    for label in sorted(ends, key=lambda label: -label["p"][1]):
        own = -label["p"][1] * per_degree
        free = max(own, free)
        placed.append({**label, "o": [6, round(free - own)]})
        free += gap_px
    return placed


def _labels(labels: list[dict], theme: str, view: str) -> pdk.Layer:
    size = WALL_LABEL_PX if view.startswith("wall") else LABEL_PX
    return pdk.Layer(
        "TextLayer", _spread(labels, view, size * 1.2), id="storm-names", get_position="p", get_text="name", get_size=size,
        get_pixel_offset="o",
        get_color=rgb(theme, "ink"), get_text_anchor=pdk.types.String("start"),
        character_set=pdk.types.String("auto"), font_family=pdk.types.String(FONT), pickable=False,
    )  # fmt: skip
