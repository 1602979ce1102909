"""Part of a file taken in: which rows are sound, which go back, and what stays shown in place of those.

Only for forms that declare it. A total never falls because a row was returned: the row shown now under its key stays,
and where the key of one cannot be read, every row stays that the file lacks.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from domain.problems import MORE, Problem
from feeds.check import row_keys
from feeds.declaration import Feed
from intake.compare import Comparison
from loaders.table import RawTable


@dataclass(frozen=True, slots=True)
class Returned:
    """What goes back of a file, as it was sent and mended, and why; and how much of it stays shown as it was.

    as_of: the cut-off of rows that give none. kept: rows that stay; absent: rows with nothing shown before under their key; unread: rows whose key cannot be read.
    """

    rows: RawTable
    problems: tuple[Problem, ...]
    as_of: datetime | None
    accepted: int
    kept: int
    absent: int
    unread: int

    @property
    def counts(self) -> dict[str, int]:
        """The consequence in numbers."""
        said = {"accepted": self.accepted, "returned": len(self.rows.rows)}
        return said | {"kept": self.kept, "absent": self.absent, "unread": self.unread}


@dataclass(frozen=True, slots=True)
class Split:
    """A checked table parted by its faults: the sound rows; of the others texts, problems, and keys, null where unread."""

    sound: pa.Table
    rows: RawTable
    problems: tuple[Problem, ...]
    keys: pa.Array
    as_of: datetime | None


def split(
    feed: Feed, table: pa.Table, raw: RawTable, problems: Sequence[Problem], at_fault: np.ndarray,
    as_of: datetime | None,
) -> Split | None:  # fmt: skip
    """The parts; None where the form takes no part of a file, a fault is the whole file's, or no row is sound.

    raw: the cells that `table` was read from; as_of: the cut-off of rows that give none themselves.
    at_fault: the rows with an error; of two rows with one key, both: which of them is right is not ours to say.
    """
    of_the_file = any(p.severity == "error" and p.row is None and p.code != MORE for p in problems)
    if not feed.partial or of_the_file or not len(at_fault):
        return None
    rows = table.column("_row").to_numpy()
    back = np.isin(rows, at_fault)
    if back.all() or not np.isin(at_fault, rows).all():
        return None
    # Cells beside the last header: the row may be shifted, and its key another row's cell.
    shifted = np.isin(rows[back], raw.at_fault.get(None, np.empty(0, np.int32)))
    keys = _keys(feed, table.filter(pa.array(back)), shifted)
    returned_ = {*at_fault.tolist()}
    told = tuple(p for p in problems if p.row in returned_ or is_more_errors(p))
    return Split(table.filter(pa.array(~back)), _only(raw, rows[back]), told, keys, as_of)


def is_more_errors(problem: Problem) -> bool:
    """Whether it counts further errors of rows."""
    return problem.code == MORE and problem.severity == "error"


def _only(raw: RawTable, rows: np.ndarray) -> RawTable:
    chosen = np.isin(raw.rows, rows)
    columns = raw.columns.filter(pa.array(chosen))
    return replace(raw, columns=columns, rows=raw.rows[chosen], notes=(), at_fault={})


def _keys(feed: Feed, returned: pa.Table, shifted: np.ndarray) -> pa.Array:
    unread = pa.array(shifted)
    for name in feed.key:
        unread = pc.or_(unread, pc.is_null(returned.column(name).combine_chunks()))
    return pc.if_else(unread, pa.scalar(None, pa.string()), row_keys(feed, returned).cast(pa.string()))


def staying(found: Comparison, parted: Split) -> np.ndarray:
    """Positions, among the rows shown now, of those that stay because rows were returned."""
    return found.missing if parted.keys.null_count else _in_their_place(found, parted)


def returned(found: Comparison, parted: Split, supplement: bool) -> Returned:
    """What goes back, and its consequence in numbers; beside some rows sent alone all others stay anyway."""
    stay = _in_their_place(found, parted) if supplement else staying(found, parted)
    known = parted.keys.drop_null().unique()
    absent = len(known) - int(np.isin(known.to_pylist(), _shown_keys(found).to_pylist()).sum())
    return Returned(
        parted.rows,
        parted.problems,
        parted.as_of,
        found.new.num_rows,
        len(stay),
        absent,
        parted.keys.null_count,
    )


def _in_their_place(found: Comparison, parted: Split) -> np.ndarray:
    keys = _shown_keys(found).take(pa.array(found.missing))
    return found.missing[pc.is_in(keys, parted.keys.drop_null()).to_numpy(zero_copy_only=False)]


def _shown_keys(found: Comparison) -> pa.Array:
    return row_keys(found.feed, found.old).cast(pa.string())
