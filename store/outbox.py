"""The outbox: messages written before they are sent, claimed by one process at a time, and never dropped silently.

A message's state is a fold over its tries. Delivery is at least once: who dies between sending and noting it leaves a
try without an outcome, and when its lease is over the message is sent again under the same id.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, RowMapping, Select, and_, func, insert, select
from sqlalchemy.exc import IntegrityError

from store.chain import canonical
from store.entry import moment_of, time_text, utc_now
from store.outbox_tables import OUTBOX, attempts, messages, outcomes, reminders
from store.reader import BACKENDS

# sent; silenced: nothing in it was owed any more; failed: given up. After "later" it is tried again.
FINAL = ("sent", "silenced", "failed")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing told: the stage of a form and unit, the moment it speaks of (event's clock), and which repeat of it."""

    feed: str
    unit: str
    stage: str
    due_at: datetime
    repeat: int


@dataclass(frozen=True, slots=True)
class Try:
    """One try and what became of it; outcome "" while unknown. Times are the wall clock's.

    reason: a code, answer: the number a receiver gave with it; next_at: when it may be tried again.
    """

    number: int
    lease_until: datetime
    outcome: str = ""
    reason: str = ""
    answer: int | None = None
    ended_at: datetime | None = None
    next_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """What one recipient gets in one go; `id` is the same at each try."""

    id: str
    channel: str
    recipient: str
    items: tuple[Item, ...]
    tries: tuple[Try, ...]

    @property
    def last(self) -> Try | None:
        """The try that decides: the one that ended it, else the newest; none before the first."""
        ended = (one for one in self.tries if one.outcome in FINAL)
        return next(ended, self.tries[-1] if self.tries else None)

    def is_free(self, now: datetime) -> bool:
        """Whether it may be tried now: not ended, not in another's hands, its wait over."""
        last = self.last
        if last is None:
            return True
        return last.outcome not in FINAL and (last.next_at or last.lease_until) <= now


class Outbox:
    """The messages beside a ledger; safe to share between threads and processes."""

    def __init__(self, engine: Engine, wall: Callable[[], datetime] = utc_now) -> None:
        BACKENDS[engine.dialect.name].make_tables(engine, OUTBOX)
        self._engine, self._wall = engine, wall
        self._writer = engine.execution_options(writing=True)

    def write(self, channel: str, recipient: str, items: Iterable[Item]) -> str | None:
        """Put what this recipient has not been told yet into one message; its id.

        None where nothing is new, or while an earlier message to it is under way: when an address has been out of
        reach it gets what is owed then, not everything that has come together.
        """
        said = list(items)
        with self._engine.connect() as connection:  # most looks find nothing new, and hold up no writer
            if not _new(connection, channel, recipient, said):
                return None
        with suppress(IntegrityError), self._writer.begin() as connection:  # another process was quicker
            new = _new(connection, channel, recipient, said)
            return self._put(connection, channel, recipient, new) if new else None
        return None

    def _put(self, connection: Connection, channel: str, recipient: str, items: Sequence[Item]) -> str:
        rows = [asdict(item) | {"due_at": time_text(item.due_at)} for item in items]
        message = hashlib.sha256(canonical([channel, recipient, rows])).hexdigest()[:32]
        whom = {"channel": channel, "recipient": recipient}
        connection.execute(insert(messages), {"id": message, "written_at": time_text(self._wall())} | whom)
        connection.execute(insert(reminders), [row | whom | {"message": message} for row in rows])
        return message

    def free(self) -> list[Message]:
        """The messages that may be tried now, oldest first."""
        now = self._wall()
        with self._engine.connect() as connection:
            ids = connection.execute(_OPEN.order_by(messages.c.written_at)).scalars().all()
            return [message for message in _read(connection, ids) if message.is_free(now)]

    def claim(self, message: Message, lease_s: float) -> int | None:
        """The number of the try that is now ours for `lease_s` seconds; none where another took it."""
        now, number = self._wall(), len(message.tries) + 1
        row = {"message": message.id, "number": number, "begun_at": time_text(now)}
        row["lease_until"] = time_text(now + timedelta(seconds=lease_s))
        with suppress(IntegrityError), self._writer.begin() as connection:  # another process was quicker
            stands = _read(connection, [message.id])[0]
            if len(stands.tries) < number and stands.is_free(now):
                connection.execute(insert(attempts), row)
                return number
        return None

    def end(
        self,
        message: Message,
        number: int,
        outcome: str,
        reason: str = "",
        answer: int | None = None,
        wait_s: float | None = None,
    ) -> datetime | None:
        """Note what became of a try; what was noted first stays. The moment of the next one, wait_s seconds ahead."""
        now = self._wall()
        next_at = None if wait_s is None else now + timedelta(seconds=wait_s)
        row: dict[str, object] = {
            "outcome": outcome,
            "reason": reason,
            "answer": answer,
            "ended_at": time_text(now),
        }
        row |= {"message": message.id, "number": number, "next_at": next_at and time_text(next_at)}
        with suppress(IntegrityError), self._writer.begin() as connection:
            connection.execute(insert(outcomes), row)
        return next_at

    def about(self, due_times: Collection[datetime]) -> list[Message]:
        """The messages that speak of any of these moments, oldest first."""
        moments = [time_text(at) for at in set(due_times)]
        wanted = select(reminders.c.message).where(reminders.c.due_at.in_(moments))
        ordered = select(messages.c.id).where(messages.c.id.in_(wanted)).order_by(messages.c.written_at)
        with self._engine.connect() as connection:
            return _read(connection, connection.execute(ordered).scalars().all())

    def newest(self) -> list[Message]:
        """The newest message of each channel and recipient."""
        by = messages.c.channel, messages.c.recipient
        last = select(*by, func.max(messages.c.written_at).label("at")).group_by(*by).subquery()
        same = [messages.c[name] == last.c[name] for name in ("channel", "recipient")]
        wanted = select(messages.c.id).join(last, and_(*same, messages.c.written_at == last.c.at))
        with self._engine.connect() as connection:
            return _read(connection, connection.execute(wanted).scalars().all())


_ended = select(outcomes.c.message).where(outcomes.c.outcome.in_(FINAL))
_OPEN = select(messages.c.id).where(messages.c.id.not_in(_ended))


def _new(connection: Connection, channel: str, recipient: str, items: Sequence[Item]) -> list[Item]:
    """What the recipient has not been told; nothing while a message to it is under way."""
    under_way = _OPEN.where(messages.c.channel == channel, messages.c.recipient == recipient)
    if not items or connection.execute(under_way).first():
        return []
    moments = {time_text(item.due_at) for item in items}
    own = reminders.c.channel == channel, reminders.c.recipient == recipient
    told = select(reminders).where(*own, reminders.c.due_at.in_(moments))
    known = {_item(row) for row in connection.execute(told).mappings()}
    return [item for item in items if item not in known]


def _read(connection: Connection, ids: Sequence[str]) -> list[Message]:
    """Messages with their items and tries, in the order of the ids."""
    items, tries = defaultdict(list), defaultdict(list)
    for row in connection.execute(select(reminders).where(reminders.c.message.in_(ids))).mappings():
        items[row["message"]].append(_item(row))
    for row in connection.execute(_tries(ids)).mappings():
        tries[row["message"]].append(_try(row))
    rows = connection.execute(select(messages).where(messages.c.id.in_(ids))).mappings()
    found = {
        row["id"]: Message(row["id"], row["channel"], row["recipient"], tuple(items[row["id"]]), tuple(tries[row["id"]]))
        for row in rows
    }  # fmt: skip
    return [found[message] for message in ids]


def _tries(ids: Sequence[str]) -> Select:
    same = and_(outcomes.c.message == attempts.c.message, outcomes.c.number == attempts.c.number)
    ends = [outcomes.c[name] for name in ("outcome", "reason", "answer", "ended_at", "next_at")]
    joined = select(attempts, *ends).outerjoin(outcomes, same)
    return joined.where(attempts.c.message.in_(ids)).order_by(attempts.c.number)


def _item(row: RowMapping) -> Item:
    return Item(row["feed"], row["unit"], row["stage"], moment_of(row["due_at"]), row["repeat"])


def _try(row: RowMapping) -> Try:
    ended_at, next_at = (row[name] and moment_of(row[name]) for name in ("ended_at", "next_at"))
    lease_until = moment_of(row["lease_until"])
    outcome, reason = row["outcome"] or "", row["reason"] or ""
    return Try(row["number"], lease_until, outcome, reason, row["answer"], ended_at, next_at)
