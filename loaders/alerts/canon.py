"""The table of alerts: what every alert format is turned into before it is checked like any other file.

Nothing is shortened in silence: a text that is too long for its column is cut, a list loses its last members whole,
and a note says so.
"""

from collections.abc import Iterator, Mapping, Sequence

from domain.problems import Problem
from feeds import feed
from feeds.declaration import Column
from feeds.readers import MAX_PASSAGE, MAX_TEXT
from loaders.table import RawTable, of_records

# A cell is a text, or a list of which each member is kept whole or not at all.
Cell = str | Sequence[str]
Row = tuple[int, Mapping[str, Cell]]
BETWEEN = {"areas": "、", "geocodes": "、", "polygons": "; ", "circles": "; ", "references": " "}
LONGEST = {"text": MAX_TEXT, "passage": MAX_PASSAGE}


def table(rows: Sequence[Row], notes: Sequence[Problem] = ()) -> RawTable:
    """The rows under the headers of the form `alerts`; each is (line of the file, cells by column)."""
    columns = feed("alerts").columns
    told = list(notes)
    texts: dict[str, list[str]] = {column.header: [] for column in columns}
    for line, cells in rows:
        for column in columns:
            text, cut = _fitted(line, column, cells.get(column.name, ""))
            texts[column.header].append(text)
            told.extend(cut)
    return of_records(texts, [line for line, _ in rows], told)


def lines_of(text: str | None) -> str:
    """A text without the indentation of its file; its lines stay."""
    return "\n".join(line.strip() for line in (text or "").strip().splitlines())


def _fitted(line: int, column: Column, cell: Cell) -> tuple[str, list[Problem]]:
    longest = LONGEST.get(column.type)
    if not isinstance(cell, str):
        return _members(line, column, cell, longest or MAX_PASSAGE)
    text = " ".join(cell.split()) if column.type == "text" else cell
    if longest is None or len(text) <= longest:
        return text, []
    return text[:longest], [_cut("file.alert_cut", line, column, longest, len(text))]


def _members(line: int, column: Column, members: Sequence[str], longest: int) -> tuple[str, list[Problem]]:
    between = BETWEEN[column.name]
    kept = list(_that_fit(members, between, longest))
    if len(kept) == len(members):
        return between.join(kept), []
    left = len(members) - len(kept)
    return between.join(kept), [_cut("file.alert_left_out", line, column, longest, left)]


def _that_fit(members: Sequence[str], between: str, longest: int) -> Iterator[str]:
    left = longest
    for member in members:
        left -= len(member) + len(between)
        if left + len(between) < 0:
            return
        yield member


def _cut(code: str, line: int, column: Column, longest: int, found: int) -> Problem:
    holes = (("found", found), ("most", longest))
    return Problem(code, row=line, column=column.name, severity="warning", holes=holes)
