"""What calamine leaves out of ODS: failed formulas, which come as empty cells, hidden rows, and what is repeated without end."""

import re

from loaders.limits import FAR_ROWS, MAX_COLUMNS
from loaders.workbook.marks import Marks
from loaders.workbook.parts import Package, local, parser

# As LibreOffice writes them; a document without any is not looked at.
_SIGNS = (b'value-type="error"', b':visibility="')
_REPEATED = re.compile(rb"""number-(rows|columns)-repeated\s*=\s*["']([0-9]+)""")
_EMPTY = re.compile(rb"<[\w:]*(?:column|cell)\b(?![^<>]*(?:value-type|formula))[^<>]*/>")
_EMPTY_ROW = re.compile(rb"<[\w:]*row\b[^<>]*>\s*</[\w:]*row>")
_FILLED = ("value-type", "formula")
# An empty row may be repeated down to the last; what is hidden there is nothing.
_MOST_REPEATED = 1000


def marks_of_ods(data: bytes) -> dict[str, Marks]:
    """Marks by the name of the sheet, ODF 1.2 part 1, 9.1; none where nothing is marked."""
    content = Package(data).read("content.xml")
    if not any(sign in content for sign in _SIGNS) and not _may_be_far(content):
        return {}
    reader, parsing = _Reader(), parser()
    parsing.StartElementHandler = reader.begin
    parsing.EndElementHandler = reader.end
    parsing.CharacterDataHandler = reader.characters
    parsing.Parse(content, True)
    return reader.found


def _may_be_far(content: bytes) -> bool:
    """Whether rows or cells may be repeated beyond what a table has; LibreOffice fills a sheet up so with empty ones."""
    repeated = {b"rows": 0, b"columns": 0}
    filled = _EMPTY_ROW.sub(b"", _EMPTY.sub(b"", content))
    for what, times in _REPEATED.findall(filled):
        repeated[what] = max(repeated[what], int(times[:9]))
    many_rows = filled.count(b"number-rows-repeated") * repeated[b"rows"] > FAR_ROWS
    return many_rows or repeated[b"columns"] > MAX_COLUMNS


class _Reader:
    def __init__(self) -> None:
        self.found: dict[str, Marks] = {}
        self._marks = Marks()
        self._row = self._column = self._row_ends = self._column_ends = 0
        self._again = 0
        self._filled = self._failed = False
        self._text = ""

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """A sheet begins anew, a row or a cell where the one before ends, as often as it is repeated."""
        said = {local(key): value for key, value in attributes.items()}
        match local(name):
            case "table":
                self._marks = self.found.setdefault(said.get("name", ""), Marks())
                self._row_ends = self._again = 0
            case "table-row":
                self._row, self._column_ends = self._row_ends, 0
                repeated = int(said.get("number-rows-repeated", 1))
                self._row_ends += repeated
                self._filled = False
                if said.get("visibility") in ("collapse", "filter") and repeated <= _MOST_REPEATED:
                    self._marks.hidden_rows += range(self._row + 1, self._row_ends + 1)
            case "p":
                self._fill()
            case "table-cell" | "covered-table-cell":
                self._column = self._column_ends
                self._column_ends += int(said.get("number-columns-repeated", 1))
                if any(name in said for name in _FILLED):
                    self._fill()
                self._failed = attributes.get("calcext:value-type") == "error"
                self._text = ""

    def characters(self, data: str) -> None:
        """What a failed cell shows."""
        if self._failed:
            self._text += data

    def _fill(self) -> None:
        """A filled cell counts as often as it is repeated; so do its row and those before it."""
        if not self._filled:
            self._filled = True
            self._again += self._row_ends - self._row - 1
        if (self._again > FAR_ROWS or self._column_ends > MAX_COLUMNS) and not self._marks.far:
            self._marks.far = f"R{self._row_ends}C{self._column_ends}"

    def end(self, name: str) -> None:
        """A failed cell is kept when it is complete."""
        if self._failed and local(name).endswith("table-cell"):
            for column in range(self._column, min(self._column_ends, MAX_COLUMNS)):
                self._marks.errors[self._row, column] = self._text.strip() or "#N/A"
            self._failed = False
