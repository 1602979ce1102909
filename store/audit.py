"""Whether a ledger is as it was written: its chain, and what no chain can show."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial

from sqlalchemy import Connection

from store import chain, queries, reading
from store.chain import Verdict
from store.reading import MANY


def audit(connection: Connection, is_guarded: Callable[[Connection], bool]) -> Verdict:
    """The chain's verdict; where the chain is whole, also: empty, orphan, unguarded."""
    rows = connection.execute(queries.ALL.execution_options(yield_per=MANY)).mappings()
    verdict = chain.verify(
        rows,
        connection.execute(queries.HIGHEST).scalar_one(),
        cache(partial(reading.payload_intact, connection)),
        cache(partial(reading.file_intact, connection)),
    )
    missing = _loose(connection, verdict.count, is_guarded) if verdict.whole else None
    return replace(verdict, whole=False, reason=missing) if missing else verdict


def _loose(connection: Connection, count: int, is_guarded: Callable[[Connection], bool]) -> str | None:
    """What is wrong beside the chain: no entry at all, rows or files that no entry names, tables unguarded."""
    if not count:
        return "empty"
    if any(connection.execute(query).first() for query in queries.ORPHANS):
        return "orphan"
    return None if is_guarded(connection) else "unguarded"
