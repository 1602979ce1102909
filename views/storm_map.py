"""The storm on the map: warning lines, ways, wind circles by quadrant, the cone, places with arrivals, and names."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pydeck as pdk

from domain import places, warning_lines
from domain.words import say
from readiness.storm import Radii, Ring, StormState, circle
from views import text
from views.map import VIEWS, polygon
from views.storm_labels import Label, label_layer, pixels
from views.storm_landfalls import told
from views.storm_ways import dots, forecast_layers, landfall_layer, path_layer, placed, track_layers
from views.theme import agency_token, rgb

CIRCLE_ALPHA = {7: 40, 8: 40, 10: 80, 12: 120}
CONE_ALPHA = 34
# Views of views.map.VIEWS in which no forecast ends, and into how many parts a leg is cut to find where it passes.
CLOSE_UP = ("city", "form", "wall_city")
PARTS = 24
# Half of the overview's map, at least, eastwards and northwards, in its own pixels.
HALF_PX = {"city": (240, 380)}
LINE_TOKENS = {24: "level-III", 48: "level-IV"}
# Where the lines' names stand: both run due south there, and it lies within the storm's view.
LINE_NAME_LAT = 23.0


@dataclass(frozen=True, slots=True)
class Ghost:
    """Where the storm was or is said to be at a chosen hour: centre, radii by force, and what to write there."""

    lon: float
    lat: float
    radii: dict[int, Radii]
    name: str


@dataclass(frozen=True, slots=True)
class Detail:
    """What the storm's own page draws beyond the overview. places: names by place code, the more important first."""

    landfalls: pd.DataFrame
    cone: Sequence[Ring]
    ghost: Ghost | None
    places: dict[str, str]


def storm_layers(
    storm: StormState | None,
    fixes: pd.DataFrame,
    forecasts: pd.DataFrame,
    theme: str,
    lang: str,
    view: str = "storm",
    detail: Detail | None = None,
) -> list[pdk.Layer]:
    """Layers of a storm at its state's moment; the warning lines alone without one.

    fixes, forecasts: as readiness.tracks gives them, the newest issue of each agency. view: which of `views.map.VIEWS` the
    labels are to be read in.
    """
    lines = [_warning_line(line, theme) for line in warning_lines.LINES.values()]
    if storm is None:
        return [*lines, label_layer(_line_names(theme, lang), view, theme)]
    known = fixes[fixes["valid_at"] <= storm.fixed_at].sort_values("valid_at")
    ahead = forecasts[forecasts["valid_at"] > storm.fixed_at].sort_values("valid_at")
    labels = [
        _centre(storm, theme, lang), *_places(detail, theme), *_ghost_name(detail, theme),
        *_agencies(storm, ahead, theme, lang, view, overview=detail is None), *_line_names(theme, lang), *_landfalls(detail, theme, lang),
    ]  # fmt: skip
    return [
        *_cone(detail, theme), *_circles(storm, theme), *lines, *forecast_layers(ahead, [storm.lon_deg, storm.lat_deg], theme, lang),
        *track_layers(known, theme, lang), *_details(detail, theme), label_layer(labels, view, theme),
    ]  # fmt: skip


def _circles(storm: StormState, theme: str) -> list[pdk.Layer]:
    colour = rgb(theme, "late")[:3]
    made = []
    for force, ring in _rings(storm.lon_deg, storm.lat_deg, storm.radii):
        made.append(polygon(f"circle-{force}", [{"ring": ring}], [*colour, CIRCLE_ALPHA[force]]))
        made.append(path_layer(f"circle-edge-{force}", [{"path": ring}], 1.0, [*colour, 200]))
    return made


def _rings(lon: float, lat: float, radii: dict[int, Radii]) -> list[tuple[int, list]]:
    found = ((f, circle(lon, lat, r.ne_km, r.se_km, r.sw_km, r.nw_km)) for f, r in sorted(radii.items()))
    return [(force, [list(point) for point in ring]) for force, ring in found if ring]


def _cone(detail: Detail | None, theme: str) -> list[pdk.Layer]:
    if detail is None or not detail.cone:
        return []
    rings = [[list(point) for point in ring] for ring in detail.cone]
    return [
        polygon("cone", [{"ring": ring} for ring in rings], rgb(theme, "neutral", CONE_ALPHA)),
        path_layer("cone-edge", [{"path": ring} for ring in rings], 1.0, rgb(theme, "neutral", 150)),
    ]


def _details(detail: Detail | None, theme: str) -> list[pdk.Layer]:
    if detail is None:
        return []
    spots = [
        {"p": [_place(code).lon, _place(code).lat], "colour": rgb(theme, "ink")} for code in detail.places
    ]
    return [landfall_layer(detail.landfalls, theme), dots("places", spots, 2.4), *_ghost(detail.ghost, theme)]


def _ghost(ghost: Ghost | None, theme: str) -> list[pdk.Layer]:
    """Circles and centre of the chosen hour: outlines alone, so that they are not taken for what is."""
    if ghost is None:
        return []
    edges = [{"path": ring} for _, ring in _rings(ghost.lon, ghost.lat, ghost.radii)]
    centre = [{"p": [ghost.lon, ghost.lat], "colour": rgb(theme, "accent")}]
    return [path_layer("ghost", edges, 2.2, rgb(theme, "accent")), dots("ghost-centre", centre, 6)]


def _warning_line(line: warning_lines.WarningLine, theme: str) -> pdk.Layer:
    vertices = [list(vertex) for vertex in line.vertices]
    return path_layer(
        f"line-{line.hours}", [{"path": vertices}], 1.4, rgb(theme, LINE_TOKENS[line.hours], 200)
    )


def _centre(storm: StormState, theme: str, lang: str) -> Label:
    name = (storm.name_zh if lang == "zh" else storm.name_en) or storm.storm_id or storm.storm
    return Label(storm.lon_deg, storm.lat_deg, f"◎ {name}", rgb(theme, "ink"), must=True)


def _agencies(
    storm: StormState, ahead: pd.DataFrame, theme: str, lang: str, view: str, overview: bool
) -> list[Label]:
    """Each agency's name on its forecast: at the end where that can be seen, else where it comes nearest to what can.

    overview: its map is narrow; a name beside it would be cut off.
    """
    made = []
    for agency, own in ahead.groupby("agency", observed=True):
        way = [[storm.lon_deg, storm.lat_deg], *own[["lon_deg", "lat_deg"]].to_numpy().tolist()]
        lon, lat = nearest_to(VIEWS[view], way) if view in CLOSE_UP else way[-1]
        if not overview or _is_within(lon, lat, view):
            name, colour = text.agency(str(agency), lang), rgb(theme, agency_token(str(agency)))
            made.append(Label(lon, lat, name, colour, must=True))
    return sorted(made, key=lambda label: -label.lat)


def nearest_to(view: Mapping[str, float], way: list[list[float]]) -> tuple[float, float]:
    """The place on a way (lon, lat) that is nearest to a view's middle."""
    lon, lat = np.array(way).T
    at = np.linspace(0, len(way) - 1, (len(way) - 1) * PARTS + 1)
    lon, lat = np.interp(at, range(len(way)), lon), np.interp(at, range(len(way)), lat)
    far = np.hypot((lon - view["longitude"]) * np.cos(np.radians(lat)), lat - view["latitude"])
    return float(lon[far.argmin()]), float(lat[far.argmin()])


def _is_within(lon: float, lat: float, view: str) -> bool:
    """Whether a place is sure to be on the map of a view, on every screen."""
    if view not in HALF_PX:
        return True
    x, y = pixels(lon, lat, view)
    x0, y0 = pixels(VIEWS[view]["longitude"], VIEWS[view]["latitude"], view)
    return abs(x - x0) <= HALF_PX[view][0] and abs(y - y0) <= HALF_PX[view][1]


def _line_names(theme: str, lang: str) -> list[Label]:
    return [
        Label(
            line.vertices[0][0], LINE_NAME_LAT, say(lang, "storms.line", h=line.hours), rgb(theme, LINE_TOKENS[line.hours])
        )
        for line in warning_lines.LINES.values()
    ]  # fmt: skip


def _landfalls(detail: Detail | None, theme: str, lang: str) -> Iterable[Label]:
    if detail is None:
        return []
    rows = placed(detail.landfalls.dropna(subset=["landfall_place"]))
    return [
        Label(row["lon_deg"], row["lat_deg"], told(row["landfall_place"], lang).said, rgb(theme, "ink"))
        for row in rows
    ]


def _places(detail: Detail | None, theme: str) -> list[Label]:
    named = detail.places if detail else {}
    return [
        Label(
            _place(code).lon, _place(code).lat, name, rgb(theme, "ink"), must=code == places.HEADQUARTERS.code
        )
        for code, name in named.items()
    ]


def _ghost_name(detail: Detail | None, theme: str) -> list[Label]:
    if detail is None or detail.ghost is None:
        return []
    return [Label(detail.ghost.lon, detail.ghost.lat, detail.ghost.name, rgb(theme, "accent"), must=True)]


def _place(code: str) -> places.Place:
    return places.PLACES[code]
