"""What the best tracks of the CMA and the JMA share: a header line before the lines of each storm."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from domain.problems import Problem, Refused
from loaders.storm.canon import table
from loaders.storm.figures import each_once, gathered, numbered, refusal
from loaders.storm.point import Point, Storm
from loaders.table import RawTable

INDICATOR = "66666"
# AAAAA BBBB CCC DDDD EEEE F G name date; columns by spaces or TABs. https://tcdata.typhoon.org.cn/zjljsjj.html;
# JMA, Format of RSMC Best Track Data.
_HEADER = re.compile(
    r"66666\s+(?P<number>\d{4})\s+(?P<lines>\d{1,4})\s+(?P<serial>\d{4})\s+(?P<national>\d{4})\s+\d\s+\d"
    r"\s+(?:(?P<name>\S(?:.{0,40}\S)?)\s+)?(?P<revision>\d{8})\s*",
    re.ASCII,
)
NAMELESS = {"", "(nameless)", "nameless", "unnamed"}
NO_NUMBER = "0000"
Lines = list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Header:
    """One storm's header; number: international, 0000 without one; national: the maker's own; revision: YYYYMMDD."""

    row: int
    number: str
    lines: int
    serial: str
    national: str
    name: str
    revision: str


def track(
    text: str, storm_and_points: Callable[[Header, Lines], tuple[Storm, list[Point]]]
) -> dict[str, RawTable]:
    """The form `track` of a best track, each storm's block made by its maker's reader; faulty blocks are told together.

    Raises Refused: what `storms` and that reader raise, file.moment_twice, file.no_points.
    """
    blocks = list(storms(text))
    read_blocks = gathered(blocks, lambda block: storm_and_points(*block))
    pairs = each_once((storm, point) for storm, points in read_blocks for point in points)
    if not pairs:
        raise Refused([Problem("file.no_points")])
    notes = [problem for block in blocks for problem in miscounted(*block)]
    return {"track": table(pairs, notes=notes)}


def storms(text: str) -> Iterator[tuple[Header, Lines]]:
    """Each header with the lines below it. Raises Refused: file.best_track_header, file.line_without_header (row)."""
    header: Header | None = None
    lines: Lines = []
    for row, line in numbered(text):
        if line.lstrip().startswith(INDICATOR):
            if header:
                yield header, lines
            header, lines = _header(row, line), []
        elif header:
            lines.append((row, line))
        else:
            raise refusal("file.line_without_header", row, line)
    if not header:
        raise Refused([Problem("file.no_points")])
    yield header, lines


def miscounted(header: Header, lines: Lines) -> Iterator[Problem]:
    """A warning where the header announces another number of lines: a copy may be cut off."""
    if len(lines) != header.lines:
        holes = (("found", len(lines)),)
        yield Problem(
            "file.lines_announced", header.row, severity="warning", expected=str(header.lines), holes=holes
        )


def full_year(two_digits: str, first: int) -> int:
    """1951 of "51" where the files begin in 1951 (`first` 51), 2050 of "50"."""
    year = int(two_digits)
    return year + (1900 if year >= first else 2000)


def _header(row: int, line: str) -> Header:
    found = _HEADER.fullmatch(line.strip())
    if not found:
        raise refusal("file.best_track_header", row, line)
    name = found["name"] or ""
    known = "" if name.casefold() in NAMELESS else name
    return Header(
        row,
        found["number"],
        int(found["lines"]),
        found["serial"],
        found["national"],
        known,
        found["revision"],
    )
