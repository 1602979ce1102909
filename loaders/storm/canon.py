"""The canonical track table: what every format of the field is turned into before it is checked like any other file.

A loader gives `Point`s; `table` writes them under the headers of the form `track` (feeds/track.toml). Missing stays
empty: an agency's 0, "" or null for a wind, a pressure or a radius says that it gave none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
import pyarrow as pa

from domain import clock, geo, wind
from domain.agencies import AGENCIES, find_agency
from domain.problems import Problem
from feeds import feed
from loaders.table import RawTable

# Some copies hold a wind force, 9 to 14, where the pressure belongs; no cyclone lies outside these.
LOWEST_HPA, HIGHEST_HPA = 850.0, 1050.0
KM_PER_NAUTICAL_MILE = 1.852
MS_PER_KNOT = 1852 / 3600
# 30, 50 and 64 kt (15.4, 25.7, 32.9 m/s) lie in force 7, 10 and 12; 34 kt (17.5 m/s) is force 8 and no force-7 circle.
FORCE_OF_KNOTS = {30: 7, 34: 8, 50: 10, 64: 12}


@dataclass(frozen=True, slots=True)
class Quadrants:
    """A wind circle's radii in km by the quadrant's name, so that no order of a file is ever relied on later."""

    ne_km: float | None
    se_km: float | None
    sw_km: float | None
    nw_km: float | None


@dataclass(frozen=True, slots=True)
class Storm:
    """Which storm, and from which edition of it: `source` is a code of the form's column, `revision` as its maker names it."""

    storm_id: str
    source: str
    name: str = ""
    name_en: str = ""
    revision: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One fix, forecast point or landfall. Moments are aware; `row` is the line of the file, or the number of its record.

    agency: as the file names it. kind: fix, forecast or landfall. issued_at: the forecast's base, of a fix or a landfall its own moment.
    circles: radii by force (7, 8, 10, 12). wind_avg_min: none takes the agency's own averaging period.
    """

    row: int
    agency: str
    kind: str
    issued_at: datetime
    valid_at: datetime
    lon_deg: float
    lat_deg: float
    wind_ms: float | None = None
    pressure_hpa: float | None = None
    grade: str | None = None
    move_kmh: float | None = None
    move_dir: str = ""
    circles: Mapping[int, Quadrants] = field(default_factory=dict)
    wind_avg_min: int | None = None
    place: str = ""
    note: str = ""


def table(
    pairs: Iterable[tuple[Storm, Point]], encoding: str = "utf-8", notes: Iterable[Problem] = ()
) -> RawTable:
    """The rows of the form `track`, every cell a text, in the order given. notes: what was left out of the file.

    A service repeats an agency's forecast beside every fix until there is a newer one: of equal keys the last is kept.
    """
    key = feed("track").key
    written = [(point.row, _cells(storm, point)) for storm, point in pairs]
    cells = list({tuple(row[name] for name in key): (number, row) for number, row in written}.values())
    columns = {column.header: [row[column.name] for _, row in cells] for column in feed("track").columns}
    lines = [row for row, _ in cells]
    # Where one record of a file gives several rows, its number would name none of them: they are counted instead.
    rows = np.array(lines if len({*lines}) == len(lines) else range(1, len(lines) + 1), np.int32)
    texts = pa.table({header: pa.array(values, pa.string()) for header, values in columns.items()})
    return RawTable(texts, rows, 0, encoding, "", tuple(notes))


def number(value: object) -> float | None:
    """A figure of a file, none where it is missing: empty, null, a word or not a number."""
    said = str(value)
    try:
        # Python reads 2_0 as 20; in a file it is a slip.
        found = float("" if "_" in said else said)
    except ValueError:
        return None
    return found if found == found and abs(found) != float("inf") else None


def positive(value: object) -> float | None:
    """A wind, pressure or radius; 0 and less say that there is none."""
    found = number(value)
    return found if found is not None and found > 0 else None


def pressure(value: object) -> float | None:
    """A pressure in hPa, none where it cannot be one."""
    found = number(value)
    return found if found is not None and LOWEST_HPA <= found <= HIGHEST_HPA else None


def _cells(storm: Storm, point: Point) -> dict[str, str]:
    lead_h = (point.valid_at - point.issued_at).total_seconds() / 3600
    agency = AGENCIES.get(find_agency(point.agency) or "")
    period = point.wind_avg_min or (agency.wind_avg_min if agency and point.wind_ms is not None else None)
    return {
        "storm_id": storm.storm_id,
        "name": storm.name,
        "name_en": storm.name_en,
        "agency": agency.zh if agency else point.agency,
        "source": feed("track").column("source").choice(storm.source).zh,
        "revision": storm.revision,
        "kind": feed("track").column("kind").choice(point.kind).zh,
        "issued_at": clock.iso(point.issued_at),
        "valid_at": clock.iso(point.valid_at),
        "lead_h": _figure(lead_h),
        "lon_deg": _figure(point.lon_deg),
        "lat_deg": _figure(point.lat_deg),
        "wind_ms": _figure(point.wind_ms),
        "wind_avg_min": _figure(period),
        "pressure_hpa": _figure(point.pressure_hpa),
        "grade": _grade(point.grade),
        "move_kmh": _figure(point.move_kmh),
        "move_dir": point.move_dir,
        "landfall_place": point.place,
        "note": point.note,
        **_circles(point.circles),
    }


def _circles(circles: Mapping[int, Quadrants]) -> dict[str, str]:
    return {
        f"r{force}_{quadrant}_km": _figure(getattr(circles.get(force), f"{quadrant}_km", None))
        for force in FORCE_OF_KNOTS.values()
        for quadrant in geo.QUADRANTS
    }


def _grade(text: str | None) -> str:
    found = wind.find_cyclone_grade(text)
    return found.zh if found else ""


def _figure(value: float | None) -> str:
    return "" if value is None else f"{float(value):.10g}"
