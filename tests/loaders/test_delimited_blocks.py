"""Tables so long that they are read in several blocks."""

import pytest

from loaders import delimited
from loaders.delimited import load


@pytest.mark.parametrize("first", [11, 12, 16, 1, 3])
@pytest.mark.parametrize("note", ["abcdefg", '"abc,e"', '"ab\r\nc"'])
def test_a_long_table_loses_nothing_where_its_blocks_meet(monkeypatch, first, note):
    monkeypatch.setattr(delimited, "_read_any", None)
    # After a first row of another length every row has 16 bytes: 2**20, where a block ends, falls between two rows,
    # between the \\r and the \\n of a row or of a cell, or elsewhere in a cell.
    rows = ["x" * first + ",3,", *(f"{number:05},,{note}" for number in range(70_000))]
    table = load(("船名,人数,备注\r\n" + "\r\n".join(rows) + "\r\n").encode(), {"船名"})
    assert table.columns.column(0).to_pylist() == ["x" * first, *(f"{number:05}" for number in range(70_000))]
    assert len(set(table.columns.column(2).to_pylist())) == 2
    assert table.rows.tolist() == list(range(2, 70_003))
