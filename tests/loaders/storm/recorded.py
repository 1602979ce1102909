"""Recorded answers and what becomes of them: python -m tests.loaders.storm.recorded writes the golden tables anew.

tests/raw/storm holds short excerpts, restated in each service's own layout; tests/golden/storm the canonical rows.
"""

import csv
import io
from pathlib import Path

from loaders.documents import tables_of
from loaders.table import RawTable

HOME = Path(__file__).parents[2]
RAW, GOLDEN = HOME / "raw" / "storm", HOME / "golden" / "storm"
LEFT_OUT_WHOLLY = "bulletin_2018072618_JONGDARI.txt"


def answers() -> list[Path]:
    """The recorded answers of the services: those with a golden table here."""
    return [path for path in sorted(RAW.iterdir()) if (GOLDEN / path.with_suffix(".csv").name).exists()]


def track(data: bytes, filename: str) -> RawTable:
    """The canonical table of a document."""
    tables = tables_of(data, filename)
    assert tables is not None
    return tables["track"]


def rows(table: RawTable) -> list[dict[str, str]]:
    """The rows without their empty cells."""
    return [{header: cell for header, cell in row.items() if cell} for row in table.columns.to_pylist()]


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
        golden = GOLDEN / path.with_suffix(".csv").name
        golden.write_text(printed(track(path.read_bytes(), path.name)), "utf-8")
