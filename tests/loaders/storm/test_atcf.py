"""ATCF decks."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.loaders.storm.recorded import RAW, circle, circles, km, read, refused, track
from tests.reference import reference

BEST = (
    "WP, 19, 2021090706,   , BEST,   0, 161N, 1357E,  70,  982, TY,  {kt}, {code}, {radii}, 1005,   80,  10,   0,   0,   W,"
    "   0,    ,   0,   0,    CHANTHU, D, \n"
)


def line(kt: int = 34, radii: tuple[int, ...] = (45, 50, 40, 55), code: str = "NEQ") -> str:
    return BEST.format(kt=kt, code=code, radii=", ".join(f"{radius:4}" for radius in radii))


def deck() -> str:
    return line() + line(50, (25, 26, 27, 28)) + line(64, (15, 16, 17, 18))


def test_the_34_kt_radii_of_a_best_track_are_force_8_and_never_force_7():
    found = read(reference("tracks/bwp192021.dat").read_bytes(), "bwp192021.dat")
    assert sum(any(circle(row, 8)) for row in found) == 44
    assert not any(any(circle(row, 7)) for row in found)
    assert all("八级，不是七级" in row["note"] for row in found if any(circle(row, 8)))


def test_three_lines_of_one_time_are_one_point_with_three_circles():
    (row,) = read(deck())
    assert circles(row) == {
        8: tuple(map(km, (45, 50, 40, 55))),
        10: tuple(map(km, (25, 26, 27, 28))),
        12: tuple(map(km, (15, 16, 17, 18))),
    }
    assert (row["lon_deg"], row["lat_deg"], row["pressure_hpa"]) == ("135.7", "16.1", "982")
    assert (row["wind_ms"], row["wind_avg_min"], row["grade"]) == ("36.01", "1", "台风")
    assert (row["agency"], row["kind"], row["lead_h"]) == ("美国 JTWC", "定位", "0")


def test_chanthu_has_55_points_in_114_lines_and_its_last_name():
    found = read(reference("tracks/bwp192021.dat").read_bytes(), "bwp192021.dat")
    assert len(found) == 55
    assert {(row["storm_id"], row["name_en"]) for row in found} == {("WP192021", "CHANTHU")}


def test_spaces_mean_nothing():
    assert read(deck().replace(", ", ",     ")) == read(deck().replace(" ", "")) == read(deck())


def test_a_full_circle_has_one_radius():
    (row,) = read(line(34, (60, 0, 0, 0), "AAA"))
    assert circle(row, 8) == (km(60),) * 4


def test_a_quadrant_of_0_is_missing_and_not_a_radius_of_0():
    (row,) = read(line(34, (60, 0, 0, 45)))
    assert circle(row, 8) == (km(60), None, None, km(45))


def test_east_and_west_of_the_date_line_and_south_of_the_equator():
    for said, lon in (("1795E", "179.5"), ("1795W", "180.5"), ("1790W", "181")):
        assert read(line().replace("1357E", said))[0]["lon_deg"] == lon
    (south,) = refused(line().replace("161N", "161S"))
    assert (south.code, south.raw) == ("file.other_basin", "16.1°S 135.7°E")


def test_the_forecast_of_the_jtwc_is_a_forecast_from_its_base_and_models_are_nobodys():
    data = (RAW / "awp172023_excerpt.dat").read_bytes()
    found = read(data, "awp172023.dat")
    assert [row["kind"] for row in found] == ["定位", *["预报"] * 7]
    assert [row["lead_h"] for row in found] == ["0", "12", "24", "36", "48", "72", "96", "120"]
    assert {row["issued_at"] for row in found} == {"2023-11-13T14:00+08:00"}
    assert circle(found[-1], 8) == tuple(map(km, (100, 120, 90, 120)))
    (note,) = track(data).notes
    assert (note.code, note.severity) == ("file.techniques_left_out", "note")
    assert dict(note.holes)["techniques"] == "AVNO 1, CARQ 1"


def test_each_agency_of_one_deck_keeps_its_own_rows():
    forecast = line().replace("BEST,   0", "{tech},  24")
    found = read("".join(forecast.replace("{tech}", tech) for tech in ("JTWC", "RJTD", "BABJ")))
    assert [row["agency"] for row in found] == ["美国 JTWC", "日本气象厅", "中国气象局"]
    assert [row["wind_avg_min"] for row in found] == ["1", "10", "2"]


def test_a_best_track_of_another_basin_is_not_the_jtwcs():
    (problem,) = refused(deck().replace("WP", "AL"))
    assert (problem.code, problem.raw, dict(problem.holes)["storms"]) == (
        "file.other_basin",
        "16.1°N 135.7°E",
        "AL19",
    )


def test_the_year_of_a_storm_is_that_of_its_deck():
    january = line().replace("2021090706", "2022010106")
    assert read(january, "bwp192021.dat")[0]["storm_id"] == "WP192021"
    assert read(january, "track.txt")[0]["storm_id"] == "WP192022"


def test_minutes_of_a_best_track_are_kept():
    assert read(line().replace(",   , BEST", ", 30, BEST"))[0]["valid_at"] == "2021-09-07T14:30+08:00"


@pytest.mark.parametrize(
    ("spoilt", "code"),
    [
        (line(34, (45, 50, 40, 1500)), "file.atcf_field"),
        (line().replace("NEQ,", "NEQ,,"), "file.atcf_field"),
        (line().replace("50,   40", "50    40"), "file.atcf_field"),
        (line().replace("NEQ", "SEQ"), "file.atcf_field"),
        (line().replace("34", "35"), "file.atcf_field"),
        (line()[: line().index("55") + 1], "file.atcf_short"),
        (line() + line(50).replace("161N", "162N"), "file.lines_at_odds"),
        (line() + line(34, (45, 50, 40, 60)), "file.lines_at_odds"),
        (line().replace("0706", "0799"), "file.not_a_moment"),
    ],
)
def test_a_line_whose_radii_may_have_moved_is_refused(spoilt, code):
    assert [(problem.code, problem.row) for problem in refused(spoilt)] == [(code, len(spoilt.splitlines()))]


RADII = st.tuples(*[st.integers(0, 1200)] * 4).filter(any)


@given(
    st.integers(0, 750), st.integers(900, 1900), st.integers(1, 250),
    st.integers(850, 1050), st.dictionaries(st.sampled_from([34, 50, 64]), RADII, min_size=1), st.integers(0, 168),
)  # fmt: skip
def test_what_is_written_in_the_format_is_read_back_under_the_right_quadrants(
    lat, lon, kt, hpa, radii, lead_h
):
    east = f"{lon:4}E" if lon <= 1800 else f"{3600 - lon:4}W"
    said = f"JTWC, {lead_h:3}, {lat:3}N, {east}, {kt:3}, {hpa:4}, TY"
    written = [
        line(of, reach).replace("BEST,   0, 161N, 1357E,  70,  982, TY", said) for of, reach in radii.items()
    ]
    (row,) = read("".join(written))
    assert (float(row["lat_deg"]), float(row["lon_deg"])) == pytest.approx((lat / 10, lon / 10))
    assert (float(row["pressure_hpa"]), float(row["lead_h"])) == (hpa, lead_h)
    assert abs(float(row["wind_ms"]) / 1852 * 3600 - kt) < 0.02
    assert circles(row) == {{34: 8, 50: 10, 64: 12}[of]: tuple(map(km, reach)) for of, reach in radii.items()}


@given(
    st.integers(60, 3 * len(line()) - 1),
    st.sampled_from([sign for sign in string.printable if sign not in "\r\n"] + ["台", "٣"]),
)
def test_a_spoilt_line_never_gives_other_quadrants_unless_a_digit_became_another(place, sign):
    whole = deck()
    (first,) = read(whole)
    for spoilt in (
        whole[:place],
        whole[:place] + sign + whole[place + 1 :],
        whole[:place] + sign + whole[place:],
    ):
        problems = refused(spoilt)
        assert all(problem.row for problem in problems)
        # A digit for a digit or a blank is another figure under the same name, which no reader can see.
        if problems or sign.isdigit():
            continue
        for row in read(spoilt):
            found = circles(row)
            assert all(found[force] == circles(first)[force] for force in found)


@given(st.text(alphabet=st.sampled_from("WPNEQ0123456789,. \n\x00台AS-"), max_size=80))
def test_whatever_follows_a_good_line_is_read_or_refused_with_its_row(tail):
    assert all(problem.row for problem in refused(line() + tail))
