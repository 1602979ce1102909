"""The figures form: a value is read by what its measure says it is (a number, a state, a grade, a time window)."""

import pyarrow as pa

from domain import wind
from domain.problems import Problem
from feeds import cells, numbers, times
from feeds.cells import Unreadable
from feeds.declaration import Feed

ALL_WORDS = ("全部", "均", "全", "都", "all", "全部正常", "全部关停", "全部禁止")


def read_figures(feed: Feed, table: pa.Table) -> tuple[pa.Table, list[Problem]]:
    """Replaces `value` by its canonical text and adds `number` (float or null) and `lower` (bool).

    Canonical texts: numbers without separators, "all" for a state that holds everywhere, a grade's code,
    "2025-07-30 daytime" for a time window. Returns the table and the problems of cells that do not fit.
    """
    kinds = {counter.id: counter.adds[1] for counter in feed.counters}
    read, problems = [], []
    columns = (table.column(name).to_pylist() for name in ("measure", "value", "unit", "_row"))
    for measure, value, unit, row in zip(*columns):
        try:
            read.append(_read(kinds.get(measure, ""), value, unit))
        except Unreadable as fault:
            read.append((None, None, False))
            problems.append(Problem(fault.code, row, "value", value, severity="error", holes=(("measure", measure),)))
    texts, figures, lower = zip(*read) if read else ((), (), ())
    index = table.column_names.index("value")
    table = table.set_column(index, "value", pa.array(texts, pa.string()))
    return table.append_column("number", pa.array(figures, pa.float64())).append_column("lower", pa.array(lower, pa.bool_())), problems


def _read(kind: str, value: str | None, unit: str | None) -> tuple[str | None, float | None, bool]:
    if value is None or not kind:
        return value, None, False
    if kind == "number":
        return _number(value, unit)
    reader = {"status": _status, "grade": _grade, "window": times.read_window}[kind]
    return reader(value), None, False


def _number(value: str, unit: str | None) -> tuple[str | None, float | None, bool]:
    quantity = numbers.read_number(value, unit)
    if quantity is None:
        raise Unreadable("cell.not_a_number")
    return f"{quantity.value:.10g}", quantity.value, quantity.qualifier == "lower"


def _status(value: str) -> str:
    if cells.clean(value) not in ALL_WORDS:
        raise Unreadable("cell.not_a_status")
    return "all"


def _grade(value: str) -> str:
    grade = wind.find_cyclone_grade(value)
    if grade is None:
        raise Unreadable("cell.not_a_grade")
    return grade.code
