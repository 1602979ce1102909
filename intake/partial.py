"""Part of a file taken in: which rows are sound, which go back, and what stays shown in place of those.

Only for forms that declare it. A total never falls because a row was returned: nothing is taken off the list, whatever the
file lacks. The key of a returned row may be the very cell that is wrong, and then some other row seems to be missing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from domain.problems import MORE, Problem
from feeds.declaration import Feed
from feeds.rows import row_keys
from intake.compare import Comparison
from intake.cutoffs import written_in
from loaders.table import RawTable


@dataclass(frozen=True, slots=True)
class Returned:
    """What goes back of a file, as it was sent and mended, and why; and how much of it stays shown as it was.

    as_of: the cut-off of rows that give none. kept: rows that stay, those the file lacks among them; absent: rows with nothing shown before under their key; unread: rows
    whose key cannot be read or trusted.
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
    """A checked table parted by its faults: the sound rows; of the others texts, problems, and keys, null where unsure."""

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
    keys = sure_keys(feed, table.filter(pa.array(back)), shifted)
    returned_ = {*at_fault.tolist()}
    told = tuple(p for p in problems if p.row in returned_ or is_more_errors(p))
    rows_back = written_in(feed, _only(raw, rows[back]), as_of)
    return Split(table.filter(pa.array(~back)), rows_back, told, keys, as_of)


def is_more_errors(problem: Problem) -> bool:
    """Whether it counts further errors of rows."""
    return problem.code == MORE and problem.severity == "error"


def _only(raw: RawTable, rows: np.ndarray) -> RawTable:
    chosen = np.isin(raw.rows, rows)
    columns = raw.columns.filter(pa.array(chosen))
    return replace(raw, columns=columns, rows=raw.rows[chosen], notes=(), at_fault={})


def sure_keys(feed: Feed, rows: pa.Table, shifted: np.ndarray | None = None) -> pa.Array:
    """The key of each row as text; null where a part of it is missing, or where it may be another row's."""
    keys = row_keys(feed, rows).cast(pa.string())
    unsure = keys.to_pandas().duplicated(keep=False).to_numpy()
    unread = pa.array(unsure if shifted is None else unsure | shifted)
    for name in feed.key:
        unread = pc.or_(unread, pc.is_null(rows.column(name).combine_chunks()))
    return pc.if_else(unread, pa.scalar(None, pa.string()), keys)


def returned(found: Comparison, parted: Split, supplement: bool) -> Returned:
    """What goes back, and its consequence in numbers; beside some rows sent alone only those in their place are told of."""
    stay = _in_their_place(found, parted) if supplement else found.missing
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
