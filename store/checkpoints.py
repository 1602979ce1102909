"""Signed checkpoints of a ledger: how many entries it has and their Merkle root, given out so that others can hold it to them."""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from sqlalchemy import Connection, func, insert, select

from store import keys, queries
from store.audit import stored_checkpoints
from store.checkpoint_tables import CHECKPOINTS, checkpoints
from store.compared import origin_of
from store.entry import Damaged, moment_of
from store.merkle import Tree
from store.notes import Note, sign, verifier_of
from store.reader import BACKENDS, Reader
from store.reading import entries_of

ENTRIES = 100
AGE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The newest checkpoint: which it is, how many entries it covers, when the last of them was recorded, its text.

    recorded_at: none where that entry is gone.
    """

    number: int
    size: int
    recorded_at: datetime | None
    note: str


def due(covered: int, position: int, since: datetime | None, now: datetime) -> bool:
    """Whether entries wait for a checkpoint: 100 of them, or the first for 5 minutes (`since`, the wall's clock).

    A clock set back leaves nobody waiting: an entry recorded later than now is due at once.
    """
    if since is None or position <= covered:
        return False
    return position - covered >= ENTRIES or not timedelta() <= now - since < AGE


def newest(ledger: Reader) -> Checkpoint | None:
    """The newest checkpoint kept in the store; none before the first. Makes nothing."""
    with ledger.engine.connect() as connection:
        stored = stored_checkpoints(connection)
        if not stored:
            return None
        size, note, _ = stored[-1]
        last = entries_of(connection, [size])
    return Checkpoint(len(stored), size, last[0].recorded_at if last else None, note)


class Checkpoints:
    """Makes a ledger's checkpoints; safe to share between threads and processes."""

    def __init__(self, ledger: Reader) -> None:
        BACKENDS[ledger.engine.dialect.name].make_tables(ledger.engine, CHECKPOINTS)
        self._ledger, self._engine = ledger, ledger.engine
        self._writer = ledger.engine.execution_options(writing=True)
        self._tree: Tree | None = None
        self._published = 0
        self._lock = Lock()

    def make_due(self, now: datetime) -> bool:
        """Make a checkpoint where one is due by the wall's clock; whether it was. Raises as `make`."""
        with self._engine.connect() as connection:
            covered = connection.execute(_COVERED).scalar_one()
            since = connection.execute(queries.UNCOVERED_SINCE, {"after": covered}).scalar()
            position = connection.execute(queries.HIGHEST).scalar_one()
        if not due(covered, position, moment_of(since) if since else None, now):
            return False
        return self.make() is not None

    def make(self) -> Note | None:
        """Sign what the ledger holds now; none where it is empty, or where a checkpoint covers all of it.

        Raises Damaged, and signs nothing, where the ledger no longer is what the newest checkpoint says; BadKey, OSError.
        """
        opening = self._ledger.opening
        if opening is None:
            return None
        with self._lock, self._engine.connect() as connection:
            position = connection.execute(queries.HIGHEST).scalar_one()
            root = self._root(connection, position, opening.algorithm)
        path, origin = keys.key_path(self._engine), origin_of(opening.hash)
        key = keys.signing_key(path)
        note, verifier = sign(key, origin, position, root), verifier_of(key, origin)
        keys.publish(path, verifier)
        with self._writer.begin() as connection:
            if connection.execute(_COVERED).scalar_one() >= position:  # another process was quicker
                return None
            row = {"size": position, "note": str(note), "verifier": str(verifier)}
            connection.execute(insert(checkpoints), row)
        return note

    def _root(self, connection: Connection, position: int, algorithm: str) -> bytes:
        """The root over the first entries; only those since the last time are read."""
        tree = self._tree or Tree(algorithm)
        self._tree = None  # half a tree is none
        stored = stored_checkpoints(connection)
        last = Note.read(stored[-1][1]) if stored else None
        given = {"after": tree.size, "through": position}
        for leaf in connection.execute(queries.HASHES, given).scalars():
            tree.append(bytes.fromhex(leaf))
            if last and tree.size == last.size and tree.root() != last.root:
                raise Damaged
        if tree.size != position or (last and last.size > position):
            raise Damaged
        self._tree = tree
        return tree.root()

    def write_out(self) -> None:
        """Append to the file what it lacks. Raises OSError where it is out of reach, to be tried again."""
        with self._lock, self._engine.connect() as connection:
            waiting = connection.execute(_NOTES.where(checkpoints.c.size > self._published)).all()
            if not waiting:
                return
            path = keys.file_path(self._engine)
            there = path.read_text("utf-8") if path.exists() and not self._published else ""
            with open(path, "a", encoding="utf-8", newline="\n") as file:
                file.writelines(f"{note}\n" for _, note in waiting if note not in there)
                file.flush()
                os.fsync(file.fileno())
            self._published = waiting[-1][0]


_COVERED = select(func.coalesce(func.max(checkpoints.c.size), 0))
_NOTES = select(checkpoints.c.size, checkpoints.c.note).order_by(checkpoints.c.size)
