"""What calamine leaves out of ODS: failed formulas, which come as empty cells, and hidden rows."""

from loaders.limits import MAX_COLUMNS
from loaders.workbook.marks import Marks
from loaders.workbook.parts import Package, local, parser

# As LibreOffice writes them; a document without any is not looked at.
_SIGNS = (b'value-type="error"', b':visibility="')
# An empty row may be repeated down to the last; what is hidden there is nothing.
_MOST_REPEATED = 1000


def marks_of_ods(data: bytes) -> dict[str, Marks]:
    """Marks by the name of the sheet, ODF 1.2 part 1, 9.1; none where nothing is marked."""
    content = Package(data).read("content.xml")
    if not any(sign in content for sign in _SIGNS):
        return {}
    reader, parsing = _Reader(), parser()
    parsing.StartElementHandler = reader.begin
    parsing.EndElementHandler = reader.end
    parsing.CharacterDataHandler = reader.characters
    parsing.Parse(content, True)
    return reader.found


class _Reader:
    def __init__(self) -> None:
        self.found: dict[str, Marks] = {}
        self._marks = Marks()
        self._row = self._column = self._row_ends = self._column_ends = 0
        self._failed = False
        self._text = ""

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """A sheet begins anew, a row or a cell where the one before ends, as often as it is repeated."""
        said = {local(key): value for key, value in attributes.items()}
        match local(name):
            case "table":
                self._marks = self.found.setdefault(said.get("name", ""), Marks())
                self._row_ends = 0
            case "table-row":
                self._row, self._column_ends = self._row_ends, 0
                repeated = int(said.get("number-rows-repeated", 1))
                self._row_ends += repeated
                if said.get("visibility") in ("collapse", "filter") and repeated <= _MOST_REPEATED:
                    self._marks.hidden_rows += range(self._row + 1, self._row_ends + 1)
            case "table-cell" | "covered-table-cell":
                self._column = self._column_ends
                self._column_ends += int(said.get("number-columns-repeated", 1))
                self._failed = attributes.get("calcext:value-type") == "error"
                self._text = ""

    def characters(self, data: str) -> None:
        """What a failed cell shows."""
        if self._failed:
            self._text += data

    def end(self, name: str) -> None:
        """A failed cell is kept when it is complete."""
        if self._failed and local(name).endswith("table-cell"):
            for column in range(self._column, min(self._column_ends, MAX_COLUMNS)):
                self._marks.errors[self._row, column] = self._text.strip() or "#N/A"
            self._failed = False
