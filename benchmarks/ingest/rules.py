"""The form's rules as each of the others writes them: the same faults are to be found by all.

Each takes the file as bytes, makes of it what it checks (which is timed apart, but for frictionless, which reads
while it checks) and gives how many rows are at fault. All check: required cells, choices, numbers within their
limits, moments in the one way the file writes them, the length of texts, and that no id stands twice; pydantic
knows of no other row, so that the last is left to a set.
"""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, Literal

import frictionless
import pandas as pd
import pandera.pandas as pandera_pandas
import pandera.polars as pandera_polars
import polars as pl
from pandera.errors import SchemaErrors
from pydantic import AwareDatetime, Field, NaiveDatetime, TypeAdapter, ValidationError, create_model

from benchmarks.ingest.files import FEED
from domain import districts
from feeds.declaration import Column
from feeds.readers import MAX_TEXT

MOMENT = "%Y-%m-%d %H:%M"
KEY = FEED.column(FEED.key[0]).header


@dataclass(frozen=True, slots=True)
class Checker:
    """One way to check: `ready` reads the bytes, `faulty_rows` checks what it gave."""

    title: str
    ready: Callable[[bytes], Any]
    faulty_rows: Callable[[Any], int]


def known(column: Column) -> list[str] | None:
    """All that a column of choices may say; None for another column."""
    if column.type == "choice":
        return [name for c in column.choices for name in (c.code, c.zh, c.en, *c.aliases)]
    if column.type == "district":
        return [name for d in districts.DISTRICTS.values() for name in (d.code, d.zh)]
    return None


def is_number(column: Column) -> bool:
    """Whether a column's cells are numbers within limits."""
    return column.type in ("count", "lon", "lat")


# frictionless


def frictionless_schema() -> frictionless.Schema:
    """The rules as a schema of frictionless."""
    fields = [_frictionless_field(column) for column in FEED.columns]
    return frictionless.Schema.from_descriptor({"fields": fields, "primaryKey": [KEY]})


def _frictionless_field(column: Column) -> dict:
    rules: dict = {"required": column.required}
    if choices := known(column):
        rules["enum"] = choices
    elif column.type == "text":
        rules["maxLength"] = MAX_TEXT
    elif is_number(column):
        rules |= {"minimum": column.min, "maximum": column.max}
    kinds = {"count": "integer", "lon": "number", "lat": "number", "time": "datetime"}
    shape = {"format": MOMENT} if column.type == "time" else {}
    return {
        "name": column.header,
        "type": kinds.get(column.type, "string"),
        "constraints": rules,
        **shape,
    }


def _frictionless(data: bytes) -> int:
    with TemporaryDirectory() as folder:
        (Path(folder) / "fleet.csv").write_bytes(data)
        resource = frictionless.Resource(
            path="fleet.csv", basepath=folder, schema=frictionless_schema(), encoding="utf-8-sig"
        )
        report = resource.validate(limit_errors=10**9)
    return len({row for (row,) in report.flatten(["rowNumber"])})


# pandera


def pandas_schema() -> pandera_pandas.DataFrameSchema:
    """The rules over columns of texts, each a vector of pandas."""
    return pandera_pandas.DataFrameSchema(
        {
            column.header: pandera_pandas.Column(
                checks=_pandas_check(column), nullable=not column.required, unique=column.header == KEY
            )
            for column in FEED.columns
        }
    )


def _pandas_check(column: Column) -> pandera_pandas.Check | None:
    if choices := known(column):
        return pandera_pandas.Check.isin(choices)
    if is_number(column):
        return pandera_pandas.Check(
            lambda texts: pd.to_numeric(texts, errors="coerce").between(column.min, column.max)
        )
    if column.type == "time":
        return pandera_pandas.Check(
            lambda texts: pd.to_datetime(texts, format=MOMENT, errors="coerce").notna()
        )
    return pandera_pandas.Check.str_length(max_value=MAX_TEXT) if column.type == "text" else None


def polars_schema() -> pandera_polars.DataFrameSchema:
    """The rules over columns of texts, each an expression of polars."""
    return pandera_polars.DataFrameSchema(
        {
            column.header: pandera_polars.Column(
                pl.String,
                checks=_polars_check(column),
                nullable=not column.required,
                unique=column.header == KEY,
            )
            for column in FEED.columns
        }
    )


def _polars_check(column: Column) -> pandera_polars.Check | None:
    texts = pl.col(column.header)
    if choices := known(column):
        return pandera_polars.Check.isin(choices)
    if is_number(column):
        kind = pl.Int64 if column.type == "count" else pl.Float64
        right = texts.cast(kind, strict=False).is_between(column.min, column.max).fill_null(False)
        return pandera_polars.Check(lambda data: data.lazyframe.select(right | texts.is_null()))
    if column.type == "time":
        right = texts.str.to_datetime(MOMENT, strict=False).is_not_null()
        return pandera_polars.Check(lambda data: data.lazyframe.select(right | texts.is_null()))
    return pandera_polars.Check.str_length(max_value=MAX_TEXT) if column.type == "text" else None


def _by_pandera(schema: Any) -> Callable[[Any], int]:
    def faulty_rows(frame: Any) -> int:
        try:
            schema.validate(frame, lazy=True)
        except SchemaErrors as faults:
            return len(set(faults.failure_cases["index"]))
        return 0

    return faulty_rows


# pydantic


def pydantic_model() -> TypeAdapter:
    """The rules as a list of models, one a row."""
    fields: dict[str, Any] = {}
    for column in FEED.columns:
        kind = _pydantic_type(column)
        fields[column.name] = (
            (kind, Field(alias=column.header))
            if column.required
            else (kind | None, Field(None, alias=column.header))
        )
    return TypeAdapter(list[create_model("Boat", **fields)])  # type: ignore[misc]


def _pydantic_type(column: Column) -> Any:
    if choices := known(column):
        return Literal[tuple(choices)]
    if is_number(column):
        kind = int if column.type == "count" else float
        return Annotated[kind, Field(ge=column.min, le=column.max)]
    if column.type == "time":
        return NaiveDatetime | AwareDatetime
    return Annotated[str, Field(max_length=MAX_TEXT)] if column.type == "text" else str


def _as_dicts(data: bytes) -> list[dict[str, str]]:
    """One dict a row, without the empty cells, which pydantic would read as texts."""
    rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return [{name: text for name, text in row.items() if text} for row in rows]


def _by_pydantic(model: TypeAdapter) -> Callable[[list[dict[str, str]]], int]:
    def faulty_rows(rows: list[dict[str, str]]) -> int:
        ids = [row.get(KEY) for row in rows]
        again = len(ids) - len(set(ids))
        try:
            model.validate_python(rows)
        except ValidationError as faults:
            return again + len({fault["loc"][0] for fault in faults.errors(include_url=False)})
        return again

    return faulty_rows


def checkers() -> dict[str, Checker]:
    """All of them by name."""
    return {
        "frictionless": Checker("frictionless, reading and checking", lambda data: data, _frictionless),
        "pandera pandas": Checker(
            "pandera on pandas, checking alone",
            lambda data: pd.read_csv(io.BytesIO(data), dtype=str),
            _by_pandera(pandas_schema()),
        ),
        "pandera polars": Checker(
            "pandera on polars, checking alone",
            lambda data: pl.read_csv(data, infer_schema=False),
            _by_pandera(polars_schema()),
        ),
        "pydantic": Checker("pydantic, checking alone", _as_dicts, _by_pydantic(pydantic_model())),
    }
