"""What a fault was probably the work of: longitude and latitude swapped, a merged cell that was split."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc

from domain.problems import Problem
from feeds.columns import ReadColumn
from feeds.declaration import Column, Feed
from feeds.positions import position_columns

Said = tuple[str | None, tuple[tuple[str, str], ...]]  # the cell as received, and the holes of its sentence


@dataclass(frozen=True, slots=True)
class Hint:
    """The likely cause `code` of the faults of kind `of` in a column, at these positions; what was meant is in the hole "meant"."""

    code: str
    of: str
    column: str
    at: np.ndarray
    said: Callable[[int], Said]

    def problem(self, row: int, position: int) -> Problem:
        """What is said of one cell."""
        raw, holes = self.said(position)
        return Problem(self.code, row, self.column, raw, holes=holes)


def hints(feed: Feed, read: Mapping[str, ReadColumn]) -> Iterator[Hint]:
    """The likely causes of what is wrong with the cells."""
    for pair in position_columns(feed):
        yield from _swapped(feed, pair, read)
    for column in feed.columns:
        if column.type == "district":
            yield from _split(column, read[column.name], _nameless(feed, read))


def _swapped(feed: Feed, pair: tuple[str, str], read: Mapping[str, ReadColumn]) -> Iterator[Hint]:
    """Both halves of a position out of range, each within the other's."""
    lons, lats = (_positions(read[name], "cell.out_of_range") for name in pair)
    both = np.intersect1d(lons, lats)
    for name, other in (pair, pair[::-1]) if len(both) else ():
        values = read[name].values.take(both).to_numpy(zero_copy_only=False).astype(float)
        both = both[_within(feed.column(other), values)]
    for name, other in (pair, pair[::-1]) if len(both) else ():
        yield Hint("cell.looks_swapped", "cell.out_of_range", name, both, _turned(read, name, other))


def _turned(read: Mapping[str, ReadColumn], name: str, other: str) -> Callable[[int], Said]:
    def said(i: int) -> Said:
        return read[name].texts[i].as_py(), (("other", other), ("meant", read[other].texts[i].as_py()))

    return said


def _nameless(feed: Feed, read: Mapping[str, ReadColumn]) -> np.ndarray:
    """Where what a row is known by is missing: rather a remark or a sum than a part of a block of rows."""
    named = (*feed.key, feed.map and feed.map.name)
    names = [c.name for c in feed.columns if c.name in named and c.type != "district"]
    return np.unique(np.concatenate([_positions(read[name], "cell.missing") for name in names]))


def _split(column: Column, read: ReadColumn, nameless: np.ndarray) -> Iterator[Hint]:
    """An empty district below a filled one, as a cell merged over several rows is saved in a text file."""
    empty = _positions(read, "cell.missing")
    if not len(empty):
        return
    filled = np.arange(len(read.texts))
    filled[empty] = -1
    above = np.maximum.accumulate(filled)
    below = np.setdiff1d(empty[above[empty] >= 0], nameless)

    def said(i: int) -> Said:
        return None, (("meant", read.texts[int(above[i])].as_py()),)

    lengths = pc.binary_length(read.texts.take(above[below])).to_numpy()
    yield Hint("cell.looks_split", "cell.missing", column.name, below[lengths > 0], said)


def _positions(read: ReadColumn, code: str) -> np.ndarray:
    """Where a column has faults of that kind."""
    return next((at for found, at in read.faults if found == code), np.empty(0, int))


def _within(column: Column, values: np.ndarray) -> np.ndarray:
    lowest = -np.inf if column.min is None else column.min
    highest = np.inf if column.max is None else column.max
    return (values >= lowest) & (values <= highest)
