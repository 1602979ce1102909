"""The table every loader gives: cells as text, rows as the spreadsheet numbers them."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from domain.problems import ENTRY, ROW, Problem, Refused
from feeds.faults import Faults
from feeds.glance import may_hold
from feeds.headers import normalise
from feeds.sums import SumRow, adds_up, may_add_up, skipped, sum_rows
from loaders.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS

HEADER_WITHIN = 20

# Who filled the form in, as printed below it: 填表人：张三, or the name in the next cell.
_FOOTER = re.compile(
    r"(填[表报](人|单位|时间|日期)?|(审核|复核|制表|经办|联系)人?|联系电话|备注|说明|注)([:：]|$)"
)
_FOOTER_CELLS = 2
# A remark goes on below: 2.不含岱山县。
_REMARK = re.compile(r"\s*([※*＊]|[0-9]{1,2}[.、．)）]\s*[^0-9\s])")
# What a total or the beginning of a footer is known by, so that few cells need the closer look.
_LIKELY = r"计|(?i:total)|^[\s\x{3000}]*(?:填|审\s*核|复\s*核|制\s*表|经\s*办|联\s*系|备\s*注|说\s*明|注|[※*＊]|\d{1,2}[.、．)）])"


@dataclass(frozen=True, slots=True)
class RawTable:
    """What a file says, cell by cell, as text.

    columns: every column a string, named as received (stripped; a repeated header gets " (2)");
    rows: int32, the spreadsheet's number of each row, counting records, blank and title rows from 1;
    counted: what these are the numbers of (domain.problems.ROW and its like);
    titles: what stands above the header, cell by cell;
    notes: what was left out ("file.total_row_skipped", "file.header_skipped", "file.footer_skipped"), and rows at fault ("row.too_many_cells", an error);
    sums: the rows that were left out as sums of others;
    at_fault: the rows at fault by header, None for faults of the row as a whole; `notes` tell the first of each kind.
    """

    columns: pa.Table
    rows: np.ndarray
    header_row: int
    encoding: str
    delimiter: str
    notes: tuple[Problem, ...]
    titles: tuple[str, ...] = ()
    sums: tuple[SumRow, ...] = ()
    at_fault: Mapping[str | None, np.ndarray] = field(default_factory=dict)
    counted: str = ROW

    def named(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """The problems of its rows, each saying what their numbers count."""
        return tuple(p.numbered(self.counted) if p.counted == ROW else p for p in problems)


def of_records(
    columns: Mapping[str, Sequence[str]], records: Sequence[int], notes: Iterable[Problem]
) -> RawTable:
    """The table read out of a document, which is UTF-8 where its loader knows no better; records: the number each row's record has in it.

    Where one record gives several rows, its number would name none of them: they are counted instead.
    """
    single = len({*records}) == len(records)
    rows = np.array(records if single else range(1, len(records) + 1), np.int32)
    texts = pa.table({header: pa.array(cells, pa.string()) for header, cells in columns.items()})
    return RawTable(texts, rows, 0, "utf-8", "", tuple(notes), counted=ROW if single else ENTRY)


def find_header(records: Sequence[Sequence[str]], known: Collection[str]) -> int | None:
    """Index of the header among a file's first records; None when all of them are blank.

    The one with most known headers (normalised), else the first with two cells filled, else the first filled.
    """
    counts = [known_headers_in(record, known) for record in records]
    if any(counts):
        return counts.index(max(counts))
    filled = [sum(bool(cell.strip()) for cell in record) for record in records]
    return next((i for least in (2, 1) for i, count in enumerate(filled) if count >= least), None)


def known_headers_in(record: Sequence[str], known: Collection[str]) -> int:
    """How many of a record's cells are known headers (normalised)."""
    return len({normalise(cell) for cell in {*record} if cell.strip()}.intersection(known))


def header_names(cells: Sequence[str]) -> list[str]:
    """Column names of a header: stripped, without the blank cells at its end, each only once.

    A blank one between others is "[D]" after its place. Raises Refused("file.over_column_limit").
    """
    names = [" ".join(cell.split()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > MAX_COLUMNS:
        raise over_column_limit(len(names))
    return once_each([name or f"[{_letter(i)}]" for i, name in enumerate(names)])


def _letter(index: int) -> str:
    return (chr(64 + index // 26) if index >= 26 else "") + chr(65 + index % 26)


def once_each(names: Sequence[str]) -> list[str]:
    """The names, those that repeat another told apart: " (2)"."""
    unique: list[str] = []
    for name in names:
        times = 1
        while (name if times == 1 else f"{name} ({times})") in unique:
            times += 1
        unique.append(name if times == 1 else f"{name} ({times})")
    return unique


def refuse_too_many_rows(count: int, width: int = 1) -> None:
    """Raises Refused("file.over_row_limit") above the limit for rows of `width` cells."""
    most = min(MAX_ROWS, MAX_CELLS // max(width, 1))
    if count > most:
        raise Refused([Problem("file.over_row_limit", expected=str(most), holes=(("found", count),))])


def over_column_limit(found: int) -> Refused:
    """The refusal of a file with that many columns."""
    holes = (("found", found),)
    return Refused([Problem("file.over_column_limit", expected=str(MAX_COLUMNS), holes=holes)])


def too_many_cells(first: str, row: int, width: int, found: int) -> Problem:
    """The fault of a row of `found` cells under `width` headers; first: what stands right of the last header."""
    return Problem("row.too_many_cells", row=row, raw=first, expected=str(width), holes=(("found", found),))


def beside(extra: Sequence[str], row: int, width: int) -> Iterator[Problem]:
    """The fault of a row with something in the cells right of the last header."""
    first = next((cell for cell in extra if cell.strip()), None)
    if first is not None:
        yield too_many_cells(first, row, width, width + len(extra))


def is_footer(cell: str) -> bool:
    """Whether a cell says who filled the form in, or begins a remark on it: `填表人：张三`, `备 注：`, `制表 张三`."""
    words = cell.split()
    return any(_FOOTER.match(said) for said in ("".join(words), *words[:1]))


Rows = tuple[pa.Table, np.ndarray, tuple[Problem, ...], tuple[SumRow, ...]]


def without_sums_and_blanks(table: pa.Table, rows: np.ndarray) -> Rows:
    """The table without blank rows, total rows, repeated headers and the footer below it, the latter three noted; and the total rows."""
    blank, marked = _blank_and_marked_rows(table)
    totals = {
        i: cell for i, cell in marked.items() if may_add_up(cell) and adds_up(cell, _beside(table, i, cell))
    }
    again = _headers_again(table)
    keep = np.ones(table.num_rows, dtype=bool)
    keep[[*blank, *totals, *again]] = False
    footers = _footers(table, {i: cell for i, cell in marked.items() if i not in totals}, keep)
    keep[list(footers)] = False
    sums = sum_rows(table, rows, totals)
    codes = {"file.header_skipped": again, "file.footer_skipped": footers}
    noted = Faults(skipped(sums))
    for code, left_out in codes.items():
        noted.add(
            Problem(code, int(rows[i]), raw=cell, severity="note") for i, cell in sorted(left_out.items())
        )
    kept = (table, rows) if keep.all() else (table.filter(pa.array(keep)), rows[keep])
    return *kept, tuple(noted.problems), sums


def _beside(table: pa.Table, row: int, cell: str) -> list[str]:
    """What a row holds beside its first cell."""
    cells = [column[row].as_py() for column in table.columns]
    cells.remove(cell)
    return cells


def _headers_again(table: pa.Table) -> dict[int, str]:
    """The rows that say the header once more, as where two printed pages were put together."""
    if table.num_columns < _FOOTER_CELLS:
        return {}
    first, *names = table.column_names
    likely = np.flatnonzero(pc.equal(pc.utf8_trim_whitespace(table.column(0)), first).to_numpy())
    again = [int(i) for i in likely if all(table.column(n)[int(i)].as_py().strip() == n for n in names)]
    return dict.fromkeys(again, first)


def _footers(table: pa.Table, marked: dict[int, str], keep: np.ndarray) -> dict[int, str]:
    """Those of the rows that begin like a footer, hold little, and have no other row below them."""
    footers: dict[int, str] = {}
    for i in map(int, np.flatnonzero(keep)[::-1]):
        if i not in marked or not _is_below(table, i):
            break
        footers[i] = marked[i]
    return footers


def _is_below(table: pa.Table, row: int) -> bool:
    """Whether a row holds what stands below a form: who filled it in, in any of its cells, or remarks."""
    filled = [cell for column in table.columns if (cell := column[row].as_py()).strip()]
    if all(is_footer(cell) for cell in filled):
        return True
    return len(filled) <= (_FOOTER_CELLS if is_footer(filled[0]) else 1)


def _blank_and_marked_rows(table: pa.Table) -> tuple[np.ndarray, dict[int, str]]:
    """Goes by columns: in each, only rows that are blank before it are looked at."""
    left = np.arange(table.num_rows)
    marked: dict[int, str] = {}
    for column in table.columns:
        if not len(left):
            break
        cells = column if len(left) == table.num_rows else column.take(pa.array(left))
        likely = _worth_a_look(cells)
        left, cells = left[likely], cells.take(pa.array(likely)) if len(likely) < len(left) else cells
        marked |= {int(left[i]): cell for i, cell in _marked(cells)}
        left = left[pc.equal(pc.utf8_trim_whitespace(cells), "").to_numpy()]
    return left, marked


def _worth_a_look(cells: pa.ChunkedArray) -> np.ndarray:
    """Positions of the cells that may be blank or marked: of letters and digits alone, only Total is either."""
    if may_hold(cells, "total"):
        return np.arange(len(cells))
    return np.flatnonzero(~pc.ascii_is_alnum(cells).to_numpy())


def _marked(cells: pa.ChunkedArray) -> Iterator[tuple[int, str]]:
    for i in np.flatnonzero(pc.match_substring_regex(cells, _LIKELY).to_numpy()):
        cell = cells[int(i)].as_py()
        if may_add_up(cell) or is_footer(cell) or _REMARK.match(cell):
            yield int(i), cell


def without_blank_columns(table: pa.Table) -> pa.Table:
    """The table without the columns that have neither a header nor a value."""
    nameless = [name for name in table.column_names if re.fullmatch(r"\[[A-Z]{1,2}\]", name)]
    return table.drop_columns([name for name in nameless if _is_blank(table.column(name))])


def _is_blank(column: pa.ChunkedArray) -> bool:
    return pc.all(pc.equal(pc.utf8_trim_whitespace(column), ""), min_count=0).as_py()
