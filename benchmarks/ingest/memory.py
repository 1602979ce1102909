"""How much memory a file takes at most, each way in a process of its own.

Measured is what the kernel counts: the high-water mark of resident memory (VmHWM, set back just before the bytes are
read) less what was resident then. The bytes of the file are part of it. Linux only.
"""

import gc
import json
import os
import subprocess
import sys
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pyarrow as pa

from benchmarks.ingest.desk import Desk
from benchmarks.ingest.files import FEED
from benchmarks.ingest.parsers import PARSERS
from benchmarks.ingest.rules import checkers
from intake import receive

INTAKE = "intake"
FIRST_LINES = 5000


def most_mb(way: str, path: Path) -> dict[str, float]:
    """Megabytes at most over what there was before (`peak`), and of the table that came out of it (`frame`)."""
    asked = [sys.executable, "-m", "benchmarks.ingest.memory", way, str(path)]
    return json.loads(subprocess.run(asked, check=True, stdout=subprocess.PIPE, text=True).stdout)


def _measured(way: str, path: Path) -> dict[str, float]:
    work = _intake if way == INTAKE else _other(way)
    with TemporaryDirectory() as folder:  # what is loaded once, by a first small file, is no part of it
        small = Path(folder) / path.name
        with path.open("rb") as file:
            small.write_bytes(b"".join(islice(file, FIRST_LINES)))
        work(small)
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")
    before = _status("VmRSS")
    frame_bytes = work(path)
    return {"peak": (_status("VmHWM") - before) / 1000, "frame": frame_bytes / 1e6}


def _status(name: str) -> float:
    """A line of the process's own status, in kB of 1000 bytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name + ":")) * 1.024


def _intake(path: Path) -> int:
    with TemporaryDirectory() as folder:
        ledger = Desk(Path(folder)).new_ledger()
        outcome = receive.receive(ledger, FEED, "city", path.read_bytes(), path.name, "benchmark")
        ledger.close()
    assert outcome.draft.table is not None
    return outcome.draft.table.nbytes


def _other(way: str) -> Callable[[Path], int]:
    if parse := PARSERS.get(way):
        return lambda path: _size(parse(path.read_bytes()))
    checker = checkers()[way]

    def check(path: Path) -> int:
        ready = checker.ready(path.read_bytes())
        checker.faulty_rows(ready)
        return _size(ready)

    return check


def _size(table: object) -> int:
    if isinstance(table, pd.DataFrame):
        return int(table.memory_usage(deep=True).sum())
    if isinstance(table, pa.Table):
        return table.nbytes
    return int(table.estimated_size()) if hasattr(table, "estimated_size") else 0


if __name__ == "__main__":
    print(json.dumps(_measured(sys.argv[1], Path(sys.argv[2]))), flush=True)
    # pyarrow's threads, when they have just read a CSV, abort one process in twenty while it is torn down.
    os._exit(0)
