"""The table of places and forces: when the wind reaches each, leaves it, and how far agencies are apart."""

from collections.abc import Mapping
from datetime import datetime

import pandas as pd

from domain import geo, places
from domain.receipts import receipt_number
from domain.words import say
from readiness.arrival import Outlook
from readiness.path import FORCES
from views import text
from views.arrivals import (
    HOUR,
    MARKS,
    carried,
    chance_of,
    issued,
    percent,
    place_name,
    reckoned,
    state_of,
    when,
)
from views.pieces import render


def table(outlook: Outlook, lang: str, receipts: Mapping[str, str]) -> str:
    """Places by force: distance, earliest, likeliest, all clear, agencies' spread. receipts: of each agency's forecast."""
    rows = outlook.arrivals
    forces = [_force(outlook, force, rows[rows["force"] == force], lang) for force in FORCES]
    return render(
        "arrivals.html", lang, forces=forces, issued=issued(outlook, lang), carried=carried(outlook, lang),
        reckoned=reckoned(outlook, lang), agencies=_agencies(outlook, lang, receipts),
    )  # fmt: skip


def _force(outlook: Outlook, force: int, own: pd.DataFrame, lang: str) -> dict:
    """One force of the table; where it comes to no place at all, one line says so."""
    states = {state_of(state, outlook) for state in own["state"]}
    quiet = len(states) == 1 and states <= {"not_expected", "no_circle", "no_forecast"}
    known = outlook.places.set_index("place_id")
    by_place = outlook.by_agency[outlook.by_agency["force"] == force]
    spells = outlook.spells[outlook.spells["force"] == force]
    rows = (
        []
        if quiet
        else [_line(row, known.loc[row["place_id"]], by_place, outlook, lang) for _, row in own.iterrows()]
    )
    for row, place in zip(rows, own["place_id"]):
        row["times"] = _times(spells[spells["place_id"] == place], lang)
    return {
        "title": say(lang, "arrival.force", n=force),
        "quiet": say(lang, f"arrival.nowhere_{states.pop()}") if quiet else "",
        "chance": percent(own["chance"].max()) if "not_expected" in states else "",
        "rows": rows,
        "again": _again(own, spells, outlook.now, lang),
    }


def _times(spells: pd.DataFrame, lang: str) -> str:
    """How many times the circle covers a place, where it is more than once."""
    return say(lang, "arrival.times", n=len(spells)) if len(spells) > 1 else ""


def _again(own: pd.DataFrame, spells: pd.DataFrame, now: datetime, lang: str) -> list[str]:
    """From when until when each time, for places that the circle has left and reaches again, or may."""
    said = []
    for _, row in own.iterrows():
        each = spells[spells["place_id"] == row["place_id"]]
        if len(each) > 1 or (row["state"] == "expected" and pd.notna(row["observed_at"])):
            spans = [_spell(spell, now, lang) for spell in each.to_dict("records")]
            said.append(f"{place_name(row['place_id'], lang)} {('、' if lang == 'zh' else ', ').join(spans)}")
    return said


def _spell(spell: dict, now: datetime, lang: str) -> str:
    begins, ends = spell["begins_at"], spell["ends_at"]
    return say(lang, "arrival.from", t=when(begins, now)) if pd.isna(ends) else _span(begins, ends, now)


def _line(row: pd.Series, place: pd.Series, by_place: pd.DataFrame, outlook: Outlook, lang: str) -> dict:
    now = outlook.now
    own = by_place[by_place["place_id"] == row["place_id"]]
    return {
        "name": place_name(row["place_id"], lang),
        "home": row["place_id"] == places.HEADQUARTERS.code,
        "state": MARKS[row["state"]],
        "word": say(lang, f"arrival.state_{state_of(row['state'], outlook)}"),
        "where": f"{place['distance_km']:,.0f} km {geo.compass(place['bearing_deg'], lang)}",
        "observed": when(row["observed_at"], now) if row["state"] in ("inside", "passed") else "",
        "earliest": when(row["earliest_at"], now),
        "likeliest": when(row["likeliest_at"], now),
        "left": text.hours((row["likeliest_at"] - now) / HOUR) if _is_ahead(row["likeliest_at"], now) else "",
        "clears": when(row["clears_at"], now)
        or (say(lang, "arrival.beyond") if row["state"] in ("expected", "inside") else ""),
        "spread": _spread(row, now),
        "agencies": row["agencies"],
        "by_agency": " · ".join(
            f"{text.agency(each['agency'], lang)} {when(each['arrives_at'], now) or '—'}"
            for each in own.to_dict("records")
        ),
        "chance": chance_of(row),
    }


def _agencies(outlook: Outlook, lang: str, receipts: Mapping[str, str]) -> list[dict]:
    """Whose forecasts the spread is of, each with its issue and the receipt it came by."""
    issues = outlook.by_agency.drop_duplicates("agency")
    return [
        {
            "name": text.agency(row["agency"], lang),
            "code": row["agency"].lower(),
            "issued": say(
                lang, "storms.issued", t=text.moment(row["issued_at"].to_pydatetime(), outlook.now)
            ),
            "receipt": receipts.get(row["agency"], ""),
        }
        for row in issues.to_dict("records")
    ]


def receipts_of(issues: pd.DataFrame) -> dict[str, str]:
    """The receipt by which each agency's newest forecast came in."""
    newest = issues.sort_values("_entry")
    entries: list[int] = newest["_entry"].tolist()
    return {str(agency): receipt_number(entry) for agency, entry in zip(newest["agency"], entries)}


def _spread(row: pd.Series, now: datetime) -> str:
    """From the earliest agency to the latest."""
    first, last = row["spread_from"], row["spread_to"]
    if pd.isna(first) or pd.isna(last):
        return ""
    return _span(first, last, now)


def _span(first: pd.Timestamp, last: pd.Timestamp, now: datetime) -> str:
    """From one moment to another; the day is not said twice."""
    return f"{when(first, now)} – {text.moment(last.to_pydatetime(), first.to_pydatetime())}"


def _is_ahead(at: pd.Timestamp, now: datetime) -> bool:
    return bool(pd.notna(at) and at > now)
