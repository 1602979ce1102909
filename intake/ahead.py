"""Storms fixed and alerts sent in the future: nobody does that, so the times of such a file are wrong."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from domain.clock import stamp
from domain.problems import Problem
from feeds.declaration import Feed
from loaders.table import RawTable

# A fix comes out 10 minutes after its hour at the earliest, so that a clock of ours may be more than this behind; the
# smallest slip of a zone, Tokyo's hour for Beijing's, is 35 minutes ahead of us even when the fix is 25 minutes old.
ALLOWED = timedelta(minutes=30)
TRACK, FORECAST, ALERTS = "track", "forecast", "alerts"


def problems(feed: Feed, raw: RawTable, table: pa.Table, now: datetime, rehearsal: bool) -> Iterator[Problem]:
    """One problem for all fixes, landfalls and issues of a track, and all alerts, later than now.

    In a rehearsal, whose clock comes to them, a note of the track. An alert is taken all the same: withheld it would warn nobody.
    """
    if feed.name == TRACK and rehearsal:
        yield from _late("file.ahead_of_rehearsal", "note", raw, table, _known_at(table), now)
    elif feed.name == TRACK:
        yield from _late("file.fixed_in_future", "error", raw, table, _known_at(table), now)
    elif feed.name == ALERTS and not rehearsal:
        yield from _late("file.alert_in_future", "warning", raw, table, table.column("sent"), now)


def _late(
    code: str, severity: str, raw: RawTable, table: pa.Table, moments: pa.ChunkedArray, now: datetime
) -> Iterator[Problem]:
    late = pc.fill_null(pc.greater(moments, pa.scalar(now + ALLOWED, moments.type)), False)
    if not (count := pc.sum(late).as_py()):
        return
    last = pc.index(moments, pc.max(moments)).as_py()
    latest = moments[last].as_py()
    holes = (
        ("n", count), ("at", table.column("_row")[last].as_py()), ("now", stamp(now)),
        ("hours", f"{(latest - now) / timedelta(hours=1):.1f}"),
    )  # fmt: skip
    yield Problem(code, raw=stamp(latest), severity=severity, holes=holes, counted=raw.counted)


def _known_at(table: pa.Table) -> pa.ChunkedArray:
    """When a row was known at the earliest: a forecast when it was issued, all else when it was."""
    issued, valid = table.column("issued_at"), table.column("valid_at")
    ahead = pc.equal(table.column("kind").cast(pa.string()), FORECAST)
    own = pc.fill_null(pc.or_kleene(ahead, pc.greater(issued, valid)), False)
    return pc.if_else(own, issued, valid)
