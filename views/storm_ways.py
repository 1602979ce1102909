"""A storm's ways on the map: what was observed coloured by grade, and each agency's forecast in its own colour."""

from collections.abc import Iterator
from datetime import datetime

import pandas as pd
import pydeck as pdk

from domain.clock import to_beijing
from domain.receipts import receipt_number
from domain.wind import cyclone_grade, find_cyclone_grade
from domain.words import say
from feeds import feed
from views import text
from views.layers import row_keys
from views.map import as_text
from views.theme import FONT, GRADE_MARKS, UNGRADED, agency_token, rgb

# Hours, Beijing time, at which the way bears a mark: twice a day, as bulletins name them.
MARKED_HOURS = (8, 20)
MARK_PX = 15


def track_layers(fixes: pd.DataFrame, theme: str, lang: str) -> list[pdk.Layer]:
    """The observed way and its fixes, which can be pressed; marks bear the grade's shape. fixes: oldest first."""
    rows = list(_fixes(fixes, theme, lang))
    marks = [row for before, row in zip([None, *rows], rows) if row["marked"] or before is None or before["mark"] != row["mark"]]  # fmt: skip
    return [
        path_layer("track", list(_pieces(rows)), 3.0),
        dots("fixes", rows, 2.6),
        glyphs("grades", marks, MARK_PX),
    ]


def forecast_layers(ahead: pd.DataFrame, start: list[float], theme: str, lang: str) -> list[pdk.Layer]:
    """Each agency's newest forecast from the storm's place on (lon, lat), as a line and as points to press."""
    ways, points = [], []
    for agency, own in ahead.groupby("agency", observed=True):
        colour = rgb(theme, agency_token(str(agency)))
        rows = [_point(key, row, colour, lang) for key, row in _with_keys(own)]
        ways.append({"path": [start, *(row["p"] for row in rows)], "colour": colour})
        points += rows
    return [path_layer("forecasts", ways, 1.6), dots("forecast-points", points, 3.2)]


def landfall_layer(landfalls: pd.DataFrame, theme: str) -> pdk.Layer:
    """A cross wherever the storm has come ashore."""
    colour = rgb(theme, "ink")
    rows = [
        {"p": [row["lon_deg"], row["lat_deg"]], "mark": "✕", "colour": colour} for row in placed(landfalls)
    ]
    return glyphs("landfalls", rows, MARK_PX + 3)


def placed(landfalls: pd.DataFrame) -> list[dict]:
    """The landfalls with a position; some are told by a place's name alone."""
    return landfalls.dropna(subset=["lon_deg", "lat_deg"]).to_dict("records")


def grade_of(row: pd.Series) -> str | None:
    """The grade of a fix: the agency's own before the one its wind gives."""
    stated = row["grade"] if isinstance(row["grade"], str) else None
    found = find_cyclone_grade(stated) or cyclone_grade(None if pd.isna(row["wind_ms"]) else row["wind_ms"])
    return found.code if found else None


def grade_mark(grade: str | None) -> tuple[str, str]:
    """The colour token and the shape of a grade."""
    return GRADE_MARKS.get(grade or "", UNGRADED)


def path_layer(name: str, ways: list[dict], width: float, colour: list[int] | None = None) -> pdk.Layer:
    """Lines of rows with `path`, in the rows' `colour` or all in one."""
    return pdk.Layer(
        "PathLayer", ways, id=name, get_path="path", get_color=colour or "colour", get_width=width,
        width_units=pdk.types.String("pixels"), width_min_pixels=width, cap_rounded=True, joint_rounded=True, pickable=False,
    )  # fmt: skip


def dots(name: str, rows: list[dict], radius: float) -> pdk.Layer:
    """Small discs of rows with `p` and `colour`; those that say a name can be pressed."""
    return pdk.Layer(
        "ScatterplotLayer", rows, id=name, get_position="p", get_fill_color="colour", get_radius=1, radius_min_pixels=radius,
        radius_max_pixels=radius, pickable=bool(rows and "receipt" in rows[0]), auto_highlight=True,
    )  # fmt: skip


def glyphs(name: str, rows: list[dict], size: float) -> pdk.Layer:
    """Shapes of rows with `p`, `mark` and `colour`, centred."""
    return pdk.Layer(
        "TextLayer", rows, id=name, get_position="p", get_text="mark", get_size=size, get_color="colour",
        character_set=pdk.types.String("auto"), font_family=pdk.types.String(FONT), pickable=False,
    )  # fmt: skip


def _fixes(fixes: pd.DataFrame, theme: str, lang: str) -> Iterator[dict]:
    for key, row in _with_keys(fixes):
        token, shape = grade_mark(grade_of(row))
        own = _point(key, row, rgb(theme, token), lang)
        yield {**own, "mark": shape, "marked": to_beijing(row["valid_at"]).hour in MARKED_HOURS}


def _pieces(rows: list[dict]) -> Iterator[dict]:
    """The way cut where its colour changes: each piece has the colour of the fix it starts from."""
    start = 0
    for i in range(1, len(rows)):
        if rows[i]["colour"] != rows[start]["colour"] or i == len(rows) - 1:
            yield {"path": [row["p"] for row in rows[start : i + 1]], "colour": rows[start]["colour"]}
            start = i


def _with_keys(rows: pd.DataFrame) -> Iterator[tuple[str, pd.Series]]:
    return ((key, row) for key, (_, row) in zip(row_keys(feed("track"), rows), rows.iterrows()))


def _point(key: str, row: pd.Series, colour: list[int], lang: str) -> dict:
    """What a point says when looked at, in the names the map's tooltip takes."""
    agency, valid_at = text.agency(str(row["agency"]), lang), row["valid_at"].to_pydatetime()
    kind = "forecast" if row["kind"] == "forecast" else "fix"
    said = [_stamp(valid_at), *_strength(row, lang)]
    return {
        "p": [float(row["lon_deg"]), float(row["lat_deg"])],
        "key": as_text(key),
        "name": agency,
        "feed": say(lang, f"storms.{kind}"),
        "word": " · ".join(said),
        "as_of": say(lang, "storms.issued", t=_stamp(row["issued_at"].to_pydatetime())),
        "receipt": receipt_number(int(row["_entry"])),
        "colour": colour,
    }


def _strength(row: pd.Series, lang: str) -> list[str]:
    grade = grade_of(row)
    said = [text.grade(grade, lang)] if grade else []
    said += [] if pd.isna(row["wind_ms"]) else [f"{text.number(float(row['wind_ms']))} m/s"]
    return said + ([] if pd.isna(row["pressure_hpa"]) else [f"{text.number(float(row['pressure_hpa']))} hPa"])


def _stamp(at: datetime) -> str:
    return f"{to_beijing(at):%m-%d %H:%M}"
