"""Track documents read for a test: rows by column, and what is kept of them in tests/golden/storm."""

import hashlib
from collections import Counter
from pathlib import Path
from typing import Any

from domain.problems import Problem, Refused
from feeds import feed
from loaders.documents import tables_of
from loaders.table import RawTable

TESTS = Path(__file__).parents[2]
RAW, GOLDEN = TESTS / "raw" / "storm", TESTS / "golden" / "storm"
QUADRANTS = ("ne", "se", "sw", "nw")
NAMES = {column.header: column.name for column in feed("track").columns}


def table(said: str | bytes, name: str = "track.txt") -> RawTable:
    """The track table of a document, known by its content."""
    tables = tables_of(said.encode() if isinstance(said, str) else said, name)
    assert tables is not None, "no document of the field"
    return tables["track"]


def rows(said: str | bytes, name: str = "track.txt") -> list[dict[str, str]]:
    """Its rows by column name, empty cells left out."""
    return [
        {NAMES[header]: cell for header, cell in row.items() if cell}
        for row in table(said, name).columns.to_pylist()
    ]


def refused(said: str | bytes, name: str = "track.txt") -> tuple[Problem, ...]:
    """Why a document is not taken; none where it is."""
    try:
        table(said, name)
    except Refused as refusal:
        return refusal.problems
    return ()


def circle(row: dict[str, str], force: int) -> tuple[float | None, ...]:
    """A row's radii of one force in km: north-east, south-east, south-west, north-west."""
    found = (row.get(f"r{force}_{quadrant}_km") for quadrant in QUADRANTS)
    return tuple(float(radius) if radius else None for radius in found)


def circles(row: dict[str, str]) -> dict[int, tuple[float | None, ...]]:
    """All of a row's circles by force."""
    found = {force: circle(row, force) for force in (7, 8, 10, 12)}
    return {force: radii for force, radii in found.items() if any(radii)}


def golden(said: bytes, name: str) -> dict[str, Any]:
    """What a file is read to: how many rows of each storm, agency and kind, a hash over every cell, and every so many rows in full."""
    found = rows(said, name)
    counted = Counter(f"{row['storm_id']} {row['agency']} {row['kind']}" for row in found)
    cells = repr([sorted(row.items()) for row in found]).encode()
    every = max(1, len(found) // 12)
    return {
        "rows": dict(sorted(counted.items())),
        "sha256": hashlib.sha256(cells).hexdigest(),
        f"every {every}": found[::every],
    }
