"""What a form says of a file: every fault at once, each where it stands, and good cells as they were meant."""

import re
from pathlib import Path

import pytest

from domain.districts import DISTRICTS
from feeds import all_feeds
from feeds.check import check
from tests.papers import BAD, SAMPLES, changed, checked, faults, printed, sample_rows

# File -> reporting unit, and what is wrong: (code, row, column, raw).
EXPECTED = {
    "aquaculture.ambiguous-comma": ("shengsi", [("cell.ambiguous_comma", 2, "people", "1,23")]),
    "aquaculture.done-above-total": ("shengsi", [("row.above_total", 3, "evacuated", "14")]),
    "aquaculture.empty-name": ("shengsi", [("cell.missing", 3, "name", "")]),
    "aquaculture.far-away": ("shengsi", [("cell.out_of_range", 2, "lon", "22.75")]),
    "aquaculture.formula-error": ("shengsi", [("cell.formula_error", 2, "people", "#REF!")]),
    "aquaculture.garbled": ("shengsi", [("cell.garbled", 3, "name", "枸杞养\ufffd2号场")]),
    "aquaculture.half-a-person": ("shengsi", [("cell.not_whole", 2, "people", "12.5")]),
    "aquaculture.half-position": ("shengsi", [("row.half_position", 2, "lon", None)]),
    "aquaculture.missing-column": ("shengsi", [("column.missing", None, "evacuated", None)]),
    "aquaculture.not-a-number": ("shengsi", [("cell.not_a_number", 2, "people", "很多")]),
    "aquaculture.not-exact": ("shengsi", [("cell.qualifier_not_allowed", 2, "people", "40余")]),
    "aquaculture.other-district": ("shengsi", [("row.other_district", 3, "district", "dinghai")]),
    "aquaculture.out-of-range": ("shengsi", [("cell.out_of_range", 2, "people", "20000")]),
    "aquaculture.percent": ("shengsi", [("cell.percent", 4, "evacuated", "100%")]),
    "aquaculture.repeated-key": ("shengsi", [("row.repeated_key", 4, "farm_id", "YZ001")]),
    "aquaculture.split-merged-district": (
        "shengsi",
        [("cell.looks_split", row, "district", None) for row in (3, 4)],
    ),
    "aquaculture.swapped-position": (
        "shengsi",
        [("cell.looks_swapped", 3, "lon", "30.69255"), ("cell.looks_swapped", 3, "lat", "122.75832")],
    ),
    "aquaculture.too-few-rows": ("city", [("file.too_few_rows", None, None, None)]),
    "aquaculture.too-many-cells": ("shengsi", [("row.too_many_cells", 3, None, "多出来的一格")]),
    "aquaculture.too-many-digits": ("shengsi", [("cell.number_too_long", 2, "people", "9" * 20)]),
    "aquaculture.name-says-nothing": ("shengsi", [("cell.says_nothing", 3, "name", "——")]),
    "aquaculture.no-header": (
        "shengsi",
        [("file.no_header", None, None, None)]
        + [("column.missing", None, n, None) for n in ("farm_id", "name", "district", "people", "evacuated")],
    ),
    "aquaculture.of-reservoirs": (
        "city",
        [("file.of_another_form", None, None, None)]
        + [("column.missing", None, name, None) for name in ("people", "evacuated")],
    ),
    "aquaculture.city-row": ("city", [("row.city_not_a_place", 3, "district", "city")]),
    "aquaculture.two-headers": ("shengsi", [("column.twice", None, "people", "养殖人员数(人)")]),
    "figures.not-a-grade": ("city", [("cell.not_a_grade", 3, "value", "很强")]),
    "figures.not-a-status": ("city", [("cell.not_a_status", 9, "value", "还行")]),
    "figures.not-a-window": ("city", [("cell.not_a_window", 2, "value", "后天")]),
    "figures.other-unit": ("city", [("cell.other_unit", 7, "unit", "米")]),
    "figures.planned-only": ("city", [("cell.not_a_choice", 5, "qualifier", "计划")]),
    "figures.unknown-measure": ("city", [("cell.not_a_choice", 4, "measure", "地灾隐患检查队")]),
    "fishing_vessels.scientific-id": ("shengsi", [("cell.scientific", 2, "vessel_id", "3.30922E+11")]),
    "fishing_vessels.too-long-name": ("shengsi", [("cell.too_long", 4, "name", "浙嵊渔" * 70)]),
    "fishing_vessels.wrong-status": ("shengsi", [("cell.not_a_choice", 3, "status", "在家")]),
    "reservoirs.header-in-other-unit": (
        "dinghai",
        [("column.other_unit", None, "rain_capacity_mm", "可纳雨量(厘米)")],
    ),
    "reservoirs.not-a-flag": ("dinghai", [("cell.not_a_flag", 3, "defective", "也许")]),
    "reservoirs.other-unit": ("dinghai", [("cell.other_unit", 2, "rain_capacity_mm", "28.9厘米")]),
    "scenic_areas.not-a-time": ("putuo", [("cell.not_a_time", 3, "as_of", "下班前")]),
    "scenic_areas.time-without-hour": ("putuo", [("cell.time_incomplete", 2, "as_of", "7月28日")]),
    "track.no-position": (
        "city",
        [("row.needed_here", row, name, None) for row in (2, 3) for name in ("lon_deg", "lat_deg")],
    ),
}
# Levels are judged by what each issuer may declare, which only the way in knows: tests/intake/test_levels.py.
ELSEWHERE = ("levels.",)
FARM = {"lon": "经度", "lat": "纬度"}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_bad_file_is_refused_for_its_one_fault(name: str) -> None:
    unit, expected = EXPECTED[name]
    assert faults(name.partition(".")[0], (BAD / f"{name}.csv").read_bytes(), unit) == expected


def test_every_bad_file_is_tried() -> None:
    assert {path.stem for path in BAD.glob("*.csv") if not path.name.startswith(ELSEWHERE)} == set(EXPECTED)


def test_every_fault_a_form_can_find_has_its_bad_file() -> None:
    folder = Path(check.__code__.co_filename).parent
    text = "".join(
        (folder / f"{name}.py").read_text("utf-8")
        for name in (
            "check",
            "columns",
            "readers",
            "cells",
            "figures",
            "hints",
            "mapping",
            "numbers",
            "times",
        )
    )
    codes = set(re.findall(r'"((?:cell|row|column|file)\.[a-z_]+)"', text))
    tried = {code for _, found in EXPECTED.values() for code, *_ in found}
    assert codes - tried == {
        "file.too_many_rows", "file.no_rows", "column.ignored",  # none of these refuses
        "cell.misread",  # only levels have grades: tests/intake/test_levels.py
    }  # fmt: skip


@pytest.mark.parametrize(
    "name", sorted(path.stem for path in SAMPLES.glob("*.csv") if path.stem in all_feeds())
)
def test_the_files_of_the_sample_day_are_accepted(name: str) -> None:
    assert faults(name, (SAMPLES / f"{name}.csv").read_bytes()) == []


def test_all_faults_of_a_file_are_found_at_once_in_the_files_order() -> None:
    rows = changed(
        sample_rows("aquaculture", "嵊泗县", 5),
        {
            0: {"养殖场名称": ""},
            1: {"养殖人员数(人)": "很多"},
            3: {"已撤离人数(人)": "900"},
            4: {"养殖场编号": "YZ001", "纬度": ""},
        },
    )
    assert [(code, row) for code, row, *_ in faults("aquaculture", printed(rows), "shengsi")] == [
        ("cell.missing", 2),
        ("cell.not_a_number", 3),
        ("row.above_total", 5),
        ("row.repeated_key", 6),
        ("row.half_position", 6),
    ]


def test_rows_are_counted_as_the_spreadsheet_does() -> None:
    data = printed(changed(sample_rows("aquaculture", "嵊泗县", 2), {1: {"养殖人员数(人)": "很多"}}), "utf-8")
    titled = "舟山市海水养殖人员撤离情况\r\n\r\n".encode() + data
    assert faults("aquaculture", titled, "shengsi") == [("cell.not_a_number", 5, "people", "很多")]


def test_more_rows_than_usual_are_a_warning_only() -> None:
    rows = [{"指标": "疏通雨水井", "数值": "1", "县区": "全市", "备注": str(i)} for i in range(201)]
    codes = {(p.code, p.severity) for p in checked("figures", printed(rows)).problems}
    assert ("file.too_many_rows", "warning") in codes


def test_a_column_nobody_asked_for_is_left_out_and_said_so() -> None:
    rows = [{**row, "联系电话": "0580"} for row in sample_rows("aquaculture", "嵊泗县", 2)]
    found = checked("aquaculture", printed(rows), "shengsi")
    assert not found.refused
    assert [(p.code, p.column) for p in found.problems] == [("column.ignored", "联系电话")]


def test_a_total_row_is_left_out_and_said_so() -> None:
    rows = sample_rows("aquaculture", "嵊泗县", 3)
    total = dict.fromkeys(rows[0], "") | {"养殖场编号": "合计", "养殖人员数(人)": "37"}
    found = checked("aquaculture", printed([*rows, total]), "shengsi")
    assert (found.table.num_rows, found.refused) == (3, False)
    assert ("file.total_row_skipped", 5) in [(p.code, p.row) for p in found.problems]


def test_the_city_may_send_rows_of_every_district() -> None:
    assert (
        faults(
            "figures",
            printed([{"指标": "疏通雨水井", "数值": "2", "县区": d.zh} for d in DISTRICTS.values()]),
        )
        == []
    )


@pytest.mark.parametrize("written", ["停运（计划）", "已停运【未落实】", "停运*"])
def test_a_plan_in_brackets_is_not_taken_for_what_is_done(written: str) -> None:
    rows = changed(sample_rows("leisure_craft", count=12), {0: {"运营状态": written}})
    assert faults("leisure_craft", printed(rows)) == [("cell.not_a_choice", 2, "state", written)]


def test_a_planned_number_beside_the_real_one_is_left_out_and_said_so() -> None:
    rows = [{"已撤离人数(计划)": "999", **row} for row in sample_rows("aquaculture", "嵊泗县", 2)]
    found = checked("aquaculture", printed(rows), "shengsi")
    assert [(p.code, p.column) for p in found.problems] == [("column.ignored", "已撤离人数(计划)")]
    assert found.table["evacuated"].to_pylist() == [int(row["已撤离人数(人)"]) for row in rows]


def test_a_header_written_twice_is_an_error_that_names_both() -> None:
    data = printed(sample_rows("aquaculture", "嵊泗县", 2), "utf-8").decode().replace("备注", "养殖场名称")
    twice = [p for p in checked("aquaculture", data.encode(), "shengsi").problems if p.severity == "error"]
    assert [(p.code, p.column, p.raw, p.holes) for p in twice] == [
        ("column.twice", "name", "养殖场名称", (("other", "养殖场名称 (2)"),))
    ]


@pytest.mark.parametrize("header", ["养殖人员数(万人)", "养殖人员数（单位：户）"])
def test_a_header_in_another_unit_is_still_found_and_refused(header: str) -> None:
    data = (
        printed(sample_rows("aquaculture", "嵊泗县", 2), "utf-8").decode().replace("养殖人员数(人)", header)
    )
    assert faults("aquaculture", data.encode(), "shengsi") == [("column.other_unit", None, "people", header)]


@pytest.mark.parametrize("again", ["渔排人员 ", "渔排人员　", "　渔排人员"])
def test_a_name_that_is_a_key_is_one_name_whatever_spaces_hang_on_it(again: str) -> None:
    rows = sample_rows("evacuations", count=1)
    rows = [{**rows[0], "人员类别": name} for name in ("渔排人员", again)]
    found = checked("evacuations", printed(rows), "city")
    assert [(p.code, p.row, p.raw) for p in found.problems if p.code == "row.repeated_key"] == [
        ("row.repeated_key", 3, found.table["district"][0].as_py() + " · 渔排人员")
    ]


@pytest.mark.parametrize("blank", [" ", "　", "—", "-", " － "])
def test_a_required_name_of_nothing_but_spaces_and_dashes_is_missing(blank: str) -> None:
    rows = changed(sample_rows("aquaculture", "嵊泗县", 2), {1: {"养殖场名称": blank}})
    code = "cell.says_nothing" if blank.strip() else "cell.missing"
    assert [fault[:2] for fault in faults("aquaculture", printed(rows), "shengsi")] == [(code, 3)]


def test_the_whole_city_may_be_a_row_of_figures_but_not_a_place() -> None:
    assert faults("figures", printed([{"指标": "疏通雨水井", "数值": "2", "县区": "全市"}])) == []


@pytest.mark.parametrize(
    ("value", "qualifier", "expected"),
    [
        ("84.5", "", ("cell.not_whole", "value")),
        ("-3", "", ("cell.out_of_range", "value")),
        ("至少84", "以下", ("cell.not_a_choice", "qualifier")),
        ("84余", "约", ("cell.not_a_choice", "qualifier")),
        ("至少84", "以上", None),
        ("0", "", None),
    ],
)
def test_a_counted_figure_is_whole_and_says_one_thing(value: str, qualifier: str, expected: tuple) -> None:
    row = {"指标": "地灾隐患检查组", "数值": value, "县区": "全市", "限定": qualifier}
    found = [(code, column) for code, _, column, _ in faults("figures", printed([row]))]
    assert found == ([expected] if expected else [])


def test_a_length_may_have_a_fraction() -> None:
    assert faults("figures", printed([{"指标": "疏通雨水管网", "数值": "21.3", "县区": "全市"}])) == []


@pytest.mark.parametrize("said", ["小计", "合 计"])
def test_a_sum_between_the_rows_is_left_out_and_said_so(said: str) -> None:
    rows = [{"县区": row["县区"], **row} for row in sample_rows("evacuations")]
    subtotal = {**rows[0], "人员类别": said, "应转人数(人)": "9999", "已转人数(人)": "9999"}
    found = checked("evacuations", printed([*rows[:2], subtotal, *rows[2:]]))
    assert [(p.code, p.row, p.raw) for p in found.problems] == [("file.total_row_skipped", 4, said)]
    assert found.table.num_rows == len(rows) and 5 in found.table.column("_row").to_pylist()


def test_a_thing_whose_name_only_begins_like_a_sum_stays() -> None:
    rows = changed(sample_rows("aquaculture"), {1: {"养殖场名称": "小计岛养殖场"}})
    assert checked("aquaculture", printed(rows)).problems == ()


def test_a_longitude_that_is_no_number_is_told_once() -> None:
    rows = changed(sample_rows("aquaculture"), {1: {"经度": "东边"}})
    assert faults("aquaculture", printed(rows)) == [("cell.not_a_number", 3, "lon", "东边")]


def test_the_whole_city_beside_its_districts_is_a_sum_and_not_counted_twice() -> None:
    rows = sample_rows("evacuations")
    city = {**rows[0], "县区": "全市", "应转人数(人)": "736", "已转人数(人)": "736"}
    found = checked("evacuations", printed([city, *rows]))
    assert [(p.code, p.row, p.raw) for p in found.problems] == [("file.total_row_skipped", 2, "全市")]
    assert found.table.num_rows == len(rows)


def test_the_city_alone_is_no_district() -> None:
    rows = changed(sample_rows("evacuations", count=1), {0: {"县区": "全市"}})
    assert [code for code, *_ in faults("evacuations", printed(rows))] == ["row.city_not_a_place"]


def test_an_island_called_after_a_sum_is_counted() -> None:
    rows = sample_rows("aquaculture")
    moved = [
        {"养殖场名称": "小计岛渔排" if i == 1 else row["养殖场名称"], **row} for i, row in enumerate(rows)
    ]
    found = checked("aquaculture", printed(moved))
    assert (found.problems, found.table.num_rows) == ((), len(rows))


@pytest.mark.parametrize("said", ["全市合计", "定海区小计", "本页小计：", "合计(人)"])
def test_a_sum_may_say_of_what(said: str) -> None:
    rows = sample_rows("aquaculture")
    total = {
        **dict.fromkeys(rows[0], ""),
        "养殖场编号": said,
        "养殖人员数(人)": "736",
        "已撤离人数(人)": "736",
    }
    found = checked("aquaculture", printed([*rows, total]))
    assert [(p.code, p.raw) for p in found.problems] == [("file.total_row_skipped", said)]
