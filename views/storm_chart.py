"""A storm's wind and pressure over time: what was observed and what each agency forecasts, over the bands of the grades."""

from datetime import datetime
from typing import TypeAlias

import pandas as pd
import plotly.graph_objects as go

from domain.clock import BEIJING, to_beijing
from domain.receipts import receipt_number
from domain.wind import CYCLONE_GRADES
from domain.words import say
from views import text
from views.storm_ways import grade_mark
from views.theme import FONT, TOKENS, agency_token

Figure: TypeAlias = go.Figure

BAND_OPACITY = 0.10
HEIGHT_PX = 300
# Room at the left for the names of the bands, as a share of the time shown: of the narrowest screen's chart, some 480 pixels.
NAMES_ROOM = {"zh": 0.2, "en": 0.42}
AFTER = 0.03
# Days alone where a tick stands for a day or more, in milliseconds; else the hour over its day.
DAY_MS = 86_400_000
TICKS = [
    {"dtickrange": [None, DAY_MS - 1], "value": "%H:%M\n%m-%d"},
    {"dtickrange": [DAY_MS, None], "value": "%m-%d"},
]
# The wind above, the pressure below, as shares of the height.
WIND_ROOM, PRESSURE_ROOM = (0.44, 1.0), (0.0, 0.36)


def chart(fixes: pd.DataFrame, forecasts: pd.DataFrame, now: datetime, lang: str, theme: str) -> go.Figure:
    """Solid for fixes, dashed and with the agency's mark for forecasts; each point leads to its row (customdata[3]) of a receipt (customdata[1]).

    fixes: of one track; forecasts: the newest issue of each agency, as readiness.tracks gives them.
    """
    tokens = TOKENS[theme]
    observed = say(lang, "storms.observed", agency=text.agency(str(fixes["agency"].iloc[-1]), lang))
    lines = _lines(fixes, observed, tokens["ink"], "solid", lang)
    for agency, own in forecasts.groupby("agency", observed=True):
        colour = tokens[agency_token(str(agency))]
        lines += _lines(own, text.agency(str(agency), lang), colour, "dash", lang)
    figure = go.Figure(lines)
    _bands(figure, fixes, forecasts, lang, theme)
    figure.add_shape(type="line", x0=_local(now), x1=_local(now), y0=0, y1=1, yref="paper", line={"color": tokens["accent"], "width": 1.5})  # fmt: skip
    figure.add_annotation(x=_local(now), y=1, yref="paper", yanchor="bottom", showarrow=False, text=say(lang, "storms.now"), font={"color": tokens["accent"]})  # fmt: skip
    return _dressed(figure, _span(fixes, forecasts, NAMES_ROOM[lang]), lang, theme)


def _lines(rows: pd.DataFrame, name: str, colour: str, dash: str, lang: str) -> list[go.Scatter]:
    """Wind and pressure of one track, each where it is given."""
    made = []
    for column, axis, unit in (("wind_ms", "y", "m/s"), ("pressure_hpa", "y2", "hPa")):
        known = rows.dropna(subset=[column]).sort_values("valid_at")
        if known.empty:
            continue
        issued = [say(lang, "storms.issued", t=f"{to_beijing(at):%m-%d %H:%M}") for at in known["issued_at"]]
        made.append(
            go.Scatter(
                x=known["valid_at"].dt.tz_convert(BEIJING).dt.tz_localize(None), y=known[column].astype(float), name=name, yaxis=axis,
                mode="lines+markers", legendgroup=name, showlegend=axis == "y", line={"width": 2, "dash": dash, "color": colour},
                marker={"size": 4 if dash == "solid" else 6, "symbol": "circle" if dash == "solid" else "diamond-open"},
                customdata=[
                    [said, receipt_number(int(entry)), unit, int(row)]
                    for said, entry, row in zip(issued, known["_entry"], known["_row"])
                ],
                hovertemplate="%{x|%m-%d %H:%M} %{y} %{customdata[2]} · %{customdata[0]} · %{customdata[1]}<extra>%{fullData.name}</extra>",
            )
        )  # fmt: skip
    return made


def _bands(figure: go.Figure, fixes: pd.DataFrame, forecasts: pd.DataFrame, lang: str, theme: str) -> None:
    """The grades as bands behind the wind, up to the first that is not reached, each with its word."""
    strongest = max(fixes["wind_ms"].max(), forecasts["wind_ms"].max() if len(forecasts) else 0.0)
    grades = list(CYCLONE_GRADES)
    for grade, above in zip(grades, [*grades[1:], None]):
        if grade.lower_ms > strongest:
            break
        token, shape = grade_mark(grade.code)
        top = above.lower_ms if above else max(strongest * 1.05, grade.lower_ms + 5)
        figure.add_shape(type="rect", xref="paper", x0=0, x1=1, yref="y", y0=grade.lower_ms, y1=top, fillcolor=TOKENS[theme][token], opacity=BAND_OPACITY, line_width=0, layer="below")  # fmt: skip
        figure.add_annotation(xref="paper", x=0, xanchor="left", yref="y", y=top, yanchor="top", showarrow=False, text=f"{shape} {text.grade(grade.code, lang)}", font={"color": TOKENS[theme][token], "size": 12})  # fmt: skip


def _local(at: datetime) -> datetime:
    return to_beijing(at).replace(tzinfo=None)


def _span(fixes: pd.DataFrame, forecasts: pd.DataFrame, share: float) -> list[datetime]:
    moments = pd.concat([fixes["valid_at"], forecasts["valid_at"]])
    first, last = moments.min(), moments.max()
    room = max(last - first, pd.Timedelta(hours=6)) * share
    return [_local((first - room).to_pydatetime()), _local((last + (last - first) * AFTER).to_pydatetime())]


def _dressed(figure: go.Figure, span: list[datetime], lang: str, theme: str) -> go.Figure:
    tokens = TOKENS[theme]
    axis = {"gridcolor": tokens["line"], "linecolor": tokens["line"], "zeroline": False, "automargin": True}
    return figure.update_layout(
        height=HEIGHT_PX, showlegend=True, margin={"l": 4, "r": 12, "t": 4, "b": 4}, paper_bgcolor="rgba(0,0,0,0)", plot_bgcolor="rgba(0,0,0,0)",
        font={"family": FONT, "size": 12, "color": tokens["ink"]}, legend={"orientation": "h", "y": 1.08, "yanchor": "bottom", "x": 0},
        title=None, xaxis={**axis, "tickformatstops": TICKS, "tickangle": 0, "nticks": 8, "anchor": "y2", "range": span},
        yaxis={**axis, "title": {"text": say(lang, "storms.wind")}, "domain": WIND_ROOM},
        yaxis2={**axis, "title": {"text": say(lang, "storms.pressure")}, "domain": PRESSURE_ROOM},
    )  # fmt: skip
