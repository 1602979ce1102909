"""What a worker tells of a workbook; plain lists, so that the worker needs no library for tables."""

from dataclasses import dataclass, field


@dataclass
class Merge:
    """A cell merged downwards within its column: rows as the spreadsheet counts, both included.

    `filled`: its text was written into each of its rows; a number is not, for it would count again.
    """

    first: int
    last: int
    text: str
    filled: bool


@dataclass
class Lost:
    """A formula whose result was never saved; `column` counts from 0 among the grid's."""

    row: int
    column: int
    formula: str


@dataclass
class Grid:
    """One visible sheet as text, all columns equally long; `first_row` is the spreadsheet's number of the first.

    `far`: the cell that lies so far outside that the sheet was not read, else empty.
    """

    name: str
    first_row: int = 1
    columns: list[list[str]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)
    far: str = ""


@dataclass
class Workbook:
    """Its visible sheets, the names of the hidden ones, and what a template's hidden sheet says of it."""

    grids: list[Grid]
    hidden: list[str]
    form: str | None = None
    version: str | None = None
