"""Columns read as a whole."""

import pyarrow as pa
import pytest

from feeds import feed
from feeds.columns import read_column


@pytest.mark.parametrize(("written", "kept"), [("'=1+1", "=1+1"), ("'普通", "'普通"), ("=1+1", "=1+1")])
def test_the_apostrophe_of_our_own_export_is_taken_off_again(written: str, kept: str) -> None:
    read = read_column(feed("fishing_vessels").column("name"), pa.chunked_array([[written]]), {})
    assert read.values.to_pylist() == [kept]
