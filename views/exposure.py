"""What lies inside the wind circles as text: forms by hours, each number with a bar of its share, and the place reached first."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import numpy as np
import pandas as pd

from domain.words import say
from feeds import feed
from readiness.arrival import Outlook
from readiness.exposure import COUNTED, Exposure
from readiness.path import FORCES
from views import text
from views.arrivals import carried, issued
from views.pieces import render

# Hours of the past that are shown where anything was inside, and how many of those to come at which anything changes.
BEFORE_H: tuple[int, ...] = (-36, -24, -12, -6)
MOST_AHEAD = 9
HOUR = timedelta(hours=1)


def table(found: Exposure, outlook: Outlook, lang: str) -> str:
    """Forms by hours and forces, the form reached first on top. outlook: of the same storm, for whose forecast it rests on."""
    moments = _moments(found, outlook.now)
    reached = set(found.first["force"])
    forces = [_force(found, force, moments, outlook.now, lang) for force in FORCES if force in reached]
    return render(
        "exposure.html", lang, forces=forces, hours=[_hour(found, at, outlook.now, lang) for at in moments],
        issued=issued(outlook, lang), carried=carried(outlook, lang), ahead=found.ends > found.now,
        circles=outlook.radii_as_of is not None, anything=any(found.placed.values()),
        unplaced=[_unplaced(name, count, lang) for name, count in found.unplaced.items()],
    )  # fmt: skip


def _moments(found: Exposure, now: datetime) -> list[datetime]:
    """Full hours: of the past those in which anything was inside, the present one, and of those to come the ones that change it, the fullest among them."""
    here = pd.Timestamp(now).floor("h")
    inside = found.hours.groupby("at")["assets"].sum()
    past = [at for offset in BEFORE_H if (at := here + offset * HOUR) in inside.index]
    ahead = pd.date_range(here, max(pd.Timestamp(found.ends), here), freq="h")
    by_hour = inside.reindex(ahead, fill_value=0)
    changes = list(ahead[by_hour.diff().fillna(0) != 0])
    if len(changes) > MOST_AHEAD:
        spread = {changes[round(place)] for place in np.linspace(0, len(changes) - 1, MOST_AHEAD - 1)}
        changes = sorted(spread | {ahead[int(by_hour.to_numpy().argmax())]})
    return [at.to_pydatetime() for at in [*past, here, *changes]]


def _hour(found: Exposure, at: datetime, now: datetime, lang: str) -> dict:
    kind = "observed" if at <= found.now else "forecast"
    return {"at": text.moment(at, now), "kind": say(lang, f"exposure.{kind}")}


def _force(found: Exposure, force: int, moments: list[datetime], now: datetime, lang: str) -> dict:
    own = found.hours[found.hours["force"] == force]
    cells = {(row["feed"], row["at"].to_pydatetime()): row for row in own.to_dict("records")}
    firsts = found.first[found.first["force"] == force].to_dict("records")
    named = {first["feed"] for first in firsts}
    return {
        "title": say(lang, "arrival.force", n=force),
        "rows": [_form(found, first, [cells.get((first["feed"], at)) for at in moments], now, lang) for first in firsts],
        "outside": [feed(name).title(lang) for name in found.placed if name not in named],
    }  # fmt: skip


def _form(found: Exposure, first: Mapping, cells: list[Mapping | None], now: datetime, lang: str) -> dict:
    name, placed = first["feed"], found.placed[first["feed"]]
    return {
        "title": feed(name).title(lang),
        "name": name,
        "placed": text.number(placed),
        "first": first["name"],
        "state": "late" if first["observed"] else "open",
        "word": say(lang, "exposure.reached" if first["observed"] else "exposure.will_reach"),
        "at": text.moment(first["at"].to_pydatetime(), now),
        "cells": [_cell(name, cell, placed, lang) for cell in cells],
    }


def _cell(name: str, cell: Mapping | None, placed: int, lang: str) -> dict:
    if cell is None:
        return {"assets": "0", "share": 0, "counted": []}
    return {
        "assets": text.number(cell["assets"]),
        "share": round(100 * cell["assets"] / placed),
        "counted": [_counted(name, what, cell, lang) for what in COUNTED if pd.notna(cell[what])],
    }


def _counted(name: str, what: str, cell: Mapping, lang: str) -> str:
    """People or tourists with their unit; a lower bound where places inside did not say how many."""
    spec = feed(name).map
    assert spec is not None, name
    unit = feed(name).unit(feed(name).column(getattr(spec, what)).unit, lang)
    code = "exposure.at_least" if cell["silent"] else "exposure.counted"
    return say(lang, code, n=text.number(cell[what]), unit=unit)


def _unplaced(name: str, count: int, lang: str) -> str:
    return say(lang, "exposure.unplaced", form=feed(name).title(lang), n=text.number(count))
