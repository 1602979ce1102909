"""The alerts in force as a strip: colour, shape and word, what it is about, by whom, where, and until when."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.receipts import receipt_number
from domain.words import say
from feeds import feed
from readiness.alerts import ALIVE_WITHOUT_EXPIRY, ActiveAlert, Unmatched
from views import text
from views.board import LEVEL_TOKENS
from views.pieces import render

# No colour stands alone: the strip reads in greyscale too.
SHAPES = {"red": "◆", "orange": "▲", "yellow": "■", "blue": "●", "white": "○", "": "◇"}
MOST_SHOWN = 6
MOST_AREAS = 2


def strip(alerts: Sequence[ActiveAlert], unmatched: Sequence[Unmatched], now: datetime, lang: str) -> str:
    """The strip; nothing at all where nothing is in force and nothing was misunderstood."""
    if not alerts and not unmatched:
        return ""
    told = [alert_values(alert, now, lang) for alert in alerts[:MOST_SHOWN]]
    return render(
        "alerts.html", lang, alerts=told, more=len(alerts) - len(told),
        unmatched=[_unmatched(one, now, lang) for one in unmatched[:MOST_SHOWN]],
    )  # fmt: skip


def alert_values(alert: ActiveAlert, now: datetime, lang: str) -> dict:
    """An alert as a template's values."""
    return {
        "colour": alert.colour or "none",
        "token": LEVEL_TOKENS.get(alert.colour, "none"),
        "shape": SHAPES[alert.colour],
        "word": _word(alert, lang),
        "event": alert.event or say(lang, "alerts.without_info"),
        "language": alert.language,
        "sender": alert.sender_name,
        "areas": _areas(alert.areas, lang),
        "until": _until(alert, now, lang),
        "marks": list(_marks(alert, now, lang)),
        "whole": "\n".join(part for part in (alert.headline, alert.description, alert.instruction) if part),
        "receipt": receipt_number(alert.entry),
    }


def _word(alert: ActiveAlert, lang: str) -> str:
    """The colour's word; without a colour the severity's."""
    name = "colour" if alert.colour else "severity"
    code = alert.colour or alert.severity
    if not code:
        return ""
    found = feed("alerts").column(name).choice(code)
    return found.zh if lang == "zh" else found.en


def _areas(areas: Sequence[str], lang: str) -> str:
    between = "、" if lang == "zh" else ", "
    first = between.join(areas[:MOST_AREAS])
    return first if len(areas) <= MOST_AREAS else say(lang, "alerts.areas_more", first=first, n=len(areas))


def _until(alert: ActiveAlert, now: datetime, lang: str) -> str:
    at = text.moment(alert.expires, now)
    if alert.expiry_stated:
        return say(lang, "alerts.until", t=at)
    hours = f"{ALIVE_WITHOUT_EXPIRY / timedelta(hours=1):g}"
    return say(lang, "alerts.until_assumed", t=at, h=hours)


def _marks(alert: ActiveAlert, now: datetime, lang: str) -> Sequence[str]:
    marks = {
        "alerts.exercise": alert.status == "exercise",
        "alerts.not_public": alert.scope != "public",
        "alerts.past": alert.urgency == "past",
        "alerts.unknown_reference": bool(alert.unknown_references),
    }
    begins = alert.effective if alert.effective and alert.effective > now else None
    first = [say(lang, "alerts.begins", t=text.moment(begins, now))] if begins else []
    return [*first, *(say(lang, code) for code, holds in marks.items() if holds)]


def _unmatched(one: Unmatched, now: datetime, lang: str) -> dict:
    said = say(lang, f"alerts.unmatched_{one.reason}", sender=one.sender, t=text.moment(one.sent, now))
    return {"text": said, "identifier": one.identifier, "receipt": receipt_number(one.entry)}
