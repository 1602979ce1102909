"""An example is one the form would take."""

import pyarrow as pa
import pytest

from feeds import all_feeds
from feeds.columns import read_column
from feeds.examples import example

EXAMPLES = [
    (form.name, column.name, text)
    for form in all_feeds().values()
    for column in form.columns
    if (text := example(column, form))
]


@pytest.mark.parametrize(("name", "column", "text"), EXAMPLES)
def test_every_example_is_taken(name: str, column: str, text: str) -> None:
    form = all_feeds()[name]
    measures = {counter.id: counter for counter in form.counters}
    read = read_column(form.column(column), pa.chunked_array([[text]]), measures)
    assert read.faults == () and read.values[0].as_py() is not None


def test_only_free_text_goes_without() -> None:
    without = {
        column.type for form in all_feeds().values() for column in form.columns if not example(column, form)
    }
    assert without == {"text", "passage"}
