"""A feed's rows as the file a liaison sends: Chinese headers and words, UTF-8 with BOM."""

import csv
import io
from collections.abc import Iterable, Mapping
from functools import cache

from domain import districts
from feeds import feed
from feeds.declaration import Column

Row = dict[str, object]
FLAGS: dict[object, str] = {True: "是", False: "否"}


def encode(name: str, rows: Iterable[Mapping[str, object]]) -> bytes:
    """The file of a feed: columns as declared, codes and flags in Chinese, what a row lacks left blank."""
    columns = feed(name).columns
    words = [(column.name, _words(column)) for column in columns]
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet)
    writer.writerow([column.header for column in columns])
    writer.writerows([_cell(row.get(key), known) for key, known in words] for row in rows)
    return sheet.getvalue().encode("utf-8-sig")


def decode(name: str, data: bytes) -> list[Row]:
    """The rows of such a file, by column name: codes and flags for their words, text for everything else."""
    declared = {column.header: column for column in feed(name).columns}
    headers, *records = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    columns = [declared[header] for header in headers]
    codes = [(column.name, {zh: code for code, zh in _words(column).items()}) for column in columns]
    return [
        {key: known.get(cell, cell) for (key, known), cell in zip(codes, cells, strict=True)}
        for cells in records
    ]


def _cell(value: object, known: Mapping[object, str]) -> str:
    return "" if value is None else str(known.get(value, value))


@cache
def _words(column: Column) -> dict[object, str]:
    match column.type:
        case "choice":
            return {choice.code: choice.zh for choice in column.choices}
        case "flag":
            return FLAGS
        case "district":
            return {code: district.zh for code, district in districts.DISTRICTS.items()}
    return {}
