"""An account of a storm that is older than the one shown: it adds what was not known, and takes back no correction.

A service tells all of a storm's fixes each time; a copy that waited somewhere brings the ones from before they were corrected.
"""

from collections import Counter
from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa

from domain.clock import stamp
from domain.problems import Problem
from intake.ahead import TRACK
from intake.compare import Comparison

FIX = "fix"
EDITION = ["storm_id", "agency", "source"]
# What a person sends of an older hour is a correction, and so is a file of few of the fixes.
BY_HAND, MOST = "office", 0.5


def settled(found: Comparison) -> tuple[Comparison, list[Problem]]:
    """The comparison without the rows that an older account would put back; what is told of each such account."""
    if found.feed.name != TRACK or not len(found.changed):
        return found, []
    overtaken = _overtaken(_editions(found.new), _editions(found.old))
    of_row = pd.MultiIndex.from_frame(_texts(found.new))
    back = np.intersect1d(found.changed, np.flatnonzero(of_row.isin(overtaken.index)))
    rows = Counter(of_row[back])
    told = [_told(newest, rows[edition]) for edition, newest in overtaken.iterrows() if rows[edition]]
    return _without(found, back), told


def _texts(table: pa.Table) -> pd.DataFrame:
    return table.select(EDITION).to_pandas().astype(str)


def _editions(table: pa.Table) -> pd.DataFrame:
    """The moments of each edition's fixes."""
    fixes = _texts(table).assign(kind=table.column("kind").to_pandas().astype(str), valid_at=table.column("valid_at").to_pandas())  # fmt: skip
    return fixes[fixes["kind"] == FIX]


def _overtaken(new: pd.DataFrame, old: pd.DataFrame) -> pd.DataFrame:
    """By edition the newest fix of the file and of what is shown, where the file tells most fixes up to one that is older."""
    last = pd.concat({"told": new.groupby(EDITION)["valid_at"].max(), "shown": old.groupby(EDITION)["valid_at"].max()}, axis=1)  # fmt: skip
    last = last[last["told"] < last["shown"]]
    last = last[last.index.get_level_values("source") != BY_HAND]
    until = old.join(last["told"], on=EDITION, how="inner")
    due = until[until["valid_at"] <= until["told"]].groupby(EDITION).size().reindex(last.index, fill_value=0)
    count = new.groupby(EDITION).size().reindex(last.index)
    return last[(count > 1) & (count >= MOST * due)]


def _told(newest: pd.Series, rows: int) -> Problem:
    told, shown = (stamp(newest[name].to_pydatetime()) for name in ("told", "shown"))
    holes = (("n", rows), ("shown", shown))
    return Problem("file.older_account", raw=told, severity="warning", holes=holes)


def _without(found: Comparison, rows: np.ndarray) -> Comparison:
    stays = np.ones(found.new.num_rows, bool)
    stays[rows] = False
    moved = np.where(stays, np.cumsum(stays) - 1, -1)
    return replace(
        found,
        new=found.new.filter(pa.array(stays)),
        new_at=np.where(found.new_at >= 0, moved[found.new_at], -1),
        old_at=found.old_at[stays],
    )
