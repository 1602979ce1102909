"""Workbooks handed out: a form to fill in, and tables to take away."""

import pandas as pd
from pandas.api.types import is_bool_dtype, is_numeric_dtype
from xlsxwriter.worksheet import Worksheet

from domain.words import LANGUAGES, say
from feeds.declaration import Column, Feed
from feeds.examples import example
from feeds.sentences import expected, needed
from views.export import table
from views.filling_in import both, help_with, note, note_look
from views.sheets import Book, width

# How a column's cells look; all others are text, so that an id of 18 digits stays what it is.
LOOKS = {"count": "count", "number": "number", "lon": "number", "lat": "number"}


def template_xlsx(feed: Feed) -> bytes:
    """The empty form: headers as the CSV template has them, with notes, drop-downs and limits; and how to fill it in."""
    book = Book()
    sheet = book.sheet(feed.zh)
    guide = book.sheet(say("zh", "workbook.guide"))
    lists = book.form_sheet(feed)
    for at, column in enumerate(feed.columns):
        _head(book, sheet, at, column, column.header, feed)
        help_with(sheet, at, column, feed, "zh", lists)
        look = "time" if column.type == "time" else LOOKS.get(column.type, "text")
        sheet.set_column(at, at, width([column.header, example(column, feed)]), book.styles[look])
    sheet.autofilter(0, 0, _room(feed), len(feed.columns) - 1)
    _fill(book, guide, _guide(feed), "told")
    return book.bytes()


def table_xlsx(feed: Feed, frame: pd.DataFrame, lang: str) -> bytes:
    """A feed's rows as `views.export.table` shows them, in a form that can be changed and sent in again.

    Moments stay text: a date cell is read back by each program in its own way, and midnight as no moment at all.
    """
    book = Book()
    shown = table(feed, frame, lang)
    sheet = book.sheet(feed.title(lang))
    lists = book.form_sheet(feed)
    for at, (column, header) in enumerate(zip(feed.columns, shown.columns)):
        _head(book, sheet, at, column, header, feed)
        help_with(sheet, at, column, feed, lang, lists)
        look, cells = LOOKS.get(column.type, "text"), shown[header]
        sheet.set_column(at, at, width([header, *cells.unique()]), book.styles[look])
        book.write(sheet, at, cells, look)
    sheet.autofilter(0, 0, max(len(shown), 1), len(feed.columns) - 1)
    return book.bytes()


def plain_xlsx(frame: pd.DataFrame, title: str) -> bytes:
    """Any table, under its own headers."""
    book = Book()
    _fill(book, book.sheet(title), frame, "text")
    return book.bytes()


def _head(book: Book, sheet: Worksheet, at: int, column: Column, header: str, feed: Feed) -> None:
    sheet.write_string(0, at, header, book.styles["required" if column.required else "head"])
    text = note(column, feed)
    sheet.write_comment(0, at, text, note_look(text))


def _room(feed: Feed) -> int:
    """The rows a filter is laid over beforehand: twice as many as were ever expected."""
    return 2 * max(most for _, most in feed.rows.values())


def _guide(feed: Feed) -> pd.DataFrame:
    heads = [both(f"workbook.{name}") for name in ("column", "unit", "needed")]
    heads += [say(lang, "workbook.expected") for lang in LANGUAGES] + [both("workbook.example")]
    return pd.DataFrame([_guide_line(column, feed) for column in feed.columns], columns=heads)


def _guide_line(column: Column, feed: Feed) -> list[str]:
    need = " ".join(needed(column, feed, lang) for lang in LANGUAGES)
    takes = [expected(column, feed, lang) for lang in LANGUAGES]
    return [f"{column.zh} {column.en}", column.unit, need, *takes, example(column, feed)]


def _fill(book: Book, sheet: Worksheet, frame: pd.DataFrame, words: str) -> None:
    """Writes a table; columns of numbers as numbers, all others as text in the style `words`."""
    for at, (header, cells) in enumerate(frame.items()):
        counted = is_numeric_dtype(cells) and not is_bool_dtype(cells)
        look, cells = ("number", cells) if counted else (words, cells.map(_text))
        sheet.write_string(0, at, str(header), book.styles["head"])
        sheet.set_column(at, at, width([header, *cells.unique()]), book.styles[look])
        book.write(sheet, at, cells, look)
    sheet.autofilter(0, 0, max(len(frame), 1), len(frame.columns) - 1)


def _text(cell: object) -> str:
    return "" if pd.isna(cell) else str(cell)  # type: ignore[call-overload]
