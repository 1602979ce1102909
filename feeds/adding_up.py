"""Whether what a file adds up itself agrees with its rows: its rows of sums, and a whole with the parts it is made of."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from domain import districts
from domain.problems import Problem
from feeds.cells import Unreadable
from feeds.declaration import Column, Counter, Feed
from feeds.numbers import read_number
from feeds.sums import SumRow
from feeds.tally import rows_of

# Each is held against all rows; no form has more, and who sends very many shall not keep the others waiting.
MOST_SUMS = 100
_WORD = re.compile(r"(合计|总计|小计|共计|累计|(sub|grand)?-?totals?).*", re.IGNORECASE)
_BLOCK = re.compile(r"小计|本页|subtotal", re.IGNORECASE)
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
# Of 共计32处，362人 the first counts rows; people and tons are no rows.
_COUNTED = re.compile(r"[0-9][0-9,]*(?![0-9,.]|\s*[人吨])")


def sums_that_differ(
    feed: Feed, table: pa.Table, found: Mapping[str, str], sums: Iterable[SumRow]
) -> Iterator[Problem]:
    """Warnings of rows of sums that are none of what they may add up: all rows, those above them, or their district's.

    table: as checked; found: column name -> header; sums: the rows that were left out.
    """
    before = 0
    for one in sorted(sums, key=lambda sum_row: sum_row.row)[:MOST_SUMS]:
        masks = _meant(feed, table, found, one, before)
        for column in (c for c in feed.columns if c.type == "count" and c.name in found):
            yield from _column(one, column, one.cells.get(found[column.name], ""), table, masks)
        if len(one.cells) == 1:
            yield from _rows(one, masks)
        before = one.row


def parts_that_do_not_add_up(feed: Feed, table: pa.Table) -> Iterator[Problem]:
    """Warnings of a whole whose rows are not each in just one of its parts (14 = 10 + 2 + 1 + 1)."""
    for whole in (counter for counter in feed.counters if counter.whole_of_parts):
        frame = table.to_pandas()
        parts = [rows_of(part, frame).index for part in _parts(feed, whole)]
        own = rows_of(whole, frame)
        times = sum(own.index.isin(part).astype(int) for part in parts)
        odd = own["_row"][np.asarray(times) != 1].tolist()
        if odd:
            holes = (
                ("measure", whole.id),
                ("whole", len(own)),
                ("parts", " + ".join(str(len(p)) for p in parts)),
            )
            yield Problem("file.parts_differ", odd[0], severity="warning", holes=(*holes, ("rows", _listed(odd))))  # fmt: skip


def _parts(feed: Feed, whole: Counter) -> list[Counter]:
    return [counter for counter in feed.counters if counter.part_of == whole.id]


def _listed(rows: list[int]) -> str:
    return ", ".join(map(str, rows[:10])) + ("…" if len(rows) > 10 else "")


def _meant(
    feed: Feed, table: pa.Table, found: Mapping[str, str], one: SumRow, before: int
) -> list[np.ndarray]:
    """The rows it may add up, a mask each, the likeliest first."""
    rows = table.column("_row").to_numpy()
    above, every = rows < one.row, np.ones(len(rows), bool)
    block = above & (rows > before)
    masks = [block, above, every] if _BLOCK.search(one.name) else [every, block, above]
    place = districts.find(_WORD.sub("", one.name)) or districts.find(
        one.cells.get(found.get("district", ""), "")
    )
    if feed.has("district") and place not in (None, "city"):
        own = pc.fill_null(pc.equal(table.column("district"), place), False)
        masks.insert(0, own.to_numpy())
    return masks


def _column(
    one: SumRow, column: Column, said: str, table: pa.Table, masks: list[np.ndarray]
) -> Iterator[Problem]:
    stated = _exact(said, column.unit)
    if stated is None or _bounded(column, table):
        return
    numbers = table.column(column.name).to_numpy().astype(float)
    found = [numbers[mask].sum() for mask in masks]
    if not any(np.isclose(stated, sum_) for sum_ in found) and not np.isnan(found[0]):
        holes = (("sum", f"{found[0]:,.15g}"),)
        yield Problem("file.sum_differs", one.row, column.name, said, severity="warning", holes=holes)


def _rows(one: SumRow, masks: list[np.ndarray]) -> Iterator[Problem]:
    """`共计 12 艘`, with nothing else in its row, counts rows."""
    stated = _COUNTED.search(_BRACKETS.sub("", one.name))
    counts = [int(mask.sum()) for mask in masks]
    if stated and int(stated[0].replace(",", "")) not in counts:
        holes = (("n", counts[0]),)
        yield Problem("file.count_differs", one.row, raw=one.name, severity="warning", holes=holes)


def _exact(said: str, unit: str) -> float | None:
    with suppress(Unreadable):  # a row that is left out may say what it likes
        quantity = read_number(said, unit or None)
        return quantity.value if quantity and not quantity.qualifier else None
    return None


def _bounded(column: Column, table: pa.Table) -> bool:
    """Whether a number is missing or only a bound, so that there is no sum."""
    qualified = column.qualified and table.column(f"{column.name}_qualifier").null_count < table.num_rows
    return qualified or bool(table.column(column.name).null_count)
