"""Which elements a CAP message has, in which order: every element that is missing, strange or out of its place is told.

From the message model of CAP 1.2 (OASIS, 1 July 2010) and 1.1 (with errata, 2007), whose differences here are that a
resource of 1.1 may lack its type.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from domain.problems import Problem

SIGNATURE = "{http://www.w3.org/2000/09/xmldsig#}Signature"
_PAIR = "valueName value"
# As in a document type: ? at most one, * any number, + at least one.
_MODELS = {
    "alert": "identifier sender sent status msgType source? scope restriction? addresses? code* note? references? "
    f"incidents? info* {SIGNATURE}*",
    "info": "language? category+ event responseType* urgency severity certainty audience? eventCode* effective? onset? "
    "expires? senderName? headline? description? instruction? web? contact? parameter* resource* area*",
    "resource": "resourceDesc mimeType? size? uri? derefUri? digest?",
    "area": "areaDesc polygon* circle* geocode* altitude? ceiling?",
    "eventCode": _PAIR,
    "parameter": _PAIR,
    "geocode": _PAIR,
}
_MEMBER = re.compile(r"(?P<name>\S+?)(?P<often>[?*+]?)(?:\s|$)")


@dataclass(frozen=True, slots=True)
class _Member:
    name: str
    required: bool
    many: bool


_MEMBERS: dict[str, tuple[_Member, ...]] = {
    parent: tuple(
        _Member(found["name"], found["often"] in ("", "+"), found["often"] in ("*", "+"))
        for found in _MEMBER.finditer(model)
    )
    for parent, model in _MODELS.items()
}


def name_of(element: etree._Element, namespace: str) -> str:
    """An element's name; with its namespace where that is another than the message's."""
    return str(element.tag).removeprefix(f"{{{namespace}}}")


def faults(element: etree._Element, namespace: str) -> Iterator[Problem]:
    """What is out of order in an element and below it, by line; what does not belong there is not looked into."""
    parent = name_of(element, namespace)
    members = _MEMBERS.get(parent, ())
    names = [name_of(child, namespace) for child in element]
    yield from _places(element, parent, names, members)
    for member in members:
        if member.required and not _is_given(element, names, member.name):
            yield Problem(
                "file.alert_missing",
                row=element.sourceline,
                raw=member.name,
                holes=(("inside", parent),),
            )
    known = {member.name for member in members} - {SIGNATURE}
    for child, name in zip(element, names):
        if name in known:
            yield from faults(child, namespace)


def _places(
    element: etree._Element, parent: str, names: Sequence[str], members: Sequence[_Member]
) -> Iterator[Problem]:
    """Every child that is unknown, comes after one it should precede, or comes again where it may not."""
    order = {member.name: place for place, member in enumerate(members)}
    furthest = 0
    for at, (child, name) in enumerate(zip(element, names)):
        place = order.get(name)
        if place is None:
            yield _fault("file.alert_unknown_element", child, name, parent)
        elif place < furthest:
            yield _fault("file.alert_wrong_order", child, name, members[furthest].name)
        elif name in names[:at] and not members[place].many:
            yield _fault("file.alert_repeated", child, name, parent)
        else:
            furthest = place


def _is_given(element: etree._Element, names: Sequence[str], name: str) -> bool:
    """An element that is there and says nothing is missing."""
    return any(
        said == name and (len(child) or (child.text or "").strip()) for child, said in zip(element, names)
    )


def _fault(code: str, child: etree._Element, name: str, other: str) -> Problem:
    return Problem(code, row=child.sourceline, raw=name, holes=(("inside", other),))
