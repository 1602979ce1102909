"""The canonical track table: what every format of the field is turned into before it is checked like any other file.

A loader gives `Point`s; `table` writes them under the headers of the form `track` (feeds/track.toml). Missing stays
empty: an agency's 0, "" or null for a wind, a pressure or a radius says that it gave none.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from domain import clock, geo, wind
from domain.agencies import AGENCIES, find_agency
from domain.problems import Problem, Refused
from feeds import feed
from feeds.faults import Faults
from loaders.limits import MOST_RAW
from loaders.storm import area, ashore
from loaders.storm.point import Figure, Point, Quadrants, Storm
from loaders.storm.values import heading
from loaders.table import RawTable, of_records

LONGEST_GRADE, TEN_DIGITS = 80, 1e10
UNGRADED = "原文强度："
# 30, 50 and 64 kt (15.4, 25.7, 32.9 m/s) lie in force 7, 10 and 12; 34 kt (17.5 m/s) is force 8 and no force-7 circle.
FORCE_OF_KNOTS = {30: 7, 34: 8, 50: 10, 64: 12}


def table(pairs: Iterable[tuple[Storm, Point]], notes: Iterable[Problem] = ()) -> RawTable:
    """The rows of the form `track`, every cell a text, in the order given; `notes`: what the loader left out.

    A service repeats an agency's forecast beside every fix until there is a newer one: of equal keys the last is kept.
    A forecast whose lead lies outside the form's limits is a slip of its file; it is left out with a warning.
    Storms of other basins are left out too (loaders/storm/area.py); a landfall that lies astray is told (loaders/storm/ashore.py).
    Raises Refused("file.storm_unnumbered"), Refused("file.no_points", or "file.other_basin") where nothing is left.
    """
    key, told = feed("track").key, Faults(notes)
    given, apart = area.within(_numbered(pairs))
    told.add(apart)
    told.add(_fixed_twice(given))
    told.add(ashore.astray(given))
    told.add(_impossible_leads(given))
    written = [(point.row, _cells(storm, point)) for storm, point in given if _may_lead(point)]
    if not written:
        elsewhere = any(one.severity == "error" for one in apart)
        raise Refused([*told.problems, *([] if elsewhere else [Problem("file.no_points")])])
    cells = list({tuple(row[name] for name in key): (number, row) for number, row in written}.values())
    columns = {column.header: [row[column.name] for _, row in cells] for column in feed("track").columns}
    return of_records(columns, [row for row, _ in cells], told.problems)


def _numbered(pairs: Iterable[tuple[Storm, Point]]) -> list[tuple[Storm, Point]]:
    kept = list(pairs)
    if not all(storm.storm_id for storm, _ in kept):
        raise Refused([Problem("file.storm_unnumbered")])
    return kept


def _fixed_twice(given: Iterable[tuple[Storm, Point]]) -> Iterator[Problem]:
    """Fixes of one agency and moment at another place than the one before; the last is kept."""
    known: dict[tuple[object, ...], Point] = {}
    for storm, point in given:
        if point.kind == "fix":
            before = known.setdefault((storm, point.agency, point.valid_at), point)
            if (before.lon_deg, before.lat_deg) != (point.lon_deg, point.lat_deg):
                holes = (("t", clock.stamp(point.valid_at)), ("before", area.place(before)))
                yield Problem(
                    "file.fix_twice", row=point.row, raw=area.place(point), severity="warning", holes=holes
                )


def _lead_h(point: Point) -> float:
    return (point.valid_at - point.issued_at).total_seconds() / 3600


def _may_lead(point: Point) -> bool:
    least, most = _leads()
    return least <= _lead_h(point) <= most


@cache
def _leads() -> tuple[float, float]:
    lead = feed("track").column("lead_h")
    assert lead.min is not None and lead.max is not None
    return lead.min, lead.max


def _impossible_leads(given: Iterable[tuple[Storm, Point]]) -> Iterator[Problem]:
    least, most = _leads()
    for _, point in given:
        if not _may_lead(point):
            holes = (("agency", point.agency), ("t", clock.stamp(point.issued_at)))
            yield Problem(
                "file.lead_impossible", row=point.row, raw=f"{_lead_h(point):g}", expected=f"{least:g} – {most:g}",
                severity="warning", holes=holes,
            )  # fmt: skip


def _cells(storm: Storm, point: Point) -> dict[str, str]:
    lead_h = _lead_h(point)
    agency = AGENCIES.get(find_agency(point.agency) or "")
    # Some write 热带风暴(TS), or 超强台风(Super TY).
    grade = wind.find_cyclone_grade((point.grade or "").partition("(")[0])
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
        "grade": grade.zh if grade else "",
        "move_kmh": _figure(point.move_kmh),
        "move_dir": heading(point.move_dir),
        "landfall_place": point.place,
        "note": point.note
        if grade or not point.grade
        else "；".join(filter(None, (point.note, f"{UNGRADED}{point.grade[:LONGEST_GRADE]}"))),
        **_circles(point.circles),
    }


def _circles(circles: Mapping[int, Quadrants]) -> dict[str, str]:
    return {
        f"r{force}_{quadrant}_km": _figure(getattr(circles.get(force), f"{quadrant}_km", None))
        for force in FORCE_OF_KNOTS.values()
        for quadrant in geo.QUADRANTS
    }


def _figure(value: Figure | None) -> str:
    """Ten digits are more than any agency gives; what has more before its point is a slip, and written out."""
    if value is None or isinstance(value, str):
        return value or ""
    return f"{value:.10g}" if abs(value) < TEN_DIGITS else f"{value:.0f}"[:MOST_RAW]
