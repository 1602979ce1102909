"""Which alerts are in force at a moment, and which updates or cancellations could not be understood."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

import pandas as pd

from domain import clock
from feeds.cells import clean

# An alert need not say when it ends (CAP 1.2, 3.2.2: the recipient then sets his own policy). A day is twice the 12 h of
# a typhoon signal; unverified: no office has signed the figure, so every alert that ends by it says so.
ALIVE_WITHOUT_EXPIRY = timedelta(hours=24)
ACTING = ("update", "cancel")
SHOWN = ("alert", "update")
# GB/T 35965.1 pairs the colours with the four severities; a white signal is the provinces' own, below blue.
_RANK = {
    "red": 5, "orange": 4, "yellow": 3, "blue": 2, "white": 1,
    "extreme": 5, "severe": 4, "moderate": 3, "minor": 2, "unknown": 0,
}  # fmt: skip
_SPACED_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d)")

Key = tuple[str, str, datetime]
Row = Mapping[Any, object]


@dataclass(frozen=True, slots=True)
class ActiveAlert:
    """One information of an alert in force, in one of its languages.

    expires: as stated, or 24 h after `sent` where `expiry_stated` is false. unknown_references: what an update
    replaces that was never received. entry: the ledger's number of the report it came with.
    """

    identifier: str
    sender: str
    sender_name: str
    sent: datetime
    status: str
    msg_type: str
    scope: str
    language: str
    event: str
    colour: str
    severity: str
    urgency: str
    headline: str
    description: str
    instruction: str
    effective: datetime | None
    onset: datetime | None
    expires: datetime
    expiry_stated: bool
    areas: tuple[str, ...]
    web: str
    unknown_references: tuple[str, ...]
    entry: int

    @property
    def rank(self) -> int:
        """5 red to 1 white; by the severity where no colour is given; 0 where neither is known."""
        return _RANK.get(self.colour or self.severity, 0)


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A cancellation that could not be carried out: what it names is `unknown`, of `other_sender`, or `nothing` is named."""

    identifier: str
    sender: str
    sent: datetime
    scope: str
    reason: str
    entry: int


@dataclass(frozen=True, slots=True)
class _Message:
    key: Key
    rows: tuple[Row, ...]
    status: str
    msg_type: str
    references: tuple[str, ...]


_Known = dict[str, list[_Message]]


def active(
    alerts: pd.DataFrame, now: datetime, statuses: Collection[str] = ("actual",), lang: str = "zh"
) -> list[ActiveAlert]:
    """The alerts in force, worst first, then newest; of several languages the reader's, else Chinese, English, the first.

    alerts: rows of the form `alerts` with `_entry`, as known at `now`. A message acts on earlier ones of its own sender
    and status alone: an update takes the place of what it names, a cancellation ends it, also where it has expired itself.
    """
    messages = _messages(alerts)
    known = _by_identifier(messages)
    replaced = {key for message in messages for key in _reached(message, known)}
    found = [
        made
        for message in messages
        if message.key not in replaced and message.status in statuses and message.msg_type in SHOWN
        for made in _informations(message, known, lang)
        if made.expires > now
    ]
    return sorted(found, key=lambda alert: (-alert.rank, -alert.sent.timestamp(), alert.identifier))


def unmatched(
    alerts: pd.DataFrame, now: datetime, statuses: Collection[str] = ("actual",)
) -> list[Unmatched]:
    """The cancellations of the last 24 h that name nothing that is known, newest first: somebody must look at them."""
    messages = _messages(alerts)
    known = _by_identifier(messages)
    recent = [
        message
        for message in messages
        if message.msg_type == "cancel"
        and message.status in statuses
        and message.key[2] + ALIVE_WITHOUT_EXPIRY > now
    ]
    found = [_unmatched(message, reason) for message in recent if (reason := _why(message, known))]
    return sorted(found, key=lambda one: one.sent, reverse=True)


def _messages(alerts: pd.DataFrame) -> list[_Message]:
    if alerts.empty:
        return []
    rows = sorted(alerts.to_dict("records"), key=lambda row: (*_key(row), row["info"]))
    return [_message(key, tuple(group)) for key, group in groupby(rows, key=_key)]


def _message(key: Key, rows: tuple[Row, ...]) -> _Message:
    first = rows[0]
    said = _SPACED_MOMENT.sub(r"\1T\2", _text(first, "references"))
    return _Message(key, rows, _text(first, "status"), _text(first, "msg_type"), tuple(said.split()))


def _by_identifier(messages: Sequence[_Message]) -> _Known:
    found: _Known = defaultdict(list)
    for message in messages:
        found[message.key[1]].append(message)
    return found


def _key(row: Row) -> Key:
    sent = row["sent"]
    assert isinstance(sent, pd.Timestamp)
    return _text(row, "sender"), _text(row, "identifier"), sent.to_pydatetime()


def _reached(message: _Message, known: _Known) -> Iterator[Key]:
    if message.msg_type in ACTING:
        for reference in message.references:
            yield from _named(reference, message, known)


def _named(reference: str, by: _Message, known: _Known) -> list[Key]:
    """The earlier messages of the same sender and status that a reference names."""
    return [
        other.key
        for other in _meant(reference, known)
        if (other.status, other.key[0]) == (by.status, by.key[0]) and other.key[2] < by.key[2]
    ]


def _meant(reference: str, known: _Known) -> list[_Message]:
    """sender,identifier,sent as CAP has it; the identifier alone, or without sent, as the national services write it."""
    sender, identifier, sent = _parts(reference)
    return [
        other
        for other in known.get(identifier, ())
        if sender in ("", other.key[0]) and (not sent or _moment_said(sent) == other.key[2])
    ]


def _parts(reference: str) -> tuple[str, str, str]:
    parts = [clean(part) for part in reference.split(",")]
    if len(parts) == 1:
        return "", parts[0], ""
    return parts[0], parts[1], "".join(parts[2:])


def _moment_said(text: str) -> datetime | None:
    """None where it is no moment: it then means no message, which is told."""
    try:
        return clock.from_beijing(text)
    except ValueError:
        return None


def _why(message: _Message, known: _Known) -> str:
    """Why a cancellation could not be carried out; empty where all it names is known."""
    if not message.references:
        return "nothing"
    missed = [one for one in message.references if not _named(one, message, known)]
    if any(other.key[0] != message.key[0] for one in missed for other in _meant(one, known)):
        return "other_sender"
    return "unknown" if missed else ""


def _unmatched(message: _Message, reason: str) -> Unmatched:
    first, (sender, identifier, sent) = message.rows[0], message.key
    return Unmatched(
        identifier,
        _text(first, "sender_name") or sender,
        sent,
        _text(first, "scope"),
        reason,
        _entry(first),
    )


def _informations(message: _Message, known: _Known, lang: str) -> Iterator[ActiveAlert]:
    unknown: tuple[str, ...] = ()
    if message.msg_type == "update":
        unknown = tuple(one for one in message.references if not _named(one, message, known))
    for row in _in_language(message.rows, lang):
        yield _alert(row, message, unknown)


def _in_language(rows: Sequence[Row], lang: str) -> list[Row]:
    """All informations of the language that suits the reader best."""
    wanted = list(dict.fromkeys((lang, "", "zh", "en")))

    def suits(row: Row) -> int:
        code = _text(row, "language").casefold().partition("-")[0]
        return wanted.index(code) if code in wanted else len(wanted)

    best = _text(min(rows, key=suits), "language")
    return [row for row in rows if _text(row, "language") == best]


def _alert(row: Row, message: _Message, unknown: tuple[str, ...]) -> ActiveAlert:
    sender, identifier, sent = message.key
    expires = _moment(row, "expires")
    return ActiveAlert(
        identifier=identifier,
        sender=sender,
        sender_name=_text(row, "sender_name") or sender,
        sent=sent,
        status=message.status,
        msg_type=message.msg_type,
        scope=_text(row, "scope"),
        language=_text(row, "language"),
        event=_text(row, "event"),
        colour=_text(row, "colour"),
        severity=_text(row, "severity"),
        urgency=_text(row, "urgency"),
        headline=_text(row, "headline"),
        description=_text(row, "description"),
        instruction=_text(row, "instruction"),
        effective=_moment(row, "effective"),
        onset=_moment(row, "onset"),
        expires=expires or sent + ALIVE_WITHOUT_EXPIRY,
        expiry_stated=expires is not None,
        areas=tuple(name for name in _text(row, "areas").split("、") if name),
        web=_text(row, "web"),
        unknown_references=unknown,
        entry=_entry(row),
    )


def _text(row: Row, name: str) -> str:
    value = row.get(name)
    return value if isinstance(value, str) else ""


def _moment(row: Row, name: str) -> datetime | None:
    value = row.get(name)
    return value.to_pydatetime() if isinstance(value, pd.Timestamp) and not pd.isna(value) else None


def _entry(row: Row) -> int:
    return int(str(row["_entry"]))
