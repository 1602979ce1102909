"""When the wind reaches each place, as text: the headquarters' own line and countdown, and the table of places and forces."""

from collections.abc import Mapping
from datetime import datetime

import pandas as pd

from domain import geo, places
from domain.receipts import receipt_number
from domain.words import say
from readiness.arrival import Outlook
from readiness.path import FORCES
from views import text
from views.pieces import render

FIRST_FORCE = 7
# Below so many hours minutes are said too; a reckoned time is not surer than that.
FEW_H = 6
# The state of an arrival as the page's own states, which have shape and colour.
MARKS = {
    "inside": "late",
    "expected": "open",
    "passed": "done",
    "not_expected": "planned",
    "no_circle": "unstated",
    "no_forecast": "unstated",
}
HOUR = pd.Timedelta(hours=1)


def reach(outlook: Outlook | None, lang: str) -> dict | None:
    """When force 7 reaches the headquarters, as a template's values; none without a storm.

    Hours until the earliest and the likeliest time where it is expected, else since when it blows or did.
    """
    if outlook is None:
        return None
    row = _row(outlook, places.HEADQUARTERS.code, FIRST_FORCE)
    state = _state(row["state"], outlook)
    return {
        "state": state,
        "mark": MARKS[state],
        "badge": say(lang, f"arrival.badge_{state}"),
        "said": _said(row, outlook, lang),
        "issued": issued(outlook, lang),
    }


def issued(outlook: Outlook, lang: str) -> str:
    """Whose forecast, of when; which fix it starts from where there is none."""
    if outlook.agency is None or outlook.issued_at is None:
        return say(lang, "arrival.fixes_alone", t=text.moment(outlook.last_fix_at, outlook.now))
    agency = text.agency(outlook.agency, lang)
    return say(lang, "arrival.issued", agency=agency, t=text.moment(outlook.issued_at, outlook.now))


def carried(outlook: Outlook, lang: str) -> str:
    """Of which fix the circles are that a forecast is reckoned with; nothing where none are."""
    if outlook.radii_as_of is None:
        return say(lang, "arrival.no_radii")
    return say(lang, "arrival.carried", t=text.moment(outlook.radii_as_of, outlook.now))


def reckoned(outlook: Outlook, lang: str) -> str:
    """What the earliest time rests on, where nobody has vouched for it."""
    if outlook.agency is None or outlook.errors_status != "unverified":
        return ""
    return say(lang, "arrival.errors" if outlook.errors_own else "arrival.errors_lent")


def countdown(outlook: Outlook, lang: str, receipt: str) -> str:
    """Force 7 at the headquarters: earliest, likeliest and all clear, each with the time that is left, which ticks.

    receipt: by which the forecast came that it goes by.
    """
    row = _row(outlook, places.HEADQUARTERS.code, FIRST_FORCE)
    names = {"expected": ("earliest", "likeliest", "clears"), "inside": ("clears",)}.get(row["state"], ())
    clocks = [_clock(name, row[f"{name}_at"], outlook.now, lang) for name in names]
    return render(
        "countdown.html", lang, clocks=clocks, reach=reach(outlook, lang), chance=_chance(row), stale=outlook.stale,
        carried=carried(outlook, lang), expected=row["state"] == "expected", receipt=receipt,
    )  # fmt: skip


def table(outlook: Outlook, lang: str, receipts: Mapping[str, str]) -> str:
    """Places by force: distance, earliest, likeliest, all clear, agencies' spread. receipts: of each agency's forecast."""
    rows = outlook.arrivals
    forces = [_force(outlook, force, rows[rows["force"] == force], lang) for force in FORCES]
    return render(
        "arrivals.html", lang, forces=forces, issued=issued(outlook, lang), carried=carried(outlook, lang),
        reckoned=reckoned(outlook, lang), agencies=_agencies(outlook, lang, receipts),
    )  # fmt: skip


def named(outlook: Outlook | None, lang: str, codes: list[str]) -> dict[str, str]:
    """The name of each place and when force 7 reaches it, as short as a map can bear."""
    if outlook is None:
        return {code: place_name(code, lang) for code in codes}
    return {code: f"{place_name(code, lang)} {_short(_row(outlook, code, FIRST_FORCE), outlook.now, lang)}".strip() for code in codes}  # fmt: skip


def place_name(code: str, lang: str) -> str:
    """A place by name."""
    place = places.PLACES[code]
    return place.zh if lang == "zh" else place.en


def _row(outlook: Outlook, place: str, force: int) -> pd.Series:
    rows = outlook.arrivals
    return rows[(rows["place_id"] == place) & (rows["force"] == force)].iloc[0]


def _state(state: str, outlook: Outlook) -> str:
    """Without a forecast the fixes may well give circles: then it is the forecast that is missing."""
    return "no_forecast" if state == "no_circle" and outlook.agency is None else state


def unreckoned(outlook: Outlook, lang: str) -> str:
    """Why no arrival can be reckoned at all; empty where one can."""
    states = {_state(state, outlook) for state in outlook.arrivals["state"]}
    told = states & {"no_circle", "no_forecast"}
    return say(lang, f"arrival.nowhere_{told.pop()}") if len(states) == 1 and told else ""


def _said(row: pd.Series, outlook: Outlook, lang: str) -> str:
    """The hours until force 7, or since; where only the ensemble reaches a place there is no likeliest time."""
    state = _state(row["state"], outlook)
    if state != "expected":
        return say(
            lang,
            f"arrival.{state}",
            t=_at(row["observed_at"], outlook.now),
            p=_chance(row),
            end=_at(row["clears_at"], outlook.now),
        )
    known = [name for name in ("earliest", "likeliest") if pd.notna(row[f"{name}_at"])]
    left = {name: (row[f"{name}_at"] - outlook.now) / HOUR for name in known}
    code = "expected" if len(known) == 2 else f"{known[0]}_alone"
    return say(lang, f"arrival.{code}", **{name: _about(span, lang) for name, span in left.items()})


def _about(span_h: float, lang: str) -> str:
    """Hours that are left, never more than there are; minutes only where they matter; no fix since has told otherwise of what is past."""
    if span_h * 60 < 1:
        return say(lang, "arrival.by_now")
    return text.spelt_hours(span_h if span_h < FEW_H else int(span_h), lang)


def _clock(name: str, at: pd.Timestamp, now: datetime, lang: str) -> dict:
    """One of the countdown's times; without a moment where the forecast ends before it."""
    known = pd.notna(at)
    return {
        "title": say(lang, f"arrival.{name}"),
        "until": round(at.timestamp() * 1000) if _is_ahead(at, now) else None,
        "left": (text.hours((at - now) / HOUR) if at > now else say(lang, "arrival.by_now"))
        if known
        else "—",
        "at": text.moment(at.to_pydatetime(), now) if known else say(lang, "arrival.beyond"),
    }


def _short(row: pd.Series, now: datetime, lang: str) -> str:
    if row["state"] == "expected":
        return _at(row["likeliest_at"], now)
    return {"inside": say(lang, "arrival.short_inside"), "passed": say(lang, "arrival.short_passed")}.get(
        row["state"], ""
    )


def _force(outlook: Outlook, force: int, own: pd.DataFrame, lang: str) -> dict:
    """One force of the table; where it comes to no place at all, one line says so."""
    states = {_state(state, outlook) for state in own["state"]}
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
    return say(lang, "arrival.from", t=_at(begins, now)) if pd.isna(ends) else _span(begins, ends, now)


def _line(row: pd.Series, place: pd.Series, by_place: pd.DataFrame, outlook: Outlook, lang: str) -> dict:
    now = outlook.now
    own = by_place[by_place["place_id"] == row["place_id"]]
    return {
        "name": place_name(row["place_id"], lang),
        "home": row["place_id"] == places.HEADQUARTERS.code,
        "state": MARKS[row["state"]],
        "word": say(lang, f"arrival.state_{_state(row['state'], outlook)}"),
        "where": f"{place['distance_km']:,.0f} km {geo.compass(place['bearing_deg'], lang)}",
        "observed": _at(row["observed_at"], now) if row["state"] in ("inside", "passed") else "",
        "earliest": _at(row["earliest_at"], now),
        "likeliest": _at(row["likeliest_at"], now),
        "left": text.hours((row["likeliest_at"] - now) / HOUR) if _is_ahead(row["likeliest_at"], now) else "",
        "clears": _at(row["clears_at"], now)
        or (say(lang, "arrival.beyond") if row["state"] in ("expected", "inside") else ""),
        "spread": _spread(row, now),
        "agencies": row["agencies"],
        "by_agency": " · ".join(
            f"{text.agency(each['agency'], lang)} {_at(each['arrives_at'], now) or '—'}"
            for each in own.to_dict("records")
        ),
        "chance": _chance(row),
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
    return f"{_at(first, now)} – {text.moment(last.to_pydatetime(), first.to_pydatetime())}"


def _is_ahead(at: pd.Timestamp, now: datetime) -> bool:
    return bool(pd.notna(at) and at > now)


def _at(at: pd.Timestamp, now: datetime) -> str:
    return text.moment(at.to_pydatetime(), now) if pd.notna(at) else ""


def _chance(row: pd.Series) -> str:
    """The chance that it will come; nothing of what has come."""
    return percent(row["chance"]) if row["state"] in ("expected", "not_expected") else ""


def percent(chance: float) -> str:
    """A chance drawn from a thousand members is no surer than a percent: never 0 and never 100 of what may be otherwise."""
    if pd.isna(chance):
        return ""
    return "<1%" if chance < 0.01 else ">99%" if chance > 0.99 else f"{chance:.0%}"
