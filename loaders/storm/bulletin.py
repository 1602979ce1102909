"""The CMA's bulletins on the GTS (call sign BABJ): WTPQ20, the analysis and forecast of one storm, and WHCI40, its landfall.

Read from bulletins of JONGDARI 1812, MARIA 1808, EWINIAR 2401, TD 01 of 2024, PABUK 2426 (a correction, CCA) and DOLPHIN 2613.
They give day and hour only, in UTC: month and year come from a stamp in the file's name. A landfall has a place's name and no
position. TCPQ40, a satellite's fix without wind or pressure that would stand in place of the analysis of its hour, is left out and named.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from domain import geo
from domain.problems import Problem, Refused
from loaders.limits import MOST_RAW
from loaders.storm.canon import FORCE_OF_KNOTS, table
from loaders.storm.point import Point, Quadrants, Storm
from loaders.storm.values import positive, pressure, storm_id
from loaders.table import RawTable

FIXED_BY = "BABJ"
# Which of the four a bulletin's word means, for they may stand in any order or be fewer.
QUADRANTS = dict(zip(("NORTHEAST", "SOUTHEAST", "SOUTHWEST", "NORTHWEST"), geo.QUADRANTS, strict=True))
_QUADRANT = rf"(\d+)KM\s+({'|'.join(QUADRANTS)})"
_HEADING = re.compile(
    r"(?P<product>WTPQ|WHCI|TCPQ)\d\d BABJ \d{6}(?:\s+(?P<revision>[A-Z]{3}))?", re.ASCII | re.IGNORECASE
)
_TITLE = re.compile(
    r"(?P<grade>[A-Z]{2,7})\s+(?:(?P<name>\S+)\s+(?P<number>\d{4})\s+\(\d{4}\)|(?P<depression>\d\d))"
    r"\s+INITIAL\s+TIME\s+(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d)\s+UTC",
    re.ASCII | re.IGNORECASE,
)
_LANDED = re.compile(
    r"(?P<grade>[A-Z]{2,7})\s+(?P<number>\d{4})\s+\(\d{4}\)\s+(?P<name>\S+)\s+LANDED\s+(?:ON|IN|AT|OVER)\s+(?P<place>.+?)"
    r"\s+(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d)\s*(?:GMT|UTC|Z)(?:\s*\((?P<ms>\d+)\s*M/S\))?",
    re.ASCII | re.IGNORECASE,
)
_PLACE = re.compile(
    r"(?:P\+)?(?P<lead_h>\d{2,3})HR\s+(?P<lat>[\d.]+)(?P<south>[NS])\s+(?P<lon>[\d.]+)(?P<west>[EW])"
    r"\s+(?P<hpa>\d+)HPA\s+(?P<ms>\d+)M/S",
    re.ASCII | re.IGNORECASE,
)
_RADIUS = re.compile(rf"(?:(?P<knots>30|50|64)KTS WINDS\s+)?{_QUADRANT}", re.ASCII | re.IGNORECASE)
_MOVE = re.compile(r"MOVE\s+(?P<to>[A-Z]+)\s+(?P<kmh>\d+)KM/H", re.ASCII | re.IGNORECASE)
_AROUND = re.compile(r"ZCZC.*|NNNN.*|SUBJECTIVE FORECAST|=*", re.IGNORECASE)
# 2024052606, alone or at the head of a longer stamp as in 20240526060000.
_STAMP = re.compile(r"(?<!\d)((?:19|20)\d{8})")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file without what ends it, numbered from 1."""

    row: int
    said: str


@dataclass(frozen=True, slots=True)
class Bulletin:
    """One bulletin of a file: its heading, the lines below, and where to tell what is left out of it."""

    revision: str
    top: Line
    body: list[Line]
    filename: str
    notes: list[Problem]


def is_one(head: str) -> bool:
    """Whether a text is a bulletin of the CMA; ZCZC and NNNN around it may be absent."""
    return any(_HEADING.match(line.strip()) for line in head.splitlines())


def read(text: str, filename: str) -> dict[str, RawTable]:
    """The form `track`. Raises Refused: file.bulletin_undated, file.bulletin_incomplete, file.no_points."""
    lines = [Line(row, line.strip().rstrip("= ")) for row, line in enumerate(text.splitlines(), 1)]
    starts = [place for place, line in enumerate(lines) if _HEADING.match(line.said)]
    notes: list[Problem] = []
    pairs: list[tuple[Storm, Point]] = []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        top, *body = lines[start:end]
        found = _HEADING.match(top.said)
        assert found
        read_one = {"WTPQ": _forecast, "WHCI": _landfall, "TCPQ": _satellite_fix}[found["product"].upper()]
        pairs += read_one(Bulletin((found["revision"] or "").upper(), top, body, filename, notes))
    return {"track": table(pairs, notes=notes)}


def _forecast(bulletin: Bulletin) -> Iterator[tuple[Storm, Point]]:
    """The points of one bulletin; the lines below a position are about it."""
    title = next((found for line in bulletin.body if (found := _TITLE.fullmatch(line.said))), None)
    body, top = bulletin.body, bulletin.top
    places = [place for place, line in enumerate(body) if _PLACE.fullmatch(line.said)]
    if not title or not places:
        raise Refused([Problem("file.bulletin_incomplete", row=top.row, raw=top.said)])
    bulletin.notes.extend(_unread(body))
    base = _dated(title, top, bulletin.filename)
    name = title["name"] or f"TD {title['depression']}"
    storm = Storm(_storm_id(title["number"], title["depression"], base), "gts", "", name, bulletin.revision)
    for start, end in zip(places, [*places[1:], len(body)], strict=True):
        yield storm, _point(title["grade"], base, body[start], body[start + 1 : end])


def _landfall(bulletin: Bulletin) -> Iterator[tuple[Storm, Point]]:
    """Where and when the storm came ashore; what else the bulletin says is told as not read."""
    said = [line for line in bulletin.body if not _AROUND.fullmatch(line.said)]
    landed = _LANDED.fullmatch(" ".join(line.said for line in said))
    if not landed:
        bulletin.notes.extend(_unread(said))
        return
    at = _dated(landed, bulletin.top, bulletin.filename)
    storm = Storm(_storm_id(landed["number"], None, at), "gts", "", landed["name"], bulletin.revision)
    yield storm, Point(
        said[0].row, FIXED_BY, "landfall", at, at, None, None, wind_ms=positive(landed["ms"]), grade=landed["grade"],
        place=landed["place"],
    )  # fmt: skip


def _satellite_fix(bulletin: Bulletin) -> Iterator[tuple[Storm, Point]]:
    """None: without wind or pressure it would stand in place of the analysis of its hour."""
    top = bulletin.top
    bulletin.notes.append(
        Problem("file.satellite_fix", row=top.row, raw=top.said[:MOST_RAW], severity="warning")
    )
    return iter(())


def _unread(body: list[Line]) -> Iterator[Problem]:
    known = (_TITLE, _PLACE, _RADIUS, _MOVE, _AROUND)
    for line in body:
        if not any(pattern.fullmatch(line.said) for pattern in known):
            yield Problem("file.line_not_read", row=line.row, raw=line.said[:MOST_RAW], severity="warning")


def _dated(title: re.Match[str], top: Line, filename: str) -> datetime:
    """The moment of which the bulletin gives day and hour. Raises Refused("file.bulletin_undated")."""
    day_hour = title["day"] + title["hour"]
    stamps = {stamp for stamp in _STAMP.findall(filename) if stamp[6:] == day_hour}
    years = {_storm_year(title, int(stamp[:4])) for stamp in stamps}
    refusal = Refused([Problem("file.bulletin_undated", row=top.row, raw=f"{title['day']}{title['hour']}")])
    if len(stamps) != 1 or None in years:
        raise refusal
    try:
        return datetime.strptime(stamps.pop() + title["minute"], "%Y%m%d%H%M").replace(tzinfo=UTC)
    except ValueError:
        raise refusal from None


def _storm_year(title: re.Match[str], year: int) -> int | None:
    """The year the storm is numbered in, where the stamp's can be of it: a storm of December goes on into January."""
    known = storm_id(title["number"] or "")
    numbered = int(known[:4]) if known else year
    return numbered if numbered in (year, year - 1) else None


def _storm_id(number: str | None, depression: str | None, base: datetime) -> str:
    """A depression without a number is known by its place among those of the year: 2024TD01."""
    return storm_id(number or "") or f"{base.year}TD{depression or number}"


def _point(grade: str, base: datetime, place: Line, below: list[Line]) -> Point:
    said = _PLACE.fullmatch(place.said)
    assert said
    lead_h, lon, lat = int(said["lead_h"]), float(said["lon"]), float(said["lat"])
    moved = next((found for line in below if (found := _MOVE.fullmatch(line.said))), None)
    return Point(
        place.row, FIXED_BY, "forecast" if lead_h else "fix", base, base + timedelta(hours=lead_h),
        360 - lon if said["west"].upper() == "W" else lon, -lat if said["south"].upper() == "S" else lat,
        wind_ms=positive(said["ms"]), pressure_hpa=pressure(said["hpa"]), grade=None if lead_h else grade,
        move_kmh=float(moved["kmh"]) if moved else None, move_dir=moved["to"] if moved else "",
        circles=_circles(below),
    )  # fmt: skip


def _circles(below: list[Line]) -> Mapping[int, Quadrants]:
    """A circle's other quadrants stand on lines of their own, without its speed."""
    radii: dict[int, dict[str, float | None]] = {}
    knots = None
    for line in below:
        found = _RADIUS.fullmatch(line.said)
        knots = int(found["knots"]) if found and found["knots"] else knots
        if found and knots:
            km, word = found.groups()[1:]
            radii.setdefault(FORCE_OF_KNOTS[knots], {})[QUADRANTS[word.upper()]] = positive(km)
    return {
        force: Quadrants(**{f"{name}_km": given.get(name) for name in geo.QUADRANTS})
        for force, given in radii.items()
    }
