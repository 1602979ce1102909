"""A form's measures over time as a step chart: the share done where the whole is known, else the number."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeAlias

import pandas as pd
import plotly.graph_objects as go

from domain.clock import BEIJING
from feeds.declaration import Feed
from views.theme import FONT, TOKENS

Figure: TypeAlias = go.Figure

DASHES = ("solid", "dash", "dot", "dashdot")


def chart(
    feed: Feed, trend: pd.DataFrame, receipts: Mapping[datetime, str], lang: str, theme: str
) -> go.Figure | None:
    """Lines told apart by dash as well as colour; None when there is nothing to compare yet.

    `trend` as readiness.trend.trend gives it; receipts: the number of the file that came at each of its moments, by which
    each point leads back to it (customdata: what the point says, the receipt).
    """
    known = trend.dropna(subset=["total"])
    share = len(known) > 0
    shown = known if share else trend
    lines = [
        _line(feed, str(name), rows.assign(receipt=rows["at"].map(receipts)), share, lang, theme, i)
        for i, (name, rows) in enumerate(shown.groupby("measure", sort=False))
    ]
    if shown["at"].nunique() < 2:
        return None
    figure = go.Figure(lines[: len(DASHES)])
    return _dressed(figure, share, theme)


def _line(
    feed: Feed, measure: str, rows: pd.DataFrame, share: bool, lang: str, theme: str, index: int
) -> go.Scatter:
    title = next(c.title(lang) for c in feed.counters if c.id == measure)
    values = 100 * rows["value"] / rows["total"].where(rows["total"] > 0) if share else rows["value"]
    told = [f"{v:,.10g}/{t:,.10g}" if share else f"{v:,.10g}" for v, t in zip(rows["value"], rows["total"])]
    return go.Scatter(
        x=rows["at"].dt.tz_convert(BEIJING).dt.tz_localize(None), y=values, name=title, mode="lines+markers",
        customdata=[list(point) for point in zip(told, rows["receipt"])],
        hovertemplate="%{x|%m-%d %H:%M} %{customdata[0]} · %{customdata[1]}<extra>%{fullData.name}</extra>",
        line={"shape": "hv", "width": 2, "dash": DASHES[index % len(DASHES)], "color": _colour(theme, index)},
    )  # fmt: skip


def _colour(theme: str, index: int) -> str:
    return TOKENS[theme][("doing", "done", "unstated", "planned")[index % 4]]


def _dressed(figure: go.Figure, share: bool, theme: str) -> go.Figure:
    tokens = TOKENS[theme]
    axis = {"gridcolor": tokens["line"], "linecolor": tokens["line"], "zeroline": False, "automargin": True}
    return figure.update_layout(
        height=220, showlegend=True, margin={"l": 4, "r": 12, "t": 4, "b": 4}, paper_bgcolor="rgba(0,0,0,0)", plot_bgcolor="rgba(0,0,0,0)",
        font={"family": FONT, "size": 13, "color": tokens["ink"]}, legend={"orientation": "h", "y": 1.04, "yanchor": "bottom", "x": 0},
        title=None, xaxis={**axis, "tickformat": "%m-%d %H:%M", "nticks": 5},
        yaxis={**axis, "ticksuffix": "%" if share else "", "rangemode": "tozero", "range": [0, 104] if share else None},
    )  # fmt: skip
