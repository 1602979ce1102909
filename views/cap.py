"""The headquarters' own level in force as a CAP 1.2 message, for whoever collects alerts by program.

It tells of a response and warns of no weather: only observatories issue signals (CMA order 16), and it says so.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from domain.clock import stamp, to_beijing
from domain.levels import GRADES, ISSUERS, VERBS
from domain.receipts import receipt_number
from domain.words import LANGUAGES, say
from readiness.levels import Declaration
from readiness.plan import HEADQUARTERS

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
CITY_CODE = "330900"  # GB/T 2260
# GB/T 35965.1: ZZZZZZDDDUUUXX_YYYYMMDDhhmmss_N. The eight digits of an office are given by the national release centre;
# nought is what nobody was given, so that ours is taken for no other's.
OFFICE_CODE = CITY_CODE + "0" * 8
TAGS = {"zh": "zh-CN", "en": "en-US"}
# The four levels and the four severities are paired in the national scale (Ⅳ级/一般 ... Ⅰ级/特别重大).
_SEVERITY = {"IV": "Minor", "III": "Moderate", "II": "Severe", "I": "Extreme"}
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def level_notice(declarations: Iterable[Declaration], now: datetime, exercise: bool) -> bytes | None:
    """The message as UTF-8 bytes, the same for the same declaration; none where the headquarters has no level in force.

    A declaration that follows another of the same series is an update of it. exercise: for a demo as for an exercise.
    """
    series = _series(declarations, now)
    if not series:
        return None
    alert = Element("alert", xmlns=NAMESPACE)
    _head(alert, series, exercise)
    for lang in LANGUAGES:
        _info(alert, series[-1], lang, exercise)
    indent(alert)
    return tostring(alert, encoding="utf-8", xml_declaration=True)


def notice_name(declarations: Iterable[Declaration], now: datetime) -> str:
    """The message's identifier as a file's name; empty where there is no message."""
    series = _series(declarations, now)
    return f"{_identifier(series[-1])}.xml" if series else ""


def _series(declarations: Iterable[Declaration], now: datetime) -> list[Declaration]:
    """The headquarters' declarations for the whole city since its level began, oldest first."""
    series: list[Declaration] = []
    for said in sorted(declarations, key=lambda one: (one.effective_at, one.entry)):
        if (said.issuer, said.scope) == (HEADQUARTERS, "city") and said.effective_at <= now:
            series = [] if said.grade == "none" else [*series, said]
    return series


def _head(alert: Element, series: Sequence[Declaration], exercise: bool) -> None:
    said = series[-1]
    head = {
        "identifier": _identifier(said),
        "sender": OFFICE_CODE,
        "sent": _moment(said.received_at),
        "status": "Exercise" if exercise else "Actual",
        "msgType": "Update" if series[1:] else "Alert",
        "scope": "Public",
    }
    if exercise:
        head["note"] = " ".join(say(lang, "cap.exercise") for lang in LANGUAGES)
    if series[1:]:
        before = series[-2]
        head["references"] = f"{OFFICE_CODE},{_identifier(before)},{_moment(before.received_at)}"
    _put(alert, head)


def _info(alert: Element, said: Declaration, lang: str, exercise: bool) -> None:
    # How near and how sure the storm is, is not for the headquarters to say here: the level is all it tells.
    info = SubElement(alert, "info")
    head = {
        "language": TAGS[lang],
        "category": "Safety",
        "event": _series_name(lang),
        "responseType": "Execute",
    }
    judged = {
        "urgency": "Unknown",
        "severity": _SEVERITY.get(said.grade, "Unknown"),
        "certainty": "Unknown",
    }
    _put(info, head | judged | {"effective": _moment(said.effective_at)} | _told(said, lang, exercise))
    provenance = {
        "receipt": receipt_number(said.entry),
        "ledgerEntry": str(said.entry),
        "grade": said.grade,
        "verb": said.verb,
    }
    for name, value in provenance.items():
        _put(SubElement(info, "parameter"), {"valueName": name, "value": value})
    area = SubElement(info, "area")
    _put(area, {"areaDesc": say(lang, "cap.area")})
    _put(SubElement(area, "geocode"), {"valueName": "adcode", "value": CITY_CODE})


def _told(said: Declaration, lang: str, exercise: bool) -> dict[str, str]:
    grade, verb = GRADES[said.grade], VERBS[said.verb]
    words = {
        "grade": grade.zh if lang == "zh" else grade.en,
        "verb": verb.zh if lang == "zh" else verb.en,
        "series": _series_name(lang),
        "t": stamp(said.effective_at),
        "basis": said.basis,
        "receipt": receipt_number(said.entry),
        "entry": said.entry,
    }
    mark = say(lang, "cap.exercise") + (" " if lang == "en" else "") if exercise else ""
    return {
        "senderName": say(lang, "cap.office"),
        "headline": mark + say(lang, "cap.headline", **words),
        "description": mark + say(lang, "cap.description", **words),
    }


def _series_name(lang: str) -> str:
    issuer = ISSUERS[HEADQUARTERS]
    return issuer.series_zh if lang == "zh" else issuer.series_en


def _identifier(said: Declaration) -> str:
    return f"{OFFICE_CODE}_{to_beijing(said.received_at):%Y%m%d%H%M%S}_{said.entry}"


def _moment(at: datetime) -> str:
    """Seconds and zone are always written: CAP asks for both."""
    return to_beijing(at).replace(microsecond=0).isoformat()


def _put(parent: Element, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        SubElement(parent, name).text = _NO_XML.sub("", text)
