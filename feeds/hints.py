"""What a fault was probably the work of: longitude and latitude swapped, a merged cell that was split."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from domain.problems import Problem
from feeds.columns import ReadColumn
from feeds.declaration import Column, Feed
from feeds.positions import position_columns

Places = dict[tuple[int | None, str | None], Problem]


def hinted(
    feed: Feed, problems: Sequence[Problem], read: Mapping[str, ReadColumn], rows: np.ndarray
) -> list[Problem]:
    """The problems of cells, those with a likely cause told by it; what was meant is in the hole "meant"."""
    at = {int(row): i for i, row in enumerate(rows)} if problems else {}
    told: Places = {(problem.row, problem.column): problem for problem in problems}
    hints = {(p.row, p.column): p for p in (*_swapped(feed, told, read, at), *_split(feed, told, read, at))}
    return [hints.get((problem.row, problem.column), problem) for problem in problems]


def _swapped(
    feed: Feed, told: Places, read: Mapping[str, ReadColumn], at: Mapping[int, int]
) -> Iterator[Problem]:
    """Both halves of a position out of range, each within the other's."""
    for pair in position_columns(feed):
        first, second = (_rows(told, name, "cell.out_of_range") for name in pair)
        both = [row for row in first if row in second]
        for row in both:
            values = [read[name].values[at[row]].as_py() for name in pair]
            columns = [feed.column(name) for name in pair]
            if all(_within(column, value) for column, value in zip(columns, reversed(values))):
                texts = [read[name].texts[at[row]].as_py() for name in pair]
                for column, other, raw, meant in zip(columns, reversed(columns), texts, reversed(texts)):
                    holes = (("other", other.name), ("meant", meant))
                    yield Problem("cell.looks_swapped", row, column.name, raw, holes=holes)


def _split(
    feed: Feed, told: Places, read: Mapping[str, ReadColumn], at: Mapping[int, int]
) -> Iterator[Problem]:
    """An empty district below a filled one, as a cell merged over several rows is saved in a text file.

    A row that lacks its name as well is rather a remark or a sum than a part of such a block.
    """
    nameless = {row for name in _names(feed) for row in _rows(told, name, "cell.missing")}
    for column in feed.columns:
        empty = _rows(told, column.name, "cell.missing") if column.type == "district" else {}
        texts = read[column.name].texts.to_pylist() if empty else []
        above = ""
        for row, i in at.items() if empty else ():
            if row not in empty:
                above = texts[i]
            elif above and row not in nameless:
                yield Problem("cell.looks_split", row, column.name, holes=(("meant", above),))


def _names(feed: Feed) -> list[str]:
    return [
        c.name
        for c in feed.columns
        if c.name in (*feed.key, feed.map and feed.map.name) and c.type != "district"
    ]


def _rows(told: Places, column: str, code: str) -> dict[int, Problem]:
    return {row: p for (row, name), p in told.items() if row and name == column and p.code == code}


def _within(column: Column, value: float) -> bool:
    return (column.min is None or value >= column.min) and (column.max is None or value <= column.max)
