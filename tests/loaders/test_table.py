import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.problems import Refused
from feeds.sums import is_sum
from loaders import table as tables
from loaders.table import (
    MAX_COLUMNS,
    MAX_ROWS,
    find_header,
    header_names,
    refuse_too_many_rows,
    without_blank_columns,
    without_sums_and_blanks,
)

KNOWN = {"船名", "人数"}


def strings(**columns):
    return pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()})


def test_the_header_is_the_record_with_most_known_headers():
    assert (
        find_header([["舟山市渔船表", ""], ["船名", "备注"], ["船名", "人数"], ["浙普渔", "3"]], KNOWN) == 2
    )


def test_without_known_headers_it_is_the_first_record_with_two_filled_cells():
    assert find_header([["标题", " "], [], ["甲", "乙"], ["1", "2"]], KNOWN) == 2


def test_in_a_single_column_it_is_the_first_filled_record():
    assert find_header([[""], ["甲"], ["1"]], KNOWN) == 1


def test_blank_records_have_no_header():
    assert find_header([[], ["", " "]], KNOWN) is None


def test_repeated_headers_are_told_apart():
    assert header_names(["船名", "人数", "船名", "船名 (2)", "船名"]) == [
        "船名",
        "人数",
        "船名 (2)",
        "船名 (2) (2)",
        "船名 (3)",
    ]


def test_headers_lose_their_outer_spaces_and_line_breaks():
    assert header_names([" 船\n名 ", "人数\t"]) == ["船 名", "人数"]


def test_blank_headers_at_the_end_are_no_columns_and_one_between_has_a_letter():
    assert header_names(["船名", "", "人数", "", " "]) == ["船名", "[B]", "人数"]
    assert header_names([""] * 27 + ["x"])[25:] == ["[Z]", "[AA]", "x"]


def test_more_columns_than_a_form_can_have_are_refused():
    assert len(header_names([str(i) for i in range(MAX_COLUMNS)])) == MAX_COLUMNS
    with pytest.raises(Refused) as refusal:
        header_names([str(i) for i in range(MAX_COLUMNS + 1)])
    assert refusal.value.problems[0].code == "file.over_column_limit"


def test_more_rows_than_a_form_can_have_are_refused():
    refuse_too_many_rows(MAX_ROWS)
    with pytest.raises(Refused) as refusal:
        refuse_too_many_rows(MAX_ROWS + 1)
    assert refusal.value.problems[0].code == "file.over_row_limit"


@pytest.mark.parametrize(
    "cell",
    [
        "合计",
        "合 计",
        "　总计",
        "小计：",
        "共计48个",
        "合计(艘)",
        "Total",
        "TOTAL:",
        "Grand Total",
        "subtotal",
        "合计：32处，362人",
        "共计32处（其中已撤离12处）",
        "合计（截至7月28日15时）",
        "总计 三十二 处",
        "累计",
        "定海区合计：约1,200人",
    ],
)
def test_a_sum_is_known_by_its_first_cell(cell):
    assert is_sum(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "合盛",
        "总计划",
        "小计量站",
        "小计岛",
        "合计1号",
        "共青团",
        "小干岛",
        "Total Energies 5",
        "合 并",
        "合计山塘",
        "总计三水库",
        "合计十里村",
        "枸杞小计",
    ],
)
def test_a_name_that_only_begins_like_a_sum_is_none(cell):
    assert not is_sum(cell)


def test_sums_and_blank_rows_are_left_out_and_sums_are_noted():
    table = strings(a=["甲", "", " ", "合 计", ""], b=["1", "总计", "\u3000", "2", "定海区小计"])
    kept, rows, notes, sums = without_sums_and_blanks(table, np.array([2, 4, 5, 7, 8], np.int32))
    assert kept.to_pydict() == {"a": ["甲"], "b": ["1"]}
    assert rows.tolist() == [2]
    assert [(note.code, note.row, note.raw, note.severity) for note in notes] == [
        ("file.total_row_skipped", 4, "总计", "note"),
        ("file.total_row_skipped", 7, "合 计", "note"),
        ("file.total_row_skipped", 8, "定海区小计", "note"),
    ]
    assert [(one.row, one.name, dict(one.cells)) for one in sums] == [
        (4, "总计", {"b": "总计"}),
        (7, "合 计", {"a": "合 计", "b": "2"}),
        (8, "定海区小计", {"b": "定海区小计"}),
    ]


def test_a_sum_is_only_one_in_the_first_filled_cell():
    table = strings(a=["甲"], b=["合计"])
    assert without_sums_and_blanks(table, np.array([2]))[0].num_rows == 1


def test_a_sum_of_a_part_has_nothing_but_numbers_beside_it():
    table = strings(
        a=["枸杞小计", "嵊山小计", "洋山小计", "小计岛", "合计山塘"],
        b=["", "约98人", "某某公司", "", ""],
        c=["9", "1,200", "9", "", "7"],
    )
    kept, _, notes, sums = without_sums_and_blanks(table, np.arange(2, 7))
    assert kept.column("a").to_pylist() == ["洋山小计", "小计岛", "合计山塘"]
    assert [one.name for one in sums] == ["枸杞小计", "嵊山小计"] and len(notes) == 2


def test_a_column_with_neither_header_nor_values_is_left_out():
    table = strings(**{"a": ["1"], "[B]": [" "], "[C]": ["2"], "d": [""]})
    assert without_blank_columns(table).column_names == ["a", "[C]", "d"]


CELLS = st.sampled_from(
    [
        "",
        " ",
        "\u3000",
        "YC3301",
        "合计",
        "Total",
        "subTOTAL:",
        "xtotalx",
        "填表人：张三",
        "1.不含岱山",
        "12",
        "计划",
        "*注",
    ]
)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=8))
def test_what_is_left_out_is_the_same_when_every_cell_is_looked_at_closely(records):
    table = strings(**{name: [record[i] for record in records] for i, name in enumerate("abc")})
    rows = np.arange(len(records))
    kept, kept_rows, *left_out = without_sums_and_blanks(table, rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "_worth_a_look", lambda cells: np.arange(len(cells)))
        closely, close_rows, *closely_left_out = without_sums_and_blanks(table, rows)
    assert kept.to_pylist() == closely.to_pylist()
    assert (kept_rows.tolist(), left_out) == (close_rows.tolist(), closely_left_out)
