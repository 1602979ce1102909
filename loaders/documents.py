"""Files that are no table: known by what they hold, whatever they are called, and turned into tables of our forms."""

import json
import re
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from domain.problems import LINE, RECORD, ROW, Problem, Refused
from loaders import gb18030
from loaders.alerts import cap, qweather_warning
from loaders.limits import MOST_RAW
from loaders.storm import (
    archive,
    atcf,
    bulletin,
    cma_best_track,
    ibtracs,
    jma_best_track,
    nmc,
    qweather,
    wenzhou,
    zhejiang,
)
from loaders.table import RawTable

# What a document gives: tables by the form they are for.
Tables = dict[str, RawTable]


@dataclass(frozen=True, slots=True)
class Format:
    """One format of the field: `is_one` looks at the content, `read` takes it and the file's name.

    content: the parsed JSON of `json` formats, the text of `text` ones, the bytes of `xml` ones. read raises Refused.
    """

    code: str
    kind: str
    is_one: Callable[..., bool]
    read: Callable[..., Tables]

    @property
    def counted(self) -> str:
        """What the numbers of its rows count: nobody finds a record of a JSON by its line."""
        return RECORD if self.kind == "json" else LINE

    def tables(self, content: object, filename: str) -> Tables:
        """What `read` gives, or raises, each number saying what it counts."""
        try:
            tables = self.read(content, filename)
        except Refused as refused:
            raise Refused(problem.numbered(self.counted) for problem in refused.problems) from None
        return {form: self._counting(table) for form, table in tables.items()}

    def _counting(self, table: RawTable) -> RawTable:
        counted = self.counted if table.counted == ROW else table.counted
        return replace(
            table, counted=counted, notes=tuple(note.numbered(self.counted) for note in table.notes)
        )


FORMATS: tuple[Format, ...] = (
    Format("archive", "json", archive.is_one, archive.read),
    Format("zhejiang", "json", zhejiang.is_one, zhejiang.read),
    Format("jma_best_track", "text", jma_best_track.is_one, jma_best_track.read),
    Format("cma_best_track", "text", cma_best_track.is_one, cma_best_track.read),
    Format("atcf", "text", atcf.is_one, atcf.read),
    Format("ibtracs", "text", ibtracs.is_one, ibtracs.read),
    Format("wenzhou", "json", wenzhou.is_one, wenzhou.read),
    Format("nmc", "json", nmc.is_one, nmc.read),
    Format("qweather", "json", qweather.is_one, qweather.read),
    Format("bulletin", "text", bulletin.is_one, bulletin.read),
    Format("qweather_warning", "json", qweather_warning.is_one, qweather_warning.read),
    Format("cap", "xml", cap.is_one, cap.read),
)
# Text that is none of them may be a table.
NONE_OF_THEM = {"json": "file.no_json_document", "xml": "file.no_xml_document"}
# A table of UTF-16 may begin with the byte of a bracket, as 养 does, and one of text with [类别].
_JSON = re.compile(r"""[\[{]\s*(?:["\[\]{}\d-]|null|true|false|$)""")
# JSONP: the object is the argument of a call; the National Meteorological Centre puts some into two brackets.
_CALL = re.compile(r"\s*(/\*\*/)?\s*[\w.$]{1,100}\s*\((\s*\()*\s*[\[{]")
_CALLED = re.compile(r"[^\[{]*(?P<body>[\[{].*[\]}])[\s);]*", re.DOTALL)
# One half of a sign of two: nothing can be written with it, not even the refusal.
_HALF_SIGN = re.compile(r"[\ud800-\udfff]")
_HEAD = 4096
# That of UTF-32 begins with that of UTF-16.
_WIDE = {
    "utf-32": re.compile(rb"\xff\xfe\0\0|\0\0\xfe\xff"),
    "utf-16": re.compile(rb"\xff\xfe|\xfe\xff"),
    "utf-16-le": re.compile(rb"[\[{<]\0(?!\0)"),
    "utf-16-be": re.compile(rb"\0[\[{<]"),
}


def tables_of(data: bytes, filename: str) -> Tables | None:
    """The tables of a document, by form; None where the bytes are no document of the field but perhaps a table.

    Raises Refused: file.no_json_document, file.no_xml_document (what is none of FORMATS), file.json (row: the line), file.json_cut, file.json_value, file.json_key_twice,
    file.json_too_deep, file.json_encoding, file.alert_encoding, and what a format's reader raises.
    """
    received, data = data, _utf8(data)
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    if any(begins.match(head.decode("latin-1")) for begins in (_JSON, _CALL)):
        return _of_json(data, filename)
    if _is_xml(head):
        if data is not received:
            raise Refused([Problem("file.alert_encoding", raw="UTF-16")])
        return _read("xml", data, filename)
    return _of_text(data, filename)


def _utf8(data: bytes) -> bytes:
    """What an editor saved as Unicode text, as UTF-8; a mark at its head tells, or the empty halves of a bracket's sign."""
    for encoding, begins in _WIDE.items():
        if begins.match(data):
            with suppress(UnicodeDecodeError):
                return data.decode(encoding).encode()
    return data


def _of_json(data: bytes, filename: str) -> Tables:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused([Problem("file.json_encoding")]) from None
    called = _CALL.match(text) and _CALLED.fullmatch(text)
    return _read("json", _parsed(called["body"] if called else text), filename)


def _is_xml(head: bytes) -> bool:
    """A page of the web and a workbook of Excel 2003 are none: what is handed on of them says so by itself."""
    others = (b"<html", b"<workbook", b"mso-application")
    return head.startswith((b"<?xml", b"<alert")) and not any(other in head.lower() for other in others)


def _of_text(data: bytes, filename: str) -> Tables | None:
    """The bulletins and best tracks of the field are plain ASCII at their head."""
    head = data[:_HEAD].decode("utf-8-sig", "replace")
    for known in FORMATS:
        if known.kind == "text" and known.is_one(head):
            text, encoding = _written(data)
            tables = known.tables(text, filename)
            return {form: replace(table, encoding=encoding) for form, table in tables.items()}
    return None


def _written(data: bytes) -> tuple[str, str]:
    """A text and its encoding: what an office adds to a bulletin in Chinese is UTF-8 or GB18030."""
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        try:
            return gb18030.decode(data), "gb18030"
        except UnicodeDecodeError:
            return data.decode("utf-8-sig", "replace"), "utf-8"


def _read(kind: str, content: object, filename: str) -> Tables:
    for known in FORMATS:
        if known.kind == kind and known.is_one(content):
            return known.tables(content, filename)
    raise Refused([Problem(NONE_OF_THEM[kind])])


def _once_each(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object of a JSON. Raises Refused("file.json_key_twice"): which of two was meant nobody can say."""
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = Counter(name for name, _ in pairs).most_common(1)[0][0]
        raise Refused([Problem("file.json_key_twice", raw=twice)])
    return found


def _at_fault(text: str, fault: json.JSONDecodeError) -> Problem:
    """What stands where a JSON cannot go on; a text without its end is that of a download that broke off."""
    rest = " ".join(text[fault.pos :].split())
    if not rest or fault.msg.startswith("Unterminated"):
        return Problem("file.json_cut", row=text.count("\n") + 1)
    return Problem("file.json", row=fault.lineno, raw=rest[:MOST_RAW])


def _parsed(text: str) -> object:
    try:
        content = json.loads(text, object_pairs_hook=_once_each)
        unwritable = "\\u" in text and _HALF_SIGN.search(json.dumps(content, ensure_ascii=False))
    except json.JSONDecodeError as fault:
        raise Refused([_at_fault(text, fault)]) from None
    except RecursionError:
        raise Refused([Problem("file.json_too_deep")]) from None
    except ValueError as fault:
        # Numbers of more than 4300 digits.
        raise Refused([Problem("file.json_value", raw=str(fault).partition(":")[0])]) from None
    if unwritable:
        raise Refused([Problem("file.json_value", raw=f"\\u{ord(unwritable[0]):x}")])
    return content
