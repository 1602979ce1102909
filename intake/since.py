"""What has become otherwise since the last report, and should not or seldom does."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pyarrow as pa

from domain.problems import Problem
from feeds.declaration import Counter, Feed
from feeds.tally import Tally, count
from intake.compare import Comparison


def changes(found: Comparison) -> Iterator[Problem]:
    """Notes of totals that are not what they were, warnings of numbers that fell although they only grow."""
    if found.old.num_rows and found.new.num_rows:
        yield from _totals(found)
        yield from _fallen_columns(found)
        yield from _fallen_figures(found)


def _totals(found: Comparison) -> Iterator[Problem]:
    """The denominator belongs to a department and a year: another one is told, never just taken over (DOMAIN 5.1, rule 2)."""
    for counter in found.feed.counters:
        if counter.says == "total" or counter.total not in ("", "unstated"):
            before, after = (_whole(counter, tallied(found.feed, counter, t)) for t in (found.old, found.new))
            if before is not None and after is not None and before != after:
                holes = (("measure", counter.id), ("before", before), ("after", after))
                yield Problem("file.total_changed", severity="note", holes=holes)


def _whole(counter: Counter, stated: Tally) -> float | None:
    return number(stated.total if counter.total else stated.value)


def number(stated: float | int | str | None) -> float | None:
    """What was stated, where it is a number."""
    return None if isinstance(stated, str) else stated


def tallied(feed: Feed, counter: Counter, table: pa.Table) -> Tally:
    """One measure of a table that is in no picture yet."""
    names = {*counter.where, *(counter.done or {}), *(counter.planned or {}), "as_of"}
    sums = {counter.adds[1], counter.total.removeprefix("sum ")}
    names |= {name for one in sums for name in (one, f"{one}_qualifier")}
    frame = table.select([name for name in table.column_names if name in names]).to_pandas()
    return count(feed, counter, frame.assign(_entry=0))


def _fallen_columns(found: Comparison) -> Iterator[Problem]:
    for column in found.feed.columns:
        if column.never_falls and column.name in found.differing:
            yield from _fallen(found, column.name, column.name, found.differing[column.name])


def _fallen_figures(found: Comparison) -> Iterator[Problem]:
    """Figures whose measure says how much was done so far (累计)."""
    if "number" not in found.new.column_names or "value" not in found.differing:
        return
    growing = [counter.id for counter in found.feed.counters if counter.says == "cumulative"]
    rows = found.differing["value"]
    measures = pd.Series(found.new.column("measure").take(pa.array(rows)).to_pylist())
    yield from _fallen(found, "number", "value", rows[measures.isin(growing).to_numpy(bool)])


def _fallen(found: Comparison, of: str, told_as: str, rows: np.ndarray) -> Iterator[Problem]:
    new = found.new.column(of).to_numpy().astype(float)[rows]
    old = found.old.column(of).to_numpy().astype(float)[found.old_at[rows]]
    for i in np.flatnonzero(new < old):
        row = found.new.column("_row")[int(rows[i])].as_py()
        holes = (("before", f"{old[i]:,.15g}"),)
        yield Problem("row.fell", row, told_as, f"{new[i]:,.15g}", severity="warning", holes=holes)
