"""Restates storm 2508, its fixes and every agency's forecasts, in the project's own layout: track.csv.

The source is one JSON document a storm: `id`, `name_zh`, `name_en`, `track` (fixes) and `forecasts` (issues).
"""

import csv
from pathlib import Path

import click

from domain import clock
from feeds import feed
from loaders.documents import tables_of


def write(source: Path, folder: Path) -> None:
    """Writes the file into the folder: UTF-8 with BOM, Beijing time, oldest issue first."""
    documents = tables_of(source.read_bytes(), source.name)
    assert documents, f"{source.name} is no storm"
    rows = documents["track"].columns.to_pylist()
    moments = [feed("track").column(name).header for name in ("issued_at", "valid_at")]
    for row in rows:
        row |= {header: clock.stamp(clock.from_beijing(row[header])) for header in moments}
    rows.sort(key=lambda row: [row[header] for header in moments])
    with (folder / "track.csv").open("w", encoding="utf-8-sig", newline="") as sheet:
        writer = csv.DictWriter(sheet, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@click.command()
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), default=Path(__file__).parent)
def main(source: Path, folder: Path) -> None:
    """Write track.csv from a storm's JSON document."""
    write(source, folder)


if __name__ == "__main__":
    main()
