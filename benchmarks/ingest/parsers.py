"""What merely parses a CSV: bytes to a table, types guessed, nothing checked and nothing kept."""

import io
from collections.abc import Callable
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.csv as arrow_csv

PARSERS: dict[str, Callable[[bytes], Any]] = {
    "pandas.read_csv": lambda data: pd.read_csv(io.BytesIO(data)),
    "pyarrow.csv.read_csv": lambda data: arrow_csv.read_csv(pa.BufferReader(data)),
    "polars.read_csv": lambda data: pl.read_csv(data),
}
