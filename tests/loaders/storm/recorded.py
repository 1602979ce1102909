"""Recorded answers and what becomes of them: python -m tests.loaders.storm.recorded writes the golden tables anew.

tests/raw/storm holds short excerpts, in each service's own layout; tests/golden/storm the canonical rows, to be read by eye.
"""

import csv
import io
from pathlib import Path

from domain import geo
from domain.problems import Problem, Refused
from feeds import feed
from loaders.documents import tables_of
from loaders.table import RawTable

HOME = Path(__file__).parents[2]
RAW, GOLDEN = HOME / "raw" / "storm", HOME / "golden" / "storm"
LEFT_OUT_WHOLLY = "bulletin_2018072618_JONGDARI.txt"
NAMES = {column.header: column.name for column in feed("track").columns}
Row = dict[str, str]
Circle = tuple[float | None, ...]


def golden(path: Path) -> Path:
    """Where the rows of a recorded answer are kept."""
    return GOLDEN / f"{path.stem}.csv"


def answers() -> list[Path]:
    """The recorded answers of the services: those with a golden table here."""
    return [path for path in sorted(RAW.iterdir()) if golden(path).exists()]


def track(data: str | bytes, filename: str = "track.txt") -> RawTable:
    """The canonical table of a document, known by its content."""
    tables = tables_of(data.encode() if isinstance(data, str) else data, filename)
    assert tables is not None, "no document of the field"
    return tables["track"]


def rows(table: RawTable) -> list[Row]:
    """The rows by column name, without their empty cells."""
    return [
        {NAMES[header]: cell for header, cell in row.items() if cell} for row in table.columns.to_pylist()
    ]


def read(data: str | bytes, filename: str = "track.txt") -> list[Row]:
    """The rows of a document."""
    return rows(track(data, filename))


def refused(data: str | bytes, filename: str = "track.txt") -> tuple[Problem, ...]:
    """Why a document is not taken; none where it is."""
    try:
        track(data, filename)
    except Refused as refusal:
        return refusal.problems
    return ()


def circle(row: Row, force: int) -> Circle:
    """A row's radii of one force in km: north-east, south-east, south-west, north-west."""
    found = (row.get(f"r{force}_{quadrant}_km") for quadrant in geo.QUADRANTS)
    return tuple(float(radius) if radius else None for radius in found)


def circles(row: Row) -> dict[int, Circle]:
    """All of a row's circles by force."""
    found = {force: circle(row, force) for force in (7, 8, 10, 12)}
    return {force: radii for force, radii in found.items() if any(radii)}


def km(nautical_miles: int) -> float | None:
    """A radius as a row gives it, reckoned here by itself; 0 is none."""
    return round(nautical_miles * 1.852, 1) or None


def printed(table: RawTable) -> str:
    """The rows and notes as the golden files hold them: columns that are empty throughout are left out."""
    told = [f"# {note.code} {note.row} {note.raw}\n" for note in table.notes]
    headers = [name for name in table.columns.column_names if any(table.columns.column(name).to_pylist())]
    sheet = io.StringIO()
    writer = csv.DictWriter(sheet, headers, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(table.columns.to_pylist())
    return "".join(told) + sheet.getvalue()


if __name__ == "__main__":
    for path in answers():
        golden(path).write_text(printed(track(path.read_bytes(), path.name)), "utf-8")
