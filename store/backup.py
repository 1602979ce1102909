"""A copy of the store taken while others write, and a store put back from one: both verified before they count."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkstemp

from pysqlite3 import dbapi2

from store.chain import Verdict
from store.entry import Damaged, NoStore, NotEmpty, NotWhole, StoreInUse, TargetExists, utc_now
from store.faults import reason_of
from store.reader import Reader, address_of

BESIDE = ("-wal", "-shm", "-journal")
BUSY = (5, 6)  # sqlite.org/rescode.html: SQLITE_BUSY, SQLITE_LOCKED


@dataclass(frozen=True, slots=True)
class Copied:
    """What was copied: the file, its verdict, and where the file that stood there before is now."""

    path: Path
    verdict: Verdict
    kept: Path | None = None


@contextmanager
def _in_words() -> Iterator[None]:
    """A disk's or a driver's error as the store's reason, where it is one."""
    try:
        yield
    except (dbapi2.DatabaseError, OSError) as fault:
        if reason := reason_of(fault):
            raise reason from fault
        raise


@_in_words()
def back_up(url: str, path: Path) -> Copied:
    """Copy the store as it is at this moment into a new file; the copy has its name once it was verified.

    Raises NoStore, NotAStore, TargetExists; NotWhole, and leaves no copy, where it is not as it was written.
    """
    if path.exists():
        raise TargetExists
    source = database_of(url)
    if not source.exists():
        raise NoStore
    with _unfinished(path) as part:
        _copy(url, part)
        verdict = checked(part)
        try:
            os.link(part, path)  # unlike a rename it replaces nothing
        except FileExistsError as there:
            raise TargetExists from there
    _sync(path.parent)
    return Copied(path, verdict)


@_in_words()
def restore(url: str, path: Path, replace: bool = False) -> Copied:
    """Put a verified copy in the store's place; nobody's visit comes back with it.

    replace: also where a store stands, which is kept beside under a name with the time (UTC).
    Raises NoStore, NotAStore or NotWhole for the copy; NotEmpty, StoreInUse for the place.
    """
    target = database_of(url)
    if not path.exists():
        raise NoStore
    if not replace and _is_something(target):
        raise NotEmpty
    target.parent.mkdir(parents=True, exist_ok=True)
    with _unfinished(target) as part:
        shutil.copyfile(path, part)
        verdict = checked(part)
        _end_visits(part)
        _sync(part)
        with _nobody_else(target):
            kept = _put_aside(target)
            os.replace(part, target)
    _sync(target.parent)
    return Copied(target, verdict, kept)


def checked(path: Path) -> Verdict:
    """The verdict of a file that is a store and whole. Raises NotAStore, NotWhole."""
    reader = Reader(f"sqlite:///{path}", make=False)
    try:
        with reader.engine.connect() as connection:
            sound = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one() == "ok"
        verdict = reader.verify()
    except Damaged as damage:
        raise NotWhole from damage
    finally:
        reader.close()
    if not sound or not verdict.whole:
        raise NotWhole
    return verdict


def database_of(url: str) -> Path:
    """The file of a store. Raises NotAStore."""
    return Path(str(address_of(url).database))


def _is_something(target: Path) -> bool:
    """A file of no bytes is as good as none; one that only its journal is left of is not."""
    return any(file.exists() and file.stat().st_size for file in (target, Path(f"{target}-wal")))


def _copy(url: str, part: Path) -> None:
    source = Reader(url, make=False)
    try:
        with closing(source.engine.raw_connection()) as reading, closing(dbapi2.connect(part)) as copy:
            reading.driver_connection.backup(copy)  # type: ignore[union-attr]
            copy.execute("PRAGMA journal_mode=DELETE")  # the copy is one file
    finally:
        source.close()
    _sync(part)


@contextmanager
def _unfinished(path: Path) -> Iterator[Path]:
    """A name beside a file under which its content is made."""
    handle, name = mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(handle)
    try:
        yield Path(name)
    finally:
        for suffix in ("", *BESIDE):
            Path(f"{name}{suffix}").unlink(missing_ok=True)


def _end_visits(part: Path) -> None:
    with closing(dbapi2.connect(part, isolation_level=None)) as copy:
        copy.execute("PRAGMA journal_mode=DELETE")
        if copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'sessions'").fetchone():
            copy.execute("DELETE FROM sessions")


@contextmanager
def _nobody_else(target: Path) -> Iterator[None]:
    """Holds a store for itself. Raises StoreInUse.

    Leaving WAL mode needs the file for oneself, so that an open but idle store is found as well; what is too
    damaged to be opened is in nobody's use.
    """
    if not _is_something(target):
        yield
        return
    with closing(dbapi2.connect(target, isolation_level=None, timeout=0)) as held:
        try:
            for step in ("PRAGMA locking_mode=EXCLUSIVE", "PRAGMA journal_mode=DELETE", "BEGIN EXCLUSIVE"):
                held.execute(step).fetchall()
        except dbapi2.DatabaseError as fault:
            if getattr(fault, "sqlite_errorcode", 0) & 0xFF in BUSY:
                raise StoreInUse from fault
            if not isinstance(reason_of(fault), Damaged):
                raise
        yield


def _put_aside(target: Path) -> Path | None:
    if not _is_something(target):
        return None
    kept = target.with_name(f"{target.name}.{utc_now():%Y%m%dT%H%M%S%fZ}")
    for suffix in ("", *BESIDE):  # a journal left beside would be read into the copy
        with suppress(FileNotFoundError):
            os.rename(f"{target}{suffix}", f"{kept}{suffix}")
    return kept


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
