"""What every workbook is written with: styles, widths in Chinese characters, and cells that are never formulas."""

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from math import isfinite
from numbers import Real

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from feeds.declaration import Feed
from feeds.version import version

# A spreadsheet's own limits: rows of a sheet, characters of a cell and of a sheet's name.
MOST_ROWS = 1_048_576
LONGEST_CELL, LONGEST_NAME = 32_767, 31
NOT_IN_A_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
NARROWEST, WIDEST = 8, 42
# The same workbook is the same bytes, whenever it is made.
MADE = datetime(2025, 1, 1)
FORM = "_form"
# Dark on light and light on dark, so that what is required is told apart in greyscale too.
STYLES: dict[str, dict[str, object]] = {
    "head": {"bold": True, "bg_color": "#E3E9EF", "bottom": 1, "num_format": "@"},
    # The star is shown and not written: the header stays the header.
    "required": {
        "bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "bottom": 1, "num_format": '@"*"',
    },
    "faulty_head": {"bold": True, "bg_color": "#F4B6B0", "bottom": 1, "num_format": "@"},
    "text": {"num_format": "@"},
    "time": {"num_format": "yyyy-mm-dd hh:mm"},
    "count": {"num_format": "0"},
    "number": {"num_format": "General"},
    "error": {"num_format": "@", "bold": True, "bg_color": "#F4B6B0", "border": 1},
    "warning": {"num_format": "@", "bg_color": "#FCE7B2", "border": 4},
    "told": {"num_format": "@", "text_wrap": True, "valign": "top"},
}  # fmt: skip


class Exact(float):
    """A number that is written with as many digits as tell it apart; the library stops at sixteen."""

    def __format__(self, spec: str) -> str:
        return repr(float(self)).removesuffix(".0")


class Book:
    """A workbook being written."""

    def __init__(self) -> None:
        self._sink = BytesIO()
        plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self._made = Workbook(self._sink, {"in_memory": True, **plain})
        self._made.set_properties({"created": MADE})
        self.styles = {name: self._made.add_format(dict(look)) for name, look in STYLES.items()}

    def sheet(self, title: str) -> Worksheet:
        """A new sheet with its first row frozen."""
        made = self._made.add_worksheet(title.translate(NOT_IN_A_NAME)[:LONGEST_NAME])
        made.freeze_panes(1, 0)
        return made

    def form_sheet(self, feed: Feed) -> Worksheet:
        """The sheet nobody sees that says which form this is, in which version."""
        made = self._made.add_worksheet(FORM)
        made.very_hidden()
        for row, pair in enumerate((("feed", feed.name), ("version", version(feed)))):
            made.write_string(row, 0, pair[0])
            made.write_string(row, 1, pair[1])
        return made

    def write(self, sheet: Worksheet, at: int, cells: Iterable[object], style: str) -> None:
        """The cells of column `at` below its header: numbers as numbers, all else as text. ValueError: too many."""
        look = self.styles[style]
        for row, cell in enumerate(cells, start=1):
            if row == MOST_ROWS:
                raise ValueError("more rows than a sheet has")
            if isinstance(cell, str) and cell:
                sheet.write_string(row, at, cell[:LONGEST_CELL], look)
            elif isinstance(cell, Real) and isfinite(cell):
                sheet.write_number(row, at, Exact(cell), look)

    def bytes(self) -> bytes:
        """The finished workbook."""
        self._made.close()
        return self._sink.getvalue()


def width(texts: Iterable[object]) -> int:
    """How wide a column of these texts should be; a Chinese character takes two, as it does in GBK."""
    widest = max((len(str(text).encode("gbk", "replace")) for text in texts), default=0)
    return min(max(widest + 3, NARROWEST), WIDEST)
