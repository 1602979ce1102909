"""What a file would change is counted and shown before anything is written."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds import feed
from feeds.check import check
from intake.compare import Comparison, compare, label
from intake.draft import examine
from intake.receive import receive
from store.ledger import Ledger
from tests.papers import Paper, changed, checked, printed, sample_rows

FARMS = feed("aquaculture")


def shown(rows: Paper) -> pd.DataFrame:
    """Rows as a picture shows them."""
    return (
        checked("aquaculture", printed(rows)).table.to_pandas().assign(_entry=7) if rows else pd.DataFrame()
    )


def compared(new: Paper, old: Paper, unit: str = "city") -> Comparison:
    return compare(FARMS, checked("aquaculture", printed(new), unit).table, shown(old), unit)


def counts(found: Comparison) -> tuple[int, int, int, int]:
    """Added, changed, unchanged, missing."""
    return len(found.added), len(found.changed), found.unchanged, len(found.missing)


@pytest.fixture
def farms() -> Paper:
    return sample_rows("aquaculture", count=30)


def test_the_first_file_adds_all_its_rows(farms: Paper) -> None:
    assert counts(compared(farms, [])) == (30, 0, 0, 0)


def test_the_same_file_changes_nothing(farms: Paper) -> None:
    found = compared(farms, farms)
    assert counts(found) == (0, 0, 30, 0)
    assert list(found.changes(9)) == []


def test_rows_are_found_by_their_key_in_whatever_order_they_stand(farms: Paper) -> None:
    assert counts(compared(farms[::-1], farms)) == (0, 0, 30, 0)


def test_added_changed_unchanged_and_missing_rows_are_counted(farms: Paper) -> None:
    new = changed(farms[2:], {0: {"已撤离人数(人)": "0"}, 1: {"养殖场名称": "新名"}})
    new = [*new, {**farms[0], "养殖场编号": "YZ999"}]
    assert counts(compared(new, farms)) == (1, 2, 26, 2)


def test_a_change_is_shown_with_its_old_and_its_new_value(farms: Paper) -> None:
    new = changed(farms, {4: {"已撤离人数(人)": "0", "备注": "有2人不肯走"}})
    label = f"{farms[4]['养殖场编号']} · {farms[4]['养殖场名称']}"
    assert list(compared(new, farms).changes(9)) == [
        (label, "evacuated", int(farms[4]["已撤离人数(人)"]), 0),
        (label, "note", None, "有2人不肯走"),
    ]


def test_a_value_taken_away_is_a_change(farms: Paper) -> None:
    found = compared(changed(farms, {3: {"经度": "", "纬度": ""}}), farms)
    assert [(name, new) for _, name, _, new in found.changes(9)] == [("lat", None), ("lon", None)]


def test_no_more_changes_are_listed_than_asked_for(farms: Paper) -> None:
    new = [{**row, "已撤离人数(人)": "0", "备注": "x"} for row in farms]
    assert len(list(compared(new, farms).changes(7))) == 7


@given(st.permutations(range(30)), st.sets(st.integers(0, 29)), st.data())
def test_what_changed_is_the_same_in_whatever_order_the_rows_stand(
    order: list[int], rows: set[int], data
) -> None:
    before = sample_rows("aquaculture", count=30)
    states = sorted({row["县区"] for row in sample_rows("aquaculture")})
    new = changed(before, {i: {"县区": data.draw(st.sampled_from(states)), "备注": f"又{i}"} for i in rows})
    straight, mixed = compared(new, before), compared([new[i] for i in order], before)
    assert counts(straight) == counts(mixed) == (0, len(rows), 30 - len(rows), 0)
    for name, positions in straight.differing.items():
        assert {order[i] for i in mixed.differing[name]} == set(positions)
    moved = {i for i in rows if new[i]["县区"] != before[i]["县区"]}
    assert set(straight.differing.get("district", [])) == moved


def test_a_cut_off_that_moved_is_told_apart_from_the_changes(farms: Paper) -> None:
    new = changed(
        farms,
        {0: {"截至时间": "2025-07-28 15:00"}, 1: {"截至时间": "2025-07-28 15:00", "已撤离人数(人)": "0"}},
    )
    found = compared(new, farms)
    assert [name for _, name, _, _ in found.changes(9)] == ["evacuated"]
    assert (found.redated.tolist(), found.changed.tolist()) == ([0], [1])


def test_another_way_of_writing_the_same_is_no_change(farms: Paper) -> None:
    people = farms[0]["养殖人员数(人)"]
    wide = people.translate({code: code + 0xFEE0 for code in range(ord("0"), ord("9") + 1)})
    assert counts(compared(changed(farms, {0: {"养殖人员数(人)": wide}, 1: {"坐标系": "WGS84"}}), farms)) == (
        0,
        0,
        30,
        0,
    )


def test_a_county_is_compared_with_its_own_rows_only() -> None:
    farms = sample_rows("aquaculture")
    islands = sample_rows("aquaculture", "嵊泗县")
    assert counts(compared(islands[1:], farms, "shengsi")) == (0, 0, len(islands) - 1, 1)


def test_a_vessel_listed_by_two_counties_does_not_stop_the_citys_file(ledger: Ledger) -> None:
    islands = sample_rows("aquaculture", "嵊泗县")
    twice = [{**row, "县区": "普陀区"} for row in islands]
    for unit, rows in (("shengsi", islands), ("putuo", twice)):
        assert receive(ledger, FARMS, unit, printed(rows), "养殖.csv", unit).receipt
    draft = examine(ledger, FARMS, "city", printed(sample_rows("aquaculture")), "养殖.csv")
    assert not draft.refused
    assert draft.moved["added"] == 68 - len(islands)


def test_an_addition_never_misses_what_it_does_not_name(ledger: Ledger) -> None:
    form, rows = feed("figures"), sample_rows("figures")
    receive(ledger, form, "city", printed(rows), "数字.csv", "王联络")
    draft = examine(ledger, form, "city", printed(changed(rows[6:7], {0: {"数值": "240"}})), "数字.csv")
    assert draft.moved == {"added": 0, "changed": 1, "missing": 0}
    assert [(name, old, new) for _, name, old, new in draft.comparison.changes(9) if name == "value"] == [
        ("value", "234", "240")
    ]


def test_only_columns_of_the_form_are_listed_as_changed(ledger: Ledger) -> None:
    form, rows = feed("figures"), sample_rows("figures")
    receive(ledger, form, "city", printed(rows), "数字.csv", "王联络")
    draft = examine(ledger, form, "city", printed(changed(rows, {6: {"数值": "240余"}})), "数字.csv")
    names = {name.removesuffix("_qualifier") for _, name, _, _ in draft.comparison.changes(9)}
    assert names == {"value"}


def test_a_lost_bound_is_a_change(ledger: Ledger) -> None:
    form, rows = feed("supplies"), sample_rows("supplies")
    receive(ledger, form, "city", printed(rows), "物资.csv", "王联络")
    exact = rows[0]["数量"].removesuffix("余")
    assert exact != rows[0]["数量"]
    draft = examine(ledger, form, "city", printed(changed(rows, {0: {"数量": exact}})), "物资.csv")
    assert draft.moved["changed"] == 1


TEXTS = st.sampled_from(["甲", "乙", "", "丙"])
ROWS = st.dictionaries(
    st.sampled_from([f"F{i}" for i in range(12)]),
    st.tuples(
        st.sampled_from(["定海区", "普陀区"]),
        TEXTS,
        st.integers(0, 3),
        st.none() | st.sampled_from([122.1, 122.2]),
    ),
    max_size=12,
)


def _table(rows: dict[str, tuple]) -> pa.Table:
    texts = {
        "养殖场编号": list(rows),
        "养殖场名称": ["场" for _ in rows],
        "县区": [district for district, *_ in rows.values()],
        "备注": [note for _, note, *_ in rows.values()],
        "养殖人员数(人)": [str(people) for *_, people, _ in rows.values()],
        "已撤离人数(人)": ["0" for _ in rows],
        "经度": ["" if lon is None else str(lon) for *_, lon in rows.values()],
        "纬度": ["" if lon is None else "30.1" for *_, lon in rows.values()],
    }
    columns = pa.table({name: pa.array(cells, pa.string()) for name, cells in texts.items()})
    return check(FARMS, columns, np.arange(2, len(rows) + 2, dtype=np.int32), "city").table


def _plain(table: pa.Table) -> dict[str, dict]:
    kept = [name for name in table.column_names if name not in ("_row", "_raw", "_entry")]
    return {row["farm_id"]: row for row in table.select(kept).to_pylist()}


@settings(max_examples=60)
@given(ROWS, ROWS)
def test_the_old_picture_with_the_changes_made_to_it_is_the_new_one(old: dict, new: dict) -> None:
    before, after = _table(old), _table(new)
    found = compare(FARMS, after, before.to_pandas().assign(_entry=1), "city")
    made, target = _plain(before), _plain(after)
    for position in found.missing:
        del made[before.column("farm_id")[int(position)].as_py()]
    for position in found.added:
        key = after.column("farm_id")[int(position)].as_py()
        made[key] = target[key]
    for called, name, was, becomes in found.changes(10_000):
        key = called.split(" · ")[0]
        assert made[key][name] == was
        made[key][name] = becomes
    assert made == target
    assert len(found.added) + len(found.changed) + found.unchanged == after.num_rows


def test_a_storms_rows_are_called_by_words_and_beijing_time() -> None:
    track = checked("track", printed(sample_rows("track", count=1))).table
    assert (
        label(feed("track"), track, 0)
        == "202508 · 中国气象局 · 浙江省水利厅台风路径 · 定位 · 2025-07-23 14:00 · 2025-07-23 14:00"
    )
    assert label(feed("track"), track, 0, "en").startswith("202508 · CMA · Zhejiang water service · fix · ")
