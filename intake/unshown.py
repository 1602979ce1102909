"""What is taken in and yet will not be seen on any screen: its sender is told, or looks for it in vain."""

from collections.abc import Iterator
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

from domain.clock import stamp
from domain.problems import Problem
from intake.compare import Comparison

# What announces something; a cancellation or an acknowledgement is never shown itself.
ANNOUNCES = pa.array(["alert", "update"])


def doubts(comparison: Comparison, now: datetime, rehearsal: bool) -> Iterator[Problem]:
    """What no screen shows now. rehearsal: an exercise counts as earnest here."""
    if comparison.feed.name == "alerts":
        yield from _alerts(comparison.new, now, rehearsal)


def _alerts(table: pa.Table, now: datetime, rehearsal: bool) -> Iterator[Problem]:
    """The alerts that are over already, and those that nobody issued in earnest."""
    table = table.filter(pc.is_in(table.column("msg_type"), ANNOUNCES))
    earnest = pc.is_in(table.column("status"), pa.array(["actual", *(["exercise"] if rehearsal else [])]))
    in_earnest = table.filter(earnest)
    if others := table.num_rows - in_earnest.num_rows:
        yield Problem("file.alert_not_in_earnest", severity="warning", holes=(("n", others),))
    ends = in_earnest.column("expires").drop_null().to_pylist()
    if over := [end for end in ends if end <= now]:
        yield Problem("file.alert_over", raw=stamp(max(over)), severity="warning", holes=(("n", len(over)),))
