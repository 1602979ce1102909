"""The ledger: what is appended to it, each time all or nothing."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from store import hashing, queries, writing
from store.blob import Packed
from store.entry import (
    OPENING,
    PURPOSES,
    REHEARSALS,
    AlreadyOpened,
    Appended,
    Entry,
    HistoryNotAllowed,
    NewEntry,
    NoStore,
    NotOpened,
    UnknownAlgorithm,
    utc_now,
)
from store.faults import refuse_full
from store.reader import BACKENDS, Reader, address_of
from store.tables import files, payloads
from store.timing import timed


class Ledger(Reader):
    """One append-only ledger at a database URL; safe to share between threads and processes.

    Raises NotAStore for what is no database; ValueError for a kind of database it does not speak.
    """

    def __init__(self, url: str, wall: Callable[[], datetime] = utc_now, *, make: bool = True) -> None:
        super().__init__(url, wall, make=make)
        self._writer = self.engine.execution_options(writing=True)

    @classmethod
    def existing(cls, url: str) -> "Ledger":
        """The ledger at a URL as it is, to be read. Raises NoStore when there is none, NotAStore; makes nothing."""
        database = address_of(url).database
        if database and not Path(database).exists():
            raise NoStore
        return cls(url, make=False)

    def open_event(
        self, purpose: str, event: str, stands_at: datetime | None = None, algorithm: str | None = None
    ) -> Entry:
        """Write the first entry; stands_at is where the clock of a demo or an exercise starts.

        algorithm: what all entries are hashed with: sha256 or sm3, LEDGER_ALGORITHM where not given.
        Raises AlreadyOpened, UnknownAlgorithm; HistoryNotAllowed for stands_at in a live store; ValueError for another purpose.
        """
        algorithm = algorithm or hashing.chosen()
        if algorithm not in hashing.available():
            raise UnknownAlgorithm
        if purpose not in PURPOSES:
            raise ValueError("store.unknown_purpose")
        if stands_at is not None and purpose not in REHEARSALS:
            raise HistoryNotAllowed
        draft = NewEntry(OPENING, detail={"purpose": purpose})
        with self._writer.begin() as connection:
            if first := writing.one(connection, queries.FIRST):
                raise AlreadyOpened(first)
            wall = self._wall()
            given = {"received_at": stands_at or wall, "recorded_at": wall, "algorithm": algorithm}
            return writing.chain_on(connection, draft, event=event, sha256="", payload_sha256="", **given)

    def open_for_use(self) -> None:
        """A store that nobody has opened is opened for live use; one in use is left as it is."""
        if self.opening is None:
            with suppress(AlreadyOpened):  # another process was quicker
                self.open_event("live", "live")

    def try_writing(self) -> None:
        """Begin to write and take it back. Raises ReadOnly, DiskFull, DiskFails."""
        BACKENDS[self.engine.dialect.name].try_writing(self.engine)
        if self.engine.name == "sqlite":
            refuse_full(Path(str(self.engine.url.database)))

    @timed("commit")
    def append(
        self,
        draft: NewEntry,
        table: pa.Table | None = None,
        file: bytes | Packed | None = None,
        *,
        once: bool = False,
        base: int | None = None,
        with_it: Callable[[Entry], tuple[NewEntry, bytes]] | None = None,
    ) -> Appended:
        """Write one entry with its table and its bytes as received, all or nothing.

        with_it: another entry, with bytes of its own, that says more of this one and is written with it or not at all.
        once: the same bytes for the same kind, feed, scope and detail["given_as_of"] give the first entry.
        base: what was compared with (see `base`); Superseded when a change of the same places has come since.
        Raises NotOpened, HistoryNotAllowed, BadPayload, OutsideScope; ValueError for a time without a zone.
        """
        event = self._event_for(draft)
        writing.check(draft, table)
        payload, received = writing.payload_row(table), writing.file_row(file)
        given: dict[str, Any] = {"event": event, "rows": draft.rows if table is None else table.num_rows}
        given |= {"payload_sha256": payload.get("sha256", ""), "sha256": received.get("sha256", "")}
        with self._writer.begin() as connection:
            by = self._known_by(draft.received_at)
            if once and (first := writing.same_bytes(connection, draft, given["sha256"], by)):
                return Appended(first, first=False)
            if base is not None:
                writing.refuse_superseded(connection, draft, base)
            writing.keep_once(connection, payloads, payload)
            writing.keep_once(connection, files, received)
            wall = self._wall()  # read under the lock, so that times follow the order of seq
            given |= {"recorded_at": wall, "received_at": draft.received_at or self._on_event_clock(wall)}
            entry = writing.chain_on(connection, draft, **given)
            if with_it:
                writing.add(connection, *with_it(entry), entry)
            return Appended(entry, first=True)

    @timed("commit")
    def append_all(
        self, drafts: Sequence[NewEntry], file: bytes | Packed, *, once: bool = True
    ) -> list[Appended]:
        """Write the entries that came in one file, one after the other, all or none of them.

        once: the same file again gives the entries it gave first.
        Raises NotOpened, HistoryNotAllowed, BadPayload for a submission; ValueError for a time without a zone.
        """
        if not drafts:
            return []
        events = [self._event_for(draft) for draft in drafts]
        for draft in drafts:
            writing.check(draft, None)
        received = writing.file_row(file)
        with self._writer.begin() as connection:
            by = self._known_by(drafts[0].received_at)
            before = writing.same_file(connection, drafts[0], received["sha256"], by) if once else []
            if before:
                return [Appended(entry, first=False) for entry in before[: len(drafts)]]
            writing.keep_once(connection, files, received)
            wall = self._wall()
            given = {"recorded_at": wall, "sha256": received["sha256"], "payload_sha256": ""}
            arrivals = [draft.received_at or self._on_event_clock(wall) for draft in drafts]
            return [
                Appended(
                    writing.chain_on(
                        connection, draft, **given, event=event, rows=draft.rows, received_at=at
                    ),
                    first=True,
                )
                for draft, event, at in zip(drafts, events, arrivals, strict=True)
            ]

    def _event_for(self, draft: NewEntry) -> str:
        if self.opening is None:
            raise NotOpened
        if draft.received_at is not None and self.purpose not in REHEARSALS:
            raise HistoryNotAllowed
        return self.opening.event
