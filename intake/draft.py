"""A file as it would be taken in: read, checked and compared, with nothing written yet."""

import json
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from domain.clock import stamp
from domain.problems import Problem, Refused
from feeds.check import check
from feeds.declaration import Feed
from feeds.mapping import known_headers
from intake import levels
from intake.compare import Comparison, compare
from intake.sheets import fitting_sheet, told_once
from intake.shifted import doubts
from loaders.files import load_file
from store.blob import Packed, pack
from store.entry import CITY
from store.ledger import Ledger

# How far ahead of the clock a column's moment may lie: two clocks differ, and a level is declared beforehand.
AHEAD = {"as_of": timedelta(minutes=15), "effective_at": levels.AHEAD}


@dataclass(frozen=True)
class Draft:
    """`packing` gives the file as the store keeps it; `table` and `comparison` are None when it could not be read.

    `base` is the submission compared with.
    """

    feed: Feed
    unit: str
    filename: str
    packing: Future[Packed]
    given_as_of: datetime | None
    encoding: str
    table: pa.Table | None
    problems: tuple[Problem, ...]
    comparison: Comparison | None
    base: int

    @property
    def packed(self) -> Packed:
        """The file as the store keeps it."""
        return self.packing.result()

    @property
    def refused(self) -> bool:
        """Whether the file cannot be taken in as it is."""
        return any(problem.severity == "error" for problem in self.problems)

    @property
    def moved(self) -> dict[str, int]:
        """How many rows are added, changed and missing against what is shown now."""
        found = self.comparison
        if found is None:
            return {}
        return {"added": len(found.added), "changed": len(found.changed), "missing": len(found.missing)}

    @property
    def as_of(self) -> datetime | None:
        """The oldest cut-off of its rows; None when a row gives none."""
        if self.table is None or "as_of" not in self.table.column_names or self.table.num_rows == 0:
            return self.given_as_of
        times = self.table.column("as_of")
        return None if times.null_count else pc.min(times).as_py()


def examine(
    ledger: Ledger, feed: Feed, unit: str, data: bytes, filename: str,
    as_of: datetime | None = None, at: datetime | None = None,
) -> Draft:  # fmt: skip
    """Reads, checks and compares a file for a reporting unit (a district's code, or "city").

    `as_of` is the cut-off of rows that give none themselves. `at` examines as if it were then.
    Nothing is written and nothing is raised for bad input: what is wrong is in `problems`.
    """
    base = ledger.base(feed.name, unit)
    with ThreadPoolExecutor(1) as beside:  # hashing and compressing let other threads run
        blank = Draft(feed, unit, filename, beside.submit(pack, data), as_of, "", None, (), None, base)
        return _examined(ledger, blank, data, at)


def _examined(ledger: Ledger, blank: Draft, data: bytes, at: datetime | None) -> Draft:
    feed, unit, as_of = blank.feed, blank.unit, blank.given_as_of
    try:
        raw, told = fitting_sheet(feed, load_file(data, blank.filename, known_headers()))
    except Refused as refusal:
        return replace(blank, problems=refusal.problems)
    checked = check(feed, raw.columns, raw.rows, unit)
    problems = (
        *_beyond_reach(feed, unit),
        *told_once(feed, raw, checked.problems),
        *_level_problems(feed, checked.table),
        *_given_in_future(as_of, at or ledger.now()),
        *_rows_in_future(checked.table, at or ledger.now()),
        *told,
    )
    draft = replace(blank, encoding=raw.encoding, problems=problems)
    if draft.refused:
        return draft
    table = _described(feed, _with_cut_off(checked.table, as_of))
    comparison = compare(feed, table, ledger.read(feed.name, at=at).frame, unit)
    warnings = [*doubts(comparison), *_older_than_shown(comparison)]
    return replace(draft, table=table, comparison=comparison, problems=(*draft.problems, *warnings))


def _beyond_reach(feed: Feed, unit: str) -> list[Problem]:
    """A form whose rows name no district cannot be a district's own."""
    alone = unit == CITY or feed.has("district")
    return [] if alone else [Problem("file.city_only", holes=(("unit", unit),))]


def _level_problems(feed: Feed, table: pa.Table) -> list[Problem]:
    return list(levels.row_problems(table)) if feed.file == "declaration" else []


def _given_in_future(as_of: datetime | None, now: datetime) -> list[Problem]:
    latest = now + AHEAD["as_of"]
    if as_of is None or as_of <= latest:
        return []
    return [Problem("file.as_of_in_future", raw=stamp(as_of), expected=stamp(latest))]


def _rows_in_future(table: pa.Table, now: datetime) -> Iterator[Problem]:
    for name in AHEAD.keys() & set(table.column_names):
        moments, latest = table.column(name), (now + AHEAD[name]).replace(microsecond=0)
        late = pc.fill_null(pc.greater(moments, pa.scalar(latest, moments.type)), False)
        for row in table.filter(late).to_pylist():
            raw = json.loads(row["_raw"] or "{}").get(name) or stamp(row[name])
            yield Problem("cell.in_future", row["_row"], name, raw, stamp(latest))


def _older_than_shown(comparison: Comparison) -> list[Problem]:
    """Of the rows whose cut-off goes back behind the one shown, the one that goes furthest."""
    new, old = comparison.new, comparison.old
    if not {"as_of"} <= set(new.column_names) & set(old.column_names):
        return []
    kept = np.flatnonzero(comparison.old_at >= 0)
    sent = new.column("as_of").take(pa.array(kept))
    shown = old.column("as_of").take(pa.array(comparison.old_at[kept])).cast(sent.type)
    back = pc.subtract(shown, sent).cast(pa.int64())  # a duration has no maximum in pyarrow
    furthest = pc.max(back)
    if (furthest.as_py() or 0) <= 0:
        return []
    i = pc.index(back, furthest).as_py()
    told, known = stamp(sent[i].as_py()), stamp(shown[i].as_py())
    return [Problem("file.older_than_shown", raw=told, expected=known, severity="warning")]


def _with_cut_off(table: pa.Table, as_of: datetime | None) -> pa.Table:
    if as_of is None or "as_of" not in table.column_names:
        return table
    index = table.column_names.index("as_of")
    kind = table.schema.field(index).type
    return table.set_column(index, "as_of", pc.fill_null(table.column("as_of"), pa.scalar(as_of, kind)))


def _described(feed: Feed, table: pa.Table) -> pa.Table:
    """The table saying of itself how it adds to the picture: the store knows no feeds."""
    return table.replace_schema_metadata({"file": feed.file, "key": ",".join(feed.key), "feed": feed.name})
