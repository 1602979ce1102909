"""What lies inside the wind circles as text: forms by hours, each number with a bar of its share, and the place reached first."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import pandas as pd

from domain.words import say
from feeds import feed
from readiness.arrival import Outlook
from readiness.exposure import COUNTED, Exposure
from readiness.path import FORCES
from views import text
from views.arrivals import carried, issued
from views.pieces import render

# Hours looked at, from the present one: what was, where anything was inside, then what is said to come.
BEFORE_H: tuple[int, ...] = (-36, -24, -12, -6)
AHEAD_H: tuple[int, ...] = (0, 3, 6, 12, 18, 24, 36, 48, 60, 72)


def table(found: Exposure, outlook: Outlook, lang: str) -> str:
    """Forms by hours and forces, the form reached first on top. outlook: of the same storm, for whose forecast it rests on."""
    moments = _moments(found, outlook.now)
    reached = set(found.first["force"])
    forces = [_force(found, force, moments, outlook.now, lang) for force in FORCES if force in reached]
    return render(
        "exposure.html", lang, forces=forces, hours=[_hour(found, at, outlook.now, lang) for at in moments],
        issued=issued(outlook, lang), carried=carried(outlook, lang), ahead=found.ends > found.now,
        unplaced=[_unplaced(name, count, lang) for name, count in found.unplaced.items()],
    )  # fmt: skip


def _moments(found: Exposure, now: datetime) -> list[datetime]:
    """Full hours, none before the first fix, none beyond the last lead, and none of the past in which nothing was inside."""
    here = pd.Timestamp(now).floor("h").to_pydatetime()
    any_inside = set(found.hours["at"])
    past = [here + timedelta(hours=offset) for offset in BEFORE_H]
    ahead = [here + timedelta(hours=offset) for offset in AHEAD_H]
    return [at for at in past if at in any_inside] + [at for at in ahead if at <= found.ends or at == here]


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
