import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.problems import Refused
from loaders import delimited
from loaders.delimited import LONGEST_CELL, load

KNOWN = ("船名", "人数", "备注")
TORTURE = Path(__file__).parents[2].parent / "shared" / "data" / "torture"
# Left out: location_coordinates, whose two halves differ, and utf8, which has a test of its own.
SPECTRUM = (
    *("comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "newlines", "newlines_crlf"),
    *("quotes_and_newlines", "simple", "simple_crlf"),
)
needs_torture = pytest.mark.skipif(not TORTURE.exists(), reason="the shared real data is not here")


def read(text, known=KNOWN):
    return load(text.encode(), known)


def rows_of(table):
    return [tuple(row.values()) for row in table.columns.to_pylist()]


def refusal(text, known=KNOWN):
    with pytest.raises(Refused) as refused:
        read(text, known)
    problem = refused.value.problems[0]
    return problem.code, problem.row


def test_a_plain_table_keeps_its_cells_as_they_are():
    table = read("船名,人数\n浙普渔 , 012\nNULL,\n")
    assert table.columns.to_pydict() == {"船名": ["浙普渔 ", "NULL"], "人数": [" 012", ""]}
    assert (table.rows.tolist(), table.header_row, table.encoding, table.delimiter) == (
        [2, 3],
        1,
        "utf-8",
        ",",
    )
    assert table.notes == ()


def test_every_column_is_text():
    assert {str(column.type) for column in read("船名,人数\n1,2\n").columns.columns} == {"string"}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_separator_is_found(delimiter):
    table = read(f"船名{delimiter}人数\n甲{delimiter}3\n")
    assert (table.delimiter, rows_of(table)) == (delimiter, [("甲", "3")])


def test_known_headers_outweigh_more_frequent_signs():
    table = read("船名;人数\n甲,乙,丙;3\n丁,戊,己;4\n")
    assert rows_of(table) == [("甲,乙,丙", "3"), ("丁,戊,己", "4")]


def test_without_known_headers_the_steadiest_width_decides():
    assert read("a;b\n1,5;2\n3;4\n", ()).delimiter == ";"


def test_excels_separator_line_is_understood_and_not_counted():
    table = read("sep=;\r\n船名;人数\r\n甲;3\r\n")
    assert (table.delimiter, table.header_row, table.rows.tolist(), rows_of(table)) == (
        ";",
        1,
        [2],
        [("甲", "3")],
    )


def test_titles_and_blank_lines_above_the_header_are_counted():
    table = read("舟山市渔船统计表,,\n\n填报单位：定海区,,\n船名,人数,备注\n甲,3,\n")
    assert (table.header_row, table.rows.tolist(), rows_of(table)) == (4, [5], [("甲", "3", "")])


def test_blank_rows_are_dropped_silently_and_counted():
    table = read("船名,人数\n\n甲,3\n,\n \n\n乙,4\n,\n\n")
    assert (table.rows.tolist(), table.notes) == ([3, 7], ())


def test_a_quoted_line_break_is_within_one_row_and_becomes_a_space():
    table = read('船名,人数,备注\r\n甲,3,"风大\r\n回港"\r\n乙,4,"a\tb"\r\n')
    assert (table.rows.tolist(), rows_of(table)) == ([2, 3], [("甲", "3", "风大 回港"), ("乙", "4", "a b")])


def test_a_tab_in_an_unquoted_cell_becomes_a_space():
    assert rows_of(read("船名,人数\n甲\t乙,3\n")) == [("甲 乙", "3")]


def test_old_line_ends_are_line_ends():
    assert read("船名,人数\r甲,3\r乙,4\r").rows.tolist() == [2, 3]


def test_sums_are_left_out_with_a_note_of_their_row():
    table = read("船名,人数\n甲,3\n合 计,3\n乙,4\n,总计7\n")
    assert rows_of(table) == [("甲", "3"), ("乙", "4")]
    assert [(note.code, note.row, note.raw) for note in table.notes] == [
        ("file.total_row_skipped", 3, "合 计"),
        ("file.total_row_skipped", 5, "总计7"),
    ]


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_short_row_is_filled_up(quote):
    assert rows_of(read(f"船名,人数,备注\n{quote}甲{quote}\n乙,4,好\n")) == [
        ("甲", "", ""),
        ("乙", "4", "好"),
    ]


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_row_with_something_in_too_many_cells_is_at_fault(quote):
    table = read(f"船名,人数\n{quote}甲{quote},3\n乙,4,,五\n丙,5,,\n")
    assert rows_of(table) == [("甲", "3"), ("乙", "4"), ("丙", "5")]
    (problem,) = table.notes
    assert (problem.code, problem.row, problem.raw, problem.expected, problem.severity, problem.holes) == (
        "row.too_many_cells", 3, "五", "2", "error", (("found", 4),),
    )  # fmt: skip


def test_something_under_a_blank_header_at_the_end_is_at_fault():
    assert [note.row for note in read("船名,人数,,\n甲,3,,\n乙,4,,x\n").notes] == [3]


def test_a_column_without_header_is_kept_under_its_letter_if_it_holds_something():
    assert read("船名,,人数\n甲,x,3\n").columns.column_names == ["船名", "[B]", "人数"]
    assert read("船名,,人数\n甲,,3\n").columns.column_names == ["船名", "人数"]


def test_a_repeated_header_gets_a_number():
    assert read("船名,人数,船名\n甲,3,乙\n").columns.column_names == ["船名", "人数", "船名 (2)"]


def test_what_cannot_be_seen_is_stripped_from_cells_and_headers():
    table = read("\u200b船名,人\x01数\n浙\u202e普\x1b渔,\u20663\n")
    assert table.columns.to_pydict() == {"船名": ["浙普渔"], "人数": ["3"]}


def test_a_header_alone_is_a_table_without_rows():
    table = read("船名,人数\n")
    assert (table.columns.column_names, table.columns.num_rows, table.rows.tolist()) == (
        ["船名", "人数"],
        0,
        [],
    )


def test_a_quote_that_stays_open_is_refused_with_its_row():
    assert refusal('船名,人数\n甲,3\n乙,"4\n丙,5\n') == ("file.unclosed_quote", 3)
    assert refusal('船名,"人数\n甲,3\n') == ("file.unclosed_quote", 1)
    assert refusal('船名,备注\n甲,a"b\n乙,"c') == ("file.unclosed_quote", 3)


def test_a_cell_longer_than_any_cell_is_refused_with_its_row():
    assert read("船名,备注\n甲," + "x" * LONGEST_CELL + "\n").columns.num_rows == 1
    assert refusal("船名,备注\n甲," + "x" * (LONGEST_CELL + 1) + "\n") == ("file.cell_too_long", 2)


def test_a_table_too_wide_is_refused():
    assert refusal(",".join(f"c{i}" for i in range(201)) + "\n") == ("file.over_column_limit", None)


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_table_too_long_is_refused(monkeypatch, quote):
    monkeypatch.setattr("loaders.table.MAX_ROWS", 3)
    text = "船名,人数\n" + f"{quote}甲{quote},3\n" * 3
    assert read(text).columns.num_rows == 3
    assert refusal(text + "乙,4\n") == refusal(text + "乙\n") == ("file.over_row_limit", None)


def test_lines_of_nothing_but_separators_are_an_empty_file():
    assert refusal(",,\n,,\n") == ("file.empty", None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "gb18030", "gbk"])
def test_an_encoding_changes_nothing_but_its_name(encoding):
    text = '标题\r\n船名,人数,备注\r\n甲,3,"定海,\r\n普陀"\r\n合计,3,\r\n'
    assert outcome(text.encode(encoding))[:4] == outcome(text.encode())[:4]


def test_a_character_of_the_2022_edition_arrives_in_its_cell():
    assert rows_of(load("船名,人数\n".encode("gbk") + b"\xfe\x59,3\n", KNOWN)) == [("龴", "3")]


def outcome(data):
    """All a load gives, in a form that compares."""
    try:
        table = load(data, KNOWN)
    except Refused as refused:
        return "refused", refused.problems
    columns = {name: table.columns.column(name).to_pylist() for name in table.columns.column_names}
    return columns, table.rows.tolist(), table.header_row, table.notes, table.delimiter, table.encoding


HEADS = st.sampled_from(
    [
        "船名,人数,备注\n",
        "船名,人数,,\n",
        "\n标题,,\n船名,,备注\r\n",
        "船名\n",
        "船名\t人数\n",
        "船名;人数;备注\r",
        "sep=;\n船名;人数\n",
        "",
    ]
)
SIGNS = ["甲b,\n", '甲b,\n\r" ', "a,,\n\n", '合计,\n" a', 'a,\t;\n"', "a,\r", "甲\n\u200b,"]
CELLS = st.sampled_from(["甲", "3", '"a,b"', '"a\nb"', '"a""b"', "", " "])
RECORDS = st.lists(CELLS, min_size=2, max_size=4).map(",".join)
BODIES = st.one_of(*(st.text(signs, max_size=40) for signs in SIGNS), st.lists(RECORDS).map("\n".join))


@settings(deadline=None)
@given(HEADS, BODIES)
def test_columns_at_once_and_row_by_row_give_the_same_table(head, body):
    data = (head + body).encode()
    at_once = outcome(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "_read_unquoted", lambda body, layout: None)
        patch.setattr(delimited, "_read_quoted", lambda body, layout: None)
        assert outcome(data) == at_once


@settings(deadline=None)
@given(
    st.lists(st.lists(st.text("甲乙3,;\n\"' ", max_size=5), min_size=3, max_size=3), max_size=12),
    st.sampled_from(",;\t"),
)
def test_a_table_written_by_any_csv_writer_is_read_back(rows, delimiter):
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter).writerows([["船名", "人数", "备注"], *rows])
    expected = [
        tuple(cell.replace("\n", " ") for cell in row) for row in rows if any(cell.strip() for cell in row)
    ]
    table = read(written.getvalue())
    assert rows_of(table) == expected
    assert table.rows.tolist() == [i for i, row in enumerate(rows, 2) if any(cell.strip() for cell in row)]


def test_a_regular_table_is_read_all_columns_at_once(monkeypatch):
    monkeypatch.setattr(delimited, "_read_any", None)
    assert len(rows_of(read("船名,人数\r\n甲,3\r\n\r\n乙\r\n丙,5,,\r\n"))) == 3
    assert len(rows_of(read('船名,人数\r\n"甲,a",3\r\n乙,"4\n5"\r\n'))) == 2


@needs_torture
@pytest.mark.parametrize("path", sorted(TORTURE.rglob("*.*")), ids=lambda path: path.name)
def test_real_torture_files_are_read_or_refused_with_a_code(path):
    try:
        table = load(path.read_bytes(), KNOWN)
    except Refused as refused:
        assert all(problem.code.startswith("file.") for problem in refused.problems)
    else:
        assert table.columns.num_rows == len(table.rows)


@needs_torture
@pytest.mark.parametrize("name", SPECTRUM)
def test_the_csv_spectrum_is_read_as_its_authors_meant_it(name):
    meant = json.loads((TORTURE / f"csv-spectrum/json__{name}.json").read_bytes())
    expected = [{header: " ".join(cell.splitlines()) for header, cell in row.items()} for row in meant]
    data = (TORTURE / f"csv-spectrum/csvs__{name}.csv").read_bytes()
    assert load(data, ()).columns.to_pylist() == expected


@needs_torture
def test_one_real_track_in_three_encodings_is_one_table():
    tables = [
        load(path.read_bytes(), ("time", "lng")) for path in sorted(TORTURE.glob("reencoded_real/*.csv"))
    ]
    assert len(tables) == 3
    assert all(table.columns.equals(tables[0].columns) for table in tables)
    assert {table.encoding for table in tables} == {"gb18030", "utf-16-le", "utf-8"}


@needs_torture
def test_two_bytes_that_either_encoding_may_mean_need_a_mark():
    data = (TORTURE / "csv-spectrum/csvs__utf8.csv").read_bytes()
    with pytest.raises(Refused) as refused:
        load(data, ())
    assert refused.value.problems[0].code == "file.encoding_unknown"
    assert rows_of(load(b"\xef\xbb\xbf" + data, ()))[-1] == ("4", "5", "ʤ")
