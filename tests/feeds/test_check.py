"""What a form says of a file: every fault at once, each where it stands, and good cells as they were meant."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import geo
from domain.districts import DISTRICTS
from feeds import all_feeds, feed
from feeds.check import check
from tests.papers import BAD, SAMPLES, Paper, changed, checked, faults, printed, sample_rows

# File -> reporting unit, and what is wrong: (code, row, column, raw).
EXPECTED = {
    "aquaculture.ambiguous-comma": ("shengsi", [("cell.ambiguous_comma", 2, "people", "1,23")]),
    "aquaculture.done-above-total": ("shengsi", [("row.above_total", 3, "evacuated", "14")]),
    "aquaculture.empty-name": ("shengsi", [("cell.missing", 3, "name", "")]),
    "aquaculture.far-away": ("shengsi", [("cell.out_of_range", 2, "lon", "22.75")]),
    "aquaculture.half-a-person": ("shengsi", [("cell.not_whole", 2, "people", "12.5")]),
    "aquaculture.half-position": ("shengsi", [("row.half_position", 2, "lon", None)]),
    "aquaculture.missing-column": ("shengsi", [("column.missing", None, "evacuated", None)]),
    "aquaculture.not-a-number": ("shengsi", [("cell.not_a_number", 2, "people", "很多")]),
    "aquaculture.not-exact": ("shengsi", [("cell.qualifier_not_allowed", 2, "people", "40余")]),
    "aquaculture.other-district": ("shengsi", [("row.other_district", 3, "district", "dinghai")]),
    "aquaculture.out-of-range": ("shengsi", [("cell.out_of_range", 2, "people", "20000")]),
    "aquaculture.percent": ("shengsi", [("cell.percent", 4, "evacuated", "100%")]),
    "aquaculture.repeated-key": ("shengsi", [("row.repeated_key", 4, "farm_id", "YZ001")]),
    "aquaculture.too-few-rows": ("city", [("file.too_few_rows", None, None, None)]),
    "aquaculture.too-many-cells": ("shengsi", [("row.too_many_cells", 3, None, "多出来的一格")]),
    "aquaculture.too-many-digits": ("shengsi", [("cell.number_too_long", 2, "people", "9" * 20)]),
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
        for name in ("check", "columns", "cells", "figures", "mapping", "numbers", "times")
    )
    codes = set(re.findall(r'"((?:cell|row|column|file)\.[a-z_]+)"', text))
    tried = {code for _, found in EXPECTED.values() for code, *_ in found}
    assert codes - tried == {"file.too_many_rows", "column.ignored"}  # neither refuses


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


def _one(name: str, rows: Paper, unit: str = "city") -> dict:
    found = checked(name, printed(rows), unit)
    assert not found.refused, found.problems
    return found.table.slice(0, 1).to_pylist()[0]


@pytest.mark.parametrize(
    ("written", "value", "qualifier"),
    [
        ("1340余", 1340, "lower"),
        ("１３４０", 1340, None),
        ("1,340", 1340, None),
        ("约1340", 1340, "about"),
        ("不超过1340", 1340, "upper"),
        ("3.5万", 35_000, None),
        ("十二", 12, None),
    ],
)
def test_a_quantity_is_read_as_it_was_meant_and_kept_as_it_was_written(
    written: str, value: int, qualifier: str | None
) -> None:
    row = _one("supplies", changed(sample_rows("supplies", "新城", 3), {0: {"数量": written}}), "xincheng")
    assert (row["quantity"], row["quantity_qualifier"]) == (value, qualifier)
    assert json.loads(row["_raw"])["quantity"] == written


def test_an_alias_is_taken_and_kept_as_it_was_written() -> None:
    rows = changed(
        sample_rows("fishing_vessels", "嵊泗县", 2), {0: {"在港状态": "在港"}, 1: {"在港状态": "在港避风"}}
    )
    table = checked("fishing_vessels", printed(rows), "shengsi").table
    assert table.column("status").to_pylist() == ["in_port", "in_port"]
    first, second = table.column("_raw").to_pylist()
    assert json.loads(first)["status"] == "在港"
    assert "status" not in json.loads(second or "{}")


def test_plain_cells_are_not_kept_twice() -> None:
    rows = [{**row, "截至时间": "", "备注": ""} for row in sample_rows("aquaculture", "嵊泗县", 2)]
    assert _one("aquaculture", rows, "shengsi")["_raw"] is None


@pytest.mark.parametrize("written", ["2025-07-28 15:00", "2025年7月28日15时", "2025/7/28 15:00", "45866.625"])
def test_a_cut_off_is_read_in_the_ways_people_write_it(written: str) -> None:
    rows = changed(sample_rows("scenic_areas", "普陀区", 1), {0: {"截至时间": written}})
    assert _one("scenic_areas", rows, "putuo")["as_of"] == datetime(2025, 7, 28, 7, tzinfo=UTC)


def test_a_cell_that_says_nothing_is_nothing() -> None:
    rows = changed(sample_rows("reservoirs", "定海区", 1), {0: {"可纳雨量(毫米)": "—", "当前水位(m)": "/"}})
    row = _one("reservoirs", rows, "dinghai")
    assert (row["rain_capacity_mm"], row["level_m"]) == (None, None)


def test_the_order_of_the_columns_does_not_matter() -> None:
    rows = sample_rows("aquaculture", "嵊泗县", 4)
    turned = [dict(reversed(row.items())) for row in rows]
    one, two = (checked("aquaculture", printed(way), "shengsi").table for way in (rows, turned))
    assert one.equals(two)


@pytest.mark.parametrize(
    "spelling",
    [
        lambda c: c.header,
        lambda c: c.zh,
        lambda c: c.en,
        lambda c: c.name,
        lambda c: f" {c.zh}* ",
        lambda c: f"{c.zh}（必填）",
        lambda c: c.names[-1],
    ],
)
def test_a_header_may_be_spelt_in_any_of_its_ways(spelling) -> None:
    form = feed("aquaculture")
    rows = sample_rows("aquaculture", "嵊泗县", 3)
    titles = {column.header: spelling(column) for column in form.columns}
    respelt = [{titles[header]: cell for header, cell in row.items()} for row in rows]
    one, two = (checked("aquaculture", printed(way), "shengsi").table for way in (rows, respelt))
    assert one.equals(two)


def test_a_header_in_another_spelling_of_its_unit_is_the_same_unit() -> None:
    rows = [
        {header.replace("(毫米)", "(mm)"): cell for header, cell in row.items()}
        for row in sample_rows("reservoirs", "定海区", 2)
    ]
    assert faults("reservoirs", printed(rows), "dinghai") == []


def _in_gcj02(rows: Paper) -> Paper:
    moved = []
    for row in rows:
        lon, lat = geo.wgs84_to_gcj02(float(row["经度"]), float(row["纬度"]))
        moved.append({**row, "经度": f"{lon:.7f}", "纬度": f"{lat:.7f}", "坐标系": "GCJ-02"})
    return moved


def test_positions_marked_gcj02_are_brought_to_where_they_are() -> None:
    rows = sample_rows("aquaculture", "嵊泗县", 5)
    moved = _in_gcj02(rows)
    table = checked("aquaculture", printed(moved), "shengsi").table
    for row, lon, lat in zip(
        rows, table.column("lon").to_pylist(), table.column("lat").to_pylist(), strict=True
    ):
        assert geo.haversine_km(lon, lat, float(row["经度"]), float(row["纬度"])) < 0.001
    kept = json.loads(table.column("_raw")[0].as_py())
    assert (kept["crs"], float(kept["lon"])) == ("GCJ-02", float(moved[0]["经度"]))


def test_a_position_brought_to_where_it_is_says_so_and_is_not_moved_again() -> None:
    rows = [*_in_gcj02(sample_rows("aquaculture", "嵊泗县", 1)), *sample_rows("aquaculture", "普陀区", 1)]
    rows = changed(rows, {0: {"养殖人员数(人)": "１１"}})
    table = checked("aquaculture", printed(rows * 1), "city").table
    assert table.column("crs").to_pylist() == ["WGS-84", "WGS-84"]
    first, second = table.column("_raw").to_pylist()
    assert set(json.loads(first)) == {"lon", "lat", "crs", "people"}
    assert second is None


def test_a_position_that_is_not_given_stays_unknown_in_any_system() -> None:
    rows = changed(_in_gcj02(sample_rows("aquaculture", "嵊泗县", 2)), {0: {"经度": "", "纬度": ""}})
    row = _one("aquaculture", rows, "shengsi")
    assert (row["lon"], row["lat"]) == (None, None)


COUNTS = st.integers(0, 2000)
NAMES = st.text(st.characters(codec="gb18030", exclude_categories=("C", "Z")), min_size=1, max_size=12)
FARMS = st.lists(
    st.tuples(
        NAMES,
        st.sampled_from([d.zh for d in DISTRICTS.values()]),
        COUNTS,
        st.none() | st.floats(117, 130),
        st.floats(25, 35),
    ),
    min_size=20,
    max_size=30,
)


@given(FARMS)
def test_what_was_printed_is_what_is_read(farms: list[tuple]) -> None:
    texts = pa.table(
        {
            "养殖场编号": [f"F{i}" for i in range(len(farms))],
            "养殖场名称": [name for name, *_ in farms],
            "县区": [district for _, district, *_ in farms],
            "养殖人员数(人)": [str(people) for *_, people, _, _ in farms],
            "已撤离人数(人)": [str(people // 2) for *_, people, _, _ in farms],
            "经度": ["" if lon is None else f"{lon:.6f}" for *_, lon, _ in farms],
            "纬度": ["" if lon is None else f"{lat:.6f}" for *_, lon, lat in farms],
        }
    )
    found = check(feed("aquaculture"), texts, np.arange(2, len(farms) + 2, dtype=np.int32), "city")
    assert not found.refused, found.problems
    table = found.table.to_pydict()
    assert table["name"] == [name for name, *_ in farms]
    assert [DISTRICTS[code].zh for code in table["district"]] == [district for _, district, *_ in farms]
    assert table["people"] == [people for *_, people, _, _ in farms]
    assert table["evacuated"] == [people // 2 for *_, people, _, _ in farms]
    assert table["lon"] == [None if lon is None else float(f"{lon:.6f}") for *_, lon, _ in farms]
    assert table["_row"] == list(range(2, len(farms) + 2))


@given(st.lists(st.lists(st.text(max_size=6), min_size=9, max_size=9), max_size=8))
def test_nothing_a_cell_may_hold_breaks_the_check(cells: list[list[str]]) -> None:
    headers = [column.header for column in feed("aquaculture").columns][:9]
    columns = list(zip(*cells, strict=True)) if cells else [()] * 9
    texts = pa.table([pa.array(column, pa.string()) for column in columns], names=headers)
    found = check(feed("aquaculture"), texts, np.arange(2, len(cells) + 2, dtype=np.int32), "city")
    assert found.table.num_rows == len(cells)
    assert all(problem.row is None or 2 <= problem.row <= len(cells) + 1 for problem in found.problems)
