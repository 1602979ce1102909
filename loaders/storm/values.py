"""What the values of a service's record say: figures, positions, pressures, circles, directions, numbers of storms."""

import re
from collections.abc import Mapping

from domain import geo
from domain.problems import Problem, Refused
from loaders.limits import MOST_RAW
from loaders.storm.point import Figure, Quadrants

# Some copies hold a wind force, 9 to 14, where the pressure belongs; no cyclone lies outside these.
LOWEST_HPA, HIGHEST_HPA = 850.0, 1050.0
# The numbers begin in 1949, with the CMA's best tracks.
FIRST_NUMBERED = "4901"
# What the services' programs write where they have nothing; marks that people make the form knows itself.
MISSING = {"", "null", "none", "nan", "undefined"}
_NUMBER = re.compile(r"\d\d(?!00)\d\d", re.ASCII)


def position(lon: object, lat: object, row: int | None = None) -> tuple[float, float]:
    """(lon, lat) in degrees, those west of 180° as the form counts on. Raises Refused("file.no_position") naming the record."""
    lon_deg, lat_deg = number(lon), number(lat)
    if lon_deg is None or lat_deg is None:
        raise Refused([Problem("file.no_position", row=row, raw=f"{lon}, {lat}"[:MOST_RAW])])
    return lon_deg + 360 if -180 <= lon_deg < 0 else lon_deg, lat_deg


def quadrants(said: Mapping[str, object], before: str = "", after: str = "") -> Quadrants:
    """A wind circle of an object that names its quadrants ne, se, sw and nw, between `before` and `after`."""
    return Quadrants(**{f"{name}_km": stated(said.get(f"{before}{name}{after}")) for name in geo.QUADRANTS})


def heading(word: str) -> str:
    """A direction of motion in Chinese, of those that say WNW; as written where it is no compass word."""
    bearing = geo.compass_bearing(word)
    return word if bearing is None else geo.compass(bearing)


def storm_id(number_in_year: str) -> str | None:
    """202401 of 2401: the CMA numbers storms by two digits of the year and two of the place in it; none of anything else."""
    if not _NUMBER.fullmatch(number_in_year):
        return None
    return f"{19 if number_in_year >= FIRST_NUMBERED else 20}{number_in_year}"


def number(value: object) -> float | None:
    """A number of a file, none where there is none: empty, null, a word or not a number."""
    said = str(value)
    try:
        # Python reads 2_0 as 20; in a file it is a slip.
        found = float("" if "_" in said else said)
    except ValueError:
        return None
    return found if found == found and abs(found) != float("inf") else None


def figure(value: object) -> Figure | None:
    """A figure of a file, none where it is missing; anything else as it is written."""
    said, found = str(value).strip(), number(value)
    return found if found is not None or said.lower() in MISSING else said[:MOST_RAW]


def positive(value: object) -> float | None:
    """A number above 0, none for anything else."""
    found = number(value)
    return found if found is not None and found > 0 else None


def stated(value: object) -> Figure | None:
    """A wind or a radius as a service states it; 0 and less say that there is none."""
    found = figure(value)
    return None if isinstance(found, float) and found <= 0 else found


def pressure(value: object) -> Figure | None:
    """A pressure in hPa, none where it cannot be one."""
    found = figure(value)
    return None if isinstance(found, float) and not LOWEST_HPA <= found <= HIGHEST_HPA else found
