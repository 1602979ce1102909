"""Files as departments send them, made from the sample day's, and the way they are read."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from feeds import feed
from feeds.check import Checked, check
from feeds.mapping import known_headers
from loaders.delimited import load
from loaders.documents import tables_of

SAMPLES = Path(__file__).parents[1] / "sample_data"
BAD = Path(__file__).with_name("bad")

Paper = list[dict[str, str]]


def sample_rows(name: str, district: str | None = None, count: int | None = None) -> Paper:
    """Rows of a sample file as printed, those of one district where one is named (as printed too)."""
    if name == "alerts":
        return messages()[:count]
    text = (SAMPLES / f"{name}.csv").read_text("utf-8-sig")
    rows = [row for row in csv.DictReader(io.StringIO(text)) if district in (None, row.get("县区"))]
    return rows[:count]


def messages() -> Paper:
    """The sample's alerts, which come as CAP messages, as rows of their form."""
    tables = [
        tables_of(path.read_bytes(), path.name) or {} for path in sorted((SAMPLES / "alerts").glob("*.xml"))
    ]
    return [row for table in tables for row in table["alerts"].columns.to_pylist()]


def changed(rows: Paper, changes: Mapping[int, Mapping[str, str]]) -> Paper:
    """The rows with some cells written otherwise: position -> header -> text."""
    return [{**row, **changes.get(position, {})} for position, row in enumerate(rows)]


def printed(rows: Iterable[Mapping[str, str]], encoding: str = "utf-8-sig") -> bytes:
    """Rows as a file."""
    rows = list(rows)
    sink = io.StringIO()
    writer = csv.DictWriter(sink, list(rows[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return sink.getvalue().encode(encoding)


def checked(name: str, data: bytes, unit: str = "city") -> Checked:
    """A file read and checked by its form."""
    raw = load(data, known_headers())
    found = check(feed(name), raw.columns, raw.rows, unit)
    return replace(found, problems=(*found.problems, *raw.notes))


def faults(name: str, data: bytes, unit: str = "city") -> list[tuple]:
    """(code, row, column, raw) of everything that refuses a file."""
    problems = checked(name, data, unit).problems
    return [(p.code, p.row, p.column, p.raw) for p in problems if p.severity == "error"]
