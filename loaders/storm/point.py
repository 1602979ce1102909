"""What a loader reads of a storm, before it is written as rows of the form `track`: which storm, and its points."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

# A figure, or as a text what stands in its place and is none: the form's check refuses it with its row and column.
Figure = float | str


@dataclass(frozen=True, slots=True)
class Quadrants:
    """A wind circle's radii in km by the quadrant's name, so that no order of a file is ever relied on later."""

    ne_km: Figure | None
    se_km: Figure | None
    sw_km: Figure | None
    nw_km: Figure | None


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
    lon_deg, lat_deg: none of a landfall told by a place's name alone.
    circles: radii by force (7, 8, 10, 12). wind_avg_min: none takes the agency's own averaging period.
    """

    row: int
    agency: str
    kind: str
    issued_at: datetime
    valid_at: datetime
    lon_deg: float | None
    lat_deg: float | None
    wind_ms: Figure | None = None
    pressure_hpa: Figure | None = None
    grade: str | None = None
    move_kmh: Figure | None = None
    move_dir: str = ""
    circles: Mapping[int, Quadrants] = field(default_factory=dict)
    wind_avg_min: int | None = None
    place: str = ""
    note: str = ""
