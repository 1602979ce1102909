"""Whether a file's positions lie off as GCJ-02 lies off from WGS-84: beside earlier ones, or on the wrong side of a shore.

Each way round: rows that carry no mark and should, and rows marked GCJ-02 that were WGS-84 already.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from domain.problems import Problem
from feeds import crs
from feeds.crs import Degrees
from feeds.positions import converted, position_columns
from feeds.shore import on_land
from intake.compare import Comparison

# A file in GCJ-02 marked WGS-84 lies 300 to 600 m off at these longitudes: found by its median shift.
SHIFT_KM = (0.3, 0.8)
# So many rows, evenly taken, stand for a longer file.
SAMPLE = 2000
# The test by the shore, as measured in docs/decisions.md: so many floating things on land, at most this part of them
# when moved back, and not nearly all within one bay, where the coastline itself may lie off as far.
LEAST_ASHORE = 20
STILL_ASHORE = 0.5
BAY_KM, IN_ONE_BAY = 3.0, 0.7
BAY_SAMPLE = 300

Move = Callable[[Degrees, Degrees], tuple[Degrees, Degrees]]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is said of rows that fit better once `move` is undone: beside earlier positions, and by the shore."""

    marked: bool
    earlier: str
    ashore: str
    move: Move


FAULTS = (
    Fault(False, "file.looks_shifted", "file.looks_shifted_ashore", crs.gcj02_to_wgs84),
    Fault(True, "file.looks_wrongly_marked", "file.looks_wrongly_marked_ashore", crs.wgs84_to_gcj02),
)


@dataclass(frozen=True, slots=True)
class Places:
    """Some rows' positions, and those shown before for the same rows; NaN where there is none."""

    lons: Degrees
    lats: Degrees
    old_lons: Degrees
    old_lats: Degrees

    def of(self, rows: np.ndarray, most: int = SAMPLE) -> "Places":
        """Those a mask names; where they are more than `most`, so many evenly taken."""
        chosen = np.flatnonzero(rows)
        if len(chosen) > most:
            chosen = chosen[np.linspace(0, len(chosen) - 1, most).astype(int)]
        return Places(*(getattr(self, name)[chosen] for name in self.__slots__))


def doubts(found: Comparison) -> Iterator[Problem]:
    """At most one warning for unmarked rows and one for marked ones."""
    pairs = position_columns(found.feed)
    marked = converted(found.new) if found.feed.has("crs") else np.zeros(found.new.num_rows, bool)
    for fault in FAULTS:
        if not (marked == fault.marked).any():
            continue
        told = (_doubt(found, pair, marked == fault.marked, fault) for pair in pairs)
        yield from [problem for problem in told if problem][:1]


def _doubt(found: Comparison, pair: tuple[str, str], rows: np.ndarray, fault: Fault) -> Problem | None:
    places = _places(found, *pair)
    placed, known = ~np.isnan(places.lons), ~np.isnan(places.old_lons)
    if _off_earlier(places.of(rows & placed & known), fault.move):
        return Problem(fault.earlier, severity="warning")
    floats = found.feed.map is not None and found.feed.map.on == "water"
    return _ashore(places.of(rows & placed & ~known), fault) if floats else None


def _places(found: Comparison, lon: str, lat: str) -> Places:
    kept = np.flatnonzero(found.old_at >= 0)
    sent = [found.new.column(name).to_numpy().astype(float) for name in (lon, lat)]
    shown = [np.full(len(sent[0]), np.nan) for _ in sent]
    for name, column in zip((lon, lat), shown):
        if len(kept):
            column[kept] = found.old.column(name).to_numpy()[found.old_at[kept]].astype(float)
    return Places(*sent, *shown)


def _off_earlier(places: Places, move: Move) -> bool:
    """Whether the median row moved as far as the datums differ, and hardly at all once moved back."""
    if not len(places.lons):
        return False
    off_km = crs.haversine_km(places.lons, places.lats, places.old_lons, places.old_lats)
    if not SHIFT_KM[0] <= np.median(off_km) <= SHIFT_KM[1]:
        return False
    back_km = crs.haversine_km(*move(places.lons, places.lats), places.old_lons, places.old_lats)
    return bool(np.median(back_km) < SHIFT_KM[0] / 3)


def _ashore(places: Places, fault: Fault) -> Problem | None:
    ashore = on_land(places.lons, places.lats)
    if ashore.sum() < LEAST_ASHORE:
        return None
    still = on_land(*fault.move(places.lons, places.lats))
    if still.sum() > ashore.sum() * STILL_ASHORE or _in_one_bay(places.of(ashore, BAY_SAMPLE)):
        return None
    shares = (("ashore", f"{ashore.mean():.0%}"), ("still", f"{still.mean():.0%}"))
    return Problem(fault.ashore, severity="warning", holes=shares)


def _in_one_bay(places: Places) -> bool:
    """Whether most places lie around one of them."""
    apart_km = crs.haversine_km(places.lons[:, None], places.lats[:, None], places.lons, places.lats)
    return bool((apart_km <= BAY_KM).mean(axis=1).max() > IN_ONE_BAY)
