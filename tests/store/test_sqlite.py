"""What the SQLite file is asked to promise."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

from store.entry import NewEntry
from store.ledger import Ledger
from store.queries import NEWEST_PER_SCOPE
from store.sqlite import journal_mode, open_engine
from tests.store.boats import boats, send

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def live(tmp_path: Path) -> Ledger:
    ledger = Ledger(f"sqlite:///{tmp_path / 'ledger.sqlite3'}")
    ledger.open_event("live", "2508")
    return ledger


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("synchronous", 2), ("journal_mode", "wal"), ("foreign_keys", 1), ("busy_timeout", 10_000)],
)
def test_every_connection_of_the_pool_commits_to_the_disk(live: Ledger, pragma: str, value: object) -> None:
    with live.engine.connect() as first, live.engine.connect() as second:
        for connection in (first, second):
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one() == value


@pytest.mark.parametrize(
    ("version", "mode"),
    [((3, 40, 1), "DELETE"), ((3, 51, 2), "DELETE"), ((3, 51, 3), "WAL"), ((3, 53, 4), "WAL")],
)
def test_the_write_ahead_log_is_used_only_where_it_is_sound(version: tuple[int, ...], mode: str) -> None:
    assert journal_mode(version) == mode


def test_readers_do_not_wait_for_a_writer(live: Ledger) -> None:
    with live.engine.execution_options(writing=True).begin() as connection:
        connection.exec_driver_sql("SELECT 1")
        assert live.position() == 1


@pytest.mark.skipif(os.name != "posix", reason="other systems keep rights otherwise")
def test_a_new_store_and_its_journals_are_read_by_their_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        ledger = Ledger(f"sqlite:///{tmp_path / 'ledger.sqlite3'}")
        ledger.open_event("live", "2508")
        rights = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.glob("ledger.sqlite3*")}
    finally:
        os.umask(before)
    assert set(rights) >= {"ledger.sqlite3", "ledger.sqlite3-wal"} and set(rights.values()) == {0o600}


@pytest.mark.parametrize("table", ["entries", "payloads", "files"])
def test_no_row_can_be_replaced_by_inserting_over_it(live: Ledger, table: str) -> None:
    live.append(NewEntry("submission", "boats", "city"), boats(("a", "putuo", 1)), b"bytes")
    with pytest.raises(DBAPIError, match="append-only"), live.engine.begin() as connection:
        connection.exec_driver_sql(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")


def test_a_database_in_memory_is_refused() -> None:
    for url in ("sqlite://", "sqlite:///:memory:"):
        with pytest.raises(ValueError, match=r"store\.in_memory"):
            Ledger(url)


def test_many_can_open_a_new_store_at_once(tmp_path: Path) -> None:
    url = make_url(f"sqlite:///{tmp_path / 'new' / 'ledger.sqlite3'}")
    with ThreadPoolExecutor(8) as pool:
        engines = list(pool.map(lambda _: open_engine(url), range(8)))
    with engines[0].connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM entries").scalar_one() == 0


def test_the_newest_picture_is_found_by_index_alone(live: Ledger) -> None:
    send(live, "city", ("a", "putuo", 1))
    known = {"feed": "boats", "at": "9", "through": 9, "undone": [3, 5]}
    query = str(NEWEST_PER_SCOPE.params(**known).compile(compile_kwargs={"literal_binds": True}))
    with live.engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}").fetchall()
    steps = [row[3] for row in plan if "entries" in row[3]]
    assert steps
    assert all("COVERING INDEX entries_by_scope" in step and "SEARCH" in step for step in steps)


WRITERS = """
import os, random, signal, sys, time
from store.entry import NewEntry
from store.ledger import Ledger
from tests.store.boats import boats
url, acks, kills = sys.argv[1], sys.argv[2], int(sys.argv[3])
random.seed(2508)
def size():
    return os.path.getsize(acks) if os.path.exists(acks) else 0
for kill in range(kills):
    child = os.fork()
    if child == 0:
        ledger, told = Ledger(url), os.open(acks, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        if ledger.opening is None:
            ledger.open_event("live", "2508")
        for crew in range(100_000):
            table, data = boats(("a", "putuo", crew)), f"{kill} {crew}".encode()
            entry = ledger.append(NewEntry("submission", "boats", "city"), table, data).entry
            os.write(told, f"{entry.seq} {entry.hash} {entry.sha256} {kill} {crew}\\n".encode())
    known = size()
    while size() == known:  # kill only who has begun to acknowledge
        time.sleep(0.005)
    time.sleep(random.uniform(0, 0.2))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
"""


def test_what_was_acknowledged_survives_kill_9(tmp_path: Path) -> None:
    url, acks = f"sqlite:///{tmp_path / 'ledger.sqlite3'}", tmp_path / "acks"
    command = [sys.executable, "-c", WRITERS, url, str(acks), "10"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True, timeout=60)
    ledger, told = Ledger(url), [line.split(" ") for line in acks.read_text().splitlines()]
    assert len({kill for *_, kill, _ in told}) == 10
    stored = {entry.seq: entry for entry in ledger.entries()}
    for seq, hash_, sha256, kill, crew in told:
        assert (stored[int(seq)].hash, stored[int(seq)].sha256) == (hash_, sha256)
        assert ledger.file(sha256) == f"{kill} {crew}".encode()
    # one a kill may have been stored with its answer lost on the way; none may be half in
    assert len(told) <= len(stored) - 1 <= len(told) + 10
    assert ledger.verify().whole
