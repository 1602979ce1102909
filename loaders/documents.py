"""Files that are no table: known by what they hold, whatever they are called, and turned into tables of our forms."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from domain.problems import Problem, Refused
from loaders.alerts import cap, qweather_warning
from loaders.storm import archive, zhejiang
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


FORMATS: tuple[Format, ...] = (
    Format("archive", "json", archive.is_one, archive.read),
    Format("zhejiang", "json", zhejiang.is_one, zhejiang.read),
    Format("qweather_warning", "json", qweather_warning.is_one, qweather_warning.read),
    Format("cap", "xml", cap.is_one, cap.read),
)
# JSONP: the object is the argument of a call.
_CALLBACK = re.compile(r"\s*[\w.$]{1,100}\s*\((?P<body>[\[{].*[\]}])\s*\)\s*;?\s*", re.DOTALL)
_HEAD = 4096


def tables_of(data: bytes, filename: str) -> Tables | None:
    """The tables of a document, by form; None where the bytes are no document of the field but perhaps a table.

    Raises Refused: file.no_json_document, file.no_xml_document (what is none of FORMATS), file.json (at line),
    and what a format's reader raises.
    """
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith((b"{", b"[")) or _CALLBACK.match(head.decode("latin-1").partition("(")[0] + "([]"):
        return _of_json(data.decode("utf-8-sig", "replace"), filename)
    if _is_xml(head):
        return _read("xml", data, filename)
    return _of_text(data, filename)


def _of_json(text: str, filename: str) -> Tables | None:
    called = _CALLBACK.fullmatch(text)
    return _read("json", _parsed(called["body"] if called else text), filename)


def _is_xml(head: bytes) -> bool:
    """A page of the web is none: what is handed on of it says so by itself."""
    return head.startswith((b"<?xml", b"<alert")) and b"<html" not in head.lower()


def _of_text(data: bytes, filename: str) -> Tables | None:
    """The bulletins and best tracks of the field are plain ASCII at their head."""
    head = data[:_HEAD].decode("utf-8-sig", "replace")
    for known in FORMATS:
        if known.kind == "text" and known.is_one(head):
            return known.read(data.decode("utf-8-sig", "replace"), filename)
    return None


def _read(kind: str, content: object, filename: str) -> Tables:
    for known in FORMATS:
        if known.kind == kind and known.is_one(content):
            return known.read(content, filename)
    raise Refused([Problem(f"file.no_{kind}_document")])


def _parsed(text: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as fault:
        raise Refused([Problem("file.json", row=fault.lineno, raw=fault.msg)]) from None
    except RecursionError:
        raise Refused([Problem("file.json_too_deep")]) from None
