"""A file as it would be taken in: read, checked and compared, with nothing written yet."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from domain.clock import stamp, to_beijing
from domain.problems import Problem, Refused
from domain.receipts import receipt_number
from domain.unseen import seen_line
from feeds.check import Checked
from feeds.declaration import Feed
from feeds.faults import Faults, joined
from feeds.mapping import known_headers
from intake import ahead, behind, cutoffs, doubts, levels
from intake.arrivals import COMPLETES, SUPPLEMENT
from intake.checking import Looks, with_remembered
from intake.compare import Comparison, compare, label
from intake.kept import account, with_kept
from intake.mending import NOTHING, Mending, detail, mended
from intake.partial import Returned, Split, is_more_errors, returned, split
from intake.returned import completed, left_over, told_since
from intake.sheets import fitting_sheet, for_another, rows_at_fault, told_once
from intake.signed import NOT_SIGNED, Signed, verdict
from loaders.files import Book, load_file
from loaders.table import RawTable
from store.blob import Packed
from store.entry import CITY, REHEARSALS, Entry
from store.ledger import Ledger
from store.picture import KEPT_FROM
from store.timing import timed


@dataclass(frozen=True)
class Draft:
    """`packing` gives the file as the store keeps it; `table` and `comparison` are None when it could not be read.

    `base` is the submission compared with; `received` the cells of a file that could be read and was refused,
    `cut_off` that of its rows that give none;
    `mended` what its sender mended on the page, as the ledger keeps it. `supplement`: its rows replace those of the same
    key and the unit's others stay as they are shown; `completes`: the report that had sent these rows back. `kept` is
    what the ledger says of rows that stay. `returned` is what goes back of a file taken in part, `offer` the draft that
    would take in the sound rows of a refused one. `sheet` is the one sheet of several that was read; `signature` what is kept of its file's.
    `at_fault`: the spreadsheet's numbers of all rows with an error, of which `problems` tell the first of each kind.
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
    cut_off: datetime | None = None
    mended: dict = field(default_factory=dict)
    supplement: bool = False
    completes: int | None = None
    kept: dict = field(default_factory=dict)
    returned: Returned | None = None
    offer: "Draft | None" = None
    sheet: str | None = None
    signature: dict = field(default_factory=dict)
    at_fault: np.ndarray = field(default_factory=lambda: np.empty(0, np.int32))

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
    def counts(self) -> dict[str, int]:
        """Rows by what becomes of them, each once; then those of which only the cut-off moves, and those that give none."""
        found, sent = self.comparison, self.sent
        if found is None or sent is None:
            return {}
        kept = found.new.num_rows - sent.num_rows
        own = {"added": len(found.added), "changed": len(found.changed), "unchanged": found.unchanged - kept}
        some = {"redated": len(found.redated), "undated": cutoffs.undated(sent)}
        kept_ = {"kept": kept} if kept else {}
        return own | kept_ | {"missing": len(found.missing)} | {name: n for name, n in some.items() if n}

    @property
    def sent(self) -> pa.Table | None:
        """The rows that the file brings, without those that stay."""
        if self.table is None or KEPT_FROM not in self.table.column_names:
            return self.table
        return self.table.filter(pc.is_null(self.table.column(KEPT_FROM)))

    @property
    def carrying(self) -> dict:
        """What the ledger keeps of what the file brings and what stays."""
        said: dict = {SUPPLEMENT: True} if self.supplement else {}
        said |= {COMPLETES: self.completes} if self.completes else {}
        return said | self.kept | ({"partial": self.returned.counts} if self.returned else {})

    @property
    def as_of(self) -> datetime | None:
        """The oldest cut-off of the rows it brings; None when one of them gives none."""
        sent = self.sent
        if sent is None or "as_of" not in sent.column_names or sent.num_rows == 0:
            return self.given_as_of
        times = sent.column("as_of")
        return None if times.null_count else pc.min(times).as_py()


@timed("check")
def examine(
    ledger: Ledger, feed: Feed, unit: str, data: bytes, filename: str,
    as_of: datetime | None = None, at: datetime | None = None, mending: Mending = NOTHING, supplement: bool = False,
    sheet: str | None = None, book: Book | Refused | None = None, looks: Looks | None = None, signed: Signed = NOT_SIGNED,
) -> Draft:  # fmt: skip
    """Reads, checks and compares a file for a reporting unit (a district's code, or "city").

    `as_of` is the cut-off of rows that give none themselves. `at` examines as if it were then. `mending` is what the
    sender mended on the page; what the unit said of its headers last time holds again. `supplement`: the file brings
    some rows only; so does one with rows that were sent back before. `sheet` is the one to read of several, the fitting
    one when not given; `book` the file where it was opened before, or why it could not be; `looks` what
    was done for an earlier look at it; `signed` the signature that came with it.
    Nothing is written and nothing is raised for bad input: what is wrong is in `problems`.
    """
    base, alone = ledger.base(feed.name, unit), supplement and feed.file == "whole"
    looks, filename, said = looks or Looks(data), seen_line(filename), verdict(data, signed, feed.name, unit)
    blank = Draft(
        feed, unit, filename, looks.packing, as_of, "", None, said.problems, None, base,
        supplement=alone, sheet=sheet, signature=said.detail,
    )  # fmt: skip
    return _examined(ledger, blank, book or opened_file(data, filename), at, mending, looks)


def opened_file(data: bytes, filename: str) -> Book | Refused:
    """The sheets of a file, or why it cannot be read."""
    try:
        return load_file(data, filename, known_headers())
    except Refused as refusal:
        return refusal


def _examined(
    ledger: Ledger, blank: Draft, opened: Book | Refused, at: datetime | None, mending: Mending, looks: Looks
) -> Draft:  # fmt: skip
    feed, unit, as_of = blank.feed, blank.unit, blank.given_as_of
    if isinstance(opened, Refused):
        return replace(blank, problems=(*blank.problems, *opened.problems))
    if strange := for_another(feed, opened):
        return replace(blank, problems=(*blank.problems, *strange))
    raw, told = fitting_sheet(feed, opened, blank.sheet)
    as_received = raw
    mending = with_remembered(ledger, feed, unit, raw, mending)
    raw, mapped = mended(feed, raw, mending)
    now = at or ledger.now()
    today = to_beijing(now).date()
    checked = looks.check(feed, raw.columns, raw.rows, unit, today)
    above = cutoffs.said_above(raw.titles, today) if as_of is None and feed.has("as_of") else None
    blank, late = _as_supplement(ledger, blank, checked.table)
    checked, newer = _without_newer(ledger, blank, checked, as_of or above)
    later = Faults(_level_problems(feed, checked.table))
    cutoffs.add_row_problems(checked.table, now, later)
    left_out = [problem.row for problem in newer if problem.row]
    at_fault = joined([checked.at_fault, rows_at_fault(feed, raw), later.rows])
    at_fault = np.setdiff1d(at_fault, left_out)
    problems = (
        *blank.problems,
        *_beyond_reach(feed, unit),
        *_completing(blank),
        *late,
        *newer,
        *raw.named(told_once(feed, raw, _counted(blank, checked.problems, late))),
        *raw.named(later.problems),
        *ahead.problems(feed, raw, checked.table, now, ledger.purpose in REHEARSALS),
        *cutoffs.given_problems(as_of or above, now),
        *([Problem("file.as_of_above", raw=stamp(above), severity="note")] if above else []),
        *told,
        *mapped,
    )
    said = detail(as_received, mending) if mapped or mending.cells else {}
    draft = replace(blank, encoding=raw.encoding, problems=problems, mended=said, at_fault=at_fault)
    table = _described(feed, cutoffs.filled_in(checked.table, as_of or above))
    checked = replace(checked, table=table, sums=(*raw.sums, *checked.sums))
    if not draft.refused:
        return _compared(ledger, draft, checked, at)
    back = np.setdiff1d(joined([at_fault, checked.doubled]), left_out)
    parted = split(feed, table, raw, problems, back, as_of or above)
    offer = _offered(ledger, draft, replace(checked, sums=()), parted, at) if parted else None
    return replace(draft, received=as_received, cut_off=as_of or above, offer=offer)


def _as_supplement(ledger: Ledger, draft: Draft, table: pa.Table) -> tuple[Draft, list[Problem]]:
    """The draft of a file that brings rows which were sent back, known for what it is; and whether it comes too late."""
    if draft.supplement:
        return draft, []
    completes = completed(ledger, draft.feed, draft.unit, table, lambda: draft.packed.sha256)
    if completes is not None:
        return replace(draft, supplement=True, completes=completes), []
    back = left_over(ledger, draft.feed, draft.unit, table)
    holes = (("receipt", receipt_number(back.detail[COMPLETES])),) if back else ()
    return draft, [Problem("file.returned_before", holes=holes)] if back else []


def _without_newer(
    ledger: Ledger, draft: Draft, checked: Checked, cut_off: datetime | None
) -> tuple[Checked, list[Problem]]:
    """The rows without those that a newer report than the one that sent them back has told of since."""
    if not draft.completes:
        return checked, []
    dated = cutoffs.filled_in(checked.table, cut_off)
    newer = told_since(ledger, draft.feed, draft.completes, dated)
    left = checked.table.filter(
        pc.invert(pc.is_in(checked.table.column("_row"), pa.array(newer, pa.int32())))
    )
    told = [_newer(draft.feed, dated, row, entry) for row, entry in newer.items()]
    if newer and not left.num_rows:
        told.append(Problem("file.all_told_since"))
    kept = tuple(problem for problem in checked.problems if problem.row not in newer)
    return replace(checked, table=left, problems=kept), told


def _newer(feed: Feed, table: pa.Table, row: int, entry: Entry) -> Problem:
    at = table.column("_row").to_pylist().index(row)
    holes = (("receipt", receipt_number(entry.seq)), ("t", stamp(entry.received_at)))
    return Problem("row.told_since", row, raw=label(feed, table, at), severity="warning", holes=holes)


def _completing(draft: Draft) -> list[Problem]:
    """Whose returned rows the file is taken for."""
    if not draft.completes:
        return []
    holes = (("receipt", receipt_number(draft.completes)),)
    return [Problem("file.completes", severity="note", holes=holes)]


def _counted(draft: Draft, problems: Iterable[Problem], late: Sequence[Problem]) -> Iterator[Problem]:
    """Some rows alone are as few as they are."""
    few = draft.supplement or late
    return (p for p in problems if not (few and p.code == "file.too_few_rows"))


def _compared(
    ledger: Ledger, draft: Draft, checked: Checked, at: datetime | None, parted: Split | None = None
) -> Draft:
    """A draft of these rows beside what is shown, with what stays of that."""
    shown = ledger.read(draft.feed.name, at=at)
    sent, older = behind.settled(compare(draft.feed, checked.table, shown.frame, draft.unit))
    stay = sent.missing if parted or draft.supplement else np.empty(0, int)
    found = compare(draft.feed, with_kept(sent, stay), shown.frame, draft.unit) if len(stay) else sent
    doubted = doubts.all_of(checked, sent, found, shown.frame, draft.unit, ledger, at)
    return replace(
        draft, table=found.new, comparison=found, kept=account(sent, stay, shown),
        problems=(*draft.problems, *older, *doubted), returned=returned(sent, parted, draft.supplement) if parted else None,
    )  # fmt: skip


def _offered(
    ledger: Ledger, draft: Draft, checked: Checked, parted: Split, at: datetime | None
) -> Draft | None:
    """The draft of a refused file's sound rows; none where even with what stays the form would be too short."""
    back = set(parted.rows.rows.tolist())
    kept = tuple(p for p in draft.problems if p.row not in back and not is_more_errors(p))
    sound = replace(draft, problems=kept, at_fault=np.empty(0, np.int32))
    offer = _compared(ledger, sound, replace(checked, table=parted.sound), at, parted)
    least, _ = draft.feed.expected_rows(draft.unit)
    assert offer.comparison is not None
    return offer if draft.supplement or offer.comparison.new.num_rows >= least else None


def _beyond_reach(feed: Feed, unit: str) -> list[Problem]:
    """A form whose rows name no district cannot be a district's own."""
    alone = unit == CITY or feed.has("district")
    return [] if alone else [Problem("file.city_only", holes=(("unit", unit),))]


def _level_problems(feed: Feed, table: pa.Table) -> list[Problem]:
    return list(levels.row_problems(table)) if feed.file == "declaration" else []


def _described(feed: Feed, table: pa.Table) -> pa.Table:
    """The table saying of itself how it adds to the picture: the store knows no feeds."""
    return table.replace_schema_metadata({"file": feed.file, "key": ",".join(feed.key), "feed": feed.name})
