"""How long the ledger takes to write and to read, beside the same rows kept as rows in SQLite.

python -m benchmarks.store. A feed of 5,000 rows and 14 columns is sent again and again, 1 % of its rows
changed each time. Both sides write with WAL and synchronous=FULL and give a pandas frame; the rows side is
handed ready tuples and keeps no hash chain. "newest" and "as of" are first reads: nothing is remembered.
Then a ledger of 100,000 entries, of which 1,000 have a table of 60 rows and a file, is signed and verified.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import pyarrow as pa
from pysqlite3 import dbapi2

from store.checkpoints import Checkpoints
from store.entry import NewEntry
from store.ledger import Ledger

ROWS, CHANGED = 5_000, 50
STEPS = (10, 200, 2_000)
START = datetime(2025, 7, 26, tzinfo=UTC)
READS = 40
ENTRIES, WITH_ROWS, SENT_ROWS = 100_000, 1_000, 60
DISTRICTS = ("dinghai", "putuo", "daishan", "shengsi", "xincheng", "putuoshan")
STATES = ("at_sea", "returning", "sheltering", "controlled", "patrolling", "standing_by")
COLUMNS = (
    "id", "name", "kind", "district", "harbour", "lon", "lat", "status", "crew", "note",
    "as_of", "checked", "_row", "_raw",
)  # fmt: skip


def fleet(random: np.random.Generator) -> dict[str, np.ndarray]:
    """A made-up fleet, one array per column."""
    number = np.arange(ROWS)
    return {
        "id": np.char.add("ZJ", (100_000 + number).astype(str)),
        "name": np.char.add("浙普渔", random.integers(10_000, 99_999, ROWS).astype(str)),
        "kind": random.choice(("domestic", "leisure", "angling", "patrol"), ROWS),
        "district": random.choice(DISTRICTS, ROWS),
        "harbour": random.choice([f"harbour {n}" for n in range(40)], ROWS),
        "lon": random.uniform(121.5, 123.2, ROWS).round(5),
        "lat": random.uniform(29.5, 30.9, ROWS).round(5),
        "status": random.choice(STATES, ROWS),
        "crew": random.integers(2, 20, ROWS),
        "note": np.where(random.random(ROWS) < 0.05, "engine under repair", ""),
        "as_of": np.full(ROWS, "2025-07-28T07:00:00Z"),
        "checked": random.random(ROWS) < 0.9,
        "_row": (number + 2).astype(np.int32),
        "_raw": np.full(ROWS, ""),
    }


def change(boats: dict[str, np.ndarray], random: np.random.Generator) -> None:
    """One per cent of the boats move on."""
    which = random.choice(ROWS, CHANGED, replace=False)
    boats["status"][which] = random.choice(STATES, CHANGED)
    boats["lon"][which] += random.normal(0, 0.01, CHANGED).round(5)
    boats["crew"][which] = random.integers(2, 20, CHANGED)


def as_table(boats: dict[str, np.ndarray]) -> pa.Table:
    """The payload the intake would hand over."""
    arrays = {name: pa.array(values) for name, values in boats.items()}
    for name in ("kind", "district", "harbour", "status"):
        arrays[name] = arrays[name].dictionary_encode()
    return pa.table(arrays).replace_schema_metadata({b"file": b"whole", b"key": b"id"})


class RowStore:
    """The peer: every version's rows in one table, found by an index on feed and version."""

    def __init__(self, path: Path) -> None:
        self.connection = dbapi2.connect(str(path), isolation_level=None)
        for statement in (
            "PRAGMA journal_mode=WAL",
            "PRAGMA synchronous=FULL",
            "CREATE TABLE versions (version INTEGER PRIMARY KEY, feed TEXT, received_at TEXT)",
            f"CREATE TABLE rows (feed TEXT, version INTEGER, {', '.join(COLUMNS)})",
            "CREATE INDEX rows_by_version ON rows (feed, version)",
        ):
            self.connection.execute(statement)

    def append(self, received_at: str, rows: list[tuple]) -> None:
        """One version in one transaction."""
        self.connection.execute("BEGIN IMMEDIATE")
        version = self.connection.execute(
            "INSERT INTO versions (feed, received_at) VALUES ('boats', ?)", (received_at,)
        ).lastrowid
        marks = ",".join("?" * len(COLUMNS))
        self.connection.executemany(f"INSERT INTO rows VALUES ('boats', {version}, {marks})", rows)
        self.connection.execute("COMMIT")

    def read(self, at: str = "9999") -> pd.DataFrame:
        """The newest version known at a moment."""
        found = self.connection.execute(
            f"SELECT {', '.join(COLUMNS)} FROM rows WHERE feed = 'boats' AND version = "
            "(SELECT max(version) FROM versions WHERE feed = 'boats' AND received_at <= ?)",
            (at,),
        )
        return pd.DataFrame.from_records(found.fetchall(), columns=list(COLUMNS))


def took_ms(work: Callable[[], object]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def first_read_ms(ledger: Ledger, at: datetime | None) -> float:
    """One read of a ledger that remembers nothing."""
    ledger.pictures.forget()
    return took_ms(lambda: ledger.read("boats", at))


def size_mb(folder: Path) -> float:
    """What a store takes on the disk, write-ahead log included."""
    return sum(file.stat().st_size for file in folder.iterdir()) / 1e6


def median_ms(work: Callable[[], float]) -> float:
    """The median of many."""
    return median(work() for _ in range(READS))


def measured(ledger: Ledger, peer: RowStore, folders: tuple[Path, Path], sent: int) -> list[tuple]:
    """Reads and sizes of both sides after so many submissions: what, ledger, rows."""
    middle = START + timedelta(minutes=sent // 2)
    rows_newest = median_ms(lambda: took_ms(peer.read))
    rows_middle = median_ms(lambda: took_ms(lambda: peer.read(middle.isoformat())))
    return [
        ("read newest, ms", median_ms(lambda: first_read_ms(ledger, None)), rows_newest),
        ("read as of the middle, ms", median_ms(lambda: first_read_ms(ledger, middle)), rows_middle),
        ("read newest again, ms", median_ms(lambda: took_ms(lambda: ledger.read("boats"))), rows_newest),
        ("on disk, MB", *map(size_mb, folders)),
    ]


def run(folder: Path) -> None:
    """Send, measure and print."""
    folders = (folder / "ledger", folder / "rows")
    folders[1].mkdir()
    ledger, peer = Ledger(f"sqlite:///{folders[0] / 'ledger.sqlite3'}"), RowStore(folders[1] / "rows.sqlite3")
    ledger.open_event("exercise", "benchmark", START + timedelta(minutes=STEPS[-1] + 1))
    random = np.random.default_rng(2508)
    boats = fleet(random)
    print(f"{'submissions':>11}  {'':26}{'ledger':>10}{'rows':>10}{'rows/ledger':>13}")
    commits: list[tuple[float, float]] = []
    for sent in range(1, STEPS[-1] + 1):
        change(boats, random)
        commits.append(send(ledger, peer, boats, START + timedelta(minutes=sent)))
        if sent in STEPS:
            commit = ("commit, ms", *map(median, zip(*commits[-100:], strict=True)))
            for what, ours, theirs in [commit, *measured(ledger, peer, folders, sent)]:
                print(f"{sent:>11}  {what:26}{ours:10.2f}{theirs:10.2f}{theirs / ours:13.1f}", flush=True)


def send(ledger: Ledger, peer: RowStore, boats: dict, received_at: datetime) -> tuple[float, float]:
    """One submission to both; how long each took."""
    table = as_table(boats)
    rows = list(zip(*(values.tolist() for values in boats.values()), strict=True))
    draft = NewEntry("submission", "boats", "city", "benchmark", received_at=received_at)
    return (
        took_ms(lambda: ledger.append(draft, table)),
        took_ms(lambda: peer.append(received_at.isoformat(), rows)),
    )


def run_checks(folder: Path) -> None:
    """Fill, sign, verify and print."""
    ledger = Ledger(f"sqlite:///{folder / 'checked' / 'ledger.sqlite3'}")
    ledger.open_event("live", "benchmark")
    random = np.random.default_rng(2508)
    table = as_table(fleet(random)).slice(0, SENT_ROWS)
    for number in range(WITH_ROWS):
        marked = table.replace_schema_metadata({**table.schema.metadata, b"number": str(number).encode()})
        ledger.append(NewEntry("submission", "boats", "city", "benchmark"), marked, random.bytes(6_000))
    detail = {"code": "level", "grade": "II", "holes": {"name": "浙普渔"}}
    plain = [
        NewEntry("arrival", "boats", "city", "benchmark", rows=60, detail=detail | {"n": number})
        for number in range(ENTRIES - 1 - WITH_ROWS)
    ]
    ledger.append_all(plain, b"one file")
    made = Checkpoints(ledger)
    print(f"{ENTRIES:>11}  {'first checkpoint, ms':26}{took_ms(made.make):10.0f}")
    ledger.append_all(plain[:100], b"one file", once=False)
    figures = [("checkpoint 100 later, ms", took_ms(made.make))]
    figures.append(("verify, ms", median(took_ms(ledger.verify) for _ in range(5))))
    begun = time.process_time()
    ledger.verify()
    figures.append(("of these at work, ms", (time.process_time() - begun) * 1000))
    for what, figure in figures:
        print(f"{ENTRIES:>11}  {what:26}{figure:10.0f}", flush=True)


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        run_checks(Path(folder))
        run(Path(folder))
