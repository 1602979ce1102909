"""Tables taken out as CSV: UTF-8 with BOM for Excel, text that could run as a formula held back by an apostrophe."""

import csv
import io
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import pandas as pd

from domain.agencies import AGENCIES
from domain.clock import iso, stamp
from domain.districts import DISTRICTS
from domain.wind import CYCLONE_GRADES
from domain.words import say, section
from feeds.cells import FORMULA_SIGNS
from feeds.declaration import Column, Feed
from views import text

FORMULA_STARTS = (*FORMULA_SIGNS, "\t", "\r", "\n")
MARKS = {"lower": "≥", "upper": "≤", "about": "约"}


def csv_bytes(feed: Feed, frame: pd.DataFrame, lang: str) -> bytes:
    """A feed's rows under the template's headers (zh) or English titles, choices in words, times in Beijing."""
    return plain_csv(table(feed, frame, lang))


def plain_csv(shown: pd.DataFrame) -> bytes:
    """Any table under its own headers."""
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\r\n")
    writer.writerow([_guarded(header) for header in shown.columns])
    writer.writerows([_guarded(cell) for cell in row] for row in shown.itertuples(index=False))
    return sink.getvalue().encode("utf-8-sig")


def template_bytes(feed: Feed) -> bytes:
    """The empty form a department fills in: the Chinese headers, as CSV with BOM."""
    return (",".join(f'"{column.header}"' for column in feed.columns) + "\r\n").encode("utf-8-sig")


def table(feed: Feed, frame: pd.DataFrame, lang: str) -> pd.DataFrame:
    """The declared columns by title, with choices, districts, flags and times as people read them."""
    shown = {
        column.header if lang == "zh" else column.en: _column(feed, column, frame, lang)
        for column in feed.columns
    }
    return pd.DataFrame(shown, index=frame.index)


def _column(feed: Feed, column: Column, frame: pd.DataFrame, lang: str) -> pd.Series:
    if column.name not in frame:
        return pd.Series([""] * len(frame), index=frame.index, dtype=object)
    values = frame[column.name]
    if column.type in ("count", "number", "lon", "lat"):
        return _numbers(column, frame, values)
    shown = values.astype(object).map(_reader(feed, column, lang)).astype(object)
    return _marked(column, frame, shown) if column.type == "figure" else shown


def _numbers(column: Column, frame: pd.DataFrame, values: pd.Series) -> pd.Series:
    numbers = values.astype("Int64") if column.type == "count" else values
    return _marked(column, frame, numbers) if column.qualified else numbers


def _marked(column: Column, frame: pd.DataFrame, values: pd.Series) -> pd.Series:
    """Values with the sign of their bound before them: all texts then; where every one is exact they stay as they are."""
    marks = frame[f"{column.name}_qualifier"]
    if not marks.isin(MARKS).any():
        return values
    pairs = zip(values.astype(object), marks)
    marked = ["" if pd.isna(value) else f"{MARKS.get(mark, '')}{_plain(value)}" for value, mark in pairs]
    return pd.Series(marked, index=frame.index, dtype=object)


def _plain(value: object) -> str:
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _reader(feed: Feed, column: Column, lang: str) -> Callable[[object], object]:
    tables: dict[str, Mapping[str, Any]] = {
        "district": DISTRICTS,
        "measure": {counter.id: counter for counter in feed.counters},
        "agency": AGENCIES,
        "storm_grade": {grade.code: grade for grade in CYCLONE_GRADES},
    }
    named = tables.get(column.type) or {choice.code: choice for choice in column.choices}
    words = {code: item.zh if lang == "zh" else item.en for code, item in named.items()}
    yes, no = ("是", "否") if lang == "zh" else ("yes", "no")

    def read(value: Any) -> object:
        if pd.isna(value):
            return ""
        if column.type == "flag":
            return yes if value else no
        if column.type == "time":
            return _moment(value.to_pydatetime())
        return words.get(str(value)) or (_stated(value, lang) if column.type == "figure" else str(value))

    return read


def _stated(value: Any, lang: str) -> str:
    """A figure that is a word: a state, a storm's grade, a part of a day."""
    day, _, part = str(value).partition(" ")
    if part in section("window"):
        return say(lang, f"window.{part}", day=day)
    if value == "all":
        return say(lang, "text.all")
    return text.grade(str(value), lang) if value in text.GRADE_NAMES else str(value)


def _moment(at: datetime) -> str:
    """To the minute, or as finely as it was given."""
    return stamp(at) if not at.second and not at.microsecond else iso(at)


def _guarded(cell: object) -> object:
    if cell is None or cell is pd.NA or cell != cell:
        return ""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell


def written(cell: Any) -> str:
    """A cell of `table` as a text: nothing where it is missing, a number with as many digits as tell it apart."""
    if pd.isna(cell):
        return ""
    return repr(float(cell)).removesuffix(".0") if isinstance(cell, float) else str(cell)
