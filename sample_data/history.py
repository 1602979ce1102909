"""The storm's days as they were sent: status files round by round, fixes, forecasts and levels at their hour.

Works on the CSV files of this folder; what departments sent before 15:00 comes from sample_data/earlier.py.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import groupby
from pathlib import Path

from domain import clock, departments, districts
from feeds import feed
from sample_data.earlier import ROUNDS, STATUS_FEEDS, Rows, earlier
from sample_data.sheet import decode, encode

FOLDER = Path(__file__).parent
LAST = len(ROUNDS) - 1
FIRST_TRACK_FILE = "2025-07-27 20:00"
# Counted at noon or 15:00 sharp, so not sent before: (feed, round) -> minutes after the round.
ARRIVES = {
    ("marine_works", 3): 6,
    ("construction_vessels", 3): 8,
    ("scenic_areas", LAST): 0,
    ("leisure_craft", LAST): 0,
    ("figures/tourism", LAST): 0,
}
# These tell of moments up to the round itself, so they are sent last: feed -> minutes after the round.
SENT_LAST = {"passenger_routes": -4, "geohazard_sites": -2}
BY_DISTRICT = ("shelters", "evacuations")


@dataclass(frozen=True, slots=True)
class Sending:
    """One file as it arrived: `unit` a district's code or "city", `as_of` a cut-off named by its sender."""

    received_at: datetime
    feed: str
    unit: str
    filename: str
    data: bytes
    actor: str
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What one sender reports of a feed in one round; `sender` is a department's or a district's code."""

    feed: str
    unit: str
    sender: str
    rows: Rows


def state(moment: datetime) -> dict[str, bytes]:
    """Each status feed's file as of the newest round up to a moment; feeds not yet reported are absent.

    From 15:00 on these are the bytes of this folder's files.
    """
    turns = [turn for turn, at in enumerate(ROUNDS) if at <= moment]
    if not turns:
        return {}
    if turns[-1] == LAST:
        return {name: _file(name) for name in STATUS_FEEDS}
    return {name: encode(name, rows) for name, rows in _reported(turns[-1]).items()}


def history() -> list[Sending]:
    """Everything that was sent, oldest first."""
    sendings = [*_status(), *_track(), *_levels(), *_alerts()]
    return sorted(sendings, key=lambda sending: sending.received_at)


def _status() -> Iterator[Sending]:
    """What has been sent is not sent again; the files of 15:00 carry their own cut-offs or none."""
    last = {encode(part.feed, part.rows) for part in _parts(LAST)}
    sent: set[bytes] = set()
    for turn in range(len(ROUNDS)):
        for place, part in enumerate(_parts(turn)):
            data = encode(part.feed, part.rows)
            if data in sent:
                continue
            sent.add(data)
            received_at = _arrival(part, turn, place)
            yield Sending(
                received_at,
                part.feed,
                part.unit,
                _filename(part, received_at),
                data,
                _actor(part.sender),
                None if data in last else received_at,
            )


def _parts(turn: int) -> list[Part]:
    return [part for name, rows in _reported(turn).items() for part in _senders(name, rows, turn)]


def _senders(name: str, rows: Rows, turn: int) -> Iterator[Part]:
    """Counties report people and shelters, and at 10:00 their own spots; departments report their figures."""
    if name == "figures":
        owner = {counter.zh: counter.owner for counter in feed(name).counters}
        for sender in dict.fromkeys(owner.values()):
            if mine := [row for row in rows if owner[str(row["measure"])] == sender]:
                yield Part(name, "city", sender, mine)
    elif name in BY_DISTRICT or (name, turn) == ("waterlogging_spots", 2):
        for district in dict.fromkeys(str(row["district"]) for row in rows):
            yield Part(name, district, district, [row for row in rows if row["district"] == district])
    else:
        yield Part(name, "city", feed(name).owner, rows)


def _reported(turn: int) -> dict[str, Rows]:
    final = _final()
    if turn == LAST:
        return final
    found = ((name, earlier(name, final, turn)) for name in STATUS_FEEDS)
    return {name: rows for name, rows in found if rows is not None}


def _arrival(part: Part, turn: int, place: int) -> datetime:
    """Two minutes apart in the hour before the round, so that each round is in by its hour."""
    named = f"figures/{part.sender}" if part.feed == "figures" else part.feed
    minutes = ARRIVES.get((named, turn), SENT_LAST.get(part.feed, -58 + 2 * place))
    return clock.to_utc(ROUNDS[turn] + timedelta(minutes=minutes))


def _filename(part: Part, received_at: datetime) -> str:
    title = f"{feed(part.feed).zh}_{_sender(part.sender)}"
    return f"{title}_{clock.to_beijing(received_at):%Y%m%d_%H%M}.csv"


def _actor(sender: str) -> str:
    return f"{_sender(sender)} 联络员（演示）"


def _sender(code: str) -> str:
    if code in districts.DISTRICTS:
        return districts.DISTRICTS[code].zh
    name = departments.DEPARTMENTS[code].zh
    return name if name.startswith(("市", "舟山")) else f"市{name}"


def _track() -> Iterator[Sending]:
    """All that was issued up to the evening of 27 July in one file, then each hour's fix and forecasts, to the storm's end."""
    first: Rows = []
    for issued_at, rows in _grouped("track", "track", "issued_at"):
        if issued_at <= FIRST_TRACK_FILE:
            first += rows
            continue
        if first:
            yield _storm_file("track", FIRST_TRACK_FILE, first)
            first = []
        yield _storm_file("track", issued_at, rows)


def _levels() -> Iterator[Sending]:
    """A decision is known from the hour it takes effect."""
    for file in ("levels", "levels_later"):
        for effective_at, rows in _grouped("levels", file, "effective_at"):
            yield _at_its_hour("levels", effective_at, rows, "市防指 值班员（演示）")


def _alerts() -> Iterator[Sending]:
    """Each CAP message at the minute it was sent, which ends its file's name."""
    for path in sorted((FOLDER / "alerts").glob("*.xml")):
        at = datetime.strptime(path.stem.rpartition("_")[2], "%Y%m%d%H%M").replace(tzinfo=clock.BEIJING)
        yield Sending(clock.to_utc(at), "alerts", "city", path.name, path.read_bytes(), _actor("observatory"))


def _grouped(name: str, file: str, column: str) -> Iterator[tuple[str, Rows]]:
    rows = sorted(decode(name, _file(file)), key=lambda row: str(row[column]))
    for moment, group in groupby(rows, key=lambda row: str(row[column])):
        yield moment, list(group)


def _storm_file(name: str, moment: str, rows: Rows) -> Sending:
    return _at_its_hour(name, moment, rows, _actor("observatory"))


def _at_its_hour(name: str, moment: str, rows: Iterable[dict[str, object]], actor: str) -> Sending:
    at = clock.from_beijing(moment)
    filename = f"{feed(name).zh}_{clock.to_beijing(at):%Y%m%d_%H%M}.csv"
    return Sending(at, name, "city", filename, encode(name, rows), actor)


@cache
def _final() -> dict[str, Rows]:
    return {name: decode(name, _file(name)) for name in STATUS_FEEDS}


def _file(name: str) -> bytes:
    return (FOLDER / f"{name}.csv").read_bytes()
