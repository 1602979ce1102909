"""Declarations, pictures and moments of a made-up day, in readiness's own terms."""

from datetime import datetime
from functools import cache

import pandas as pd

from domain.clock import from_beijing
from feeds import all_feeds, feed
from feeds.check import check
from feeds.mapping import known_headers
from loaders.files import load_file
from readiness.board import Board, Known, board
from readiness.levels import Declaration
from readiness.plan import Plan, plan
from readiness.reporting import Sent
from tests.papers import SAMPLES, Paper, checked, printed

NOW = from_beijing("2025-07-28T15:00")


def at(text: str) -> datetime:
    """A moment of the storm's days, Beijing time: "28 12:00"."""
    day, _, hour = text.partition(" ")
    return from_beijing(f"2025-07-{day}T{hour}")


def declared(
    moment: str,
    grade: str,
    verb: str = "adjust",
    issuer: str = "city_hq",
    scope: str = "city",
    entry: int = 1,
) -> Declaration:
    """A decision that took effect and was known at one moment."""
    return Declaration(issuer, scope, grade, verb, at(moment), "依据", entry, at(moment))


def rows_of_sample(name: str, entry: int) -> pd.DataFrame:
    """A sample file as a picture shows it."""
    return _read(name).assign(_entry=entry)


@cache
def _read(name: str) -> pd.DataFrame:
    return checked(name, (SAMPLES / f"{name}.csv").read_bytes()).table.to_pandas()


@cache
def seed_track() -> pd.DataFrame:
    """Every fix, forecast and landfall of storm 2508, as the form `track` holds them."""
    path = SAMPLES / "track.csv"
    (sheet,) = load_file(path.read_bytes(), path.name, known_headers()).sheets
    held = check(feed("track"), sheet.table.columns, sheet.table.rows, "city").table.to_pandas()
    return held.assign(_entry=1)


def picture(name: str, rows: Paper, entry: int = 1, unit: str = "city") -> pd.DataFrame:
    """Printed rows as a picture shows them."""
    return checked(name, printed(rows), unit).table.to_pandas().assign(_entry=entry)


def sent(received_at: datetime, as_of: datetime | None = None, number: int = 1) -> Sent:
    """One file of a unit that is shown."""
    return Sent(as_of, received_at, received_at, f"R{number:06d}", accepted=1)


def day(
    *declarations: Declaration, now: datetime = NOW, received: str = "28 14:30", without: tuple[str, ...] = (), pictures: dict | None = None,
    asked: Plan | None = None, scopes: dict[str, frozenset[str]] | None = None,
) -> Board:  # fmt: skip
    """The board with the whole sample received at one moment, some forms left out, others put in their place."""
    names = [
        name
        for name in all_feeds()
        if (SAMPLES / f"{name}.csv").exists() and name not in ("levels", *without)
    ]
    frames = {name: rows_of_sample(name, number) for number, name in enumerate(names, 1)} | (pictures or {})
    arrivals = {entry: at(received) for frame in frames.values() for entry in frame["_entry"].unique()}
    newest = {name: {"city": sent(at(received))} for name in frames}
    by_city = {name: frozenset(["city"]) for name in frames}
    known = Known(frames, newest, by_city | (scopes or {}), declarations, arrivals)
    return board(known, asked or plan(), now)
