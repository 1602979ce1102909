"""The overview's text: level vector, storm line, counters by domain, who is late, what changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from domain import departments, geo
from domain.clock import stamp
from domain.levels import GRADES, ISSUERS, VERBS
from domain.receipts import receipt_number
from domain.wind import FORCES
from domain.words import say
from feeds import all_feeds
from feeds.declaration import Feed
from readiness.arrival import Outlook
from readiness.board import Board
from readiness.judge import Line
from readiness.levels import Level
from readiness.reporting import Silence
from readiness.storm import StormState
from views import text
from views.arrivals import reach
from views.pieces import render

Storms: TypeAlias = Sequence[tuple[str, str]]

FORCE_NAMES = {force.code: force for force in FORCES}


@dataclass(frozen=True, slots=True)
class Change:
    """One of the last things the ledger took in: what, by whom for where, when, and a short result."""

    at: datetime
    kind: str
    title: str
    where: str
    result: str
    receipt: str


def header(
    board: Board, lang: str, waiting: int = 0, outlook: Outlook | None = None, others: Storms = ()
) -> str:
    """The level vector and the storm line. waiting: how many levels somebody has proposed and nobody confirmed yet.

    outlook: when the wind reaches the headquarters; others: the storms farther off, by identity, with their names.
    """
    return render("header.html", lang, **head_values(board, lang, outlook, others), waiting=waiting)


def head_values(board: Board, lang: str, outlook: Outlook | None = None, others: Storms = ()) -> dict:
    """Levels in force, the storm, when its wind comes, and which others there are, as a template's values."""
    levels = [_level(level, board.now, lang) for level in board.levels]
    storm = storm_values(board.storm, board.now, lang) if board.storm else None
    return {
        "levels": levels,
        "storm": storm,
        "reach": reach(outlook, lang),
        "others": others,
        "now": clock(board),
    }


def counters(board: Board, lang: str) -> str:
    """Counters by domain: those the level asks for, judged; the others quieter below."""
    groups = asked_groups(board, lang)
    return render(
        "counters.html", lang, groups=groups, quiet=_groups(board, lang, asked=False), grade=grade_name(board.grade, lang),
        asked=sum(len(group["lines"]) for group in groups), unverified=unverified(board),
    )  # fmt: skip


def unverified(board: Board) -> bool:
    """Whether the list of demands still lacks the command office's signature."""
    return board.plan.status == "unverified"


def asked_groups(board: Board, lang: str) -> list[dict]:
    """The domains with what the level asks of them: title and lines, worst first."""
    return _groups(board, lang, asked=True)


def side(board: Board, changes: Sequence[Change], lang: str) -> str:
    """Late feeds and the last changes."""
    late = [silence_values(silence, lang) for silence in board.silences]
    return render("side.html", lang, late=late, changes=[change_values(change, board) for change in changes])


def feed_lines(board: Board, feed: Feed, lang: str) -> str:
    """One form's measures as tiles."""
    own = [line for line in board.lines if line.measure.feed == feed.name and _happened(line)]
    return render(
        "feed_lines.html", lang, lines=[line_values(line, board, lang) for line in own],
        unverified=unverified(board) and any(line.asked for line in own),
    )  # fmt: skip


def clock(board: Board) -> str:
    """The moment the board was drawn for."""
    return stamp(board.now)


def change_values(change: Change, board: Board) -> dict:
    """A change as a template's values."""
    return {"change": change, "at": text.moment(change.at, board.now)}


def grade_name(grade: str, lang: str) -> str:
    """A response grade's name in zh or en."""
    found = GRADES[grade]
    return found.zh if lang == "zh" else found.en


def _groups(board: Board, lang: str, asked: bool) -> list[dict]:
    feeds = all_feeds()
    made = []
    for name, titles in next(iter(feeds.values())).groups.items():
        lines = [line for line in board.group(name, feeds) if line.asked == asked and _stands_alone(line)]
        if lines and name != "command":
            made.append({"title": titles[lang], "lines": [line_values(line, board, lang) for line in lines]})
    return made


def _stands_alone(line: Line) -> bool:
    """Parts stand inside their whole."""
    return _happened(line) and not line.measure.counter.part_of


def _happened(line: Line) -> bool:
    """An event that has not happened is not a report that is missing."""
    return line.measure.value is not None or line.measure.counter.says != "event"


def _level(level: Level, now: datetime, lang: str) -> dict:
    issuer, grade = ISSUERS[level.issuer], GRADES[level.grade]
    return {
        "issuer": issuer.zh if lang == "zh" else issuer.en,
        "code": LEVEL_TOKENS.get(grade.colour, "none"),
        "numeral": grade.numeral,
        "word": grade_name(level.grade, lang),
        "hours": text.hours(level.hours(now)),
        "since": text.moment(level.since, now),
        "verb": VERBS[level.verb].zh if lang == "zh" else VERBS[level.verb].en,
        "direction": level.direction,
        "basis": level.basis,
        "receipt": receipt_number(level.entry),
    }


GAP_RANK = {"open": 0, "doing": 0, "missing": 1, "planned": 2, "unstated": 3}
LEVEL_TOKENS = {"red": "I", "orange": "II", "yellow": "III", "blue": "IV"}


def storm_values(storm: StormState, now: datetime, lang: str) -> dict:
    """A storm's last fix as a template's values."""
    return {
        "name": (storm.name_zh if lang == "zh" else storm.name_en) or storm.storm_id,
        "number": storm.number,
        "grade": text.grade(storm.grade, lang) if storm.grade else "",
        "force": force_name(storm, lang),
        "wind": text.number(storm.wind_ms) if storm.wind_ms is not None else "—",
        "pressure": text.number(storm.pressure_hpa) if storm.pressure_hpa is not None else "—",
        "place": f"{storm.lat_deg:.1f}°N {storm.lon_deg:.1f}°E",
        "distance": f"{storm.distance_km:,.0f}",
        "bearing": geo.compass(storm.bearing_deg, lang),
        "where": _where(storm, lang),
        "speed": text.number(round(storm.motion.speed_kmh)) if storm.motion.speed_kmh is not None else "",
        "heading": geo.compass(storm.motion.heading_deg, lang)
        if storm.motion.heading_deg is not None and round(storm.motion.speed_kmh or 0)
        else "",
        "motion": _motion(storm, lang),
        "fix": _fix(storm, now, lang),
        "stale": storm.stale,
        "old": _how_old(storm, lang),
        "followed": storm.followed,
        "inside": storm.inside_24h,
    }


def _how_old(storm: StormState, lang: str) -> str:
    """That its last fix is out of date, or so old that the storm is followed no more; nothing of a fresh one."""
    if not storm.followed:
        return say(lang, "board.not_followed", n=storm.age // timedelta(hours=1))
    return say(lang, "board.fix_stale") if storm.stale else ""


def _where(storm: StormState, lang: str) -> str:
    km = round(storm.distance_km)
    if not km:
        return say(lang, "board.over_home")
    return say(lang, "board.distance", km=f"{km:,}", way=geo.compass(storm.bearing_deg, lang))


def _motion(storm: StormState, lang: str) -> str:
    """Which way and how fast, as far as either is known; a storm that stands still goes no way."""
    speed, heading = storm.motion.speed_kmh, storm.motion.heading_deg
    if speed is None:
        return ""
    if not round(speed):
        return say(lang, "board.motion_none")
    if heading is None:
        return say(lang, "board.motion_speed", kmh=text.number(round(speed)))
    return say(lang, "board.motion", way=geo.compass(heading, lang), kmh=text.number(round(speed)))


def _fix(storm: StormState, now: datetime, lang: str) -> str:
    at = text.moment(storm.fixed_at, now)
    if storm.agency is None:
        return say(lang, "board.fix", t=at)
    return say(lang, "board.fix_by", t=at, agency=text.agency(storm.agency, lang))


def force_name(storm: StormState, lang: str) -> str:
    """The storm's wind force as said: 8级, force 8; nothing when its wind is unknown."""
    if storm.force is None:
        return ""
    return FORCE_NAMES[storm.force].scale_zh if lang == "zh" else FORCE_NAMES[storm.force].scale_en


def line_values(line: Line, board: Board, lang: str) -> dict:
    """A judged measure as a template's values."""
    measure = line.measure
    return {
        "id": measure.id,
        "feed": measure.feed,
        "title": measure.counter.title(lang),
        "state": line.state,
        "value": text.value(measure, lang),
        "total": text.number(measure.total) if measure.total is not None else "",
        "unit": text.unit(measure, lang),
        "word": say(lang, f"state.{line.state}") if line.state != "planned" or not measure.planned else "",
        "notes": [*text.notes(measure, lang), *_left(line, lang), *_late(line, lang)],
        "parts": [_part(part, lang) for part in board.lines if part.measure.counter.part_of == measure.id],
        "age": text.age(line.age, lang),
        "cut_off": text.cut_off(measure.as_of, board.now, lang) if measure.received_at else "",
        "short": text.short_cut_off(measure.as_of, measure.oldest_at, board.now, lang),
        "received": text.moment(measure.received_at, board.now) if measure.received_at else "",
        "owner": departments.title(measure.counter.owner or all_feeds()[measure.feed].owner, lang),
    }


def _left(line: Line, lang: str) -> list[str]:
    """What is left is worked out here, not reported: it says so."""
    left = line.remaining
    return [say(lang, "text.left", n=text.number(left))] if left and not line.measure.planned else []


def _late(line: Line, lang: str) -> list[str]:
    return [say(lang, "text.late", h=text.hours(line.late_h))] if line.state == "late" else []


def _part(line: Line, lang: str) -> dict:
    title = line.measure.counter.title(lang).split("·")[-1].split(",")[-1].strip()
    return {"title": title, "value": text.value(line.measure, lang)}


def silence_values(silence: Silence, lang: str) -> dict:
    """A late form as a template's values: amber, then red; the units that are silent, unless it is the whole city."""
    hours = text.hours(silence.late_h) if silence.late_h is not None and silence.late_h > 0 else ""
    code = silence.state if silence.received else "missing"
    return {
        "feed": silence.feed.name,
        "title": silence.feed.title(lang),
        "owner": silence.feed.owner_title(lang),
        "units": text.districts(tuple(unit for unit in silence.units if unit != "city"), lang),
        "state": silence.state,
        "word": say(lang, f"board.{code}_by", h=hours) if hours else say(lang, f"state.{code}"),
    }


def worst(board: Board, count: int) -> Iterable[Line]:
    """The asked-for lines that are worst, at most `count`: work not done before numbers that are only old."""
    bad = [line for line in board.lines if line.asked and (line.progress in GAP_RANK or line.state == "late")]
    return sorted(bad, key=lambda line: (GAP_RANK.get(line.progress, len(GAP_RANK)), -(line.remaining or 0)))[
        :count
    ]
