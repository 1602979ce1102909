"""Rows that are sums of others: a 小计 where a thing's own id or name stands, or 全市 among the districts it is made of."""

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from domain import districts
from domain.problems import Problem
from feeds.declaration import Feed
from feeds.glance import may_hold

# Whole cells only: 小计岛 is an island. 定海区小计, 全市合计：, 总计7, 合计(艘) are sums.
_SUM = re.compile(
    r"(全市|全县|全区|本页|本表|[\u4e00-\u9fff]{1,6}[区县市镇乡岛])?(合计|总计|小计|共计)"
    r"([(（][^()（）]{0,6}[)）])?[:：]?([0-9][0-9,.]*(?!号)[\u4e00-\u9fff]?)?"
    r"|(sub|grand)?-?totals?[:：]?",
    re.IGNORECASE,
)

Rows = tuple[pa.Table, np.ndarray, list[Problem]]


def is_sum(cell: str) -> bool:
    """Whether a cell says that its row is a sum of others: `合 计`, `定海区小计：`, `Total`."""
    return _SUM.fullmatch(re.sub(r"\s", "", cell)) is not None


def without_sums(feed: Feed, texts: pa.Table, rows: np.ndarray, found: dict[str, str]) -> Rows:
    """The texts and their row numbers without rows of sums, each noted ("file.total_row_skipped").

    found: column name -> header among the texts.
    """
    said = {int(i): cell for name in _naming(feed, found) for i, cell in _sums(texts.column(found[name]))} | (
        _cities(texts.column(found["district"])) if _adds_up(feed, found) else {}
    )
    if not said:
        return texts, rows, []
    kept = np.ones(len(rows), bool)
    kept[list(said)] = False
    notes = [
        Problem("file.total_row_skipped", int(rows[i]), raw=cell, severity="note")
        for i, cell in sorted(said.items())
    ]
    return texts.filter(pa.array(kept)), rows[kept], notes


def _naming(feed: Feed, found: dict[str, str]) -> list[str]:
    """The columns by which a row is known, as far as they hold ids and texts."""
    named = {*feed.key, *([feed.map.name] if feed.map else [])}
    return [c.name for c in feed.columns if c.name in named & found.keys() and c.type in ("id", "text")]


def _sums(cells: pa.ChunkedArray) -> list[tuple[int, str]]:
    if not may_hold(cells, "计"):
        return []
    likely = np.flatnonzero(pc.match_substring(cells, "计").to_numpy())
    return [(int(i), cell) for i in likely if is_sum(cell := cells[int(i)].as_py())]


def _adds_up(feed: Feed, found: dict[str, str]) -> bool:
    """Whether a row of the form is a district's part, so that the whole city beside it would count all of it twice."""
    return feed.file == "whole" and "district" in feed.key and "district" in found


def _cities(cells: pa.ChunkedArray) -> dict[int, str]:
    """The rows of the whole city, where others name the districts."""
    texts = cells.to_pylist()
    places = {text: districts.find(text) for text in set(texts)}
    if not {*places.values()} - {"city", None}:
        return {}
    return {i: text for i, text in enumerate(texts) if places[text] == "city"}
