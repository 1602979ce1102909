"""The CMA's best track, CHyyyyBST.txt: fixes in 0.1°, m/s (2-minute mean) and UTC, every 6 or 3 hours.

Records: https://tcdata.typhoon.org.cn/zjljsjj.html. YYYYMMDDHH I LAT LONG PRES WND [OWD].
"""

import re

from domain.problems import Problem, Refused
from loaders.moments import utc
from loaders.storm.best_track_header import NO_NUMBER, Header, Lines, full_year, track
from loaders.storm.figures import gathered, refusal, remarks
from loaders.storm.point import Point, Storm
from loaders.table import RawTable

FIRST_YEAR = 49
# GB/T 19201-2006; 0: weaker than a depression or unknown.
GRADES = {"1": "TD", "2": "TS", "3": "STS", "4": "TY", "5": "STY", "6": "SuperTY"}
EXTRATROPICAL, EXTRATROPICAL_SAID = "9", "已变性为温带气旋"
SUBCENTRE_SAID = "副中心"
# WND 9 stands for any mean wind below 10 m/s.
WEAK_MS, WEAK_SAID = 9, "原值 9：平均风速不足 10 m/s"
_LINE = re.compile(
    r"(?P<at>\d{10})\s+(?P<grade>[0-69])\s+(?P<lat>\d{1,3})\s+(?P<lon>\d{3,4})\s+(?P<hpa>\d{3,4})\s+(?P<ms>\d{1,3})(?:\s+(?P<coast_ms>\d{1,3}))?",
    re.ASCII,
)
_HEAD = re.compile(r"\s*(55555|66666)\s")
_SUBCENTRE = re.compile(r"(?P<name>.*?)\s*\(-1?\)\s*(?P<count>\d{1,2})", re.ASCII)
_SATELLITE = re.compile(r"\s*55555\s")


def is_one(head: str) -> bool:
    """Whether a text begins like a best track that is not known as the JMA's, or like satellite analyses, which are refused by name."""
    return bool(_HEAD.match(head))


def read(text: str, filename: str) -> dict[str, RawTable]:
    """The form `track`.

    Raises Refused: file.satellite_analysis, file.best_track_header, file.line_without_header, file.best_track_line,
    file.not_a_moment, file.moment_twice (row: the line), file.no_points.
    """
    if _SATELLITE.match(text):
        raise Refused([Problem("file.satellite_analysis", row=1, raw="55555")])
    return track(text, _storm_and_points)


def _storm_and_points(header: Header, lines: Lines) -> tuple[Storm, list[Point]]:
    sub = _SUBCENTRE.fullmatch(header.name)
    name, remark = (sub["name"], SUBCENTRE_SAID) if sub else (header.name, "")
    points = gathered(lines, lambda numbered: _point(*numbered, remark))
    year = points[0].valid_at.year if points else 0
    storm_id = _storm_id(header, year) + (f"-{sub['count']}" if sub else "")
    return Storm(storm_id, "cma_best", name_en=name, revision=header.revision), points


def _storm_id(header: Header, year: int) -> str:
    """202508; of a storm with neither number the year and its place in the year's file: 2025-0007."""
    number = next((said for said in (header.number, header.national) if said != NO_NUMBER), "")
    return f"{full_year(number[:2], FIRST_YEAR)}{number[2:]}" if number else f"{year}-{header.serial}"


def _point(row: int, line: str, remark: str) -> Point:
    said = _LINE.fullmatch(line.strip())
    if not said:
        raise refusal("file.best_track_line", row, line)
    at, wind_ms = utc(said["at"], row), int(said["ms"])
    return Point(
        row, "CMA", "fix", at, at, int(said["lon"]) / 10, int(said["lat"]) / 10,
        wind_ms=wind_ms or None, pressure_hpa=int(said["hpa"]) or None, grade=GRADES.get(said["grade"]),
        note=remarks(
            remark,
            EXTRATROPICAL_SAID if said["grade"] == EXTRATROPICAL else "",
            WEAK_SAID if wind_ms == WEAK_MS else "",
            f"沿海或外围大风 {int(said['coast_ms'])} m/s" if int(said["coast_ms"] or 0) else "",
        ),
    )  # fmt: skip
