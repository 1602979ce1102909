"""How long a file takes from bytes to receipt, beside what merely parses it and what merely checks it.

python -m benchmarks.ingest [--rows 100000]. The file is a fleet in the layout of the form of fishing vessels:
every id, name and position its own. The faulty one has one fault in one row of a hundred. All of them take
turns and the median of each is printed. Ours includes the durable commit (WAL, synchronous=FULL) into a new
store, or the record of the refusal; frictionless only validates, with the same rules written as its schema.
"""

import argparse
import io
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as arrow_csv

from domain import districts
from feeds import all_feeds
from feeds.declaration import Column
from intake import draft, receive
from store.ledger import Ledger

try:
    import frictionless
except ImportError:
    frictionless = None  # type: ignore[assignment]

FEED = all_feeds()["fishing_vessels"]
ROUNDS, SMALL_ROUNDS, WARM_UP = 5, 15, 3
SMALL = 5_000
FAULTY_SHARE = 0.01
COUNTIES = ("定海区", "普陀区", "岱山县", "嵊泗县", "新城", "普陀山")
NOTES = ("", "", "", "", "", "", "", "", "", "主机检修，“北槽”锚地待命")
STAGES = ("load_file", "check", "compare")
FRICTIONLESS_TYPES = {
    "count": "integer",
    "number": "number",
    "lon": "number",
    "lat": "number",
    "time": "datetime",
}

Times = dict[tuple[str, str], list[float]]


def fleet(count: int, random: np.random.Generator) -> pd.DataFrame:
    """A made-up fleet as text, one column per column of the form, under the headers of its template."""
    number = np.arange(count)
    minutes = random.integers(0, 60, count)
    said = {
        "vessel_id": [f"YC330{n:09d}" for n in 921_000_000 + number],
        "name": [f"浙{place}渔{n}" for place, n in zip(random.choice([*"岱普嵊定"], count), 10_000 + number)],
        "district": random.choice(COUNTIES, count),
        "lon": [f"{lon:.6f}" for lon in random.permutation(np.linspace(121.5, 123.2, count))],
        "lat": [f"{lat:.6f}" for lat in random.permutation(np.linspace(29.5, 30.9, count))],
        "crs": np.full(count, "WGS-84"),
        "kind": random.choice([choice.zh for choice in FEED.column("kind").choices], count),
        "harbour": random.choice([f"第{n}渔港" for n in range(80)], count),
        "status": random.choice([choice.zh for choice in FEED.column("status").choices], count),
        "crew": random.integers(0, 20, count).astype(str),
        "as_of": [f"2025-07-28 14:{minute:02d}" for minute in minutes],
        "note": random.choice(NOTES, count),
    }
    return pd.DataFrame({column.header: said[column.name] for column in FEED.columns})


def spoil(boats: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """The fleet with a wrong status, a bad number, no name or a position far away in every hundredth row."""
    rows = random.permutation(len(boats))[: int(len(boats) * FAULTY_SHARE)]
    wrong: dict[str, Callable[[int], str]] = {
        "status": lambda row: "失联" if row % 2 else f"失联{row}",
        "crew": lambda row: f"{row % 20}?{row}",
        "name": lambda row: "",
        "lat": lambda row: f"{row % 20}.5",
    }
    spoilt = boats.copy()
    for kind, (name, text) in enumerate(wrong.items()):
        mine = rows[kind :: len(wrong)]
        spoilt.iloc[mine, boats.columns.get_loc(FEED.column(name).header)] = [text(int(row)) for row in mine]
    return spoilt


def change(boats: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """The fleet a few hours later: one boat in a hundred has another crew."""
    moved = boats.copy()
    rows = random.permutation(len(boats))[: len(boats) // 100]
    moved.iloc[rows, boats.columns.get_loc(FEED.column("crew").header)] = "27"
    return moved


def as_bytes(boats: pd.DataFrame) -> bytes:
    """The file as a spreadsheet saves it: UTF-8 with a mark, lines ending in CR LF."""
    return boats.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def schema() -> "frictionless.Schema":
    """The form's rules as frictionless writes them."""
    fields = [_field(column) for column in FEED.columns]
    key = [FEED.column(name).header for name in FEED.key]
    return frictionless.Schema.from_descriptor({"fields": fields, "primaryKey": key})


def _field(column: Column) -> dict:
    rules: dict = {"required": column.required}
    if column.type == "choice":
        rules["enum"] = [name for c in column.choices for name in (c.code, c.zh, c.en, *c.aliases)]
    elif column.type == "district":
        rules["enum"] = [name for d in districts.DISTRICTS.values() for name in (d.code, d.zh)]
    elif column.type == "text":
        rules["maxLength"] = 200
    elif column.type in ("count", "lon", "lat"):
        rules |= {"minimum": column.min, "maximum": column.max}
    kind = FRICTIONLESS_TYPES.get(column.type, "string")
    shape = {"format": "%Y-%m-%d %H:%M"} if column.type == "time" else {}
    return {"name": column.header, "type": kind, "constraints": rules, **shape}


def validate(path: Path) -> int:
    """Frictionless over the whole file; how many faults it finds."""
    resource = frictionless.Resource(
        path=path.name, basepath=str(path.parent), schema=schema(), encoding="utf-8-sig"
    )
    return resource.validate(limit_errors=10**9).stats["errors"]


class Desk:
    """Where a file is handed in: a store of its own for each, and a watch on every step."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.opened = 0

    def new_ledger(self) -> Ledger:
        """An empty store, opened and written to once."""
        self.opened += 1
        ledger = Ledger(f"sqlite:///{self.folder / f'{self.opened}.sqlite3'}")
        ledger.open_event("exercise", "benchmark")
        return ledger

    def hand_in(self, data: bytes, before: bytes | None = None) -> tuple[dict[str, float], int]:
        """Milliseconds of each step and of all, and how many errors were found; `before` is sent first."""
        ledger = self.new_ledger()
        if before is not None:
            receive.receive(ledger, FEED, "city", before, "fleet.csv", "benchmark")
            ledger.read(FEED.name)
        with Watch() as watch:
            start = time.perf_counter()
            outcome = receive.receive(ledger, FEED, "city", data, "fleet.csv", "benchmark")
            total = (time.perf_counter() - start) * 1000
        ledger.close()
        errors = sum(problem.severity == "error" for problem in outcome.draft.problems)
        return {"total": total, **watch.took_ms}, errors


class Watch:
    """While it is held, the steps of intake tell it how long they take."""

    def __enter__(self) -> "Watch":
        self.took_ms: dict[str, float] = defaultdict(float)
        self._steps = [(draft, name) for name in STAGES] + [(receive, "commit"), (receive, "refuse")]
        self._plain = [getattr(module, name) for module, name in self._steps]
        for (module, name), step in zip(self._steps, self._plain):
            setattr(module, name, self._timed(name, step))
        return self

    def __exit__(self, *_: object) -> None:
        for (module, name), step in zip(self._steps, self._plain):
            setattr(module, name, step)

    def _timed(self, name: str, step: Callable) -> Callable:
        def timed(*given: object, **named: object) -> object:
            start = time.perf_counter()
            try:
                return step(*given, **named)
            finally:
                self.took_ms[name] += (time.perf_counter() - start) * 1000

        return timed


def took_ms(work: Callable[[], object]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def take_turns(desk: Desk, files: dict[str, bytes]) -> tuple[Times, dict[tuple[str, str], int]]:
    """Every way over every file, in rounds; times by (way, file) and faults found by (way, file)."""
    times: Times = defaultdict(list)
    found: dict[tuple[str, str], int] = {}
    for _ in range(ROUNDS):
        for kind, data in files.items():
            path = desk.folder / f"{kind}.csv"
            path.write_bytes(data)
            for way, parse in PARSERS.items():
                times[way, kind].append(took_ms(lambda parse=parse, data=data: parse(data)))
            steps, found["total", kind] = desk.hand_in(data)
            for step, took in steps.items():
                times[step, kind].append(took)
            start = time.perf_counter()
            found["frictionless", kind] = validate(path)
            times["frictionless", kind].append((time.perf_counter() - start) * 1000)
    return times, found


PARSERS: dict[str, Callable[[bytes], object]] = {
    "pandas": lambda data: pd.read_csv(io.BytesIO(data)),
    "pandas as text": lambda data: pd.read_csv(io.BytesIO(data), dtype=str),
    "pyarrow": lambda data: arrow_csv.read_csv(pa.BufferReader(data)),
}
LINES = (
    ("pandas", "pandas.read_csv, parsing alone"),
    ("pandas as text", "  with dtype=str"),
    ("pyarrow", "pyarrow.csv.read_csv, parsing alone"),
    ("frictionless", "frictionless, validating alone"),
    ("total", "intake, bytes to receipt / refusal record"),
    ("load_file", "  decode, table"),
    ("check", "  check"),
    ("compare", "  compare with what is shown"),
    ("commit", "  commit"),
    ("refuse", "  record the refusal"),
)


def report(times: Times, found: dict[tuple[str, str], int]) -> None:
    """Prints milliseconds of each way over each file, and the two ratios that are promised."""
    middle = {key: median(values) for key, values in times.items()}
    print(f"{'median ms of ' + str(ROUNDS):44}{'clean':>10}{'faulty':>10}")
    for way, title in LINES:
        print(f"{title:44}" + "".join(_cell(middle.get((way, kind))) for kind in ("clean", "faulty")))
    for title, way, turned in (
        ("frictionless / intake", "frictionless", False),
        ("intake / pandas.read_csv", "pandas", True),
    ):
        ratios = [middle[way, kind] / middle["total", kind] for kind in ("clean", "faulty")]
        print(f"{title:44}" + "".join(f"{1 / ratio if turned else ratio:10.1f}" for ratio in ratios))
    for title, way in (("faults found by frictionless", "frictionless"), ("faults found by intake", "total")):
        print(f"{title:44}{found[way, 'clean']:10}{found[way, 'faulty']:10}")


def _cell(took: float | None) -> str:
    return f"{'-':>10}" if took is None else f"{took:10.1f}"


def small(desk: Desk, random: np.random.Generator) -> None:
    """Prints how long an ordinary file takes: the first of a feed, and one with 1 % of its rows changed."""
    boats = fleet(SMALL, random)
    first, later = as_bytes(boats), as_bytes(change(boats, random))
    for title, data, before in (("first of its form", first, None), ("1 % changed since", later, first)):
        took = [desk.hand_in(data, before)[0]["total"] for _ in range(WARM_UP + SMALL_ROUNDS)][WARM_UP:]
        what = f"{SMALL:,} rows, {title}, bytes to receipt"
        print(f"{what:44}{median(took):10.1f} ms (median of {SMALL_ROUNDS}, longest {max(took):.1f})")


def main() -> None:
    """Makes the files, measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    rows = parser.parse_args().rows
    if frictionless is None:
        sys.exit("pip install -r requirements-bench.txt")
    random = np.random.default_rng(2508)
    boats = fleet(rows, random)
    files = {"clean": as_bytes(boats), "faulty": as_bytes(spoil(boats, random))}
    with TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        print(f"{rows:,} rows, {len(files['clean']) / 1e6:.1f} MB")
        report(*take_turns(desk, files))
        small(desk, random)


if __name__ == "__main__":
    main()
