"""When the wind reaches the headquarters and what that is reckoned from, as text: the line, the countdown, the names on maps."""

from datetime import datetime

import pandas as pd

from domain import places
from domain.words import say
from readiness.arrival import Outlook
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
    state = state_of(row["state"], outlook)
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
        "countdown.html", lang, clocks=clocks, reach=reach(outlook, lang), chance=chance_of(row), stale=outlook.stale,
        carried=carried(outlook, lang), expected=row["state"] == "expected", receipt=receipt,
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


def state_of(state: str, outlook: Outlook) -> str:
    """Without a forecast the fixes may well give circles: then it is the forecast that is missing."""
    return "no_forecast" if state == "no_circle" and outlook.agency is None else state


def unreckoned(outlook: Outlook, lang: str) -> str:
    """Why no arrival can be reckoned at all; empty where one can."""
    states = {state_of(state, outlook) for state in outlook.arrivals["state"]}
    told = states & {"no_circle", "no_forecast"}
    return say(lang, f"arrival.nowhere_{told.pop()}") if len(states) == 1 and told else ""


def _said(row: pd.Series, outlook: Outlook, lang: str) -> str:
    """The hours until force 7, or since; where only the ensemble reaches a place there is no likeliest time."""
    state = state_of(row["state"], outlook)
    if state != "expected":
        return say(
            lang,
            f"arrival.{state}",
            t=when(row["observed_at"], outlook.now),
            p=chance_of(row),
            end=when(row["clears_at"], outlook.now),
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
        "until": round(at.timestamp() * 1000) if known and at > now else None,
        "left": (text.hours((at - now) / HOUR) if at > now else say(lang, "arrival.by_now"))
        if known
        else "—",
        "at": text.moment(at.to_pydatetime(), now) if known else say(lang, "arrival.beyond"),
    }


def _short(row: pd.Series, now: datetime, lang: str) -> str:
    if row["state"] == "expected":
        return when(row["likeliest_at"], now)
    return {"inside": say(lang, "arrival.short_inside"), "passed": say(lang, "arrival.short_passed")}.get(
        row["state"], ""
    )


def when(at: pd.Timestamp, now: datetime) -> str:
    """A moment in short; nothing of one that is not known."""
    return text.moment(at.to_pydatetime(), now) if pd.notna(at) else ""


def chance_of(row: pd.Series) -> str:
    """The chance that it will come; nothing of what has come."""
    return percent(row["chance"]) if row["state"] in ("expected", "not_expected") else ""


def percent(chance: float) -> str:
    """A chance drawn from a thousand members is no surer than a percent: never 0 and never 100 of what may be otherwise."""
    if pd.isna(chance):
        return ""
    return "<1%" if chance < 0.01 else ">99%" if chance > 0.99 else f"{chance:.0%}"
