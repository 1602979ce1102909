"""How long a file takes from bytes to receipt, beside what merely parses it and what merely checks it.

python -m benchmarks.ingest [--rows 5000 100000 1000000]. The file is a fleet in the layout of the form of fishing
vessels. The faulty one has one fault in one row of a hundred; of the changed one a hundredth of the rows is other
than in the clean one, which has been taken in before. All ways take turns within a round, and the median is
printed; of a million rows there are few rounds, and what is slow has one. Ours goes through `intake.receive`, below
the doors, which hold a file to 20 MB, and includes the durable commit (WAL, synchronous=FULL) into a new store, or the
record of the refusal. The same rules are written for each of the others (rules.py), and the run stops unless all
find the same rows at fault.
"""

import argparse
import os
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.ingest import files
from benchmarks.ingest.desk import Desk
from benchmarks.ingest.memory import INTAKE, most_mb
from benchmarks.ingest.parsers import PARSERS
from benchmarks.ingest.report import Measured, show, show_workbook
from benchmarks.ingest.rules import Checker, checkers

SIZES = (5_000, 100_000, 1_000_000)
WORKBOOK_ROWS, WORKBOOK_ROUNDS = 20_000, 5
# Slow ones are not gone through as often: seconds need no median.
SLOW = ("frictionless", "pydantic", "pandera pandas")


def rounds(rows: int) -> tuple[int, int]:
    """How often a size is measured, and how often by what is slow."""
    return (15, 5) if rows <= 10_000 else (7, 3) if rows < 1_000_000 else (3, 1)


def take_turns(desk: Desk, found: Measured, sent: dict[str, bytes], ways: dict[str, Checker]) -> None:
    """Every way over every file, in rounds after one that does not count."""
    often, seldom = rounds(found.rows)
    for _ in range(2):
        desk.hand_in(sent["clean"])
    for turn in range(often):
        for kind, data in sent.items():
            if kind != "faulty":  # polars stops at the first cell that is not what it has guessed
                for way, parse in PARSERS.items():
                    found.add(way, kind, took_ms(lambda parse=parse, data=data: parse(data)))
            handed = desk.hand_in(data, sent["clean"] if kind == "again" else None)
            found.faulty_rows[INTAKE, kind] = handed.faulty_rows
            for step, took in handed.took_ms.items():
                found.add(INTAKE if step == "total" else step, kind, took)
            for way, checker in ways.items():
                if kind != "again" and (turn < seldom or way not in SLOW):
                    check(found, way, kind, checker, data)


def check(found: Measured, way: str, kind: str, checker: Checker, data: bytes) -> None:
    """One of the others over one file."""
    ready = checker.ready(data)
    start = time.perf_counter()
    found.faulty_rows[way, kind] = checker.faulty_rows(ready)
    found.add(way, kind, (time.perf_counter() - start) * 1000)


def took_ms(work: Callable[[], object]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def measured(rows: int, folder: Path) -> Measured:
    """One size, all ways. Raises AssertionError where they do not find the same rows at fault."""
    random = np.random.default_rng(2508)
    boats = files.fleet(rows, random)
    sent = {
        "clean": files.as_bytes(boats),
        "faulty": files.as_bytes(files.spoil(boats, random)),
        "again": files.as_bytes(files.change(boats, random)),
    }
    ways = checkers()
    found = Measured(rows, len(sent["clean"]) / 1e6, {way: checker.title for way, checker in ways.items()})
    take_turns(Desk(folder), found, sent, ways)
    for kind, expected in (("clean", 0), ("faulty", int(rows * files.FAULTY_SHARE))):
        counts = {way: found.faulty_rows[way, kind] for way in (INTAKE, *ways)}
        assert set(counts.values()) == {expected}, f"{kind}: {counts}"
    path = folder / "clean.csv"
    path.write_bytes(sent["clean"])
    found.memory = {way: most_mb(way, path) for way in (INTAKE, *PARSERS, *ways)}
    return found


def main() -> None:
    """Makes the files, measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=SIZES)
    sizes = parser.parse_args().rows
    with TemporaryDirectory() as folder:
        for rows in sizes:
            load = os.getloadavg()[0]
            show(measured(rows, Path(folder)))
            print(
                f"load of the machine: {load:.1f} before, {os.getloadavg()[0]:.1f} after, {os.cpu_count()} cores"
            )
        boats = files.fleet(WORKBOOK_ROWS, np.random.default_rng(2508))
        book, desk = files.as_workbook(boats), Desk(Path(folder))
        show_workbook(WORKBOOK_ROWS, [desk.look_at(book, "fleet.xlsx") for _ in range(WORKBOOK_ROUNDS)])


if __name__ == "__main__":
    main()
