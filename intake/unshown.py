"""Alerts that are taken in and yet will not be seen on any screen: their sender is told, or looks for them in vain."""

from collections.abc import Iterator
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

from domain.clock import stamp
from domain.problems import Problem
from intake.compare import Comparison

FEED = "alerts"
# What announces something; a cancellation or an acknowledgement is never shown itself.
ANNOUNCES = pa.array(["alert", "update"])


def doubts(comparison: Comparison, now: datetime, rehearsal: bool) -> Iterator[Problem]:
    """The alerts that are over already, and those that nobody issued in earnest. rehearsal: an exercise counts as earnest here."""
    if comparison.feed.name != FEED:
        return
    table = comparison.new
    table = table.filter(pc.is_in(table.column("msg_type"), ANNOUNCES))
    earnest = pc.is_in(table.column("status"), pa.array(["actual", *(["exercise"] if rehearsal else [])]))
    if others := table.num_rows - pc.sum(earnest).as_py() if table.num_rows else 0:
        yield Problem("file.alert_not_in_earnest", severity="warning", holes=(("n", others),))
    ends = table.filter(earnest).column("expires").drop_null().to_pylist()
    if over := [end for end in ends if end <= now]:
        yield Problem("file.alert_over", raw=stamp(max(over)), severity="warning", holes=(("n", len(over)),))
