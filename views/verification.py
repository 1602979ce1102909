"""How far off past forecasts of a storm were: a chart of the error by lead, and the same in numbers with their cases."""

from collections.abc import Callable
from typing import TypeAlias

import pandas as pd
import plotly.graph_objects as go

from domain.words import say
from readiness.errors import errors
from readiness.verification import LEADS, Verification
from views import text
from views.pieces import render
from views.theme import FONT, TOKENS, agency_token

Figure: TypeAlias = go.Figure

HEIGHT_PX = 320
# Means of fewer cases are drawn hollow and greyed: one forecast more would move them.
FEW = 5
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "x", "star", "pentagon")
LONG_RUN = "CMA"


def chart(found: Verification, lang: str, theme: str) -> go.Figure:
    """Mean track error in km by lead: each agency its colour and its mark, the long-run mean dashed; hollow where cases are few."""
    tokens = TOKENS[theme]
    figure = go.Figure(
        [_line(str(agency), own, SYMBOLS[place % len(SYMBOLS)], lang, tokens[agency_token(str(agency))])
         for place, (agency, own) in enumerate(found.by_lead.groupby("agency", sort=False))]
    )  # fmt: skip
    known = errors(LONG_RUN)
    figure.add_scatter(
        x=known.lead_h[1:], y=known.mean_km[1:], name=_long_run(lang), mode="lines", hovertemplate="%{x} h %{y:.0f} km<extra>%{fullData.name}</extra>",
        line={"width": 2, "dash": "dash", "color": tokens["quiet"]},
    )  # fmt: skip
    axis = {"gridcolor": tokens["line"], "linecolor": tokens["line"], "zeroline": False, "automargin": True, "rangemode": "tozero"}  # fmt: skip
    return figure.update_layout(
        height=HEIGHT_PX, showlegend=True, margin={"l": 4, "r": 12, "t": 4, "b": 4}, paper_bgcolor="rgba(0,0,0,0)", plot_bgcolor="rgba(0,0,0,0)",
        font={"family": FONT, "size": 12, "color": tokens["ink"]}, legend={"orientation": "h", "y": 1.04, "yanchor": "bottom", "x": 0}, title=None,
        xaxis={**axis, "title": {"text": say(lang, "verification.lead")}, "tickvals": list(LEADS)},
        yaxis={**axis, "ticksuffix": " km"},
    )  # fmt: skip


def table(found: Verification, lang: str) -> str:
    """Agencies by lead: mean track error, its parts along and across with their sign, cases; then winds, where they are comparable."""
    agencies = [(str(agency), own) for agency, own in found.by_lead.groupby("agency", sort=False)]
    leads = [lead for lead in LEADS if lead in set(found.by_lead["lead_h"])]
    other = [text.agency(agency, lang) for agency, own in agencies if not own["same_period"].any()]
    return render(
        "verification.html", lang, leads=leads,
        track=[_row(agency, own, leads, _track_cell, lang) for agency, own in agencies],
        wind=[_row(agency, own, leads, _wind_cell, lang) for agency, own in agencies if own["wind_cases"].any()],
        long_run={"name": _long_run(lang), "cells": _long_run_cells(leads)}, unverified=errors(LONG_RUN).status == "unverified",
        other=("、" if lang == "zh" else ", ").join(other), few=FEW,
        judged_by=say(lang, "verification.judged_by", agency=text.agency(found.fixes_by, lang)),
    )  # fmt: skip


def _line(agency: str, own: pd.DataFrame, symbol: str, lang: str, colour: str) -> go.Scatter:
    few = own["cases"] < FEW
    return go.Scatter(
        x=own["lead_h"], y=own["error_km"], name=text.agency(agency, lang), mode="lines+markers", line={"width": 2, "color": colour},
        marker={"size": 8, "symbol": [f"{symbol}-open" if each else symbol for each in few]},
        customdata=[say(lang, "verification.cases", n=int(cases)) for cases in own["cases"]],
        hovertemplate="%{x} h %{y:.0f} km · %{customdata}<extra>%{fullData.name}</extra>",
    )  # fmt: skip


def _row(
    agency: str, own: pd.DataFrame, leads: list[int], cell: Callable[[dict, str], dict | None], lang: str
) -> dict:
    by_lead = {row["lead_h"]: row for row in own.to_dict("records")}
    return {
        "name": text.agency(agency, lang),
        "code": agency.lower(),
        "cells": [cell(by_lead[lead], lang) if lead in by_lead else None for lead in leads],
    }


def _track_cell(row: dict, lang: str) -> dict:
    notes = [say(lang, "verification.cases", n=row["cases"])]
    if pd.notna(row["along_km"]):
        along, cross = (_signed(row[name], 0) for name in ("along_km", "cross_km"))
        notes.append(say(lang, "verification.parts", along=along, cross=cross))
    return {"said": say(lang, "verification.km", n=f"{row['error_km']:.0f}"), "notes": notes, "few": row["cases"] < FEW}  # fmt: skip


def _wind_cell(row: dict, lang: str) -> dict | None:
    if not row["wind_cases"]:
        return None
    notes = [
        say(lang, "verification.cases", n=row["wind_cases"]),
        say(lang, "verification.bias", n=_signed(row["wind_bias_ms"], 1)),
    ]
    return {"said": say(lang, "verification.wind_ms", n=f"{row['wind_ms']:.1f}"), "notes": notes, "few": row["wind_cases"] < FEW}  # fmt: skip


def _signed(value: float, digits: int) -> str:
    return f"{value:+.{digits}f}".replace("-", "−")


def _long_run(lang: str) -> str:
    return say(lang, "verification.long_run", agency=text.agency(LONG_RUN, lang))


def _long_run_cells(leads: list[int]) -> list[str]:
    known = dict(zip(errors(LONG_RUN).lead_h, errors(LONG_RUN).mean_km, strict=True))
    return [f"{known[lead]:.0f}" if lead in known else "—" for lead in leads]
