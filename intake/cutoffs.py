"""Until when a file's rows are true: the cut-offs in its cells, given beside it, or said above its header."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from domain.clock import stamp, to_beijing
from domain.problems import Problem
from feeds.cells import Unreadable, is_nothing
from feeds.declaration import Feed
from feeds.faults import Faults
from feeds.mapping import match
from feeds.times import read_time
from intake import levels
from intake.compare import Comparison
from loaders.table import RawTable

# How far ahead of the clock a column's moment may lie: two clocks differ, and a level is declared beforehand.
AHEAD = {"as_of": timedelta(minutes=15), "effective_at": levels.AHEAD}
# A cut-off further back is rather a wrong year or month than a report.
LONG_AGO = timedelta(days=30)
_SAID = re.compile(
    r"(?:截至|截止|统计|数据)(?:日期|时间)?[\s：:]*(?P<time>[0-9][0-9年月日号时点分秒整半上下午凌晨:：/. -]*)"
)


def said_above(titles: tuple[str, ...], today: date) -> datetime | None:
    """The moment the title rows give, such as `截至：2025年7月28日15时`; none where they give none that can be read."""
    for said in _SAID.finditer(" ".join(titles)):
        with suppress(Unreadable):  # a day without an hour is no cut-off, and the rows then have none
            return read_time(said["time"].strip(), today)
    return None


def given_problems(as_of: datetime | None, now: datetime) -> list[Problem]:
    """What is wrong with a cut-off given for a whole file."""
    latest = now + AHEAD["as_of"]
    if as_of is None or as_of <= latest:
        return []
    return [Problem("file.as_of_in_future", raw=stamp(as_of), expected=stamp(latest))]


def add_row_problems(table: pa.Table, now: datetime, faults: Faults) -> None:
    """The rows whose moments are still to come."""
    for name in AHEAD.keys() & set(table.column_names):
        moments, latest = table.column(name), (now + AHEAD[name]).replace(microsecond=0)
        late = table.filter(pc.fill_null(pc.greater(moments, pa.scalar(latest, moments.type)), False))
        tell = partial(_told_late, late, name, stamp(latest))
        faults.add_rows("cell.in_future", name, late.column("_row").to_numpy(), tell)


def _told_late(late: pa.Table, name: str, latest: str, most: int) -> Iterator[Problem]:
    for row in late.slice(0, most).to_pylist():
        raw = json.loads(row["_raw"] or "{}").get(name) or stamp(row[name])
        yield Problem("cell.in_future", row["_row"], name, raw, latest)


def doubts(comparison: Comparison, now: datetime, came: Callable[[int], datetime]) -> Iterator[Problem]:
    """What is strange about the cut-offs of a file that could be taken in: warnings. came: when an entry was received."""
    yield from _older_than_shown(comparison, came)
    oldest = (
        pc.min(comparison.new.column("as_of")).as_py() if "as_of" in comparison.new.column_names else None
    )
    if oldest and comparison.feed.file == "whole" and oldest < now - LONG_AGO:
        yield Problem("file.as_of_long_ago", raw=stamp(oldest), severity="warning")


def undated(table: pa.Table) -> int:
    """How many rows of a form that asks for cut-offs give none: their age will count from their arrival."""
    return table.column("as_of").null_count if "as_of" in table.column_names else 0


def _older_than_shown(comparison: Comparison, came: Callable[[int], datetime]) -> list[Problem]:
    """Of the rows whose cut-off goes back behind the one shown, the one that goes furthest."""
    new, old = comparison.new, comparison.old
    if not {"as_of"} <= set(new.column_names) & set(old.column_names):
        return []
    kept = np.flatnonzero(comparison.old_at >= 0)
    sent = new.column("as_of").take(pa.array(kept))
    said = old.column("as_of").take(pa.array(comparison.old_at[kept])).cast(sent.type)
    shown = pc.coalesce(said, _arrived(old, comparison.old_at[kept], said, came))
    back = pc.subtract(shown, sent).cast(pa.int64())  # a duration has no maximum in pyarrow
    furthest = pc.max(back)
    if (furthest.as_py() or 0) <= 0:
        return []
    i = pc.index(back, furthest).as_py()
    code = "file.older_than_shown" if said[i].is_valid else "file.older_than_received"
    told, known = stamp(sent[i].as_py()), stamp(shown[i].as_py())
    return [Problem(code, raw=told, expected=known, severity="warning")]


def _arrived(
    old: pa.Table, rows: np.ndarray, said: pa.ChunkedArray, came: Callable[[int], datetime]
) -> pa.Array:
    """When shown rows that give no cut-off came in: what they say is true of then, as everywhere."""
    if not said.null_count:
        return pa.nulls(len(said), said.type)
    own = old.column("_entry").take(pa.array(rows))
    entries = pc.unique(own.filter(pc.is_null(said)))
    moments = pa.array([came(seq) for seq in entries.to_pylist()], said.type)
    return moments.take(pc.index_in(own, entries))


def filled_in(table: pa.Table, as_of: datetime | None) -> pa.Table:
    """The table with a cut-off for the rows that give none themselves."""
    if as_of is None or "as_of" not in table.column_names:
        return table
    index = table.column_names.index("as_of")
    kind = table.schema.field(index).type
    return table.set_column(index, "as_of", pc.fill_null(table.column("as_of"), pa.scalar(as_of, kind)))


def written_in(feed: Feed, raw: RawTable, as_of: datetime | None) -> RawTable:
    """A file's texts with its cut-off in the rows that give none, so that some of them, handed back, still say it."""
    if as_of is None or not feed.has("as_of"):
        return raw
    header = match(feed, raw.columns.column_names).found.get("as_of", feed.column("as_of").header)
    local = to_beijing(as_of)
    text = f"{local:%Y-%m-%d %H:%M:%S}" if local.second else stamp(as_of)
    if header not in raw.columns.column_names:
        texts = [text] * raw.columns.num_rows
        return replace(raw, columns=raw.columns.append_column(header, pa.array(texts, pa.string())))
    at = raw.columns.column_names.index(header)
    texts = [text if is_nothing(cell) else cell for cell in raw.columns.column(at).to_pylist()]
    return replace(raw, columns=raw.columns.set_column(at, header, pa.array(texts, pa.string())))
