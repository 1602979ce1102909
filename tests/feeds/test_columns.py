"""Columns read as a whole."""

import pyarrow as pa
import pytest

from feeds import feed
from feeds.columns import read_column


@pytest.mark.parametrize(
    ("written", "kept"),
    [("'=1+1", "=1+1"), ("'普通", "'普通"), ("=1+1", "=1+1"), ("'＝1+1", "＝1+1"), ("'＠A1", "＠A1")],
)
def test_the_apostrophe_of_our_own_export_is_taken_off_again(written: str, kept: str) -> None:
    read = read_column(feed("fishing_vessels").column("name"), pa.chunked_array([[written]]), {})
    assert read.values.to_pylist() == [kept]


@pytest.mark.parametrize("text", ["1.38E+10", " 3.30921e+17", "１．３８Ｅ＋１０", "-2E-3"])
def test_a_text_that_a_spreadsheet_has_rounded_is_refused(text: str) -> None:
    for key in (False, True):
        read = read_column(
            feed("fishing_vessels").column("name"), pa.chunked_array([["浙岱渔1", text]]), {}, key
        )
        assert [(code, at.tolist()) for code, at in read.faults] == [("cell.scientific", [1])]


@pytest.mark.parametrize("text", ["电话 1.38E+10 待核", "浙岱E-10", "2E05", "13800000000", "E+10号"])
def test_a_remark_that_only_mentions_such_a_number_stays(text: str) -> None:
    read = read_column(feed("fishing_vessels").column("note"), pa.chunked_array([[text]]), {})
    assert (read.faults, read.values.to_pylist()) == ((), [text])
