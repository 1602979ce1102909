"""What stands above and below the rows of a form."""

import pytest

from loaders.delimited import load

KNOWN = ["船名", "人数", "备注"]


def read(text):
    return load(text.encode(), KNOWN)


def rows_of(table):
    return list(zip(*table.columns.to_pydict().values()))


@pytest.mark.parametrize(
    "below",
    [
        "填表人：张三,审核人：李四,填表日期：2025年7月28日\n",
        "备注：1.以上数据截至15时；,,\n2.不含岱山县。,,\n",
        "※以上数据由海洋局提供,,\n",
    ],
)
def test_what_stands_below_a_form_is_no_row_of_it(below):
    table = read(f"船名,人数,备注\n甲,3,\n乙,4,好\n{below}")
    assert [row[0] for row in rows_of(table)] == ["甲", "乙"]
    assert {note.code for note in table.notes} == {"file.footer_skipped"}


def test_what_stands_above_the_header_is_kept_to_be_read():
    table = read("舟山市渔船表,,\n填报单位：海洋局,,截至：2025年7月28日15时\n船名,人数,备注\n甲,3,\n")
    assert table.titles == ("舟山市渔船表", "填报单位：海洋局", "截至：2025年7月28日15时")
