"""Who is signed in, who failed to, and what a machine has said: beside the ledger, and forgotten when it is over.

All times are the wall clock's: a demo's clock signs nobody out.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Engine, delete, func, insert, inspect, select, update
from sqlalchemy.exc import IntegrityError

from store.entry import UNWRITABLE, moment_of, time_text, utc_now
from store.reader import BACKENDS
from store.session_tables import PROOFS, VISITS, failures, nonces, proofs, sessions


@dataclass(frozen=True, slots=True)
class Session:
    """One visit: who holds it, what kind (person, screen), the entry of the account or token it was begun for, when it began, last seen."""

    id: str
    holder: str
    kind: str
    since: int
    started_at: datetime
    seen_at: datetime


class Sessions:
    """The visits beside a ledger; safe to share between threads and processes."""

    def __init__(self, engine: Engine, wall: Callable[[], datetime] = utc_now) -> None:
        backend = BACKENDS[engine.dialect.name]
        backend.make_tables(engine, PROOFS)
        backend.make_passing_tables(engine, VISITS)
        self._engine, self.wall = engine, wall
        # On a disk that cannot be written visits go on; what becomes of them is then known to this process alone.
        self._seen_here: dict[str, datetime] = {}
        self._ended_here: set[str] = set()
        self._kept = inspect(engine).has_table(sessions.name)
        self._writer = engine.execution_options(writing=True)

    def keep_proof(self, encoded: str) -> str:
        """Keep a password's hash; the name by which the ledger calls it."""
        name = sha256(encoded.encode()).hexdigest()
        with suppress(IntegrityError), self._writer.begin() as connection:  # the same one is there already
            connection.execute(insert(proofs), {"id": name, "encoded": encoded})
        return name

    def proof(self, name: str) -> str | None:
        """The password's hash of that name; none where it is missing or is not what its name says."""
        with self._engine.connect() as connection:
            encoded = connection.execute(select(proofs.c.encoded).where(proofs.c.id == name)).scalar()
        return encoded if encoded and sha256(encoded.encode()).hexdigest() == name else None

    def begin(self, id: str, holder: str, kind: str, since: int) -> None:
        """Open a visit."""
        now = time_text(self.wall())
        row = {"id": id, "holder": holder, "kind": kind, "since": since, "started_at": now, "seen_at": now}
        with self._writer.begin() as connection:
            connection.execute(insert(sessions), row)

    def find(self, ids: set[str]) -> dict[str, Session]:
        """The visits of these ids that were not ended."""
        if not self._kept:
            return {}
        with self._engine.connect() as connection:
            rows = connection.execute(select(sessions).where(sessions.c.id.in_(ids))).mappings().all()
        times = ("started_at", "seen_at")
        found = [Session(**dict(row) | {name: moment_of(row[name]) for name in times}) for row in rows]
        return {each.id: self._as_seen_here(each) for each in found if each.id not in self._ended_here}

    def _as_seen_here(self, session: Session) -> Session:
        return replace(
            session, seen_at=max(session.seen_at, self._seen_here.get(session.id, session.seen_at))
        )

    def seen(self, id: str) -> None:
        """Somebody is there."""
        now = self.wall()
        try:
            with self._writer.begin() as connection:
                connection.execute(update(sessions).where(sessions.c.id == id).values(seen_at=time_text(now)))
        except UNWRITABLE:
            self._seen_here[id] = now

    def end(self, id: str) -> None:
        """Close a visit."""
        try:
            with self._writer.begin() as connection:
                connection.execute(delete(sessions).where(sessions.c.id == id))
        except UNWRITABLE:
            self._ended_here.add(id)

    def end_before(self, started_before: datetime, kind: str) -> None:
        """Forget visits of a kind that began before a moment."""
        old = sessions.c.kind == kind, sessions.c.started_at < time_text(started_before)
        with self._writer.begin() as connection:
            connection.execute(delete(sessions).where(*old))

    def fail(self, who: tuple[str, ...], forget_s: float) -> None:
        """Note a failure to sign in; what is older than `forget_s` is forgotten."""
        now = self.wall()
        with self._writer.begin() as connection:
            connection.execute(
                delete(failures).where(failures.c.at < time_text(now - timedelta(seconds=forget_s)))
            )
            connection.execute(insert(failures), [{"who": one, "at": time_text(now)} for one in who])

    def failed(self, who: tuple[str, ...], within_s: float) -> int:
        """How often the one of these that failed most did so lately."""
        after = time_text(self.wall() - timedelta(seconds=within_s))
        counted = (
            select(func.count())
            .where(failures.c.who.in_(who), failures.c.at > after)
            .group_by(failures.c.who)
        )
        with self._engine.connect() as connection:
            return max(connection.execute(counted).scalars(), default=0)

    def forgive(self, who: str) -> None:
        """Forget the failures of one who has signed in."""
        with self._writer.begin() as connection:
            connection.execute(delete(failures).where(failures.c.who == who))

    def forgive_last(self, who: str) -> None:
        """Forget the last failure noted of somebody."""
        last = select(func.max(failures.c.number)).where(failures.c.who == who).scalar_subquery()
        with self._writer.begin() as connection:
            connection.execute(delete(failures).where(failures.c.number == last))

    def first_time(self, key: str, nonce: str, keep_s: float) -> bool:
        """Whether a machine says this for the first time; what is older than `keep_s` is forgotten."""
        now = self.wall()
        with suppress(IntegrityError), self._writer.begin() as connection:
            connection.execute(delete(nonces).where(nonces.c.at < time_text(now - timedelta(seconds=keep_s))))
            connection.execute(insert(nonces), {"key": key, "nonce": nonce, "at": time_text(now)})
            return True
        return False
