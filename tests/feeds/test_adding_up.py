"""What a file adds up itself is held against its rows; a sum that fits any reading of it is left in peace."""

import pytest

from domain.problems import Problem
from feeds import feed
from feeds.adding_up import MOST_SUMS, parts_that_do_not_add_up, sums_that_differ
from feeds.check import check
from feeds.mapping import known_headers
from feeds.sentences import tell
from loaders.delimited import load
from tests.papers import Paper, changed, printed, sample_rows

FARMS = feed("aquaculture")


def said(rows: Paper, form: str = "aquaculture") -> list[Problem]:
    raw = load(printed(rows), known_headers())
    read = check(feed(form), raw.columns, raw.rows, "city")
    assert not read.refused
    return [
        *sums_that_differ(feed(form), read.table, read.found, (*raw.sums, *read.sums)),
        *parts_that_do_not_add_up(feed(form), read.table),
    ]


def sum_row(rows: Paper, name: str, of: Paper, off: int = 0) -> dict[str, str]:
    people = sum(int(row["养殖人员数(人)"]) for row in of) + off
    return {**dict.fromkeys(rows[0], ""), "养殖场编号": name, "养殖人员数(人)": str(people)}


@pytest.fixture
def farms() -> Paper:
    return sample_rows("aquaculture")


@pytest.mark.parametrize("name", ["合计", "总计", "全市合计：", "Total"])
def test_a_total_below_the_rows_that_is_their_sum_is_in_order(farms: Paper, name: str) -> None:
    assert said([*farms, sum_row(farms, name, farms)]) == []


def test_a_total_that_is_not_the_sum_of_the_rows_is_told_with_both_numbers(farms: Paper) -> None:
    (doubt,) = said([*farms, sum_row(farms, "合计", farms, off=3)])
    assert (doubt.code, doubt.row, doubt.column, doubt.raw) == ("file.sum_differs", 70, "people", "739")
    assert dict(doubt.holes) == {"sum": "736"} and doubt.severity == "warning"
    assert tell(doubt, FARMS, "zh").text == "第 70 行（合计）：养殖人员数写的是 739，各行相加是 736"


def test_sums_of_parts_and_of_these_parts_together_are_in_order(farms: Paper) -> None:
    one, two, rest = farms[:8], farms[8:16], farms[16:]
    parts = [*one, sum_row(farms, "枸杞小计", one), *two, sum_row(farms, "嵊山小计", two)]
    assert (
        said([*parts, sum_row(farms, "乡镇小计", [*one, *two]), *rest, sum_row(farms, "累计", farms)]) == []
    )


@pytest.mark.parametrize(
    "text", ["合计：{n}处，736人", "共计{n}处（其中已撤离12处）", "合计（截至7月28日15时）", "总计 六十八 处"]
)
def test_a_total_in_words_is_counted_by_its_rows_alone(farms: Paper, text: str) -> None:
    alone = {**dict.fromkeys(farms[0], ""), "养殖场编号": text.format(n=len(farms))}
    assert said([*farms, alone]) == []
    wrong = {**alone, "养殖场编号": text.format(n=len(farms) + 1)}
    assert [doubt.code for doubt in said([*farms, wrong])] == (
        ["file.count_differs"] if "{n}" in text else []
    )


def test_beside_a_running_number_a_total_may_stand_where_the_district_does(farms: Paper) -> None:
    numbered = [{"序号": str(at), **row} for at, row in enumerate(farms, 1)]
    total = {**dict.fromkeys(numbered[0], ""), "序号": "69", "县区": "合计", "养殖人员数(人)": "736"}
    assert said([*numbered, total]) == []
    (doubt,) = said([*numbered, {**total, "养殖人员数(人)": "737"}])
    assert (doubt.code, doubt.row) == ("file.sum_differs", 70)


def test_a_farm_whose_district_says_so_is_a_farm_at_fault(farms: Paper) -> None:
    raw = load(printed(changed(farms, {3: {"县区": "合计"}})), known_headers())
    read = check(FARMS, raw.columns, raw.rows, "city")
    assert [(fault.code, fault.row, fault.column) for fault in read.problems] == [
        ("cell.not_a_choice", 5, "district")
    ]


def test_subtotals_add_up_the_rows_above_them_and_the_total_all_rows(farms: Paper) -> None:
    one, two = farms[:30], farms[30:]
    rows = [
        *one,
        sum_row(farms, "小计", one),
        *two,
        sum_row(farms, "小计", two),
        sum_row(farms, "合计", farms),
    ]
    assert said(rows) == []
    (doubt,) = said([*one, sum_row(farms, "小计", one, off=-1), *two, sum_row(farms, "合计", farms)])
    assert (doubt.row, dict(doubt.holes)["sum"]) == (32, str(sum(int(r["养殖人员数(人)"]) for r in one)))


def test_a_districts_subtotal_adds_up_its_district_wherever_its_rows_stand(farms: Paper) -> None:
    shengsi = [row for row in farms if row["县区"] == "嵊泗县"]
    assert shengsi
    assert said([*farms, sum_row(farms, "嵊泗县小计", shengsi)]) == []
    (doubt,) = said([*farms, sum_row(farms, "嵊泗县小计", shengsi, off=1)])
    assert dict(doubt.holes)["sum"] == str(sum(int(r["养殖人员数(人)"]) for r in shengsi))


def test_a_total_with_a_bound_in_it_claims_no_sum(farms: Paper) -> None:
    assert said([*farms, {**sum_row(farms, "合计", farms), "养殖人员数(人)": "700余"}]) == []


def test_a_line_that_counts_the_rows_is_held_against_their_number(farms: Paper) -> None:
    nothing = dict.fromkeys(farms[0], "")
    assert said([*farms, {**nothing, "养殖场编号": "共计68"}]) == []
    (doubt,) = said([*farms, {**nothing, "养殖场编号": "共计70"}])
    assert (doubt.code, doubt.raw, dict(doubt.holes)) == ("file.count_differs", "共计70", {"n": 68})


def test_the_waterlogging_spots_of_the_seed_storm_are_14_in_parts_of_10_2_1_1() -> None:
    spots = sample_rows("waterlogging_spots")
    assert len(spots) == 14 and said(spots, "waterlogging_spots") == []
    (doubt,) = said(changed(spots, {0: {"县区": "岱山县"}}), "waterlogging_spots")
    holes = dict(doubt.holes)
    assert (doubt.code, doubt.severity) == ("file.parts_differ", "warning")
    assert (holes["whole"], holes["rows"]) == (14, "2")
    assert sum(int(part) for part in str(holes["parts"]).split(" + ")) == 13


def test_very_many_rows_of_sums_are_not_all_held_against_the_rows(farms: Paper) -> None:
    many = [sum_row(farms, "合计", farms, off=3)] * (MOST_SUMS + 50)
    assert len(said([*farms, *many])) == MOST_SUMS
