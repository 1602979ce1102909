"""Spaces around a cell and full-width letters change nothing of what it says."""

import pyarrow as pa
import pytest

from feeds import all_feeds
from feeds.columns import read_column
from feeds.declaration import Column, Feed
from feeds.examples import example
from feeds.sentences import choices

WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
COLUMNS = [
    (form, column) for form in all_feeds().values() for column in form.columns if column.type != "text"
]


def spelt(text: str) -> list[str]:
    return [
        f"　{text} ",
        f"\u00a0{text}\t",
        text.translate(WIDE),
        f"{text}\u200b",
        f"\ufeff{text}",
        text.upper(),
    ]


def read(form: Feed, column: Column, texts: list[str]) -> tuple[list, list]:
    measures = {counter.id: counter for counter in form.counters}
    found = read_column(column, pa.chunked_array([pa.array(texts)]), measures)
    return found.values.to_pylist(), [code for code, _ in found.faults]


@pytest.mark.parametrize(
    ("form", "column"), COLUMNS, ids=[f"{form.name}.{column.name}" for form, column in COLUMNS]
)
def test_a_cell_reads_the_same_with_spaces_around_it_and_in_full_width(form: Feed, column: Column) -> None:
    said = {example(column, form), *choices(column, form, "zh"), *choices(column, form, "en")} - {""}
    for text in said:
        (value,), faults = read(form, column, [text])
        values, others = read(form, column, spelt(text))
        assert faults == others == []
        assert values == [value] * len(values)
