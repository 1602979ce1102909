"""QWeather's warnings in force at a place (weather alerts API v7): a list of national signals with their colours.

Each warning is one message of the office that issued it; `related` names the warning that an update or a cancellation
goes back to, without its moment.
"""

from typing import Any

from domain import clock
from domain.problems import Problem, Refused
from loaders.alerts.canon import Row, lines_of, table
from loaders.limits import MOST_RAW
from loaders.moments import beijing
from loaders.nodes import text
from loaders.table import RawTable

FINE = "200"
_KIND = {"active": "alert", "update": "update", "cancel": "cancel"}


def is_one(content: object) -> bool:
    """Whether parsed JSON is an answer of this service about warnings."""
    warnings = content.get("warning") if isinstance(content, dict) and "code" in content else None
    return isinstance(warnings, list) and all(isinstance(said, dict) for said in warnings)


def read(content: Any, filename: str) -> dict[str, RawTable]:
    """The form `alerts`. Raises Refused: file.alert_answer (the service's own failure), alert_none, file.not_a_moment, file.broken_record (row: the
    warning's place in the list).
    """
    if str(content["code"]) != FINE:
        raise Refused([Problem("file.alert_answer", raw=str(content["code"])[:MOST_RAW], expected=FINE)])
    if not content["warning"]:
        raise Refused([Problem("file.alert_none")])
    page = text(content.get("fxLink"))
    return {"alerts": table([_row(number, said, page) for number, said in enumerate(content["warning"], 1)])}


def _row(number: int, said: dict[str, Any], page: str) -> Row:
    # The service passes on warnings of offices that it does not name.
    sender, status = text(said.get("sender"), number) or "qweather", text(said.get("status"), number)
    related = text(said.get("related"), number)
    return number, {
        "identifier": text(said.get("id"), number),
        "sender": sender,
        "sent": _moment(said, "pubTime", number),
        "info": "1",
        "status": "actual",
        "msg_type": _KIND.get(status, status),
        "scope": "public",
        "language": "zh-CN",
        "sender_name": text(said.get("sender"), number),
        "event": text(said.get("typeName"), number),
        "severity": text(said.get("severity"), number),
        "urgency": text(said.get("urgency"), number),
        "certainty": text(said.get("certainty"), number),
        "colour": text(said.get("severityColor"), number),
        "headline": text(said.get("title"), number),
        "description": lines_of(text(said.get("text"), number)),
        "effective": _moment(said, "startTime", number),
        "expires": _moment(said, "endTime", number),
        "references": [f"{sender},{one.strip()}" for one in related.split(",") if one.strip()],
        "web": page,
    }


def _moment(said: dict[str, Any], name: str, number: int) -> str:
    moment = text(said.get(name), number)
    return clock.iso(beijing(moment, number)) if moment else ""
