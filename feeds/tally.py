"""Counts a feed's measures from its newest picture, as its counters declare them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pandas as pd

from feeds.declaration import Counter, Feed


@dataclass(frozen=True, slots=True)
class Tally:
    """What the rows say of one measure.

    `value` is the number (or word) stated, `planned` the part only intended, `total` the whole when it is known;
    `unstated` says that a whole exists but nobody told us how many. `bound` is "lower" (余, 以上), "upper", "about"
    or, for an exact number, empty. `districts` are those a figure was sent for.
    `as_of` is the oldest cut-off of the rows counted, None when one of them gives none; `stated_at` the oldest given.
    `entries` are the ledger entries whose rows were counted. Where no row is counted, both are the whole picture's:
    it is its rows that say there is none.
    """

    counter: Counter
    value: float | int | str | None
    total: float | int | None
    planned: float | int
    unstated: bool
    bound: str
    as_of: datetime | None
    entries: tuple[int, ...]
    districts: tuple[str, ...] = ()
    stated_at: datetime | None = None


def tally(feed: Feed, frame: pd.DataFrame) -> list[Tally]:
    """Every counted measure of a feed; "derived" ones are readiness's and left out.

    `frame` holds the feed's columns, `_entry`, and `<column>_qualifier` beside qualified columns.
    """
    masks = _Masks(frame)
    return [_count(feed, counter, frame, masks) for counter in feed.counters if counter.adds[0] != "derived"]


def rows_of(counter: Counter, frame: pd.DataFrame) -> pd.DataFrame:
    """The rows a measure is counted from: where a number leads back to."""
    if counter.adds[0] == "figure":
        return frame[(frame["measure"] == counter.id).to_numpy(bool)]
    return frame[_Masks(frame).all_of(counter.where)]


def count(feed: Feed, counter: Counter, frame: pd.DataFrame) -> Tally:
    """One measure of a frame as `tally` takes it."""
    return _count(feed, counter, frame, _Masks(frame))


class _Masks:
    """One boolean mask per (column, values), made once and shared by all counters of the feed."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = frame
        self.made: dict[tuple[str, tuple], np.ndarray] = {}

    def all_of(self, conditions: Mapping[str, list]) -> np.ndarray:
        mask = np.ones(len(self.frame), bool)
        for name, values in conditions.items():
            mask &= self._mask(name, tuple(values))
        return mask

    def _mask(self, name: str, values: tuple) -> np.ndarray:
        if (name, values) not in self.made:
            self.made[name, values] = self._isin(self.frame[name], values)
        return self.made[name, values]

    @staticmethod
    def _isin(column: pd.Series, values: tuple) -> np.ndarray:
        if isinstance(column.dtype, pd.CategoricalDtype):
            wanted = column.cat.categories.isin(values)
            return np.append(wanted, False)[column.cat.codes.to_numpy()]
        return column.isin(values).to_numpy(bool)


def _count(feed: Feed, counter: Counter, frame: pd.DataFrame, masks: _Masks) -> Tally:
    if counter.adds[0] == "figure":
        return _figure(feed, counter, frame)
    where = masks.all_of(counter.where)
    done = where & masks.all_of(counter.done or {})
    planned = where & masks.all_of(counter.planned) if counter.planned else np.zeros(len(frame), bool)
    total = _total(counter, frame, where)
    seen = where if where.any() else np.ones(len(frame), bool)
    return Tally(
        counter,
        _sum(counter, frame, done),
        total,
        _sum(counter, frame, planned) or 0,
        counter.total == "unstated" or (bool(counter.total) and total is None),
        _bound(counter, frame, done),
        _oldest(frame, seen),
        tuple(int(seq) for seq in np.unique(frame["_entry"].to_numpy()[seen])),
        stated_at=_oldest_stated(frame, seen),
    )


def _sum(counter: Counter, frame: pd.DataFrame, mask: np.ndarray) -> float | int | None:
    verb, of = counter.adds
    if verb == "rows":
        return int(mask.sum())
    values = frame[of].to_numpy(dtype=float, na_value=np.nan)[mask]
    values = values[~np.isnan(values)]
    if not len(values) and mask.any():
        return None
    if verb == "mean":
        return _whole(values.mean()) if len(values) else None
    return _whole(values.sum())


def _total(counter: Counter, frame: pd.DataFrame, where: np.ndarray) -> float | int | None:
    if counter.total == "where":
        return _sum(counter, frame, where)
    if not counter.total.startswith("sum "):
        return None
    values = frame[counter.total.removeprefix("sum ")].to_numpy(dtype=float, na_value=np.nan)[where]
    return None if np.isnan(values).any() else _whole(values.sum())


def _bound(counter: Counter, frame: pd.DataFrame, mask: np.ndarray) -> str:
    """Bounds of a sum add up; without a row's number a sum is at least, a mean about, what the others say."""
    verb, of = counter.adds
    said = _said(frame[f"{of}_qualifier"][mask]) if f"{of}_qualifier" in frame else set()
    if verb in ("sum", "mean") and bool(frame[of].isna().to_numpy()[mask].any()):
        said.add("lower" if verb == "sum" else "about")
    return _joint(said)


def _said(qualifiers: pd.Series) -> set[str]:
    return set(qualifiers.dropna().unique())


def _joint(said: set[str]) -> str:
    return next(iter(said)) if len(said) == 1 else "about" if said else ""


def _figure(feed: Feed, counter: Counter, frame: pd.DataFrame) -> Tally:
    """A measure sent as a figure: one row for the city, or one a district to be added up.

    Where both were sent, the districts' are taken when every district the form needs has sent one since the
    city's, else the city's: a whole never gives way to a part.
    """
    rows = _city_or_districts(feed, rows_of(counter, frame))
    value = _figure_value(counter, rows) if len(rows) else None
    entries = tuple(sorted({int(seq) for seq in rows["_entry"]}))
    every = np.ones(len(rows), bool)
    districts = tuple(sorted(rows["district"].astype(str)))
    return Tally(
        counter, value, None, 0, False, _joint(_said(rows["value_qualifier"])), _oldest(rows, every), entries,
        districts, _oldest_stated(rows, every),
    )  # fmt: skip


def _city_or_districts(feed: Feed, rows: pd.DataFrame) -> pd.DataFrame:
    is_city = (rows["district"] == "city").to_numpy(bool)
    city, parts = rows[is_city], rows[~is_city]
    if city.empty:
        return parts
    newer = bool((parts["_entry"] > city["_entry"].max()).all())
    return parts if newer and set(feed.districts) <= set(parts["district"]) else city


def _figure_value(counter: Counter, rows: pd.DataFrame) -> float | int | str | None:
    if counter.adds[1] == "number":
        return _whole(rows["number"].sum())
    distinct = rows["value"].dropna().unique()
    return str(distinct[0]) if len(distinct) == 1 else None


def _oldest(frame: pd.DataFrame, mask: np.ndarray) -> datetime | None:
    times = frame["as_of"][mask]
    return None if times.empty or times.isna().any() else times.min().to_pydatetime()


def _oldest_stated(frame: pd.DataFrame, mask: np.ndarray) -> datetime | None:
    stated = frame["as_of"][mask].dropna()
    return None if stated.empty else stated.min().to_pydatetime()


def _whole(number: float) -> float | int:
    rounded = round(float(number), 6)
    return int(rounded) if rounded.is_integer() else rounded
