"""Rows that are sums of others, known by a 小计 where a thing's own id or name stands; counted, they would count twice."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from domain.problems import Problem
from feeds.declaration import Feed

# Whole cells only: 小计岛 is an island.
SAID = pa.array(
    [f"{left}{gap}{right}" for left, right in ("小计", "合计", "总计", "共计") for gap in ("", " ", "\u3000")]
)

Rows = tuple[pa.Table, np.ndarray, list[Problem]]


def without_sums(feed: Feed, texts: pa.Table, rows: np.ndarray, found: dict[str, str]) -> Rows:
    """The texts and their row numbers without rows of sums, each noted ("file.total_row_skipped").

    found: column name -> header among the texts.
    """
    named = {*feed.key, *([feed.map.name] if feed.map else [])}
    told = [c.name for c in feed.columns if c.name in named & found.keys() and c.type in ("id", "text")]
    said = {name: pc.is_in(texts.column(found[name]), SAID).to_numpy() for name in told}
    sums = np.logical_or.reduce([*said.values(), np.zeros(len(rows), bool)])
    if not sums.any():
        return texts, rows, []
    notes = [
        Problem("file.total_row_skipped", int(rows[i]), raw=texts.column(found[name])[int(i)].as_py(), severity="note")
        for i in np.flatnonzero(sums)
        for name in [next(name for name in told if said[name][i])]
    ]  # fmt: skip
    return texts.filter(pa.array(~sums)), rows[~sums], notes
