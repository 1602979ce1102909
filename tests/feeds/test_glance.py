"""A glance at all bytes of a column spares the tests of single cells and never decides otherwise than they."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds import columns, feed, glance
from feeds.columns import PLAIN, ReadColumn, read_column
from feeds.declaration import Column

BOATS = feed("fishing_vessels")
# What a cell holds that is nearly a number, an id or a name, and what only looks like one.
CELLS = st.one_of(
    st.text("0123456789.-+eE 　'“—－/无N/A计船\u00a0\u4dff\u9fff\ua000é", max_size=14),
    st.sampled_from(
        [
            "",
            "渔#REF!甲",
            "浙锟斤拷渔",
            "甲 ",
            "甲\u3000",
            "122.5",
            "122.",
            ".5",
            "1.2.3",
            "-3.5",
            "0012.50",
            "1234567890123",
            "12345678.12345",
        ]
    ),
    st.integers(-(10**17), 10**17).map(str),
    st.floats(allow_nan=False).map(str),
    st.text(max_size=8),
    st.just("长" * 201),
)
COLUMNS = [BOATS.column(name) for name in ("vessel_id", "name", "lon", "crew", "harbour", "note")]


def told(read: ReadColumn) -> tuple:
    """All that was read of a column, to compare."""
    received = None if read.received is None else read.received.to_pylist()
    faults = [(code, at.tolist()) for code, at in read.faults]
    return read.values.to_pylist(), read.texts.to_pylist(), received, faults


def unsure(texts: pa.Array) -> np.ndarray:
    """A glance that tells nothing."""
    return np.zeros(len(texts), bool)


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.name)
@given(cells=st.lists(CELLS, max_size=8), plain=st.booleans())
def test_what_is_read_at_a_glance_is_what_the_closer_look_reads(
    column: Column, cells: list[str], plain: bool
) -> None:
    texts = pa.chunked_array([pa.array([*cells, *(["12"] if plain else [])], pa.string())])
    quick = told(read_column(column, texts, {}))
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(PLAIN, column.type, (unsure, PLAIN[column.type][1]))
        patch.setattr(columns, "_settles", lambda *_: False)
        assert told(read_column(column, texts, {})) == quick


@given(st.lists(st.text("0123456789.-", max_size=14)))
def test_a_part_of_a_column_is_seen_as_it_is(cells: list[str]) -> None:
    whole = pa.array(["9.9", *cells, "7"], pa.string())
    part = whole.slice(1, len(cells))
    assert glance.decimals(part).tolist() == glance.decimals(pa.array(cells, pa.string())).tolist()
    assert glance.words(part, 5).tolist() == glance.words(pa.array(cells, pa.string()), 5).tolist()


@given(st.lists(st.text("toalTOALx计合", max_size=7), max_size=5), st.sampled_from(["total", "计", "ota"]))
def test_a_word_that_no_column_may_hold_stands_in_none_of_its_cells(cells: list[str], word: str) -> None:
    column = pa.chunked_array([pa.array(part, pa.string()) for part in (cells[:2], cells[2:])])
    if any(word in cell.lower() for cell in cells):
        assert glance.may_hold(column, word)
    elif word not in "".join(cells).lower():
        assert not glance.may_hold(column, word)
