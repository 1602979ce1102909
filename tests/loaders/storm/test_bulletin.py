"""The CMA's bulletins: day and hour only, quadrants in words, and products that are no analysis."""

import pytest

from domain import geo
from domain.problems import Refused
from loaders.documents import tables_of
from loaders.storm.bulletin import read
from tests.loaders.storm.recorded import RAW, rows

JONGDARI = (RAW / "bulletin_2018072706_JONGDARI.txt").read_text("ascii")
PABUK = (RAW / "bulletin_2024122421_PABUK.txt").read_text("ascii")
MARIA = (RAW / "bulletin_2018071101_MARIA.txt").read_text("ascii")
TCPQ = (RAW / "bulletin_2018072618_JONGDARI.txt").read_text("ascii")
RADII = [f"r7_{quadrant}_km" for quadrant in geo.QUADRANTS]


def told(text: str, filename: str = "2018072706.txt") -> list[dict[str, str]]:
    return rows(read(text, filename)["track"])


def refused(text: str, filename: str = "2018072706.txt") -> list[str]:
    with pytest.raises(Refused) as refusal:
        read(text, filename)
    return [problem.code for problem in refusal.value.problems]


@pytest.mark.parametrize(
    "filename",
    ["2018072706.txt", "WTPQ20_BABJ_2018072706.txt", "cma_20180727060000.txt", "ETCT_P9_20180727063000000.txt", "20180727_2018072706.txt"],
)  # fmt: skip
def test_month_and_year_come_from_the_files_name(filename: str) -> None:
    assert told(JONGDARI, filename)[0]["valid_at"] == "2018-07-27T14:00+08:00"


@pytest.mark.parametrize(
    "filename",
    ["JONGDARI.txt", "2018072714.txt", "2018072606.txt", "20180727.txt", "2020072706.txt", "2018132706.txt", "2018072706_2018082706.txt"],
)  # fmt: skip
def test_a_name_that_does_not_agree_with_the_bulletin_is_refused(filename: str) -> None:
    assert refused(JONGDARI, filename) == ["file.bulletin_undated"]


def test_a_day_that_the_month_does_not_have_is_refused() -> None:
    text = JONGDARI.replace("270600", "300600")
    assert refused(text, "2018023006.txt") == ["file.bulletin_undated"]


def test_a_storm_of_december_keeps_its_number_in_january() -> None:
    text = PABUK.replace("242100", "010000")
    assert {row["storm_id"] for row in told(text, "2025010100.txt")} == {"202426"}


def test_a_correction_says_which() -> None:
    assert {row["revision"] for row in told(PABUK, "2024122421.txt")} == {"CCA"}
    assert "revision" not in told(JONGDARI)[0]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_remark_in_chinese_is_repeated_as_it_was_written(encoding: str) -> None:
    data = JONGDARI.replace("NNNN", "请注意防范\nNNNN").encode(encoding)
    tables = tables_of(data, "2018072706.txt")
    assert tables is not None
    assert [note.raw for note in tables["track"].notes] == ["请注意防范"]
    assert tables["track"].encoding == encoding


def test_a_quadrant_is_what_its_word_says_in_whatever_order() -> None:
    text = PABUK.replace(
        "140KM NORTHEAST\n100KM SOUTHEAST\n100KM SOUTHWEST\n160KM NORTHWEST",
        "4KM NORTHWEST\n3KM SOUTHWEST\n1KM NORTHEAST\n2KM SOUTHEAST",
    )
    assert [told(text, "2024122421.txt")[0][header] for header in RADII] == ["1", "2", "3", "4"]


def test_a_circle_may_lack_a_quadrant() -> None:
    fix = told(PABUK.replace("100KM SOUTHWEST\n", ""), "2024122421.txt")[0]
    assert [fix.get(header) for header in RADII] == ["140", "100", None, "160"]


def test_the_radii_of_a_forecast_are_the_forecasts() -> None:
    text = PABUK.replace("P+12HR", "30KTS WINDS 9KM NORTHEAST\nP+12HR")
    fix, six, *_ = told(text, "2024122421.txt")
    assert (fix[RADII[0]], six[RADII[0]]) == ("140", "9")


def test_each_forecast_counts_from_the_initial_time() -> None:
    assert [(row["kind"], row["lead_h"], row["valid_at"]) for row in told(JONGDARI)] == [
        ("定位", "0", "2018-07-27T14:00+08:00"),
        ("预报", "12", "2018-07-28T02:00+08:00"),
        ("预报", "60", "2018-07-30T02:00+08:00"),
    ]


def test_a_line_that_is_not_known_is_told() -> None:
    table = read(JONGDARI.replace("MOVE N 38KM/H", "MOVE NOBODY KNOWS WHERE"), "2018072706.txt")["track"]
    assert [(note.code, note.row, note.raw, note.severity) for note in table.notes] == [
        ("file.line_not_read", 18, "MOVE NOBODY KNOWS WHERE", "warning")
    ]


def test_a_satellites_fix_beside_an_analysis_is_left_out_and_told() -> None:
    table = read(JONGDARI + TCPQ, "2018072706.txt")["track"]
    assert [note.code for note in table.notes] == ["file.satellite_fix"]
    assert len(rows(table)) == 3


def test_a_landfall_is_a_row_with_its_place_and_minute_and_no_position() -> None:
    landfall = told(MARIA, "2018071101_MARIA.txt")[0]
    assert (landfall["kind"], landfall["valid_at"], landfall["landfall_place"]) == (
        "登陆", "2018-07-11T09:10+08:00", "FUJIAN LIANJIANG",
    )  # fmt: skip
    assert (landfall["wind_ms"], landfall["grade"]) == ("42", "强台风")
    assert not {"lon_deg", "lat_deg"} & set(landfall)


def test_a_landfall_without_a_wind_has_none() -> None:
    assert "wind_ms" not in told(MARIA.replace(" (42m/s)", ""), "2018071101.txt")[0]


def test_a_landfall_of_another_day_than_the_files_name_is_refused() -> None:
    assert refused(MARIA, "2018071201.txt") == ["file.bulletin_undated"]


def test_a_landfall_that_is_not_understood_is_told_and_the_analysis_beside_it_taken() -> None:
    table = read(MARIA.replace("LANDED ON", "NEARS") + JONGDARI, "2018072706.txt")["track"]
    assert [(note.code, note.raw) for note in table.notes] == [
        ("file.line_not_read", "STY 1808 (1808) MARIA NEARS FUJIAN LIANJIANG"),
        ("file.line_not_read", "110110GMT (42m/s)"),
    ]
    assert len(rows(table)) == 3


def test_a_bulletin_without_its_storm_is_refused() -> None:
    title = "TY JONGDARI 1812 (1812) INITIAL TIME 270600 UTC"
    assert refused(JONGDARI.replace(title, "")) == ["file.bulletin_incomplete"]


def test_a_bulletin_without_any_position_is_refused() -> None:
    assert refused(JONGDARI.partition("00HR")[0]) == ["file.bulletin_incomplete"]


def test_west_of_the_date_line_longitudes_go_on() -> None:
    assert told(JONGDARI.replace("143.7E 965", "175.2W 965"))[0]["lon_deg"] == "184.8"


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r\r\n"])
def test_lines_end_as_the_circuit_ends_them(ends: str) -> None:
    assert told(JONGDARI.replace("\n", ends)) == told(JONGDARI)


def test_a_bulletin_of_another_centre_is_none_of_ours() -> None:
    assert tables_of(JONGDARI.replace("BABJ", "RJTD").encode(), "2018072706.txt") is None
