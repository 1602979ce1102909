"""One line of the ledger, the draft it is made from, and the reasons a draft is turned away."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar

from domain.clock import to_utc

CITY = "city"  # the scope that covers every district
SUBMISSION = "submission"
UNDO = "undo"  # detail: {"undoes": the submission's seq, "reason": text}
OPENING = "opening"
DECLARATION = "declaration"  # a level that counts; detail: what was declared, and of a confirmed one proposal and people
PROPOSAL = "proposal"  # a level that counts once another person has confirmed it; detail: as of a declaration
DECLINE = "decline"  # detail: {"proposal": its seq, "reason": text}
RETRACTION = "retraction"  # its proposer took a proposal back; detail: {"proposal": its seq}
# Entries by which what somebody compared with, or decides on, is no longer as it was.
CHANGES = (SUBMISSION, UNDO, DECLARATION, PROPOSAL, DECLINE, RETRACTION)
ACCESS = "access"  # accounts, tokens, keys and settings; detail: {"did": what, …}
VISIT = "visit"  # somebody signed in or out
DENIAL = "denial"  # something was asked for that is not allowed; detail: {"operation", "door", "times", …}
BACKSTAGE = (ACCESS, VISIT, DENIAL)  # entries that change nothing a screen shows
REHEARSALS = ("demo", "exercise")  # the purposes whose clock may stand elsewhere than the wall's
PURPOSES = ("live", *REHEARSALS)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the ledger holds of one event; all times aware UTC, recorded_at the wall clock's.

    sha256 names the bytes as received, payload_sha256 the table made of them; "" where there are none.
    """

    seq: int
    kind: str
    event: str
    feed: str
    scope: str
    actor: str
    as_of: datetime | None
    received_at: datetime
    recorded_at: datetime
    filename: str
    sha256: str
    rows: int
    detail: dict[str, Any]
    payload_sha256: str
    algorithm: str
    prev_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What a caller knows of an entry before the ledger numbers, times and chains it.

    rows counts for entries without a table; received_at is for the history of a demo or an exercise.
    """

    kind: str
    feed: str = ""
    scope: str = ""
    actor: str = ""
    as_of: datetime | None = None
    filename: str = ""
    rows: int = 0
    detail: dict[str, Any] = field(default_factory=dict)
    received_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Appended:
    """The entry that answers a draft; `first` is False when the same bytes had been received before."""

    entry: Entry
    first: bool


class StoreError(Exception):
    """A draft or a read the ledger turns away; `code` names its sentence, `entry` the entry in the way."""

    code: ClassVar[str] = "store.refused"

    def __init__(self, entry: Entry | None = None) -> None:
        super().__init__(self.code)
        self.entry = entry


class NotOpened(StoreError):
    """Nothing may be appended before the ledger's purpose is."""

    code = "store.not_opened"


class AlreadyOpened(StoreError):
    """A ledger has one purpose, and it is its first entry."""

    code = "store.already_opened"


class UnknownAlgorithm(StoreError):
    """What a ledger was to be hashed with is not known, or not to be had on this machine."""

    code = "store.unknown_algorithm"


class BadKey(StoreError):
    """The file that should hold the key which signs checkpoints holds none."""

    code = "store.bad_key"


class HistoryNotAllowed(StoreError):
    """Only a demo or an exercise may say that something arrived at another time than now."""

    code = "store.history_not_allowed"


class Superseded(StoreError):
    """A newer submission or undo overlaps what the caller compared with."""

    code = "store.superseded"


class OutsideScope(StoreError):
    """A district's table holds rows of another district."""

    code = "store.outside_scope"


class BadPayload(StoreError):
    """A submission's table does not say whether it is whole or an addition, lacks its key columns, or adds and keeps rows."""

    code = "store.bad_payload"


class Damaged(StoreError):
    """Stored bytes are missing or are not those the entry was chained with."""

    code = "store.damaged"


class ReadOnly(StoreError):
    """The disk, or the file, can be read and not written."""

    code = "store.read_only"


class DiskFull(StoreError):
    """There is no room left, or not for one more report of the largest size."""

    code = "store.disk_full"


class DiskFails(StoreError):
    """The disk gives errors."""

    code = "store.disk_fails"


class NotAStore(StoreError):
    """What the address names is no database, or cannot be opened as one."""

    code = "store.not_a_store"


class NotWhole(StoreError):
    """A copy that is not as it was written."""

    code = "store.not_whole"


class TargetExists(StoreError):
    """A copy never takes the name of a file that is there."""

    code = "store.target_exists"


class NotEmpty(StoreError):
    """A store stands where one is to be put back."""

    code = "store.not_empty"


class StoreInUse(StoreError):
    """A store that others have open cannot be exchanged."""

    code = "store.in_use"


class StoreLost(StoreError):
    """The store is gone while what lay beside it is there: a new one must not take its place unseen."""

    code = "store.lost"


class NoStore(StoreError):
    """There is nothing yet at the address of a store that is only to be read."""

    code = "store.absent"


# Nothing can be written, whatever it is.
UNWRITABLE = (ReadOnly, DiskFull, DiskFails)


def utc_now() -> datetime:
    """The wall clock."""
    return datetime.now(UTC)


def time_text(moment: datetime) -> str:
    """A moment as stored and hashed: UTC, microseconds, Z. Raises ValueError for a time without a zone."""
    return to_utc(moment).isoformat(timespec="microseconds").replace("+00:00", "Z")


def moment_of(text: str) -> datetime:
    """The aware UTC moment of a stored time."""
    return datetime.fromisoformat(text).astimezone(UTC)
