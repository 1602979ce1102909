"""The JMA's best track."""

import string

from hypothesis import given
from hypothesis import strategies as st

from tests.loaders.storm.recorded import RAW, circle, circles, km, read, refused
from tests.reference import reference

FIX = "17091702 002 4 310 1303  975     055     20100 0070 20300 0180         #        "


def storm(*lines: str, number: str = "1718") -> str:
    return (
        f"66666 {number}  {len(lines):03} 0025 {number} 0 6                TALIM              20171107        \r\n"
        + "".join(f"{line}\r\n" for line in lines)
    )


def test_talim_on_the_day_it_passed_japan():
    (row,) = read(storm(FIX))
    assert (row["storm_id"], row["name_en"], row["revision"]) == ("201718", "TALIM", "20171107")
    assert (row["valid_at"], row["kind"]) == ("2017-09-17T10:00+08:00", "定位")
    assert (row["wind_ms"], row["wind_avg_min"], row["grade"]) == ("28.29", "10", "强热带风暴")
    assert "登陆或经过" in row["note"]


def test_30_kt_is_force_7_and_50_kt_force_10_and_the_east_is_the_longer_side():
    (row,) = read(storm(FIX))
    assert set(circles(row)) == {7, 10}
    ne, se, sw, nw = circle(row, 7)
    assert ne == se == 555.6
    assert 333.4 < sw == nw < 555.6
    assert circle(row, 10)[:2] == (185.2, 185.2)
    assert "推算" in row["note"]


def test_a_round_circle_is_not_called_derived():
    (row,) = read(storm("15070212 002 4 100 1490  980     055     90060 0060 90180 0180                  "))
    assert circle(row, 7) == (333.4,) * 4
    assert "note" not in row


def test_years_of_two_digits_begin_with_1951():
    assert read(storm(FIX.replace("170917", "510917"), number="5101"))[0]["valid_at"].startswith("1951")
    assert read(storm(FIX.replace("170917", "500917"), number="5001"))[0]["storm_id"] == "205001"


def test_no_wind_below_tropical_storm_is_no_wind_of_zero():
    (row,) = read(storm("18072412 002 2 416 1199  996     000                                            "))
    assert "wind_ms" not in row
    assert not circles(row)


def test_a_line_of_before_1977_ends_with_the_pressure():
    (row,) = read(storm("51021906 002 2 200 1385 1010 "))
    assert (row["pressure_hpa"], "wind_ms" in row) == ("1010", False)


def test_six_lines_of_the_excerpt_tell_of_a_landfall_or_passage():
    found = read(reference("tracks/jma_bst_all_excerpt_2015-2021.txt").read_bytes())
    assert sum("登陆或经过" in row.get("note", "") for row in found) == 6
    assert {row["kind"] for row in found} == {"定位"}
    assert all(not circle(row, 8)[0] for row in found)


def test_a_round_and_a_lopsided_radius_at_once_are_refused():
    (problem,) = refused(storm(FIX.replace("20300 0180", "90300 0180")))
    assert (problem.code, problem.row) == ("file.circle_at_odds", 2)


RADIUS = st.integers(1, 500)
CIRCLE = st.one_of(
    st.just((0, 0, 0)),
    RADIUS.map(lambda reach: (9, reach, reach)),
    st.tuples(st.integers(1, 8), RADIUS, RADIUS).filter(lambda said: said[1] > said[2]),
)
# The quadrants that the longest radius lies in, by direction digit.
LONGEST_IN = {
    1: "ne",
    2: "ne se",
    3: "se",
    4: "se sw",
    5: "sw",
    6: "sw nw",
    7: "nw",
    8: "nw ne",
    9: "ne se sw nw",
}


@given(
    st.integers(0, 600), st.integers(900, 1900), st.integers(850, 1050), st.integers(1, 150), CIRCLE, CIRCLE
)
def test_what_is_written_in_the_format_is_read_back_under_the_right_quadrants(
    lat, lon, hpa, kt, of_50, of_30
):
    written = " ".join(
        f"{direction}{longest:04} {shortest:04}" for direction, longest, shortest in (of_50, of_30)
    )
    (row,) = read(storm(f"17091702 002 4 {lat:03} {lon:04} {hpa:4}     {kt:03}     {written}"))
    assert [float(row[name]) for name in ("lat_deg", "lon_deg", "pressure_hpa")] == [lat / 10, lon / 10, hpa]
    assert abs(float(row["wind_ms"]) / 1852 * 3600 - kt) < 0.02
    for force, (direction, longest, _) in ((10, of_50), (7, of_30)):
        named = dict(zip(("ne", "se", "sw", "nw"), circle(row, force), strict=True))
        farthest = {name for name, reach in named.items() if reach and reach == km(longest)}
        assert {*LONGEST_IN.get(direction, "").split()} <= farthest


@given(
    st.integers(81, 165), st.sampled_from(string.printable.replace("\n", "").replace("\r", "") + "台\x00٣")
)
def test_a_spoilt_line_never_gives_other_quadrants_unless_a_digit_became_another(place, sign):
    whole = storm(FIX, FIX.replace("170917", "170918"))
    first = read(whole)[0]
    for spoilt in (
        whole[:place],
        whole[:place] + sign + whole[place + 1 :],
        whole[:place] + sign + whole[place:],
    ):
        problems = refused(spoilt)
        assert all(problem.row or problem.code == "file.no_points" for problem in problems)
        if not problems and not sign.isdigit() and (found := read(spoilt)):
            assert circles(found[0]) in (circles(first), {})


def test_the_excerpt_kept_here_tells_of_two_storms():
    assert {row["name_en"] for row in read((RAW / "bst_all_excerpt.txt").read_bytes())} == {"TALIM", "AMPIL"}
