"""Storms fixed in the future: no agency does that, so the times of such a file are wrong."""

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
TRACK, FORECAST = "track", "forecast"


def of_storms(
    feed: Feed, raw: RawTable, table: pa.Table, now: datetime, rehearsal: bool
) -> Iterator[Problem]:
    """One problem for all fixes, landfalls and issues of a track later than now; a note in a rehearsal, whose clock comes to them."""
    if feed.name != TRACK:
        return
    moments = _known_at(table)
    late = pc.fill_null(pc.greater(moments, pa.scalar(now + ALLOWED, moments.type)), False)
    if not (count := pc.sum(late).as_py()):
        return
    last = pc.index(moments, pc.max(moments)).as_py()
    latest = moments[last].as_py()
    holes = (
        ("n", count), ("at", table.column("_row")[last].as_py()), ("now", stamp(now)),
        ("hours", f"{(latest - now) / timedelta(hours=1):.1f}"),
    )  # fmt: skip
    if rehearsal:
        yield Problem(
            "file.ahead_of_rehearsal", raw=stamp(latest), severity="note", holes=(holes[0], holes[2])
        )
    else:
        yield Problem("file.fixed_in_future", raw=stamp(latest), holes=holes, counted=raw.counted)


def _known_at(table: pa.Table) -> pa.ChunkedArray:
    """When a row was known at the earliest: a forecast when it was issued, all else when it was."""
    issued, valid = table.column("issued_at"), table.column("valid_at")
    ahead = pc.equal(table.column("kind").cast(pa.string()), FORECAST)
    own = pc.fill_null(pc.or_kleene(ahead, pc.greater(issued, valid)), False)
    return pc.if_else(own, issued, valid)
