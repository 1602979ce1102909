"""A file as it would be taken in: read, checked and compared, with nothing written yet."""

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

from domain.clock import stamp, to_beijing
from domain.problems import Problem, Refused
from feeds.check import check
from feeds.declaration import Feed
from feeds.mapping import known_headers
from intake import cutoffs, levels
from intake.compare import Comparison, compare
from intake.mending import NOTHING, Mending, detail, mended, remembered
from intake.sheets import fitting_sheet, told_once
from intake.shifted import doubts
from loaders.files import Book, load_file
from loaders.table import RawTable
from store.blob import Packed, pack
from store.entry import CITY
from store.ledger import Ledger


@dataclass(frozen=True)
class Draft:
    """`packing` gives the file as the store keeps it; `table` and `comparison` are None when it could not be read.

    `base` is the submission compared with; `received` the cells of a file that could be read and was refused;
    `mended` what its sender mended on the page, as the ledger keeps it; `sheet` the one sheet of several that was read.
    """

    feed: Feed
    unit: str
    filename: str
    packing: Future[Packed]
    given_as_of: datetime | None
    encoding: str
    table: pa.Table | None
    problems: tuple[Problem, ...]
    comparison: Comparison | None
    base: int
    received: RawTable | None = None
    mended: dict = field(default_factory=dict)
    sheet: str | None = None

    @property
    def packed(self) -> Packed:
        """The file as the store keeps it."""
        return self.packing.result()

    @property
    def refused(self) -> bool:
        """Whether the file cannot be taken in as it is."""
        return any(problem.severity == "error" for problem in self.problems)

    @property
    def moved(self) -> dict[str, int]:
        """How many rows are added, changed and missing against what is shown now."""
        found = self.comparison
        if found is None:
            return {}
        return {"added": len(found.added), "changed": len(found.changed), "missing": len(found.missing)}

    @property
    def as_of(self) -> datetime | None:
        """The oldest cut-off of its rows; None when a row gives none."""
        if self.table is None or "as_of" not in self.table.column_names or self.table.num_rows == 0:
            return self.given_as_of
        times = self.table.column("as_of")
        return None if times.null_count else pc.min(times).as_py()


def examine(
    ledger: Ledger, feed: Feed, unit: str, data: bytes, filename: str,
    as_of: datetime | None = None, at: datetime | None = None, mending: Mending = NOTHING,
    sheet: str | None = None, book: Book | Refused | None = None,
) -> Draft:  # fmt: skip
    """Reads, checks and compares a file for a reporting unit (a district's code, or "city").

    `as_of` is the cut-off of rows that give none themselves. `at` examines as if it were then. `mending` is what the
    sender mended on the page; what the unit said of its headers last time holds again.
    `sheet` is the one to read of several, the fitting one when not given; `book` the file where it was opened before,
    or why it could not be. Nothing is written and nothing is raised for bad input: what is wrong is in `problems`.
    """
    base = ledger.base(feed.name, unit)
    with ThreadPoolExecutor(1) as beside:  # hashing and compressing let other threads run
        blank = Draft(
            feed, unit, filename, beside.submit(pack, data), as_of, "", None, (), None, base, sheet=sheet
        )
        opened = book or opened_file(data, filename)
        return _examined(ledger, blank, opened, at, remembered(ledger, feed, unit).also(mending))


def opened_file(data: bytes, filename: str) -> Book | Refused:
    """The sheets of a file, or why it cannot be read."""
    try:
        return load_file(data, filename, known_headers())
    except Refused as refusal:
        return refusal


def _examined(
    ledger: Ledger, blank: Draft, opened: Book | Refused, at: datetime | None, mending: Mending
) -> Draft:
    feed, unit, as_of = blank.feed, blank.unit, blank.given_as_of
    if isinstance(opened, Refused):
        return replace(blank, problems=opened.problems)
    raw, told = fitting_sheet(feed, opened, blank.sheet)
    as_received = raw
    raw, mapped = mended(feed, raw, mending)
    now = at or ledger.now()
    today = to_beijing(now).date()
    checked = check(feed, raw.columns, raw.rows, unit, today)
    above = cutoffs.said_above(raw.titles, today) if as_of is None and feed.has("as_of") else None
    problems = (
        *_beyond_reach(feed, unit),
        *told_once(feed, raw, checked.problems),
        *_level_problems(feed, checked.table),
        *cutoffs.given_problems(as_of or above, now),
        *cutoffs.row_problems(checked.table, now),
        *([Problem("file.as_of_above", raw=stamp(above), severity="note")] if above else []),
        *told,
        *mapped,
    )
    said = detail(as_received, mending) if mapped or mending.cells else {}
    draft = replace(blank, encoding=raw.encoding, problems=problems, mended=said)
    if draft.refused:
        return replace(draft, received=as_received)
    table = _described(feed, cutoffs.filled_in(checked.table, as_of or above))
    comparison = compare(feed, table, ledger.read(feed.name, at=at).frame, unit)
    warnings = [*doubts(comparison), *cutoffs.doubts(comparison, now), *_many_gone(comparison)]
    return replace(draft, table=table, comparison=comparison, problems=(*draft.problems, *warnings))


def _beyond_reach(feed: Feed, unit: str) -> list[Problem]:
    """A form whose rows name no district cannot be a district's own."""
    alone = unit == CITY or feed.has("district")
    return [] if alone else [Problem("file.city_only", holes=(("unit", unit),))]


def _level_problems(feed: Feed, table: pa.Table) -> list[Problem]:
    return list(levels.row_problems(table)) if feed.file == "declaration" else []


def _many_gone(found: Comparison) -> list[Problem]:
    """A whole file that lacks many of the rows shown now is rather cut off than meant so."""
    holes = (("n", len(found.missing)), ("of", found.old.num_rows))
    return [Problem("file.many_gone", severity="warning", holes=holes)] if found.many_gone else []


def _described(feed: Feed, table: pa.Table) -> pa.Table:
    """The table saying of itself how it adds to the picture: the store knows no feeds."""
    return table.replace_schema_metadata({"file": feed.file, "key": ",".join(feed.key), "feed": feed.name})
