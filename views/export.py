"""Tables taken out as CSV: UTF-8 with BOM for Excel, text that could run as a formula held back by an apostrophe."""

import csv
import io

import pandas as pd

from domain.clock import stamp
from domain.districts import DISTRICTS
from feeds.declaration import Column, Feed

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_bytes(feed: Feed, frame: pd.DataFrame, lang: str) -> bytes:
    """A feed's rows under the template's headers (zh) or English titles, choices in words, times in Beijing."""
    shown = table(feed, frame, lang)
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\r\n")
    writer.writerow(shown.columns)
    writer.writerows([_guarded(cell) for cell in row] for row in shown.itertuples(index=False))
    return sink.getvalue().encode("utf-8-sig")


def template_bytes(feed: Feed) -> bytes:
    """The empty form a department fills in: the Chinese headers, as CSV with BOM."""
    return (",".join(f'"{column.header}"' for column in feed.columns) + "\r\n").encode("utf-8-sig")


def table(feed: Feed, frame: pd.DataFrame, lang: str) -> pd.DataFrame:
    """The declared columns by title, with choices, districts, flags and times as people read them."""
    shown = {column.header if lang == "zh" else column.en: _column(column, frame, lang) for column in feed.columns}
    return pd.DataFrame(shown, index=frame.index)


def _column(column: Column, frame: pd.DataFrame, lang: str) -> pd.Series:
    if column.name not in frame:
        return pd.Series([""] * len(frame), index=frame.index, dtype=object)
    values = frame[column.name]
    if column.type in ("count", "number", "lon", "lat"):
        return _numbers(column, frame, values)
    return values.astype(object).map(_reader(column, lang)).astype(object)


def _numbers(column: Column, frame: pd.DataFrame, values: pd.Series) -> pd.Series:
    if column.qualified:
        marks = frame[f"{column.name}_qualifier"].map({"lower": "≥", "upper": "≤", "about": "约"}).fillna("")
        return marks.astype(object) + values.map(lambda value: "" if pd.isna(value) else f"{value:g}").astype(object)
    return values.astype("Int64") if column.type == "count" else values


def _reader(column: Column, lang: str):
    words = {choice.code: choice.zh if lang == "zh" else choice.en for choice in column.choices}
    yes, no = ("是", "否") if lang == "zh" else ("yes", "no")

    def read(value: object) -> object:
        if pd.isna(value):
            return ""
        if column.type == "flag":
            return yes if value else no
        if column.type == "time":
            return stamp(value.to_pydatetime())
        if column.type == "district":
            return DISTRICTS[str(value)].zh if lang == "zh" else DISTRICTS[str(value)].en
        return words.get(str(value), str(value))

    return read


def _guarded(cell: object) -> object:
    if cell is None or cell is pd.NA or cell != cell:
        return ""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell
