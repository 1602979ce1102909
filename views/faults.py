"""A refused file handed back as a workbook: its cells as received, the faulty ones coloured and told of."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from xlsxwriter.worksheet import Worksheet

from domain.problems import Problem
from domain.words import LANGUAGES, say
from feeds.declaration import Column, Feed
from feeds.mapping import match
from feeds.sentences import choices, tell
from views.export import plain_csv
from views.filling_in import help_with, note_look
from views.sheets import LONGEST_CELL, Book, width

SEVERITIES = ("error", "warning")
TOLD_WIDTH = 90


@dataclass(frozen=True, slots=True)
class _Faults:
    """What is wrong, by where it stands.

    `headers`: the columns as received; `columns`: the form's column of a header; `cells`: (row, header) -> severity;
    `rows`: row -> (severity, sentence) of each; `heads`: headers at fault; `whole`: what no row is to blame for.
    """

    headers: list[str]
    columns: dict[str, Column]
    cells: dict[tuple[int, str], str] = field(default_factory=dict)
    rows: dict[int, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    heads: set[str] = field(default_factory=set)
    whole: list[tuple[str, str]] = field(default_factory=list)

    def add(self, problem: Problem, header: str, sentence: str) -> None:
        """Files one problem; of two of one cell the graver colours it."""
        said = (problem.severity, sentence)
        if problem.row is None:
            self.heads.update({header} & set(self.headers))
            self.whole.append(said)
            return
        self.rows[problem.row].append(said)
        self.cells[problem.row, header] = min(
            problem.severity, self.cells.get((problem.row, header), SEVERITIES[-1]), key=SEVERITIES.index
        )

    def add_untold(self, at_fault: Iterable[int], sentence: str) -> None:
        """Says of rows at fault that nothing was told of that something is."""
        for row in at_fault:
            if all(severity != "error" for severity, _ in self.rows.get(row, ())):
                self.rows[row].append(("error", sentence))

    def rank(self, row: int) -> int:
        """Faulty rows first, then doubtful ones."""
        found = (SEVERITIES.index(severity) for severity, _ in self.rows.get(row, ()))
        return min(found, default=len(SEVERITIES))


def faults_file(
    kind: str, feed: Feed, received: pa.Table, rows: np.ndarray, problems: Iterable[Problem], lang: str
) -> bytes:
    """A file's cells to be mended and sent in again: xlsx with its faults marked, csv as they came."""
    if kind == "csv":
        return plain_csv(received.to_pandas())
    return faults_xlsx(feed, received, rows, problems, lang)


def faults_xlsx(
    feed: Feed, received: pa.Table, rows: np.ndarray, problems: Iterable[Problem], lang: str,
    at_fault: np.ndarray | None = None,
) -> bytes:  # fmt: skip
    """A file's cells as text, to be mended and sent in again; a last column says what is wrong with each row.

    `rows` is the spreadsheet row of each row of `received`. Faulty rows come first, then the doubtful ones; what is
    wrong with the file as a whole stands beside the last header. `at_fault`: all rows with an error, where `problems` tell
    only the first of a kind; the others are said to be at fault, with no cell coloured. ValueError: more rows than a sheet has.
    """
    book = Book()
    faults = _sorted(feed, received.column_names, problems, lang)
    faults.add_untold(() if at_fault is None else at_fault.tolist(), say(lang, "workbook.untold"))
    sheet = book.sheet(feed.title(lang))
    lists = book.form_sheet(feed)
    order = np.array(sorted(range(len(rows)), key=lambda i: faults.rank(int(rows[i]))), dtype=int)
    numbers = rows[order].tolist()
    for at, header in enumerate(faults.headers):
        texts = received.column(header).take(pa.array(order)).to_pylist()
        _column(book, sheet, at, header, texts, numbers, faults)
        column = faults.columns.get(header)
        # Drop-downs only: a number typed into a cell of text would be doubted however right it is.
        if column and choices(column, feed, lang):
            help_with(sheet, at, column, feed, lang, lists)
    _told(book, sheet, numbers, faults, lang)
    return book.bytes()


def _sorted(feed: Feed, received: list[str], problems: Iterable[Problem], lang: str) -> _Faults:
    """The problems by place; notes are none. A column of faults that came with the file is left out."""
    ours = {say(language, "workbook.faults") for language in LANGUAGES}
    headers = [header for header in received if header not in ours]
    found = match(feed, headers).found
    faults = _Faults(headers, {header: feed.column(name) for name, header in found.items()})
    for problem in problems:
        if problem.severity in SEVERITIES:
            column = problem.column or ""
            faults.add(problem, found.get(column, column), tell(problem, feed, lang).text)
    return faults


def _column(
    book: Book, sheet: Worksheet, at: int, header: str, texts: list[str], rows: list[int], faults: _Faults
) -> None:
    sheet.write_string(0, at, header, book.styles["faulty_head" if header in faults.heads else "head"])
    sheet.set_column(at, at, width([header, *texts]), book.styles["text"])
    book.write(sheet, at, texts, "text")
    for place, (row, text) in enumerate(zip(rows, texts), start=1):
        severity = faults.cells.get((row, header))
        if severity:
            write = sheet.write_string if text else sheet.write_blank
            write(place, at, text[:LONGEST_CELL], book.styles[severity])


def _told(book: Book, sheet: Worksheet, rows: list[int], faults: _Faults, lang: str) -> None:
    at = len(faults.headers)
    sheet.write_string(0, at, say(lang, "workbook.faults"), book.styles["faulty_head"])
    sheet.set_column(at, at, TOLD_WIDTH, book.styles["told"])
    book.write(sheet, at, (_lines(faults.rows.get(row, []), lang) for row in rows), "told")
    if faults.whole:
        text = _lines(faults.whole, lang)
        sheet.write_comment(0, at, text, {**note_look(text), "visible": True})
    sheet.autofilter(0, 0, max(len(rows), 1), at)


def _lines(said: list[tuple[str, str]], lang: str) -> str:
    worst_first = sorted(said, key=lambda one: SEVERITIES.index(one[0]))
    return "\n".join(
        f"[{say(lang, f'severity.{severity}')}] {sentence}" for severity, sentence in worst_first
    )
