"""IBTrACS: the world's best tracks side by side, read by column name; each agency's columns become its own rows.

Columns: NOAA NCEI, IBTrACS v04r01 column documentation (Knapp et al. 2010). Knots, nautical miles, UTC; a space is missing.
The merged LAT, LON and WMO_* columns mix agencies and are left alone.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from domain.problems import Problem, Refused
from loaders.storm import area, atcf, cma_best_track, jma_best_track
from loaders.storm.canon import table
from loaders.storm.figures import (
    amount,
    decimal,
    each_once,
    gathered,
    km_of_nautical_miles,
    ms_of_knots,
    numbered,
    refusal,
    remarks,
)
from loaders.storm.off_centre import directed
from loaders.storm.point import Point, Quadrants, Storm
from loaders.table import RawTable

NEEDED = ("SID", "ISO_TIME", "NAME", "TRACK_TYPE", "IFLAG")
AGENCIES = {"USA": "JTWC", "TOKYO": "JMA", "CMA": "CMA", "HKO": "HKO", "KMA": "KMA"}
# Whose letter stands where in IFLAG: the order of the agencies' columns; the KMA came with v04r01.
FLAGGED = (
    "USA", "TOKYO", "CMA", "HKO", "KMA", "NEWDELHI", "REUNION", "BOM", "NADI", "WELLINGTON",
    "DS824", "TD9636", "TD9635", "NEUMANN", "MLC",
)  # fmt: skip
FLAGS = {len(order): order for order in (FLAGGED, tuple(name for name in FLAGGED if name != "KMA"))}
# _ nothing, O original; documented under IFLAG.
FLAGS_SAID = {"_": "", "O": "", "P": "插值点，非原始定位", "I": "部分数值为插值", "V": "强度为插值"}
GRADE_COLUMNS = {
    "USA": "USA_STATUS",
    "TOKYO": "TOKYO_GRADE",
    "CMA": "CMA_CAT",
    "HKO": "HKO_CAT",
    "KMA": "KMA_CAT",
}
GRADES = {
    "USA": atcf.GRADES,
    "TOKYO": jma_best_track.GRADES,
    "CMA": cma_best_track.GRADES,
    "HKO": {"TD": "TD", "TS": "TS", "STS": "STS", "T": "TY", "ST": "STY", "SuperT": "SuperTY"},
    "KMA": {"TD": "TD", "TS": "TS", "STS": "STS", "TY": "TY"},
}
GRADES_SAID = {
    "TOKYO": jma_best_track.GRADES_SAID,
    "CMA": {cma_best_track.EXTRATROPICAL: cma_best_track.EXTRATROPICAL_SAID},
}
LOPSIDED_SAID = "韩方长短半径的方向含义未核实，未取偏心风圈"
# Which of FORCE_OF_KNOTS have named quadrants, and which a direction.
QUADRANTS_OF_KNOTS, DIRECTED_OF_KNOTS = ((34, 8), (50, 10), (64, 12)), ((30, 7), (50, 10))
HERE = "WP"
NAMELESS = {"", "NOT_NAMED", "UNNAMED"}
Record = tuple[int, Mapping[str, str]]


def is_one(head: str) -> bool:
    """Whether a text begins with the header of an IBTrACS file."""
    return {"SID", "ISO_TIME", "TRACK_TYPE"} <= {
        cell.strip().strip('"') for cell in head.split("\n")[0].split(",")
    }


def read(text: str, filename: str) -> dict[str, RawTable]:
    """The form `track`; other agencies' columns are noted ("file.agencies_left_out").

    Raises Refused: file.ibtracs_columns, file.ibtracs_cells, file.not_a_moment, file.no_position, file.not_a_figure,
    file.interpolation_flag, file.circle_at_odds, file.moment_twice (row: the line), file.no_points.
    """
    (_, first), *lines = numbered(text)
    header = _cells((1, first))
    missing = [name for name in NEEDED if name not in header]
    if missing or len({*header}) < len(header):
        raise Refused([Problem("file.ibtracs_columns", raw=", ".join(missing))])
    records = gathered(lines, lambda line: _record(line, header))
    # The row of units has no storm.
    records = [record for record in records if record[1]["SID"] or record[0] > 2]
    pairs = each_once(pair for pairs in gathered(records, _pairs) for pair in pairs)
    notes = list(_left_out(records))
    if not pairs:
        raise Refused(list(_of_another_basin(records)) or [Problem("file.no_points"), *notes])
    return {"track": table(pairs, notes=notes)}


def _cells(line: tuple[int, str]) -> list[str]:
    row, text = line
    try:
        return [cell.strip() for cell in next(csv.reader([text], strict=True))]
    except csv.Error:
        raise refusal("file.ibtracs_cells", row, text) from None


def _record(line: tuple[int, str], header: list[str]) -> Record:
    cells = _cells(line)
    if len(cells) != len(header):
        raise refusal("file.ibtracs_cells", line[0], str(len(cells)), str(len(header)))
    return line[0], dict(zip(header, cells, strict=True))


def _left_out(records: Iterable[Record]) -> Iterator[Problem]:
    counted = Counter(
        name for _, said in records for name in FLAGGED if said.get(f"{name}_LAT") and not _ours(name, said)
    )
    if counted:
        names = ", ".join(f"{name} {count}" for name, count in counted.items())
        yield Problem("file.agencies_left_out", severity="note", holes=(("agencies", names),))


def _of_another_basin(records: Sequence[Record]) -> Iterator[Problem]:
    if records and all(said.get("BASIN", HERE) != HERE for _, said in records):
        _, first = records[0]
        storms = dict.fromkeys(said["SID"] for _, said in records)
        yield area.other_basin([*storms], f"{first.get('LAT', '')}, {first.get('LON', '')}")


def _ours(prefix: str, said: Mapping[str, str]) -> bool:
    """The USA columns hold the hurricane centers' tracks in their basins."""
    return prefix in AGENCIES and not (prefix == "USA" and said.get("USA_AGENCY", "").startswith("hurdat"))


def _pairs(record: Record) -> list[tuple[Storm, Point]]:
    row, said = record
    if not said["SID"]:
        raise refusal("file.ibtracs_columns", row, "SID")
    name = "" if said["NAME"].upper() in NAMELESS else said["NAME"]
    storm = Storm(said["SID"], "ibtracs", name_en=name, revision=said["TRACK_TYPE"])
    at, flags = _moment(said["ISO_TIME"], row), _flags(said["IFLAG"], row)
    return [
        (storm, _point(row, said, prefix, at, FLAGS_SAID[flags[prefix]]))
        for prefix in AGENCIES
        if (said.get(f"{prefix}_LAT") or said.get(f"{prefix}_LON")) and _ours(prefix, said)
    ]


def _moment(text: str, row: int) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        raise refusal("file.not_a_moment", row, text) from None


def _flags(text: str, row: int) -> dict[str, str]:
    """Each agency's letter. Of a file older than the KMA's columns the KMA has none."""
    order = FLAGS.get(len(text))
    if not order or not {*text} <= {*FLAGS_SAID}:
        raise refusal("file.interpolation_flag", row, text)
    return {"KMA": "_", **dict(zip(order, text, strict=True))}


def _point(row: int, said: Mapping[str, str], prefix: str, at: datetime, interpolated: str) -> Point:
    def value(name: str) -> float | None:
        return amount(said.get(f"{prefix}_{name}", ""), row)

    lon, lat = (decimal(said.get(f"{prefix}_{name}", ""), row) for name in ("LON", "LAT"))
    if lon is None or lat is None:
        raise refusal("file.no_position", row, f"{prefix}_LON {lon}, {prefix}_LAT {lat}")
    grade = said.get(GRADE_COLUMNS[prefix], "")
    circles, remark = _circles(row, said, prefix)
    return Point(
        row, AGENCIES[prefix], "fix", at, at, lon % 360, lat,
        wind_ms=ms_of_knots(value("WIND")), pressure_hpa=value("PRES") or None, grade=GRADES[prefix].get(grade), circles=circles,
        note=remarks(
            interpolated, GRADES_SAID.get(prefix, {}).get(grade, ""),
            jma_best_track.LANDFALL_SAID if prefix == "TOKYO" and value("LAND") else "", remark, _by(prefix, said),
        ),
    )  # fmt: skip


def _by(prefix: str, said: Mapping[str, str]) -> str:
    """The USA columns are the JTWC's best track only where they say so: tcvitals are operational messages."""
    source = said.get("USA_AGENCY", "") if prefix == "USA" else ""
    return f"USA_AGENCY：{source}" if source and not source.startswith("jtwc") else ""


def _circles(row: int, said: Mapping[str, str], prefix: str) -> tuple[dict[int, Quadrants], str]:
    def radius(name: str) -> float | None:
        return km_of_nautical_miles(amount(said.get(f"{prefix}_{name}", ""), row))

    if prefix == "USA":
        found = {
            force: _quadrants(*(radius(f"R{kt}_{end}") for end in ("NE", "SE", "SW", "NW")))
            for kt, force in QUADRANTS_OF_KNOTS
        }
        circles = {force: circle for force, circle in found.items() if circle}
        return circles, atcf.FORCE_8_SAID if 8 in circles else ""
    both = {}
    for kt, force in DIRECTED_OF_KNOTS:
        direction = amount(said.get(f"{prefix}_R{kt}_DIR", ""), row)
        longest, shortest = radius(f"R{kt}_LONG"), radius(f"R{kt}_SHORT")
        if prefix == "KMA":
            both[force] = _all_round(longest, shortest)
        else:
            both[force] = directed(direction, longest, shortest, row)
    kept = {force: circle for force, (circle, _) in both.items() if circle}
    return kept, remarks(*(remark for _, remark in both.values()))


def _quadrants(ne: float | None, se: float | None, sw: float | None, nw: float | None) -> Quadrants | None:
    return Quadrants(ne_km=ne, se_km=se, sw_km=sw, nw_km=nw) if any((ne, se, sw, nw)) else None


def _all_round(longest_km: float | None, shortest_km: float | None) -> tuple[Quadrants | None, str]:
    """The KMA's directions point where the JMA's longest radii do not: its lopsided circles are in doubt and not taken."""
    if not longest_km:
        return None, ""
    if longest_km != shortest_km:
        return None, LOPSIDED_SAID
    return Quadrants(longest_km, longest_km, longest_km, longest_km), ""
