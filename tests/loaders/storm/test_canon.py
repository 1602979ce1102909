"""Every format becomes the same rows, and a row says after the check what its point said."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import geo
from domain.agencies import AGENCIES
from domain.problems import ENTRY, ROW, Refused
from domain.wind import CYCLONE_GRADES
from feeds import feed
from feeds.check import check
from loaders.storm.canon import FORCE_OF_KNOTS, table
from loaders.storm.figures import KM_PER_NAUTICAL_MILE, MS_PER_KNOT
from loaders.storm.point import Point, Quadrants, Storm
from loaders.storm.values import figure, pressure, stated
from tests.loaders.storm.recorded import rows

TRACK = feed("track")
STORM = Storm("202508", "zjwater", "竹节草", "CO-MAY", "2")
AT = datetime(2025, 7, 28, 3, tzinfo=UTC)


def point(row: int = 1, agency: str = "CMA", kind: str = "fix", lead_h: float = 0, **said: object) -> Point:
    """A point of that lead from 11:00 Beijing."""
    return Point(row, agency, kind, AT, AT + timedelta(hours=lead_h), 128.3, 26.3, **said)


def tenths(least: float, most: float) -> st.SearchStrategy[float]:
    return st.integers(int(least * 10), int(most * 10)).map(lambda value: value / 10)


radii = st.none() | st.integers(1, 1500).map(float)
circles = st.builds(Quadrants, ne_km=radii, se_km=radii, sw_km=radii, nw_km=radii)
points = st.builds(
    Point,
    row=st.integers(1, 9999),
    agency=st.sampled_from(sorted(AGENCIES)),
    kind=st.just("forecast"),
    issued_at=st.just(AT),
    valid_at=st.integers(-6 * 60, 168 * 60).map(lambda minutes: AT + timedelta(minutes=minutes)),
    lon_deg=tenths(90, 190),
    lat_deg=tenths(0, 60),
    wind_ms=st.none() | tenths(0.1, 110),
    pressure_hpa=st.none() | tenths(850, 1050),
    grade=st.none() | st.sampled_from([grade.code for grade in CYCLONE_GRADES]),
    move_kmh=st.none() | tenths(0, 150),
    move_dir=st.sampled_from(["", *geo.COMPASS_ZH]),
    circles=st.dictionaries(st.sampled_from(sorted(FORCE_OF_KNOTS.values())), circles),
    place=st.sampled_from(["", "浙江省舟山市朱家尖岛"]),
    note=st.sampled_from(["", "四象限为同一半径"]),
)


@given(points)
def test_a_point_says_after_the_check_what_it_said(said: Point) -> None:
    written = table([(STORM, said)])
    checked = check(TRACK, written.columns, written.rows, "city")
    assert checked.problems == ()
    (row,) = checked.table.to_pylist()
    assert (row["storm_id"], row["name"], row["name_en"], row["revision"]) == (
        "202508",
        "竹节草",
        "CO-MAY",
        "2",
    )
    assert (row["agency"], row["source"], row["kind"]) == (said.agency, "zjwater", "forecast")
    assert (row["issued_at"], row["valid_at"]) == (said.issued_at, said.valid_at)
    assert row["lead_h"] == pytest.approx((said.valid_at - AT).total_seconds() / 3600, abs=1e-6)
    for name in ("lon_deg", "lat_deg", "wind_ms", "pressure_hpa", "grade", "move_kmh"):
        assert row[name] == getattr(said, name), name
    assert (row["move_dir"] or "", row["landfall_place"] or "", row["note"] or "") == (
        said.move_dir,
        said.place,
        said.note,
    )
    assert dict(_reaches(row)) == {
        (force, quadrant): getattr(circle, f"{quadrant}_km")
        for force, circle in said.circles.items()
        for quadrant in geo.QUADRANTS
        if getattr(circle, f"{quadrant}_km") is not None
    }


def _reaches(row: dict) -> Iterator[tuple[tuple[int, str], float]]:
    """(force, quadrant) -> km, of every radius that a row gives."""
    for force in FORCE_OF_KNOTS.values():
        for quadrant in geo.QUADRANTS:
            if row[f"r{force}_{quadrant}_km"] is not None:
                yield (force, quadrant), row[f"r{force}_{quadrant}_km"]


def test_a_forecast_that_a_service_repeats_is_kept_once_and_in_its_last_words() -> None:
    again = [
        (STORM, point(1, kind="forecast", lead_h=12, wind_ms=20.0)),
        (STORM, point(2)),
        (STORM, point(3, kind="forecast", lead_h=12, wind_ms=23.0)),
    ]
    told = rows(table(again))
    assert [(row["kind"], row.get("wind_ms")) for row in told] == [("预报", "23"), ("定位", None)]


def test_two_agencies_two_kinds_and_two_bases_are_no_repetition() -> None:
    others = [
        point(kind="forecast"),
        point(kind="forecast", agency="JMA"),
        point(),
        point(kind="forecast", lead_h=1),
    ]
    assert len(rows(table((STORM, other) for other in others))) == 4


def test_each_agency_has_the_wind_of_its_own_averaging_period() -> None:
    table_ = table((STORM, point(agency=code, wind_ms=20.0)) for code in AGENCIES)
    periods = {row["agency"]: row.get("wind_avg_min") for row in rows(table_)}
    assert periods["中国气象局"] == "2"
    assert periods["日本气象厅"] == "10"
    assert periods["美国 JTWC"] == "1"
    assert periods["欧洲中期天气预报中心"] is None


def test_without_a_wind_there_is_no_averaging_period() -> None:
    (row,) = rows(table([(STORM, point())]))
    assert "wind_avg_min" not in row


@pytest.mark.parametrize(
    ("lead_h", "kept"), [(-6, True), (168, True), (-6.5, False), (169, False), (752, False)]
)
def test_an_impossible_lead_is_left_out_and_told(lead_h: float, kept: bool) -> None:
    written = table([(STORM, point()), (STORM, point(5, "CWA", "forecast", lead_h))])
    assert len(rows(written)) == (2 if kept else 1)
    told = [(note.code, note.row, note.raw, note.severity) for note in written.notes]
    assert told == ([] if kept else [("file.lead_impossible", 5, f"{lead_h:g}", "warning")])


def test_where_every_lead_is_impossible_nothing_is_left_and_the_file_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        table([(STORM, point(5, "CWA", "forecast", 752))])
    assert [problem.code for problem in refusal.value.problems] == ["file.lead_impossible", "file.no_points"]


def test_records_that_give_one_row_each_keep_their_places_and_others_are_counted() -> None:
    own = table([(STORM, point(4)), (STORM, point(9, lead_h=1))])
    counted = table([(STORM, point(4)), (STORM, point(4, lead_h=1))])
    assert (own.rows.tolist(), own.counted) == ([4, 9], ROW)
    assert (counted.rows.tolist(), counted.counted) == ([1, 2], ENTRY)


@pytest.mark.parametrize("said", ["很大", "2_0", "18级", float("inf"), True, ["18"], {"v": 18}])
def test_what_is_no_figure_stays_as_it_is_written_for_the_form_to_refuse(said: object) -> None:
    assert stated(said) == figure(said) == pressure(said) == str(said)
    written = table([(STORM, point(wind_ms=stated(said)))])
    (problem,) = check(TRACK, written.columns, written.rows, "city").problems
    assert (problem.row, problem.column, problem.raw, problem.severity) == (1, "wind_ms", str(said), "error")


def test_a_figure_that_no_storm_has_is_written_out() -> None:
    (row,) = rows(table([(STORM, point(wind_ms=1e12))]))
    assert row["wind_ms"] == "1000000000000"


@pytest.mark.parametrize(
    ("written", "grade"),
    [("热带风暴(TS)", "热带风暴"), ("超强台风(Super TY)", "超强台风"), ("STS", "强热带风暴"), ("台风级", "台风"), ("", None), ("温带气旋", None)],
)  # fmt: skip
def test_a_grade_is_known_in_every_spelling(written: str, grade: str | None) -> None:
    (row,) = rows(table([(STORM, point(grade=written))]))
    assert row.get("grade") == grade
    assert row.get("note") == (f"原文强度：{written}" if written and not grade else None)


def test_knots_are_the_force_they_lie_in() -> None:
    """34 kt begin force 8, so that a circle of 34 kt is no force-7 circle."""
    assert FORCE_OF_KNOTS == {30: 7, 34: 8, 50: 10, 64: 12}
    assert (round(34 * MS_PER_KNOT, 1), KM_PER_NAUTICAL_MILE) == (17.5, 1.852)
