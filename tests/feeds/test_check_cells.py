"""What a form makes of good cells: the values people meant, and beside them the cells as they were written."""

import json
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import geo
from domain.districts import DISTRICTS
from feeds import feed
from feeds.cells import SPOILT_SIGNS, is_nothing
from feeds.check import check
from feeds.numbers import looks_scientific
from feeds.sums import may_add_up
from tests.papers import Paper, changed, checked, faults, printed, sample_rows


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


def _is_a_name(text: str) -> bool:
    """A dash says that nothing is there, 累计 that rows are added up, #REF! and 锟斤拷 that a name is lost, 1.38E+10 that digits are.

    An apostrophe in front is an export's, not the name's.
    """
    lost = any(sign in text for sign in SPOILT_SIGNS) or looks_scientific(text)
    return not (is_nothing(text) or may_add_up(text) or lost or text[0] == "'")


NAMES = st.text(
    st.characters(codec="gb18030", exclude_categories=("C", "Z")), min_size=1, max_size=12
).filter(_is_a_name)
FARMS = st.lists(
    st.tuples(
        NAMES,
        st.sampled_from([d.zh for d in DISTRICTS.values() if d.code != "city"]),
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


def test_rows_without_a_key_repeat_nothing_and_are_told_for_what_they_lack() -> None:
    rows = [{"指标": "", "数值": "1", "县区": ""}, {"指标": "", "数值": "2", "县区": ""}]
    assert {code for code, *_ in faults("figures", printed(rows))} == {"cell.missing"}


def test_a_count_without_a_unit_of_its_own_may_name_what_it_counts() -> None:
    rows = changed(sample_rows("supplies"), {0: {"数量": "340余台"}})
    found = checked("supplies", printed(rows)).table
    assert (found.column("quantity")[0].as_py(), found.column("quantity_qualifier")[0].as_py()) == (
        340,
        "lower",
    )
