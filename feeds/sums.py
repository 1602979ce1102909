"""Rows that are sums of others: a 小计 where a thing's own id or name stands, or 全市 among the districts it is made of."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class SumRow:
    """A row that was left out because it adds up others: its spreadsheet row, what names it, its filled cells by header."""

    row: int
    name: str
    cells: Mapping[str, str]


Rows = tuple[pa.Table, np.ndarray, tuple[SumRow, ...]]


def is_sum(cell: str) -> bool:
    """Whether a cell says that its row is a sum of others: `合 计`, `定海区小计：`, `Total`."""
    return _SUM.fullmatch(re.sub(r"\s", "", cell)) is not None


def without_sums(feed: Feed, texts: pa.Table, rows: np.ndarray, found: Mapping[str, str]) -> Rows:
    """The texts and their row numbers without rows of sums, and those rows.

    found: column name -> header among the texts.
    """
    said = {int(i): cell for name in _naming(feed, found) for i, cell in _sums(texts.column(found[name]))} | (
        _cities(texts.column(found["district"])) if _adds_up(feed, found) else {}
    )
    if not said:
        return texts, rows, ()
    kept = np.ones(len(rows), bool)
    kept[list(said)] = False
    return texts.filter(pa.array(kept)), rows[kept], sum_rows(texts, rows, said)


def sum_rows(texts: pa.Table, rows: np.ndarray, named: Mapping[int, str]) -> tuple[SumRow, ...]:
    """The rows of sums of a table. named: position in the table -> the cell that says so."""
    cells = texts.take(pa.array(sorted(named), pa.int64())).to_pylist()
    return tuple(
        SumRow(int(rows[i]), named[i], {header: text for header, text in row.items() if text.strip()})
        for i, row in zip(sorted(named), cells)
    )


def skipped(sums: Iterable[SumRow]) -> list[Problem]:
    """The notes that say which rows were left out as sums."""
    return [Problem("file.total_row_skipped", one.row, raw=one.name, severity="note") for one in sums]


def _naming(feed: Feed, found: Mapping[str, str]) -> list[str]:
    """The columns by which a row is known, as far as they hold ids and texts."""
    named = {*feed.key, *([feed.map.name] if feed.map else [])}
    return [c.name for c in feed.columns if c.name in named & found.keys() and c.type in ("id", "text")]


def _sums(cells: pa.ChunkedArray) -> list[tuple[int, str]]:
    if not may_hold(cells, "计"):
        return []
    likely = np.flatnonzero(pc.match_substring(cells, "计").to_numpy())
    return [(int(i), cell) for i in likely if is_sum(cell := cells[int(i)].as_py())]


def _adds_up(feed: Feed, found: Mapping[str, str]) -> bool:
    """Whether a row of the form is a district's part, so that the whole city beside it would count all of it twice."""
    return feed.file == "whole" and "district" in feed.key and "district" in found


def _cities(cells: pa.ChunkedArray) -> dict[int, str]:
    """The rows of the whole city, where others name the districts."""
    texts = cells.to_pylist()
    places = {text: districts.find(text) for text in set(texts)}
    if not {*places.values()} - {"city", None}:
        return {}
    return {i: text for i, text in enumerate(texts) if places[text] == "city"}
