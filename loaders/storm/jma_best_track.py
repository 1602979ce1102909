"""The JMA's best track, bst_all.txt: fixes in 0.1°, knots (10-minute mean) and UTC; the 50 and 30 kt circles by longest and shortest radius.

Records: JMA, Format of RSMC Best Track Data. yymmddhh 002 grade lat lon hPa [kt] [Dllll ssss Dllll ssss] [#].
"""

import re

from loaders.moments import utc
from loaders.storm.best_track_header import Header, Lines, full_year, track
from loaders.storm.canon import FORCE_OF_KNOTS
from loaders.storm.figures import gathered, km_of_nautical_miles, ms_of_knots, refusal, remarks
from loaders.storm.off_centre import directed
from loaders.storm.point import Point, Quadrants, Storm
from loaders.table import RawTable

FIRST_YEAR = 51
# Its typhoon begins at 64 kt and has no grade above it.
GRADES = {"2": "TD", "3": "TS", "4": "STS", "5": "TY"}
GRADES_SAID = {"6": "温带气旋", "7": "刚进入日本气象厅责任海区", "9": "热带风暴级或以上，未再分级"}
LANDFALL_SAID = "一小时内在日本登陆或经过"
_LINE = re.compile(
    r"(?P<at>\d{8})\s+002\s+(?P<grade>[2-79])\s+(?P<lat>\d{1,3})\s+(?P<lon>\d{3,4})\s+(?P<hpa>\d{3,4})(?:\s+(?P<kt>\d{3}))?"
    r"(?:\s+(?P<dir50>\d)(?P<long50>\d{4})\s+(?P<short50>\d{4})\s+(?P<dir30>\d)(?P<long30>\d{4})\s+(?P<short30>\d{4}))?"
    r"(?:\s+(?P<landfall>#))?",
    re.ASCII,
)
_HEAD = re.compile(r"\s*66666\s[^\r\n]*[\r\n]+\s*\d{8}\s+002\s", re.ASCII)


def is_one(head: str) -> bool:
    """Whether a text begins like a best track of the JMA."""
    return bool(_HEAD.match(head))


def read(text: str, filename: str) -> dict[str, RawTable]:
    """The form `track`.

    Raises Refused: file.best_track_header, file.line_without_header, file.best_track_line, file.not_a_moment,
    file.circle_at_odds, file.moment_twice (row: the line), file.no_points.
    """
    return track(text, _storm_and_points)


def _storm_and_points(header: Header, lines: Lines) -> tuple[Storm, list[Point]]:
    storm_id = f"{full_year(header.number[:2], FIRST_YEAR)}{header.number[2:]}"
    storm = Storm(storm_id, "jma_best", name_en=header.name, revision=header.revision)
    return storm, gathered(lines, lambda numbered: _point(*numbered))


def _point(row: int, line: str) -> Point:
    said = _LINE.fullmatch(line.strip())
    if not said:
        raise refusal("file.best_track_line", row, line)
    at = utc(f"{full_year(said['at'][:2], FIRST_YEAR)}{said['at'][2:]}", row)
    circles, derived = _circles(said, row)
    return Point(
        row, "JMA", "fix", at, at, int(said["lon"]) / 10, int(said["lat"]) / 10,
        wind_ms=ms_of_knots(int(said["kt"] or 0)), pressure_hpa=int(said["hpa"]) or None,
        grade=GRADES.get(said["grade"]), circles=circles,
        note=remarks(GRADES_SAID.get(said["grade"], ""), LANDFALL_SAID if said["landfall"] else "", derived),
    )  # fmt: skip


def _circles(said: re.Match[str], row: int) -> tuple[dict[int, Quadrants], str]:
    if not said["dir50"]:
        return {}, ""
    found = {
        FORCE_OF_KNOTS[kt]: directed(
            int(said[f"dir{kt}"]),
            km_of_nautical_miles(int(said[f"long{kt}"])),
            km_of_nautical_miles(int(said[f"short{kt}"])),
            row,
        )
        for kt in (30, 50)
    }
    circles = {force: circle for force, (circle, _) in found.items() if circle}
    return circles, remarks(*(derived for _, derived in found.values()))
