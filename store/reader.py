"""What the ledger tells: pictures, entries, bytes, and whether all of it is as it was written."""

import os
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import pyarrow as pa
from sqlalchemy import URL, Engine, make_url
from sqlalchemy.exc import ArgumentError

from store import queries, reading, sqlite, writing
from store.audit import audit
from store.chain import Verdict
from store.entry import REHEARSALS, UNDO, Entry, NotAStore, time_text, utc_now
from store.picture import Picture
from store.reading import Pictures
from store.tables import to_entry

BACKENDS = {"sqlite": sqlite}


def default_url() -> str:
    """STORE_URL, else a SQLite file under data/ beside the program."""
    beside = Path(__file__).resolve().parent.parent / "data" / "ledger.sqlite3"
    return os.environ.get("STORE_URL") or f"sqlite:///{beside}"


def address_of(url: str) -> URL:
    """The URL in its parts. Raises NotAStore."""
    try:
        return make_url(url)
    except ArgumentError as error:
        raise NotAStore from error


class Reader:
    """A ledger at a database URL, to be read; safe to share between threads and processes.

    Raises NotAStore for what is no database; ValueError for a kind of database it does not speak.
    """

    def __init__(self, url: str, wall: Callable[[], datetime] = utc_now, *, make: bool = True) -> None:
        address = address_of(url)
        if address.get_backend_name() not in BACKENDS:
            raise ValueError("store.unknown_backend")
        self.engine: Engine = BACKENDS[address.get_backend_name()].open_engine(address, make)
        self.pictures = Pictures()
        self._wall = wall
        self._opening: Entry | None = None

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    @property
    def read_only(self) -> bool:
        """Whether it lies on a disk that cannot be written: everything can be read, nothing appended."""
        return sqlite.is_read_only(self.engine)

    @property
    def opening(self) -> Entry | None:
        """The first entry, which says what the ledger is for; none while it is empty."""
        if self._opening is None:
            with self.engine.connect() as connection:
                self._opening = writing.one(connection, queries.FIRST)
        return self._opening

    @property
    def purpose(self) -> str | None:
        """live, demo or exercise; none while the ledger is empty."""
        return self.opening.detail["purpose"] if self.opening else None

    def now(self) -> datetime:
        """The event's clock: the wall's, but in a demo or an exercise as far off as it was put at opening."""
        return self._on_event_clock(self._wall())

    def base(self, feed: str, scope: str) -> int:
        """The newest change (store.entry.CHANGES) that touched these places; 0 for none. Ask before reading."""
        with self.engine.connect() as connection:
            newest = writing.one(connection, queries.newest_change(feed, scope))
        return newest.seq if newest else 0

    def standing(self, feed: str, scope: str, at: datetime | None = None) -> Entry | None:
        """The newest submission of these places, the city's included, that was not undone by a moment (default now)."""
        known_by = self._known_by(at)
        with self.engine.connect() as connection:
            undone = reading.undone_seqs(connection, feed, known_by)
            return writing.one(connection, queries.newest_standing(feed, scope, known_by, undone))

    def undone(self, feed: str | None = None, at: datetime | None = None) -> dict[int, Entry]:
        """The undoes received by a moment (default now), by the submission that each takes back."""
        return {undo.detail["undoes"]: undo for undo in self.entries(kinds=[UNDO], feed=feed, at=at)}

    def read(self, feed: str, at: datetime | None = None, through: int = queries.END_OF_LEDGER) -> Picture:
        """The newest picture of a feed as it was known at a moment (default now); empty if never received.

        through: the last entry that counts, for what came at the same moment.
        Raises Damaged when stored bytes are not those written.
        """
        with self.engine.connect() as connection:
            return self.pictures.read(connection, feed, self._known_by(at), through)

    def entries(
        self,
        *,
        kinds: Sequence[str] | None = None,
        feed: str | None = None,
        scope: str | None = None,
        at: datetime | None = None,
        after: int = 0,
        limit: int | None = None,
        newest_first: bool = True,
        leaving: Sequence[str] = (),
        standing: bool = False,
    ) -> list[Entry]:
        """Entries known at a moment (default now) with seq above `after`, by kind, feed and scope.

        kinds: without them, all but sign-ins, refusals and accounts (store.entry.BACKSTAGE).
        leaving: feeds whose entries are not wanted. standing: without submissions undone by then.
        """
        wanted = queries.listing(kinds, feed, scope, self._known_by(at), after)
        wanted = wanted.where(queries.entries.c.feed.not_in(leaving)) if leaving else wanted
        wanted = wanted.where(queries.seq.not_in(self.undone(feed, at))) if standing else wanted
        order = queries.seq.desc() if newest_first else queries.seq
        with self.engine.connect() as connection:
            rows = connection.execute(wanted.order_by(order).limit(limit)).mappings()
            return [to_entry(row) for row in rows]

    def tally(self, at: datetime | None = None) -> dict[tuple[str, str, str], int]:
        """How many entries of each (feed, scope, kind) are known at a moment (default now)."""
        with self.engine.connect() as connection:
            rows = connection.execute(queries.TALLY, {"at": self._known_by(at)}).all()
        return {(feed, scope, kind): count for feed, scope, kind, count in rows}

    def entry(self, seq: int) -> Entry:
        """The entry of that number. Raises KeyError when there is none."""
        with self.engine.connect() as connection:
            found = reading.entries_of(connection, [seq])
        if not found:
            raise KeyError(seq)
        return found[0]

    def by_bytes(self, sha256: str) -> list[Entry]:
        """Every entry that these bytes came with, oldest first."""
        with self.engine.connect() as connection:
            return [
                to_entry(row) for row in connection.execute(queries.BY_BYTES, {"sha256": sha256}).mappings()
            ]

    def payload(self, seq: int) -> pa.Table:
        """An entry's table. Raises KeyError when it has none, Damaged when it is not as it was written."""
        with self.engine.connect() as connection:
            return self.pictures.table(connection, seq)

    def file(self, sha256: str) -> bytes:
        """Bytes as received. Raises KeyError when never received, Damaged when they are not those."""
        with self.engine.connect() as connection:
            return reading.file_body(connection, sha256)

    def last(self) -> Entry | None:
        """The newest entry of any kind; none while the ledger is empty."""
        with self.engine.connect() as connection:
            return writing.one(connection, queries.LAST)

    def position(self) -> int:
        """The highest seq of an entry that a screen may show; 0 for an empty ledger."""
        with self.engine.connect() as connection:
            return connection.execute(queries.POSITION).scalar() or 0

    def verify(self, against: str | None = None, keys: str | None = None) -> Verdict:
        """Walk the whole chain, every table and every file, as of one moment; then look for what no chain shows.

        against: checkpoints, one after the other as files hold them; those stored here are compared in any case.
        keys: the verifier keys, one a line, that may have signed them; where not given, those known here.
        """
        trusted = None if keys is None else keys.splitlines()
        with self.engine.connect() as connection:
            return audit(connection, BACKENDS[self.engine.dialect.name], against, trusted)

    def _on_event_clock(self, wall: datetime) -> datetime:
        opening = self.opening
        if opening is None or opening.detail["purpose"] not in REHEARSALS:
            return wall
        return wall + (opening.received_at - opening.recorded_at)

    def _known_by(self, at: datetime | None) -> str:
        if at is not None:
            return time_text(at)
        # a live clock may be set back, which must not hide what has just been received
        return time_text(self.now()) if self.purpose in REHEARSALS else queries.END_OF_TIME
