"""What is SQLite's own: pragmas, how a transaction begins, and the triggers that keep tables append-only."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from pysqlite3 import dbapi2
from sqlalchemy import DDL, URL, Connection, Engine, MetaData, Table, create_engine, event, inspect
from sqlalchemy.exc import DatabaseError

from store.checkpoint_tables import CHECKPOINTS
from store.entry import Damaged, NotAStore, ReadOnly
from store.faults import tell_faults
from store.read_only import addresses
from store.tables import METADATA

# Versions 3.7.0 to 3.51.2 can corrupt a WAL database when several connections write
# (sqlite.org/wal.html, "The WAL-Reset Bug").
FIRST_SAFE_WAL = (3, 51, 3)
BUSY_TIMEOUT_MS = 10_000
CANNOT_OPEN = 14  # sqlite.org/rescode.html

PRAGMAS = (
    f"busy_timeout={BUSY_TIMEOUT_MS}",  # first: the next ones may have to wait for another process
    "page_size=16384",  # of a new file: tables and files are long, and a commit of 6 MB takes 20 ms instead of 33
    "synchronous=FULL",  # a commit is on the disk before its receipt is given
    "foreign_keys=ON",
)

APPEND_ONLY = """
CREATE TRIGGER {missing}{table}_{name} BEFORE {verb} ON {table} {when}
BEGIN SELECT RAISE(ABORT, 'append-only'); END
"""


@dataclass(frozen=True, slots=True)
class Promises:
    """What an open connection says of itself: SQLite's version, its journal, and PRAGMA synchronous (2: FULL)."""

    version: tuple[int, ...]
    journal: str
    synchronous: int


def promises(engine: Engine) -> Promises:
    """What the database promises of a commit."""
    with engine.connect() as connection:
        asked = (
            connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous")
        )
        return Promises(dbapi2.sqlite_version_info, *asked)


def journal_mode(version: tuple[int, ...] = dbapi2.sqlite_version_info) -> str:
    """WAL where this SQLite is safe with it, else the rollback journal."""
    return "WAL" if version >= FIRST_SAFE_WAL else "DELETE"


def open_engine(url: URL, make: bool = True) -> Engine:
    """An engine on a database file, its folder and tables made where missing; with make=False it is left as it is.

    Raises ValueError for a database in memory, which every thread would see differently; NotAStore.
    """
    if not url.database or url.database == ":memory:":
        raise ValueError("store.in_memory")
    if make:
        _make_folder(Path(url.database).parent)
        _make_private(Path(url.database))
    # isolation_level None: the driver begins nothing by itself, _begin does
    engine = _engine(url, connect_args={"isolation_level": None})
    event.listen(engine, "connect", _set_pragmas if make else _set_wait)
    try:
        if make:
            make_tables(engine, METADATA)
            try_writing(engine)
        else:
            _expect_tables(engine)
    except ReadOnly:
        engine.dispose()
        return _open_read_only(url)
    except Damaged as damage:
        engine.dispose()
        raise NotAStore from damage
    except DatabaseError as error:
        engine.dispose()
        if _cannot_open(error.orig) and Path(url.database).exists():
            return _open_read_only(url)
        if "locked" in str(error.orig):  # a store, but others hold it for longer than the timeout
            raise
        raise NotAStore from error
    except UnicodeDecodeError as error:  # a damaged name of a column or a table
        engine.dispose()
        raise NotAStore from error
    return engine


def try_writing(engine: Engine) -> None:
    """Begin to write and take it back. Raises ReadOnly, DiskFails.

    BEGIN IMMEDIATE alone begins to read where the file cannot be written.
    """
    with engine.execution_options(writing=True).connect() as connection, connection.begin() as begun:
        version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        connection.exec_driver_sql(f"PRAGMA user_version={version}")
        begun.rollback()


def is_read_only(engine: Engine) -> bool:
    """Whether it was opened on a disk that cannot be written."""
    return bool(engine.get_execution_options().get("read_only"))


def _engine(url: URL, **more: Any) -> Engine:
    made = create_engine(url, module=dbapi2, pool_size=8, max_overflow=24, hide_parameters=True, **more)
    event.listen(made, "begin", _begin)
    tell_faults(made)
    return made


def _open_read_only(url: URL) -> Engine:
    for address in addresses(Path(str(url.database))):
        how = {"uri": True, "isolation_level": None, "check_same_thread": False}
        engine = _engine(url, creator=partial(dbapi2.connect, address, **how))
        engine.update_execution_options(read_only=True)
        try:
            _expect_tables(engine)
        except (DatabaseError, Damaged, ReadOnly) as error:
            engine.dispose()
            fault: Exception = error
        else:
            return engine
    raise NotAStore from fault


def _cannot_open(fault: Any) -> bool:
    return getattr(fault, "sqlite_errorcode", 0) & 0xFF == CANNOT_OPEN


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise NotAStore from error


def _make_private(path: Path) -> None:
    """A new store is its owner's alone: SQLite makes it as the umask has it, and its journals as it is."""
    if not path.exists() and os.access(path.parent, os.W_OK):
        path.touch(mode=0o600)


def _set_wait(connection: Any, _record: Any) -> None:
    connection.execute(f"PRAGMA {PRAGMAS[0]}")


def _expect_tables(engine: Engine) -> None:
    if set(METADATA.tables) - set(inspect(engine).get_table_names()):
        raise NotAStore


def is_guarded(connection: Connection) -> bool:
    """Whether every trigger that keeps the tables append-only is there, says what it said, and has no other beside it.

    One more could leave out a row whose receipt was given.
    """
    found = connection.exec_driver_sql("SELECT type, name, tbl_name, sql FROM sqlite_master").all()
    guarded = [*METADATA.sorted_tables]
    guarded += [
        table for table in CHECKPOINTS.sorted_tables if ("table", table.name) in {row[:2] for row in found}
    ]
    names = {table.name for table in guarded}
    there = {" ".join(sql.split()) for kind, _, of, sql in found if kind == "trigger" and of.lower() in names}
    return there == {" ".join(guard.split()) for table in guarded for guard in _guards(table)}


def is_sound(connection: Connection) -> bool:
    """Whether SQLite finds its own file in order, every index against its table included."""
    return connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one() == "ok"


@contextmanager
def lenient(connection: Connection) -> Iterator[None]:
    """Read text that is no UTF-8 too, so that the entry it stands in can be told."""
    driver: Any = connection.connection.driver_connection
    driver.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        driver.text_factory = str


def _set_pragmas(connection: Any, _record: Any) -> None:
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    _set_journal(connection, time.monotonic() + BUSY_TIMEOUT_MS / 1000)


def _set_journal(connection: Any, give_up_at: float) -> None:
    try:
        connection.execute(f"PRAGMA journal_mode={journal_mode()}")
    except (
        dbapi2.OperationalError
    ) as fault:  # busy_timeout does not hold for a switch while others open the file
        if "locked" not in str(fault) or time.monotonic() > give_up_at:
            raise
        time.sleep(0.01)
        _set_journal(connection, give_up_at)


def _begin(connection: Connection) -> None:
    # a writer takes its lock at once, so what it reads before it writes cannot be overtaken
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def make_passing_tables(engine: Engine, tables: MetaData) -> None:
    """Make the tables that are missing; their rows come and go."""
    if is_read_only(engine):
        return
    with engine.execution_options(writing=True).begin() as connection:
        tables.create_all(connection)


def make_tables(engine: Engine, tables: MetaData) -> None:
    """Make the tables that are missing and guard them, so that rows are only ever added."""
    if is_read_only(engine):
        return
    with engine.execution_options(writing=True).begin() as connection:
        tables.create_all(connection)
        for table in tables.sorted_tables:
            for guard in _guards(table, "IF NOT EXISTS "):
                connection.execute(DDL(guard))


def _guards(table: Table, missing: str = "") -> list[str]:
    same = " AND ".join(f"{column.name} = NEW.{column.name}" for column in table.primary_key)
    taken = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"
    return [
        APPEND_ONLY.format(missing=missing, table=table.name, name=name, verb=verb, when=when)
        for name, verb, when in (
            ("kept", "DELETE", ""),
            ("unchanged", "UPDATE", ""),
            ("unreplaced", "INSERT", taken),  # INSERT OR REPLACE deletes without firing DELETE triggers
        )
    ]
