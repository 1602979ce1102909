"""A single byte that changed in the database file is found, at the start or when the ledger is verified."""

import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pysqlite3 import dbapi2
from sqlalchemy.exc import DatabaseError

from store.checkpoints import Checkpoints
from store.entry import NewEntry, StoreError
from store.ledger import Ledger
from tests.store.boats import AFTERNOON, Wall, boats
from tests.store.signing import fixed_key

FLIPS, SEED = 100, 2508
CONTENT = (  # the rows as they lie in the tables, and as the indexes that the boards ask give them
    *(f"SELECT * FROM {table} NOT INDEXED" for table in ("entries", "payloads", "files", "checkpoints")),
    "SELECT feed, kind, scope, seq, received_at FROM entries INDEXED BY entries_by_scope WHERE feed > ''",
    "SELECT kind, seq FROM entries INDEXED BY entries_by_kind WHERE kind > ''",
    "SELECT sha256, seq FROM entries INDEXED BY entries_by_bytes WHERE sha256 > ''",
)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A small ledger's file: twelve entries with rows and files, two checkpoints."""
    path = tmp_path_factory.mktemp("flips") / "ledger.sqlite3"
    (path.parent / "checkpoint.key").write_bytes(fixed_key())  # so that the same bytes are flipped every time
    ledger = Ledger(f"sqlite:///{path}", Wall(AFTERNOON))
    ledger.open_event("live", "2508", algorithm="sha256")
    for crew in range(11):
        draft = NewEntry("submission", "boats", "city", "普陀区", detail={"crew": crew, "说明": "返港"})
        ledger.append(draft, boats(("浙普渔1", "putuo", crew)), f"crew\n{crew}\n".encode())
        if crew in (4, 10):
            assert Checkpoints(ledger).make()
    ledger.close()
    return path.read_bytes()


def content(path: Path) -> list[list[tuple]] | None:
    """What the tables and indexes hold; none where it cannot be read."""
    with closing(dbapi2.connect(str(path))) as connection:
        connection.text_factory = bytes
        try:
            return [sorted(connection.execute(query).fetchall(), key=repr) for query in CONTENT]
        except (dbapi2.DatabaseError, UnicodeDecodeError):
            return None


def changing(sound: bytes, folder: Path, how_many: int, seed: int) -> Iterator[tuple[int, Path]]:
    """Copies in each of which one bit of a byte in use is another, and the content with it; where, and the copy."""
    drawn, path = random.Random(seed), folder / "flipped.sqlite3"
    in_use = [at for at, byte in enumerate(sound) if byte]
    path.write_bytes(sound)
    before = content(path)
    assert before is not None
    while how_many:
        at, bit = drawn.choice(in_use), 1 << drawn.randrange(8)
        path.write_bytes(sound[:at] + bytes([sound[at] ^ bit]) + sound[at + 1 :])
        if content(path) != before:
            how_many -= 1
            yield at, path


def is_found(path: Path) -> bool:
    try:
        ledger = Ledger(f"sqlite:///{path}")
    except (StoreError, DatabaseError):
        return True
    try:
        return not ledger.verify().whole
    finally:
        ledger.close()
        for beside in path.parent.glob(f"{path.name}-*"):
            beside.unlink()


def test_the_file_itself_is_whole(sound: bytes, tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    path.write_bytes(sound)
    assert content(path) and not is_found(path)


def test_a_flipped_byte_that_changes_what_is_stored_is_always_found(sound: bytes, tmp_path: Path) -> None:
    missed = [at for at, path in changing(sound, tmp_path, FLIPS, SEED) if not is_found(path)]
    assert missed == []
