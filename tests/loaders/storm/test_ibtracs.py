"""IBTrACS."""

import csv
import io
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.loaders.storm.recorded import RAW, circle, circles, km, read, refused, track
from tests.reference import reference

EXCERPT = (RAW / "ibtracs_excerpt.csv").read_text("utf-8")
AGENCIES = {"美国 JTWC": "1", "日本气象厅": "10", "中国气象局": "2", "韩国气象厅": "10", "香港天文台": "10"}


def records(text: str = EXCERPT) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def written(found: list[dict[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(found[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(found)
    return out.getvalue()


def one(**changed: str) -> str:
    """The units and the record of 24 July 12:00 UTC with some cells otherwise."""
    units, record, *_ = records()
    return written([units, record | changed])


def by_agency(text: str) -> dict[str, dict[str, str]]:
    return {row["agency"]: row for row in read(text)}


def test_each_agency_has_its_own_rows_with_its_own_averaging_period():
    found = read(reference("tracks/ibtracs_v04r01_CO-MAY_2025.csv").read_bytes())
    assert {
        row["agency"]: row["wind_avg_min"] for row in found if "wind_ms" in row
    }.items() <= AGENCIES.items()
    assert len({(row["agency"], row["valid_at"]) for row in found}) == len(found) == 331
    assert {(row["storm_id"], row["revision"]) for row in found} == {("2025203N20124", "US-PROVISIONAL")}


def test_the_positions_of_the_agencies_on_24_july_are_not_mixed():
    found = by_agency(one())
    assert {agency: (row["lon_deg"], row["lat_deg"]) for agency, row in found.items()} == {
        "美国 JTWC": ("119.5", "16.1"),
        "日本气象厅": ("119.1", "16.3"),
        "中国气象局": ("119.3", "16"),
        "韩国气象厅": ("119.5", "16.1"),
    }


def test_the_34_kt_radii_are_force_8_and_say_so():
    row = by_agency(one())["美国 JTWC"]
    assert circles(row) == {8: tuple(map(km, (45, 85, 85, 50)))}
    assert "不是七级" in row["note"]
    assert "tcvitals" in row["note"]


def test_the_30_and_50_kt_radii_of_the_jma_are_force_7_and_10():
    row = by_agency(one())["日本气象厅"]
    ne, se, sw, nw = circle(row, 7)
    assert se == sw == km(240)
    assert km(120) < ne == nw < km(240)
    assert circle(row, 10) == (km(45),) * 4


def test_the_lopsided_circles_of_the_kma_are_left_out_and_said_to_be():
    row = by_agency(one())["韩国气象厅"]
    assert circles(row) == {}
    assert "未取偏心风圈" in row["note"]
    even = by_agency(one(KMA_R30_SHORT="81"))["韩国气象厅"]
    assert circle(even, 7) == (km(81),) * 4


def test_the_units_may_be_missing_and_the_columns_in_any_order():
    _, *found = records()
    turned = [dict(reversed(record.items())) for record in found]
    assert read(written(found)) == read(written(turned)) == read(EXCERPT)


def test_a_column_more_moves_nothing():
    widened = [{"NEW": "x"} | record for record in records()]
    assert read(written(widened)) == read(EXCERPT)


def test_interpolated_points_are_called_so_by_each_agencys_own_letter():
    found = read(reference("tracks/ibtracs_v04r01_CO-MAY_2025.csv").read_bytes())
    interpolated = [row for row in found if "插值点" in row.get("note", "")]
    assert all(row["valid_at"][11:13] in ("05", "11", "17", "23") for row in interpolated)
    assert {row["agency"] for row in interpolated} == {*AGENCIES} - {"香港天文台"}
    assert len([row for row in interpolated if row["agency"] == "日本气象厅"]) == 49


def test_in_the_older_version_the_fifth_letter_is_not_the_kmas():
    found = by_agency(one(IFLAG="PPPPOOOOOOOOOO"))
    assert "插值点" in found["中国气象局"]["note"]
    assert "插值" not in found["韩国气象厅"]["note"]


@pytest.mark.parametrize("flag", ["", "PPP", "P" * 16, "OOOXO__________"])
def test_a_flag_of_no_known_order_is_refused(flag):
    assert [(problem.code, problem.row) for problem in refused(one(IFLAG=flag))] == [
        ("file.interpolation_flag", 3)
    ]


def test_agencies_not_known_here_are_left_out_and_noted():
    text = one(BOM_LAT="-16.1", BOM_LON="119.5")
    assert len(read(text)) == len(read(one()))
    (note,) = track(text).notes
    assert (note.code, dict(note.holes)["agencies"]) == ("file.agencies_left_out", "BOM 1")


def test_the_tracks_of_the_hurricane_centers_are_not_the_jtwcs():
    assert "美国 JTWC" not in by_agency(one(USA_AGENCY="hurdat_epa"))


def test_west_of_the_date_line_the_degrees_go_on():
    assert by_agency(one(CMA_LON="-175.1"))["中国气象局"]["lon_deg"] == "184.9"


def test_no_name_is_no_name():
    assert all("name_en" not in row for row in read(one(NAME="NOT_NAMED")))


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"CMA_LON": " "}, "file.no_position"),
        ({"CMA_WIND": "5_8"}, "file.not_a_figure"),
        ({"USA_R34_NE": "n/a"}, "file.not_a_figure"),
        ({"USA_R34_NE": "-45"}, "file.not_a_figure"),
        ({"ISO_TIME": "24/07/2025 12:00"}, "file.not_a_moment"),
        ({"TOKYO_R30_DIR": "11"}, "file.circle_at_odds"),
    ],
)
def test_a_faulty_cell_is_refused_with_its_line(changed, code):
    assert [(problem.code, problem.row) for problem in refused(one(**changed))] == [(code, 3)]


def test_a_header_without_a_needed_column_is_refused_by_its_name():
    (problem,) = refused(EXCERPT.replace(",IFLAG,", ",FLAGS,", 1))
    assert (problem.code, problem.raw) == ("file.ibtracs_columns", "IFLAG")


RADII = st.tuples(*[st.integers(0, 800)] * 4).filter(any)


@given(
    st.integers(0, 600), st.integers(900, 1800), st.integers(10, 200), st.integers(850, 1050),
    st.tuples(RADII, RADII, RADII),
)  # fmt: skip
def test_what_is_written_in_the_format_is_read_back_under_the_right_quadrants(lat, lon, kt, hpa, radii):
    changed = {"USA_LAT": f"{lat / 10}", "USA_LON": f"{lon / 10}", "USA_WIND": f"{kt}", "USA_PRES": f"{hpa}"}
    for of, reach in zip((34, 50, 64), radii, strict=True):
        changed |= {
            f"USA_R{of}_{end}": f"{r}" for end, r in zip(("NE", "SE", "SW", "NW"), reach, strict=True)
        }
    row = by_agency(one(**changed))["美国 JTWC"]
    assert [float(row[name]) for name in ("lat_deg", "lon_deg", "pressure_hpa")] == [lat / 10, lon / 10, hpa]
    assert abs(float(row["wind_ms"]) / 1852 * 3600 - kt) < 0.02
    assert circles(row) == {
        force: tuple(map(km, reach)) for force, reach in zip((8, 10, 12), radii, strict=True)
    }


@given(
    st.integers(0, 420),
    st.sampled_from([sign for sign in string.printable if sign not in "\r\n"] + ["台", "٣"]),
)
def test_a_spoilt_record_never_gives_other_quadrants_unless_a_digit_became_another(place, sign):
    whole = one().rstrip("\n")
    at = whole.rindex("\n") + 1 + place
    first = by_agency(whole)
    for spoilt in (whole[:at], whole[:at] + sign + whole[at + 1 :], whole[:at] + sign + whole[at:]):
        problems = refused(spoilt)
        assert all(problem.row or problem.code == "file.no_points" for problem in problems)
        # A figure with a digit more or less, or a point in it, is another figure under the same name.
        if problems or sign.isdigit() or sign.isspace() or sign == ".":
            continue
        for agency, row in by_agency(spoilt).items():
            found = circles(row)
            assert all(found[force] == circles(first[agency])[force] for force in found)
