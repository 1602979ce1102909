"""The CMA's best track."""

import string

from hypothesis import given
from hypothesis import strategies as st

from tests.loaders.storm.recorded import RAW, circles, read, refused, track
from tests.reference import reference

HEADER = "66666 {number}  {count:3} 0010 {number} 0 3 {name:<20}             20260324\n"


def storm(*lines: str, number: str = "2508", name: str = "CO-MAY") -> str:
    return HEADER.format(number=number, name=name, count=len(lines)) + "".join(f"{line}\n" for line in lines)


FIX = "2025072206 1 196 1226 1000      13"


def test_co_may_of_the_best_track_has_66_points_of_which_the_strongest_blew_33_ms():
    found = read(reference("tracks/CH2025BST_excerpt_CO-MAY.txt").read_bytes())
    co_may = [row for row in found if row["storm_id"] == "202508"]
    assert len(co_may) == 66
    assert max(float(row["wind_ms"]) for row in co_may) == 33
    assert {row["wind_avg_min"] for row in co_may} == {"2"}
    assert {row["revision"] for row in co_may} == {"20260324"}


def test_all_66_points_of_co_may_agree_with_the_cma_columns_of_ibtracs():
    own = read(reference("tracks/CH2025BST_excerpt_CO-MAY.txt").read_bytes())
    others = read(reference("tracks/ibtracs_v04r01_CO-MAY_2025.csv").read_bytes())
    original = {
        row["valid_at"]: row
        for row in others
        if row["agency"] == "中国气象局" and "插值" not in row.get("note", "")
    }
    agreeing = 0
    for row in (row for row in own if row["storm_id"] == "202508"):
        other = original[row["valid_at"]]
        assert [row[name] for name in ("lon_deg", "lat_deg", "pressure_hpa")] == [
            other[name] for name in ("lon_deg", "lat_deg", "pressure_hpa")
        ]
        # IBTrACS holds whole knots, rounded down.
        assert abs(float(row["wind_ms"]) - float(other["wind_ms"])) < 0.52
        assert row.get("grade") == other.get("grade")
        agreeing += 1
    assert agreeing == len(original) == 66


def test_co_may_was_fixed_every_three_hours_as_it_came_to_land_and_every_six_before():
    found = read(reference("tracks/CH2025BST_excerpt_CO-MAY.txt").read_bytes())
    hours = [row["valid_at"][:13] for row in found if row["storm_id"] == "202508"]
    assert hours[:2] == ["2025-07-22T14", "2025-07-22T20"]
    assert {"2025-07-30T02", "2025-07-30T05", "2025-07-30T08"} <= {*hours}


def test_a_storm_without_number_and_name_is_known_by_the_year_and_its_place_in_the_file():
    nameless = read((RAW / "CH2025BST_excerpt.txt").read_bytes())[0]
    assert nameless["storm_id"] == "2025-0007"
    assert "name_en" not in nameless


def test_a_storm_that_only_china_numbered_has_that_number():
    assert {row["storm_id"] for row in read((RAW / "CH2006BST_older_header.txt").read_bytes())} == {"200601"}


def test_an_excerpt_is_told_from_the_whole_file():
    (warning,) = track((RAW / "CH2006BST_older_header.txt").read_bytes()).notes
    assert (warning.code, warning.severity, warning.row) == ("file.lines_announced", "warning", 1)
    assert (warning.expected, dict(warning.holes)["found"]) == ("46", 2)


def test_a_header_and_lines_with_tabs_are_read_like_those_with_spaces():
    tabbed = storm(FIX).replace(" ", "\t").replace("\t" * 2, "\t")
    assert read(tabbed) == read(storm(FIX))


def test_a_subcentre_is_a_storm_of_its_own_beside_the_one_it_left():
    sub = storm(FIX, name="CO-MAY(-)1")
    (first, second) = read(storm(FIX) + sub)
    assert (first["storm_id"], second["storm_id"]) == ("202508", "202508-1")
    assert (second["name_en"], second["note"]) == ("CO-MAY", "副中心")


def test_an_extratropical_storm_has_no_grade_and_says_so():
    (row,) = read(storm("2025072206 9 196 1226 1000      18"))
    assert "grade" not in row
    assert row["note"] == "已变性为温带气旋"


def test_a_wind_of_9_stands_for_less_than_10_and_0_for_none():
    weak, none = read(storm("2025072206 0 196 1226 1000  9", "2025072212 0 196 1226 1000  0"))
    assert "不足 10 m/s" in weak["note"]
    assert "wind_ms" not in none
    assert "wind_avg_min" not in none


def test_the_wind_at_the_coast_is_no_wind_of_the_centre():
    (row,) = read(storm(f"{FIX}      20"))
    assert row["wind_ms"] == "13"
    assert "20 m/s" in row["note"]


def test_satellite_analyses_are_refused_by_their_name():
    (problem,) = refused(storm(FIX).replace("66666", "55555"))
    assert problem.code == "file.satellite_analysis"


def test_a_best_track_gives_no_wind_circles():
    assert all(not circles(row) for row in read((RAW / "CH2025BST_excerpt.txt").read_bytes()))


def test_every_faulty_line_is_told_with_its_row():
    spoilt = storm(FIX, "2025072212 1 19x 1226 1000      13", "2025073218 1 196 1226 1000      13")
    assert [(said.code, said.row) for said in refused(spoilt)] == [
        ("file.best_track_line", 3),
        ("file.not_a_moment", 4),
    ]


def test_one_moment_with_two_positions_is_refused():
    (problem,) = refused(storm(FIX, FIX.replace("1226", "1236")))
    assert (problem.code, problem.row) == ("file.moment_twice", 3)


LINES = st.lists(
    st.tuples(
        st.integers(0, 8 * 365), st.sampled_from("01234569"), st.integers(0, 600), st.integers(900, 1900),
        st.integers(850, 1050), st.integers(10, 99),
    ),
    min_size=1, max_size=6, unique_by=lambda line: line[0],
)  # fmt: skip


@given(LINES)
def test_what_is_written_in_the_format_is_read_back(track):
    days = [f"{2017 + day // 365}{day % 365 // 31 + 1:02}{day % 28 + 1:02}" for day, *_ in track]
    hours = [f"{position % 24:02}" for position in range(len(track))]
    written = [
        f"{day}{hour} {grade} {lat:3} {lon:4} {hpa:4}     {ms:3}"
        for day, hour, (_, grade, lat, lon, hpa, ms) in zip(days, hours, track, strict=True)
    ]
    figures = [
        tuple(float(row[name]) for name in ("lat_deg", "lon_deg", "pressure_hpa", "wind_ms"))
        for row in read(storm(*written))
    ]
    assert figures == [(lat / 10, lon / 10, hpa, ms) for _, _, lat, lon, hpa, ms in track]


@given(st.integers(0, 130), st.sampled_from(string.printable + "台\x00\u2028٣"))
def test_a_spoilt_or_cut_file_is_read_or_refused_with_a_reason(place, sign):
    whole = storm(FIX, "2025072212 1 193 1217 1000      13")
    for spoilt in (
        whole[:place],
        whole[:place] + sign + whole[place + 1 :],
        whole[:place] + sign + whole[place:],
    ):
        if spoilt.startswith("66666 2508") and len(spoilt) > 95:
            problems = refused(spoilt)
            assert all(problem.row or problem.code == "file.no_points" for problem in problems)
