"""CAP 1.2 and 1.1 messages: the alerts of observatories and other services, with several informations and areas.

What comes from outside is read by a parser that opens nothing: no document type, no entities but XML's own five, no
network, UTF-8 only. Moments may stand with a space and without a zone, as the Chinese profile GB/T 35965.1 writes
them: those are Beijing time, and a note says so. A signature is not checked, and a note says that too.
"""

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from domain import clock
from domain.problems import Problem, Refused
from loaders.alerts.canon import Cell, Row, lines_of, table
from loaders.alerts.colours import colour
from loaders.alerts.order import SIGNATURE, faults, name_of
from loaders.limits import MOST_RAW
from loaders.moments import beijing
from loaders.table import RawTable

VERSIONS = ("urn:oasis:names:tc:emergency:cap:1.2", "urn:oasis:names:tc:emergency:cap:1.1")
MAX_BYTES = 1_000_000
MOST_FAULTS = 50
LEAST_PAIRS = 4
_PAIR = re.compile(r"(?P<lat>[-+]?\d{1,2}(\.\d{1,20})?),(?P<lon>[-+]?\d{1,3}(\.\d{1,20})?)", re.ASCII)
_RADIUS = re.compile(r"\d{1,5}(\.\d{1,20})?", re.ASCII)
_ROOT = re.compile(rb"<(?:[\w.-]+:)?alert[\s>/]")
_ENCODING = re.compile(r"""\s*<\?xml[^>]*?\sencoding\s*=\s*["'](?P<name>[^"']*)["']""")
_DOCUMENT_TYPE = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ZONE = re.compile(r"(?:Z|[+-]\d\d:?\d\d)\s*$")


def is_one(data: bytes) -> bool:
    """Whether bytes begin an XML document that has an alert for its root, in whatever namespace."""
    return _ROOT.search(data[:MAX_BYTES]) is not None


def read(data: bytes, filename: str) -> dict[str, RawTable]:
    """The form `alerts`: one row for each info, one row numbered 0 for a message without any.

    Raises Refused: file.alert_too_large, alert_encoding, alert_document_type, alert_not_well_formed, alert_namespace,
    alert_missing, alert_unknown_element, alert_wrong_order, alert_repeated, alert_moment; row is the line.
    """
    alert = _parsed(_safe_text(data))
    namespace = _namespace(alert)
    if found := list(islice(faults(alert, namespace), MOST_FAULTS)):
        raise Refused(found)
    notes: list[Problem] = []
    if alert.find(SIGNATURE) is not None:
        notes.append(Problem("file.alert_signature", severity="note"))
    return {"alerts": table(list(_rows(_Message(alert, namespace, notes))), notes)}


def parser() -> etree.XMLParser:
    """A parser that follows no reference out of the file and lets none inside it grow."""
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip


def _safe_text(data: bytes) -> str:
    """The document as text, before any of it is parsed: in another encoding a document type could hide."""
    if len(data) > MAX_BYTES:
        raise Refused([Problem("file.alert_too_large", holes=(("most", MAX_BYTES), ("found", len(data))))])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise Refused([Problem("file.alert_encoding", row=line, raw=f"{data[fault.start]:#x}")]) from None
    named = _ENCODING.match(text)
    if named and named["name"].casefold() not in ("utf-8", "utf8", "us-ascii", "ascii"):
        raise Refused([Problem("file.alert_encoding", row=1, raw=named["name"])])
    if found := _DOCUMENT_TYPE.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise Refused([Problem("file.alert_document_type", row=line, raw=found.group())])
    return text


def _parsed(text: str) -> etree._Element:
    try:
        return etree.fromstring(text.encode("utf-8"), parser())
    except etree.XMLSyntaxError as fault:
        raise Refused([Problem("file.alert_not_well_formed", row=fault.lineno, raw=fault.msg)]) from None


def _namespace(alert: etree._Element) -> str:
    found = etree.QName(alert)
    if found.localname != "alert" or found.namespace not in VERSIONS:
        expected = " / ".join(VERSIONS)
        raw = f"{found.namespace or ''} {found.localname}".strip()
        raise Refused([Problem("file.alert_namespace", row=alert.sourceline, raw=raw, expected=expected)])
    return found.namespace


class _Message:
    """One message's elements by name; `notes` gathers what a reader must know."""

    def __init__(self, element: etree._Element, namespace: str, notes: list[Problem]) -> None:
        self.element, self.namespace, self.notes = element, namespace, notes

    def all(self, name: str) -> list["_Message"]:
        """The children of a name."""
        found = [child for child in self.element if name_of(child, self.namespace) == name]
        return [_Message(child, self.namespace, self.notes) for child in found]

    def text(self, name: str) -> str:
        """What a child says; empty where it is not there or says nothing."""
        return next((lines_of(child.element.text) for child in self.all(name)), "")

    def texts(self, name: str) -> list[str]:
        """What each child of a name says, on one line."""
        said = (" ".join((child.element.text or "").split()) for child in self.all(name))
        return [text for text in said if text]

    def pairs(self, name: str) -> list[tuple[str, str]]:
        """The names and values of parameters and codes."""
        return [(child.text("valueName"), child.text("value")) for child in self.all(name)]

    def look_at_shapes(self) -> None:
        """Notes polygons and circles that are none: the alert is in force all the same, and its words say where."""
        for name, is_shape in (("polygon", _is_polygon), ("circle", _is_circle)):
            for child in self.all(name):
                said = " ".join((child.element.text or "").split())
                if not is_shape(said):
                    self.notes.append(_no_shape(name, child.element.sourceline, said))

    def moment(self, name: str) -> str:
        """A moment, with its zone; Beijing's where it names none."""
        said = self.text(name)
        if not said:
            return ""
        line = self.all(name)[0].element.sourceline
        if not _ZONE.search(said):
            self.notes.append(
                Problem("file.alert_beijing", row=line, raw=said, severity="note", holes=(("element", name),))
            )
        try:
            return clock.iso(beijing(said, line))
        except Refused:
            holes = (("element", name),)
            raise Refused([Problem("file.alert_moment", row=line, raw=said, holes=holes)]) from None


def _no_shape(element: str, line: int, said: str) -> Problem:
    holes = (("element", element),)
    return Problem("file.alert_shape", row=line, raw=said[:MOST_RAW], severity="warning", holes=holes)


def _is_polygon(said: str) -> bool:
    """CAP 1.2, 3.2.4: at least four pairs of latitude and longitude, of which the last is the first again."""
    pairs = said.split(" ")
    return len(pairs) >= LEAST_PAIRS and pairs[0] == pairs[-1] and all(map(_is_pair, pairs))


def _is_circle(said: str) -> bool:
    """CAP 1.2, 3.2.4: a pair and a radius in km."""
    pair, _, radius = said.partition(" ")
    return _is_pair(pair) and _RADIUS.fullmatch(radius) is not None


def _is_pair(said: str) -> bool:
    found = _PAIR.fullmatch(said)
    return found is not None and abs(float(found["lat"])) <= 90 and abs(float(found["lon"])) <= 180


def _rows(alert: _Message) -> Iterator[Row]:
    head: dict[str, Cell] = {
        "identifier": alert.text("identifier"),
        "sender": alert.text("sender"),
        "sent": alert.moment("sent"),
        "status": alert.text("status"),
        "msg_type": alert.text("msgType"),
        "scope": alert.text("scope"),
        "references": " ".join(alert.text("references").split()),
        "note": alert.text("note"),
    }
    informations = alert.all("info")
    if not informations:
        yield alert.element.sourceline, head | {"info": "0"}
    for number, info in enumerate(informations, 1):
        yield info.element.sourceline, head | {"info": str(number)} | _cells(info)


def _cells(info: _Message) -> dict[str, Cell]:
    areas = info.all("area")
    for area in areas:
        area.look_at_shapes()
    return {
        "language": info.text("language"),
        "sender_name": info.text("senderName"),
        "event": info.text("event"),
        "severity": info.text("severity"),
        "urgency": info.text("urgency"),
        "certainty": info.text("certainty"),
        "colour": colour(
            info.pairs("parameter"), info.text("severity"), info.text("headline"), info.text("event"),
            [value for _, value in info.pairs("eventCode")],
        ),
        "headline": info.text("headline"),
        "description": info.text("description"),
        "instruction": info.text("instruction"),
        "effective": info.moment("effective"),
        "onset": info.moment("onset"),
        "expires": info.moment("expires"),
        "areas": [" ".join(area.text("areaDesc").split()) for area in areas],
        "polygons": [text for area in areas for text in area.texts("polygon")],
        "circles": [text for area in areas for text in area.texts("circle")],
        "geocodes": [f"{name}={value}" for area in areas for name, value in area.pairs("geocode")],
        "web": info.text("web"),
    }  # fmt: skip
