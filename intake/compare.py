"""What a file would change: its rows against what is shown now for the same reporting unit."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from feeds.declaration import Feed
from feeds.glance import whole
from feeds.rows import row_keys
from feeds.sentences import cell_text

# A new cut-off on every row is one piece of news, not a change of each.
CUT_OFF = "as_of"
MANY_GONE = 0.1


@dataclass(frozen=True)
class Comparison:
    """Rows of the file and of the present picture by key; indices are row positions in `new` and `old`."""

    feed: Feed
    new: pa.Table
    old: pa.Table
    new_at: np.ndarray
    old_at: np.ndarray

    @cached_property
    def added(self) -> np.ndarray:
        """Positions in `new` of rows whose key is not shown now."""
        return np.flatnonzero(self.old_at < 0)

    @cached_property
    def missing(self) -> np.ndarray:
        """Positions in `old` of rows that are shown now and not in this file; none for an addition."""
        return np.flatnonzero(self.new_at < 0) if self.feed.file == "whole" else np.empty(0, int)

    @cached_property
    def differing(self) -> dict[str, np.ndarray]:
        """Column name -> positions in `new` of rows whose value differs from the one shown; cut-offs apart."""
        return {name: rows for name, rows in self._differing.items() if name != CUT_OFF}

    @cached_property
    def redated(self) -> np.ndarray:
        """Positions in `new` of rows of which only the cut-off moves."""
        return np.setdiff1d(self._differing.get(CUT_OFF, np.empty(0, int)), self.changed)

    @cached_property
    def _differing(self) -> dict[str, np.ndarray]:
        kept = np.flatnonzero(self.old_at >= 0)
        shared = [n for n in self.new.column_names if self._is_told(n) and n in self.old.column_names]
        new = _taken(self.new.select(shared), kept)
        old = _taken(self.old.select(shared), self.old_at[kept])
        masks = {name: _differs(new.column(name), old.column(name)) for name in shared}
        return {name: kept[mask] for name, mask in masks.items() if mask.any()}

    def _is_told(self, name: str) -> bool:
        """Whether a column is the form's own, or the bound of one; the others only help to count."""
        return self.feed.has(name.removesuffix("_qualifier"))

    @cached_property
    def changed(self) -> np.ndarray:
        """Positions in `new` of rows with at least one differing value."""
        return np.unique(np.concatenate([*self.differing.values(), np.empty(0, int)])).astype(int)

    @property
    def cells(self) -> int:
        """How many values differ."""
        return sum(len(rows) for rows in self.differing.values())

    @property
    def many_gone(self) -> bool:
        """Whether more than a tenth of the rows shown now are not in the file."""
        return len(self.missing) > MANY_GONE * self.old.num_rows

    @property
    def unchanged(self) -> int:
        """How many rows stay as they are."""
        return self.new.num_rows - len(self.added) - len(self.changed)

    def changes(self, limit: int, lang: str = "zh") -> Iterator[tuple[str, str, object, object]]:
        """(row's key, column, old value, new value), at most `limit` of them, in the file's order."""
        cells = sorted((int(i), name) for name, rows in self.differing.items() for i in rows[:limit])[:limit]
        for i, name in cells:
            old = self.old.column(name)[int(self.old_at[i])].as_py()
            yield label(self.feed, self.new, i, lang), name, old, self.new.column(name)[i].as_py()


def compare(feed: Feed, new: pa.Table, shown: pd.DataFrame, unit: str) -> Comparison:
    """Rows of `new` against those of `shown` that belong to the reporting unit."""
    if unit != "city" and "district" in shown:
        shown = shown[(shown["district"] == unit).to_numpy(bool)]
    if not len(shown):
        return Comparison(feed, new, new.slice(0, 0), np.empty(0, int), np.full(new.num_rows, -1))
    old = pa.Table.from_pandas(shown, preserve_index=False)
    return Comparison(feed, new, old, *_places(row_keys(feed, new), row_keys(feed, old)))


def _places(new: pa.Array, old: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    """Where each old key stands among the new ones and each new one among the old; -1 for nowhere.

    No new key stands twice, for a check refuses that. The same rows in the same order are looked up nowhere.
    """
    if new.equals(old):
        same = np.arange(len(new))
        return same, same
    new_keys, old_keys = (pd.Index(keys.to_pandas()) for keys in (new, old))
    return _positions(new_keys, old_keys), _positions(old_keys, new_keys)


def _positions(keys: pd.Index, wanted: pd.Index) -> np.ndarray:
    """Where in `keys` each wanted one stands last, -1 for nowhere: two districts may list the same thing."""
    if keys.is_unique:  # what tells so finds them, too
        return keys.get_indexer(wanted)
    places = np.flatnonzero(~keys.duplicated(keep="last"))
    return np.append(places, -1)[keys[places].get_indexer(wanted)]


def _taken(table: pa.Table, rows: np.ndarray) -> pa.Table:
    """Those rows of a table; of all in their order no copy is made."""
    return table if np.array_equal(rows, np.arange(table.num_rows)) else table.take(pa.array(rows))


def label(feed: Feed, table: pa.Table, row: int, lang: str = "zh") -> str:
    """What a person calls that row: its name where the form has one, else its key; in words of the language."""
    columns = [*feed.key, *([feed.map.name] if feed.map and feed.map.name not in feed.key else [])]
    return " · ".join(cell_text(feed, name, table.column(name)[row].as_py(), lang) for name in columns)


def _differs(new: pa.ChunkedArray, old: pa.ChunkedArray) -> np.ndarray:
    both_null = pc.and_(pc.is_null(new), pc.is_null(old))
    new, old = _comparable(whole(new), whole(old))
    same = pc.fill_null(pc.equal(new, old), False)
    return pc.invert(pc.or_(same, both_null)).to_numpy()


def _comparable(new: pa.Array, old: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Values of one type, equal where those given are; of two columns of few values their codes, and null for others."""
    if pa.types.is_dictionary(new.type) and pa.types.is_dictionary(old.type):
        known = _flat(new.dictionary)
        code = pc.index_in(old.dictionary.cast(known.type), known)
        return new.indices.cast(pa.int32()), code.take(old.indices)
    new, old = _flat(new), _flat(old)
    return new, old.cast(new.type)


def _flat(array: pa.Array) -> pa.Array:
    array = array.cast(array.type.value_type) if pa.types.is_dictionary(array.type) else array
    return array.cast(pa.string()) if pa.types.is_large_string(array.type) else array
