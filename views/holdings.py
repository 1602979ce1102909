"""What a document of the field holds, to be looked at before it is sent: whose tracks of which storm, or which alerts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from domain.clock import stamp
from domain.words import say
from feeds import feed
from readiness.tracks import FIX, FORECAST, LANDFALL
from views import text
from views.alerts import SHAPES

# Decades of best tracks come in one file.
MOST_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Held:
    """A table in words: heads and rows; `more` rows are not shown."""

    heads: list[str]
    rows: list[list[str]]
    more: int


def holdings(form: str, rows: pd.DataFrame, lang: str) -> Held | None:
    """What the rows of a form tell as a whole; None where each row stands for itself. rows: as the form declares them."""
    told = _TELLERS.get(form)
    if told is None or rows.empty:
        return None
    heads, lines = told[0](lang), list(told[1](rows, lang))
    return Held(heads, lines[:MOST_SHOWN], len(lines) - MOST_SHOWN if len(lines) > MOST_SHOWN else 0)


def _track_heads(lang: str) -> list[str]:
    return [
        say(lang, f"holdings.{name}")
        for name in ("storm", "agency", "source", "fixes", "forecasts", "landfalls", "span")
    ]


def _tracks(rows: pd.DataFrame, lang: str) -> Iterator[list[str]]:
    """One line for each storm, agency and source: they are never mixed in a track either."""
    for (storm_id, agency, source), own in rows.groupby(
        ["storm_id", "agency", "source"], observed=True, sort=False
    ):
        fixes, forecasts = own[own["kind"] == FIX], own[own["kind"] == FORECAST]
        yield [
            _storm(str(storm_id), own, lang),
            text.agency(str(agency), lang),
            _choice("track", "source", source, lang),
            text.number(len(fixes)),
            _issues(forecasts, lang),
            _landfalls(own[own["kind"] == LANDFALL], lang),
            _span(fixes if len(fixes) else own),
        ]


def _storm(storm_id: str, own: pd.DataFrame, lang: str) -> str:
    names = own["name" if lang == "zh" else "name_en"].dropna()
    return f"{names.iloc[0]} {storm_id}" if len(names) else storm_id


def _issues(forecasts: pd.DataFrame, lang: str) -> str:
    if forecasts.empty:
        return say(lang, "holdings.none")
    return say(
        lang, "holdings.issues", n=forecasts["issued_at"].nunique(), t=_at(forecasts["issued_at"].max())
    )


def _landfalls(landfalls: pd.DataFrame, lang: str) -> str:
    """How many, and when the last of them was."""
    if landfalls.empty:
        return say(lang, "holdings.none")
    return say(lang, "holdings.landed", n=len(landfalls), t=_at(landfalls["valid_at"].max()))


def _span(own: pd.DataFrame) -> str:
    return f"{_at(own['valid_at'].min())} – {_at(own['valid_at'].max())}"


def _alert_heads(lang: str) -> list[str]:
    columns = ("colour", "headline", "sender_name", "status", "msg_type", "expires")
    return [feed("alerts").column(name).title(lang) for name in columns]


def _alerts(rows: pd.DataFrame, lang: str) -> Iterator[list[str]]:
    """One line for each information of a message; the colour with its shape, the severity where there is no colour."""
    for row in rows.to_dict("records"):
        code = _text(row["colour"])
        word = _choice("alerts", "colour" if code else "severity", code or row["severity"], lang)
        yield [
            f"{SHAPES[code]} {word}".strip(),
            _text(row["headline"]) or _text(row["event"]) or say(lang, "alerts.without_info"),
            _text(row["sender_name"]) or _text(row["sender"]),
            _choice("alerts", "status", row["status"], lang),
            _choice("alerts", "msg_type", row["msg_type"], lang),
            _at(row["expires"]) if pd.notna(row["expires"]) else say(lang, "holdings.no_end"),
        ]


def _choice(form: str, column: str, code: object, lang: str) -> str:
    if not _text(code):
        return ""
    found = feed(form).column(column).choice(_text(code))
    return found.zh if lang == "zh" else found.en


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _at(at: datetime) -> str:
    return stamp(pd.Timestamp(at).to_pydatetime())


_TELLERS: dict[
    str,
    tuple[Callable[[str], list[str]], Callable[[pd.DataFrame, str], Iterator[list[str]]]],
] = {"track": (_track_heads, _tracks), "alerts": (_alert_heads, _alerts)}
