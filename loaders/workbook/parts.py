"""The parts of an XLSX package that calamine does not tell of: where its sheets lie and how its numbers are shown."""

import io
import re
import zipfile
from collections.abc import Callable
from posixpath import join, normpath
from xml.parsers import expat

# ECMA-376 part 1, 18.8.30: the built-in formats that show an exponent, and the date formats that show an hour.
_SCIENTIFIC_IDS = frozenset((11, 48))
_CLOCK_IDS = frozenset((18, 19, 20, 21, 22, 32, 33, 34, 35, 55, 56))
_QUOTED = re.compile(r'"[^"]*"|\\.|\[(?!h)[^\]]*\]|_.', re.IGNORECASE)
_ZEROS = re.compile("0{2,15}")


class Package:
    """The parts by name, as Excel finds them: whatever the case and the slashes."""

    def __init__(self, data: bytes) -> None:
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        self._names = {name.replace("\\", "/").lstrip("/").lower(): name for name in self._zip.namelist()}

    def read(self, path: str) -> bytes:
        """A part's bytes; KeyError when there is none of that name."""
        return self._zip.read(self._names[path.lower()])

    def has(self, path: str) -> bool:
        """Whether there is a part of that name."""
        return path.lower() in self._names


class NotPlain(ValueError):
    """A part declares a document type, which no spreadsheet program writes."""


def parser() -> expat.XMLParserType:
    """An XML parser that knows no DTD, so that nothing is ever fetched or multiplied."""
    made = expat.ParserCreate()
    made.buffer_text = True

    def refuse(*_: object) -> None:
        raise NotPlain

    made.StartDoctypeDeclHandler = refuse
    return made


def local(name: str) -> str:
    """An element's or attribute's name without its prefix."""
    return name.rpartition(":")[2]


def targets(relationships: bytes) -> dict[str, str]:
    """Path of each part that a workbook's relationships name, by the relationship's id."""
    found: dict[str, str] = {}

    def related(name: str, attributes: dict[str, str]) -> None:
        if local(name) == "Relationship" and attributes.get("TargetMode") != "External":
            found[attributes["Id"]] = normpath(join("/xl", attributes["Target"])).lstrip("/")

    _each(relationships, related)
    return found


def sheet_paths(package: Package) -> dict[str, str]:
    """Path of each sheet's part by the sheet's name."""
    parts = targets(package.read("xl/_rels/workbook.xml.rels"))
    paths: dict[str, str] = {}

    def listed(name: str, attributes: dict[str, str]) -> None:
        if local(name) == "sheet":
            by_id = {local(key): value for key, value in attributes.items() if ":" in key}
            paths[attributes["name"]] = parts[by_id["id"]]

    _each(package.read("xl/workbook.xml"), listed)
    return paths


def displays(package: Package) -> dict[int, str]:
    """Of the cell styles whose format changes what a number says: "scientific", "clock" or "zeros N"."""
    if not package.has("xl/styles.xml"):
        return {}
    codes: dict[int, str] = {}
    used: list[int] = []
    within: list[str] = []

    def begin(name: str, attributes: dict[str, str]) -> None:
        match local(name):
            case "numFmt":
                codes[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
            case "cellXfs" | "cellStyleXfs":
                within[:] = [local(name)]
            case "xf" if within == ["cellXfs"]:
                used.append(int(attributes.get("numFmtId", 0)))

    _each(package.read("xl/styles.xml"), begin)
    said = {style: _display(number, codes.get(number, "")) for style, number in enumerate(used)}
    return {style: display for style, display in said.items() if display}


def _each(xml: bytes, begin: Callable[[str, dict[str, str]], None]) -> None:
    reader = parser()
    reader.StartElementHandler = begin
    reader.Parse(xml, True)


def _display(number: int, code: str) -> str:
    plain = _QUOTED.sub("", code).partition(";")[0].lower()
    if number in _SCIENTIFIC_IDS or "e+" in plain:
        return "scientific"
    if number in _CLOCK_IDS or "h" in plain:
        return "clock"
    return f"zeros {len(plain)}" if _ZEROS.fullmatch(plain) else ""
