"""Whether a ledger is as it was written: its chain, its checkpoints, and what neither can show."""

from collections.abc import Sequence
from dataclasses import replace
from types import ModuleType

from sqlalchemy import Connection, inspect, select
from sqlalchemy.exc import DatabaseError

from store import chain, compared, keys, queries, reading
from store.chain import Verdict
from store.checkpoint_tables import checkpoints
from store.entry import Damaged
from store.hashing import DEFAULT
from store.reading import MANY


def audit(
    connection: Connection,
    backend: ModuleType,
    against: str | None = None,
    trusted: Sequence[str] | None = None,
) -> Verdict:
    """The chain's verdict; where the chain is whole, that of the checkpoints; then: empty, orphan, unguarded, damaged."""
    try:
        return _audit(connection, backend, against, trusted)
    except (DatabaseError, Damaged, UnicodeDecodeError) as error:
        if isinstance(error, DatabaseError) and "locked" in str(error.orig):
            raise
    with backend.lenient(connection):
        try:
            return _audit(connection, backend, against, trusted)
        except (DatabaseError, Damaged, UnicodeDecodeError):  # the file is no longer what SQLite writes
            return Verdict(False, 0, reason="damaged")


def _audit(
    connection: Connection, backend: ModuleType, against: str | None, trusted: Sequence[str] | None
) -> Verdict:
    first = connection.execute(queries.FIRST).mappings().first()
    opening_hash, algorithm = (first["hash"], first["algorithm"]) if first else (None, DEFAULT)
    stored = stored_checkpoints(connection)
    held = compared.kept(stored, opening_hash)
    if against is not None:
        by = _known_here(connection, stored) if trusted is None else trusted
        held += compared.shown(against, compared.known(by), opening_hash)
    roots = compared.Roots((one.note.size for one in held if one.note), algorithm)
    verdict = _walk(connection, roots)
    if verdict.whole:
        verdict = compared.compare(verdict, held, roots.at)
    missing = _loose(connection, verdict.count, backend) if verdict.whole else None
    return replace(verdict, whole=False, reason=missing) if missing else verdict


def _known_here(connection: Connection, stored: Sequence[tuple[int, str, str]]) -> list[str]:
    published = keys.verifiers(keys.key_path(connection.engine)).splitlines()
    return [*published, *(verifier for _, _, verifier in stored if isinstance(verifier, str))]


def stored_checkpoints(connection: Connection) -> list[tuple[int, str, str]]:
    """Size, note and verifier key of each checkpoint kept in the store, smallest first; none before the first is made."""
    if not inspect(connection).has_table(checkpoints.name):
        return []
    columns = checkpoints.c.size, checkpoints.c.note, checkpoints.c.verifier
    found = connection.execute(select(*columns).order_by(checkpoints.c.size))
    return [(size, note, verifier) for size, note, verifier in found]


def _walk(connection: Connection, roots: compared.Roots) -> Verdict:
    names = [column.name for column in queries.ALL.selected_columns]
    rows = connection.execute(queries.ALL.execution_options(yield_per=MANY))
    return chain.verify(
        (dict(zip(names, row)) for row in rows),
        connection.execute(queries.COUNT).scalar_one(),
        reading.intact_payloads(connection),
        reading.intact_files(connection),
        roots,
    )


def _loose(connection: Connection, count: int, backend: ModuleType) -> str | None:
    """What is wrong beside the chain: no entry at all, rows or files that no entry names, tables unguarded, the file."""
    if not count:
        return "empty"
    if any(connection.execute(query).first() for query in queries.ORPHANS):
        return "orphan"
    if not backend.is_guarded(connection):
        return "unguarded"
    return None if backend.is_sound(connection) else "damaged"
