"""Builds the sample: one CSV a feed for the afternoon of 28 July 2025, the same bytes every time.

    python -m sample_data.build [--out FOLDER] [--check]

track.csv comes from sample_data/storm.py. Needs shapely, which the running program does not.
"""

from collections.abc import Iterable
from pathlib import Path
from random import Random

import click

from sample_data import city, fishery, inland, maritime, reports, tourism
from sample_data.sheet import Row, encode
from sample_data.shore import Shore

FOLDER = Path(__file__).parent


def build() -> dict[str, bytes]:
    """Every file by its name."""
    files = {name: encode(name, rows) for name, rows in _feeds().items()}
    files["levels"] = encode("levels", reports.levels(reports.LEVELS))
    files["levels_later"] = encode("levels", reports.levels(reports.LEVELS_LATER))
    return {f"{name}.csv": data for name, data in files.items()}


def differing(folder: Path, files: dict[str, bytes]) -> list[str]:
    """Names of files that are missing from the folder or hold something else."""
    return [name for name, data in files.items() if _read(folder / name) != data]


def _feeds() -> dict[str, Iterable[Row]]:
    shore = Shore()
    farms = fishery.aquaculture(shore, _random("aquaculture"))
    works = maritime.marine_works(shore, _random("marine_works"))
    return {
        "fishing_vessels": fishery.fishing_vessels(shore, _random("fishing_vessels")),
        "aquaculture": farms,
        "marine_works": works,
        "construction_vessels": maritime.construction_vessels(works, shore, _random("construction_vessels")),
        "passenger_routes": maritime.passenger_routes(shore),
        "unpowered_vessels": maritime.unpowered_vessels(shore, _random("unpowered_vessels")),
        "reservoirs": inland.reservoirs(shore, _random("reservoirs")),
        "flash_flood_villages": inland.flash_flood_villages(shore, _random("flash_flood_villages")),
        "geohazard_sites": inland.geohazard_sites(shore, _random("geohazard_sites")),
        "waterlogging_spots": city.waterlogging_spots(shore, _random("waterlogging_spots")),
        "underground_compounds": city.underground_compounds(shore, _random("underground_compounds")),
        "supplies": city.supplies(shore, _random("supplies")),
        "shelters": city.shelters(shore, _random("shelters")),
        "evacuations": city.evacuations(farms),
        "scenic_areas": tourism.scenic_areas(shore, _random("scenic_areas")),
        "leisure_craft": tourism.leisure_craft(shore, _random("leisure_craft")),
        "figures": reports.figures(),
    }


def _random(name: str) -> Random:
    """Each feed draws from its own numbers: a change to one leaves the others as they are."""
    return Random(f"202508 {name}")


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


@click.command()
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), default=FOLDER, help="Where the files go."
)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when a file is missing or differs.")
def main(out: Path, check: bool) -> None:
    """Write one CSV a feed for the afternoon of 28 July 2025."""
    files = build()
    if check:
        wrong = differing(out, files)
        click.echo("\n".join(wrong))
        raise SystemExit(1 if wrong else 0)
    out.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (out / name).write_bytes(data)


if __name__ == "__main__":
    main()
