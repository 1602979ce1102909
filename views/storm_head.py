"""The head of the storm's page: where it is and how strong, its passages over the warning lines, its landfalls; and the legend."""

from collections.abc import Sequence
from datetime import datetime

import pandas as pd

from domain.receipts import receipt_number
from domain.words import say
from readiness.arrival import Outlook
from readiness.passages import Passage
from readiness.storm import StormState
from readiness.tracks import FORECAST
from views import arrivals, text
from views.board import storm_values
from views.pieces import render
from views.storm_landfalls import told
from views.storm_ways import grade_mark, grade_of

HOUR = pd.Timedelta(hours=1)


def head(
    storm: StormState, fixes: pd.DataFrame, passed: Sequence[Passage], landfalls: pd.DataFrame, near: tuple[float, datetime] | None,
    issued: str, now: datetime, lang: str,
) -> str:  # fmt: skip
    """Name, grade, strength, place and motion of the last fix, which leads to its receipt; lines crossed, landfalls, closest.

    near: how near in km the centre comes to the headquarters, and when, on the ways known. issued: by whose forecast what is still to come of that is reckoned.
    """
    token, shape = grade_mark(storm.grade)
    landed = [_landfall(row, now, lang) for _, row in landfalls.iterrows()]
    return render(
        "storm_head.html", lang, storm=storm_values(storm, now, lang), token=token, shape=shape, receipt=_receipt(fixes.iloc[-1]),
        row=int(fixes.iloc[-1]["_row"]),
        passages=[_passage(passage, fixes, now, lang) for passage in passed],
        landfalls=landed,
        as_given=any(each["place"] and each["language"] != lang and not each["words"] for each in landed),
        closest=say(lang, "storms.closest", km=f"{near[0]:,.0f}", t=text.moment(near[1], now)) if near else "",
        whose=issued if near and near[1] > storm.fixed_at else "",
        computed=storm.motion.computed and storm.motion.speed_kmh is not None,
    )  # fmt: skip


def legend(
    storm: StormState, fixes: pd.DataFrame, outlook: Outlook | None, has_cone: bool, now: datetime, lang: str
) -> str:
    """What marks and areas on the map mean: grades that occur with shape and word, circles, cone, chosen hour, names."""
    grades = dict.fromkeys(grade_of(row) for _, row in fixes.iterrows())
    circles = text.moment(storm.fixed_at, now)
    agency = outlook.agency if outlook else None
    return render(
        "storm_legend.html", lang, grades=[(*grade_mark(code), grade_name(code, lang)) for code in grades],
        circles=say(lang, "storms.circles_legend", t=circles) if storm.radii else "",
        cone=say(lang, "storms.cone_legend", agency=text.agency(agency, lang)) if has_cone and agency else "",
        reckoned=f"{arrivals.issued(outlook, lang)} · {arrivals.carried(outlook, lang)}" if outlook else "",
    )  # fmt: skip


def chart_said(agency: str, lang: str) -> str:
    """What the lines of the chart are, and what must be known before they are compared. agency: whose fixes."""
    return say(lang, "storms.chart_said", agency=text.agency(agency, lang))


def grade_name(code: str | None, lang: str) -> str:
    """A grade's name, or that none was given."""
    return text.grade(code, lang) if code else say(lang, "storms.no_grade")


def unfixed(track: pd.DataFrame, now: datetime, lang: str) -> str:
    """Whose forecasts of which storms there are while nobody has fixed one; empty where there are none."""
    known = track if track.empty else track[(track["kind"] == FORECAST) & (track["issued_at"] <= now)]
    if known.empty:
        return ""
    between = "、" if lang == "zh" else ", "
    newest = known.groupby("agency", observed=True)["issued_at"].max().sort_values(ascending=False)
    return say(
        lang,
        "storms.unfixed",
        names=between.join(dict.fromkeys(_called(row, lang) for _, row in known.drop_duplicates("storm_id").iterrows())),
        issues=between.join(
            say(lang, "arrival.issued", agency=text.agency(str(agency), lang), t=text.moment(at.to_pydatetime(), now))
            for agency, at in newest.items()
        ),
    )  # fmt: skip


def _called(row: pd.Series, lang: str) -> str:
    name = row["name" if lang == "zh" else "name_en"]
    return name if isinstance(name, str) and name else str(row["storm_id"])


def _receipt(row: pd.Series) -> str:
    return receipt_number(int(row["_entry"]))


def _passage(passage: Passage, fixes: pd.DataFrame, now: datetime, lang: str) -> dict:
    """A line with its crossings, each with the receipt of the fix that showed it to have been crossed."""
    line = passage.line
    said = [
        {
            "said": say(lang, "storms.inward" if crossing.inward else "storms.outward", t=text.moment(crossing.at, now)),
            "receipt": _receipt(fixes[fixes["valid_at"] >= crossing.at].iloc[0]),
        }
        for crossing in passage.crossings
    ]  # fmt: skip
    return {
        "name": line.zh if lang == "zh" else line.en,
        "crossings": said,
        "inside": say(lang, "storms.hours_inside", h=text.spelt_hours(passage.inside_for / HOUR, lang)),
        "still": passage.is_inside,
    }


def _landfall(row: pd.Series, now: datetime, lang: str) -> dict:
    """A landfall and the receipt it leads to. words: the agency's own, where the page writes the place in other ones."""
    place = told(row["landfall_place"], lang)
    return {
        "at": text.moment(row["valid_at"].to_pydatetime(), now),
        "place": place.said,
        "language": place.language if place.is_own else lang,
        "words": "" if place.is_own else place.words,
        "wind": "" if pd.isna(row["wind_ms"]) else f"{text.number(float(row['wind_ms']))} m/s",
        "receipt": _receipt(row),
        "row": int(row["_row"]),
    }
