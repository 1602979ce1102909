"""What calamine leaves out of an XLSX sheet: error values, formulas never calculated, hidden rows, far cells, displays."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from loaders.limits import FAR_ROWS, MAX_COLUMNS
from loaders.workbook.parts import local, parser

Place = tuple[int, int]  # row and column, both from 0

# What a sheet holds if it needs the closer look, and what a cell beyond the last column looks like.
_SIGNS = (b"<f>", b"<f ", b"<f/", b":f>", b":f ", b't="e"', b"t='e'", b"hidden=")
_BEYOND = re.compile(rb"\br=[\"'](?:[A-Z]{3}|[H-Z][A-Z]|G[S-Z])[0-9]")
_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*?\br=[\"']([0-9]{1,9})")
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass
class Marks:
    """By place: texts of error values, formulas without a result, and how a style shows its number."""

    errors: dict[Place, str] = field(default_factory=dict)
    formulas: dict[Place, str] = field(default_factory=dict)
    shown: dict[Place, str] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    far: str = ""


def needs_look(xml: bytes) -> bool:
    """Whether a sheet may hold anything that is marked here, displays apart. Quick, and rather too often true."""
    return any(sign in xml for sign in _SIGNS) or _may_be_far(xml)


def _may_be_far(xml: bytes) -> bool:
    rows = [0, *map(int, _ROW.findall(xml))]
    return _BEYOND.search(xml) is not None or any(b - a > FAR_ROWS for a, b in pairwise(rows))


def look(xml: bytes, displays: Mapping[int, str]) -> Marks:
    """Goes through a sheet's XML once, cell by cell."""
    reader = _Reader(displays)
    parsing = parser()
    parsing.StartElementHandler = reader.begin
    parsing.EndElementHandler = reader.end
    parsing.CharacterDataHandler = reader.characters
    parsing.Parse(xml, True)
    return reader.marks


class _Reader:
    def __init__(self, displays: Mapping[int, str]) -> None:
        self.marks = Marks()
        self._displays = displays
        self._row = self._column = -1
        self._last_filled = 0
        self._texts: dict[str, str] = {}
        self._inside = ""
        self._cell: dict[str, str] = {}

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """A row or a cell moves on; what stands within a cell is collected by element."""
        match local(name):
            case "c":
                self._cell, self._texts = attributes, {}
                self._row, self._column = self._place(attributes.get("r", ""))
            case "f" | "v" | "t" as part:
                self._inside = part
                self._texts.setdefault(part, "")
            case "row":
                self._row, self._column = int(attributes.get("r", self._row + 2)) - 1, -1
                if attributes.get("hidden", "0") not in ("0", "false"):
                    self.marks.hidden_rows.append(self._row + 1)

    def characters(self, data: str) -> None:
        """Text within a formula or a value."""
        if self._inside:
            self._texts[self._inside] += data

    def end(self, name: str) -> None:
        """A cell is judged when it is complete."""
        self._inside = ""
        if local(name) == "c":
            self._judge(self._texts.get("v", ""))

    def _place(self, reference: str) -> Place:
        found = _REFERENCE.fullmatch(reference)
        if not found:
            return self._row, self._column + 1
        column = 0
        for letter in found[1]:
            column = column * 26 + ord(letter) - 64
        return int(found[2]) - 1, column - 1

    def _judge(self, value: str) -> None:
        place, kind = (self._row, self._column), self._cell.get("t", "n")
        if not any(self._texts.values()) and "f" not in self._texts:
            return
        self._measure(self._cell.get("r", ""))
        if kind == "e":
            self.marks.errors[place] = value
        elif "f" in self._texts and not value and kind != "str":
            self.marks.formulas[place] = self._texts["f"]
        elif display := self._displays.get(int(self._cell.get("s", 0))):
            self.marks.shown[place] = display

    def _measure(self, reference: str) -> None:
        beyond = self._column >= MAX_COLUMNS or self._row - self._last_filled > FAR_ROWS
        self._last_filled = max(self._last_filled, self._row)
        if beyond and not self.marks.far:
            self.marks.far = reference or f"R{self._row + 1}C{self._column + 1}"
