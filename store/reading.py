"""From stored rows to tables and pictures, and what is remembered of them."""

import json
from collections.abc import Sequence
from typing import Any

import pyarrow as pa
from sqlalchemy import Connection, Select

from store import blob, queries
from store.cache import Cache
from store.entry import Damaged, Entry
from store.picture import Picture, fold, is_addition, lay, mark, origins, picture, standing
from store.tables import to_entry

CACHE_BYTES = 256 * 2**20
BODIES = 16  # tables or files held at once while all are looked over
MANY = 1000  # bound values in one query, far below the limit of any backend


class Pictures:
    """Draws pictures and remembers tables and pictures; neither ever changes once written."""

    def __init__(self) -> None:
        self._cache = Cache(CACHE_BYTES)
        self._folded: dict[str, tuple[tuple[int, ...], pa.Table]] = {}

    def forget(self) -> None:
        """Remember nothing, so that the next read is a first one."""
        self._cache.clear()
        self._folded.clear()

    def read(
        self, connection: Connection, feed: str, at: str, through: int = queries.END_OF_LEDGER
    ) -> Picture:
        """The newest picture of a feed among entries received by the stored time `at`, none above `through`."""
        known: dict[str, Any] = {"feed": feed, "at": at, "through": through}
        known["undone"] = undone_seqs(connection, feed, at, through)
        seqs = _seqs(connection, queries.NEWEST_PER_SCOPE, known)
        if not seqs:
            return Picture()
        if not is_addition(self.table(connection, seqs[-1])):
            return self._cache.get((feed, seqs), lambda: self._whole(connection, seqs)).handed_out()
        seqs = _seqs(connection, queries.SUBMISSIONS, known)
        return self._cache.get((feed, seqs), lambda: self._additions(connection, feed, seqs)).handed_out()

    def table(self, connection: Connection, seq: int) -> pa.Table:
        """An entry's table. Raises KeyError when it has none, Damaged when it is not as it was written."""
        return self._cache.get(seq, lambda: _payload(connection, seq))

    def _whole(self, connection: Connection, seqs: tuple[int, ...]) -> tuple[Picture, int]:
        entries = standing(entries_of(connection, seqs))
        laid = lay([(entry, self.table(connection, entry.seq)) for entry in entries])
        standing_seqs = {entry.seq for entry in entries}
        earlier = [seq for seq in origins(laid) if seq not in standing_seqs]
        return picture(laid, entries, entries_of(connection, earlier)), laid.nbytes

    def _additions(self, connection: Connection, feed: str, seqs: tuple[int, ...]) -> tuple[Picture, int]:
        done, folded = self._folded.get(feed, ((), None))
        if seqs[: len(done)] != done:
            done, folded = (), None
        tables = [] if folded is None else [folded]
        tables += [mark(self.table(connection, seq), seq) for seq in seqs[len(done) :]]
        whole = fold(tables)
        self._folded[feed] = seqs, whole
        seen = {*whole["_entry"].unique().to_pylist(), seqs[-1]}
        return picture(whole, entries_of(connection, sorted(seen))), whole.nbytes


def entries_of(connection: Connection, seqs: Sequence[int]) -> list[Entry]:
    """The entries of these numbers, in order."""
    batches = (seqs[start : start + MANY] for start in range(0, len(seqs), MANY))
    rows = (
        row for batch in batches for row in connection.execute(queries.BY_SEQ, {"seqs": batch}).mappings()
    )
    return [to_entry(row) for row in rows]


def undone_seqs(
    connection: Connection, feed: str, at: str, through: int = queries.END_OF_LEDGER
) -> tuple[int, ...]:
    """The submissions of a feed whose undo was received by the stored time `at` and is not above `through`."""
    bound = {"feed": feed, "at": at, "through": through}
    details = connection.execute(queries.UNDOES, bound).scalars().all()
    return tuple(json.loads(detail)["undoes"] for detail in details)


def intact_payloads(connection: Connection) -> set[str]:
    """The names under which the tables that they name are stored."""
    rows = connection.execute(queries.PAYLOADS.execution_options(yield_per=BODIES))
    return {sha256 for sha256, body in rows if _is(body, sha256)}


def intact_files(connection: Connection) -> set[str]:
    """The names under which the bytes that they name are stored."""
    rows = connection.execute(queries.FILES.execution_options(yield_per=BODIES))
    return {sha256 for sha256, size_bytes, body in rows if _unpacks(body, size_bytes, sha256)}


def file_body(connection: Connection, sha256: str) -> bytes:
    """Bytes as received. Raises KeyError when never received, Damaged when they are not those."""
    row = connection.execute(queries.FILE, {"sha256": sha256}).mappings().first()
    if row is None:
        raise KeyError(sha256)
    return _unpacked(row["body"], row["size_bytes"], sha256)


def _unpacked(body: bytes, size_bytes: int, sha256: str) -> bytes:
    try:
        data = blob.decode_file(body, size_bytes)
    except Exception as error:  # bytes that are not ours may fail in any way, out of memory among them
        raise Damaged from error
    if not _is(data, sha256):
        raise Damaged
    return data


def _unpacks(body: bytes, size_bytes: int, sha256: str) -> bool:
    try:
        _unpacked(body, size_bytes, sha256)
    except Damaged:
        return False
    return True


def _payload(connection: Connection, seq: int) -> tuple[pa.Table, int]:
    row = connection.execute(queries.PAYLOAD_OF, {"seq": seq}).first()
    if row is None or row.payload_sha256 is None:
        raise KeyError(seq)
    if not _is(row.body, row.payload_sha256):
        raise Damaged(*entries_of(connection, [seq]))
    table = blob.decode_table(row.body)
    return table, table.nbytes


def _is(body: object, sha256: str) -> bool:
    """Whether these are the bytes of that name; a text or nothing in their place is not."""
    return isinstance(body, bytes) and blob.sha256(body) == sha256


def _seqs(connection: Connection, query: Select[Any], bound: dict[str, Any]) -> tuple[int, ...]:
    return tuple(seq for seq in connection.execute(query, bound).scalars().all() if seq is not None)
