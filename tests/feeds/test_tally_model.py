"""Counting against the simplest way there is to count, on whatever rows there may be."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds import all_feeds, feed
from feeds.declaration import Counter, Feed
from feeds.tally import rows_of, tally
from tests.feeds.test_tally import picture
from tests.papers import SAMPLES, checked


def _rows_that_say_otherwise(counter: Counter, frame: pd.DataFrame) -> pd.DataFrame:
    return frame.drop(rows_of(counter, frame).index)


@pytest.mark.parametrize(
    "name", [f.name for f in all_feeds().values() if any(c.adds[0] in ("rows", "sum") for c in f.counters)]
)
def test_a_number_leads_back_to_the_rows_it_was_counted_from(name: str) -> None:
    form = feed(name)
    frame = checked(name, (SAMPLES / f"{name}.csv").read_bytes()).table.to_pandas().assign(_entry=1)
    whole = {t.counter.id: t for t in tally(form, frame)}
    for counter in form.counters:
        alone = {t.counter.id: t for t in tally(form, rows_of(counter, frame))}[counter.id]
        rest = {t.counter.id: t for t in tally(form, _rows_that_say_otherwise(counter, frame))}[counter.id]
        assert (alone.value, alone.total, alone.planned) == (
            whole[counter.id].value,
            whole[counter.id].total,
            whole[counter.id].planned,
        )
        assert not rest.value


def _values(form: Feed, name: str) -> st.SearchStrategy:
    column = form.column(name)
    if column.type == "choice":
        return st.sampled_from([choice.code for choice in column.choices])
    if column.type == "flag":
        return st.booleans() | st.none()
    if column.type == "district":
        return st.sampled_from(["dinghai", "putuo", "daishan", "shengsi", "xincheng", "putuoshan"])
    return st.integers(0, 50) | st.none()


def _used(form: Feed) -> list[str]:
    names = {
        name for c in form.counters for part in (c.where, c.done or {}, c.planned or {}) for name in part
    }
    names |= {c.adds[1] for c in form.counters if c.adds[0] == "sum"} | {
        c.total.removeprefix("sum ") for c in form.counters if " " in c.total
    }
    return sorted(names)


def _fits(row: dict, condition: dict | None) -> bool:
    return all(row[name] in values for name, values in (condition or {}).items())


def _one_by_one(counter: Counter, rows: list[dict]) -> tuple:
    """The same question put to each row in turn."""
    within = [row for row in rows if _fits(row, counter.where)]
    done = [row for row in within if _fits(row, counter.done)]
    planned = [row for row in within if counter.planned and _fits(row, counter.planned)]
    verb, of = counter.adds
    known = [row[of] for row in done if row[of] is not None] if verb == "sum" else done
    value = len(done) if verb == "rows" else None if done and not known else sum(known)
    parts = [row[counter.total.removeprefix("sum ")] for row in within] if " " in counter.total else []
    total = (
        len(within)
        if counter.total == "where"
        else None
        if (not parts and " " not in counter.total) or None in parts
        else sum(parts)
    )
    return value, len(planned) if verb == "rows" else 0, total


COUNTED = [
    f.name
    for f in all_feeds().values()
    if any(c.adds[0] in ("rows", "sum") for c in f.counters) and f.name != "reservoirs"
]


@pytest.mark.parametrize("name", COUNTED)
@pytest.mark.parametrize("coded", [False, True])
@settings(max_examples=25)
@given(data=st.data())
def test_counting_all_rows_together_is_counting_them_one_by_one(
    name: str, coded: bool, data: st.DataObject
) -> None:
    form = feed(name)
    rows = data.draw(
        st.lists(
            st.fixed_dictionaries({column: _values(form, column) for column in _used(form)}),
            min_size=1,
            max_size=12,
        )
    )
    frame = picture(*rows) if rows[0] else picture(*[{} for _ in rows])
    if coded:
        frame = frame.astype(
            {
                n: "category"
                for n in frame.columns
                if n in _used(form) and form.column(n).type in ("choice", "district")
            }
        )
    for result in tally(form, frame):
        assert (result.value, result.planned, result.total) == _one_by_one(result.counter, rows), (
            result.counter.id
        )
