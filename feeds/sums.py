"""Rows that are sums of others: a 小计 where a thing's own id or name stands, or 全市 among the districts it is made of."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from domain import districts
from domain.problems import Problem
from feeds.declaration import Feed
from feeds.glance import may_hold

_WORD = r"(合计|总计|小计|共计|累计)"
_MEASURE = r"人次|[处个艘人户座家条项名口套辆台吨顶间所支只栋片份次点]"
_NUMBER = rf"(约|近)?([0-9][0-9,.]*(?!号)({_MEASURE}|[\u4e00-\u9fff])?|[〇零一二两三四五六七八九十百千万]+({_MEASURE}))"
_BRACKET = r"[(（][^()（）]{0,30}[)）]"
_TAIL = rf"({_BRACKET})?[:：]?({_NUMBER}([,，、;；]{_NUMBER})*)?({_BRACKET})?[。.]?"
# Whole cells only: 小计岛 is an island, 合计山塘 a pond. 定海区小计, 全市合计：, 总计7, 合计(艘), 合计：32处，362人 are sums.
_SUM = re.compile(
    rf"(全市|全县|全区|本页|本表|[\u4e00-\u9fff]{{1,6}}[区县市镇乡岛])?{_WORD}{_TAIL}|(sub|grand)?-?totals?[:：]?",
    re.IGNORECASE,
)
# 枸杞小计 adds up what is in 枸杞, if nothing but numbers stands beside it.
_PART = re.compile(rf"[\u4e00-\u9fff]{{1,8}}{_WORD}{_TAIL}")
_MERELY_NUMBER = re.compile(r"(约|近|超|[≥≤><＞＜])?[0-9][0-9,.，]*[余多]?[\u4e00-\u9fff]{0,2}|[-—－/]*")


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


def adds_up(cell: str, others: Iterable[str]) -> bool:
    """Whether a cell says that its row is a sum, if need be by what else the row holds: 枸杞小计 and numbers alone."""
    said = re.sub(r"\s", "", cell)
    if _PART.fullmatch(said) is None:
        return is_sum(cell)
    return is_sum(cell) or all(_MERELY_NUMBER.fullmatch(re.sub(r"\s", "", other)) for other in others)


def may_add_up(cell: str) -> bool:
    """Whether a cell says so, were nothing but numbers beside it."""
    return adds_up(cell, ())


def without_sums(feed: Feed, texts: pa.Table, rows: np.ndarray, found: Mapping[str, str]) -> Rows:
    """The texts and their row numbers without rows of sums, and those rows.

    found: column name -> header among the texts.
    """
    said = _sums(feed, texts, found) | (
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


def _sums(feed: Feed, texts: pa.Table, found: Mapping[str, str]) -> dict[int, str]:
    """The rows that are named as sums: where their id or name stands, or where their district does and no name is."""
    headers = [found[name] for name in _naming(feed, found)]
    said = {i: cell for header in headers for i, cell in _adding_up(texts, header)}
    if "district" in found:
        placed = dict(_adding_up(texts, found["district"]))
        said |= {i: cell for i, cell in placed.items() if not any(_cells(texts, i, headers))}
    return said


def _adding_up(texts: pa.Table, header: str) -> Iterator[tuple[int, str]]:
    cells = texts.column(header)
    if not may_hold(cells, "计"):
        return
    others = [name for name in texts.column_names if name != header]
    for i in map(int, np.flatnonzero(pc.match_substring(cells, "计").to_numpy())):
        cell = cells[i].as_py()
        if may_add_up(cell) and adds_up(cell, _cells(texts, i, others)):
            yield i, cell


def _cells(texts: pa.Table, row: int, headers: Iterable[str]) -> list[str]:
    return [texts.column(header)[row].as_py().strip() for header in headers]


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
