"""A fault is told by its likely cause, and only where it is likely."""

import pytest

from tests.papers import Paper, changed, faults, printed, sample_rows

FARMS = sample_rows("aquaculture", "嵊泗县", 4)


def said(changes: dict[int, dict[str, str]], rows: Paper = FARMS) -> list[tuple]:
    return [fault[:3] for fault in faults("aquaculture", printed(changed(rows, changes)), "shengsi")]


def test_a_longitude_where_the_latitude_belongs_and_the_other_way_round_are_swapped() -> None:
    assert said({2: {"经度": "30.7", "纬度": "122.8"}}) == [
        ("cell.looks_swapped", 4, "lon"),
        ("cell.looks_swapped", 4, "lat"),
    ]


@pytest.mark.parametrize("position", [{"经度": "22.75", "纬度": "3.0"}, {"经度": "200", "纬度": "122.8"}])
def test_two_numbers_out_of_range_that_do_not_fit_the_other_way_are_only_that(
    position: dict[str, str],
) -> None:
    assert {code for code, *_ in said({2: position})} == {"cell.out_of_range"}


def test_empty_districts_below_a_filled_one_look_like_a_merged_cell() -> None:
    blank = {"县区": ""}
    assert said({1: blank, 3: blank}) == [
        ("cell.looks_split", 3, "district"),
        ("cell.looks_split", 5, "district"),
    ]


def test_an_empty_district_with_none_above_it_is_only_empty() -> None:
    assert said({0: {"县区": ""}}) == [("cell.missing", 2, "district")]


def test_another_empty_cell_below_a_filled_one_is_not_guessed_at() -> None:
    assert said({1: {"养殖人员数(人)": ""}, 2: {"养殖场名称": ""}}) == [
        ("cell.missing", 3, "people"),
        ("cell.missing", 4, "name"),
    ]


def test_a_row_without_a_name_is_no_part_of_a_merged_block() -> None:
    below = {**dict.fromkeys(FARMS[0], ""), "养殖场编号": "其中：外来务工", "养殖人员数(人)": "5"}
    codes = [fault[:3] for fault in faults("aquaculture", printed([*FARMS, below]), "shengsi")]
    assert ("cell.missing", 6, "district") in codes
    assert "cell.looks_split" not in {code for code, *_ in codes}
