"""The figures form: a value is read by what its measure says it is (a number, a state, a grade, a time window)."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date

import pyarrow as pa

from domain import wind
from domain.problems import Problem
from feeds import cells, numbers, times
from feeds.cells import Unreadable
from feeds.declaration import Counter, Feed
from feeds.faults import Faults
from feeds.units import accepts

ALL_WORDS = ("全部", "均", "全", "都", "all", "全部正常", "全部关停", "全部禁止")
# What the measure's own declaration says already.
SAID_ANYWAY = ("累计", "平均")
# Nobody sends half a team.
COUNTED = ("个", "组", "人次", "处点次")
BOUNDS = {"lower": ("余", "以上"), "upper": ("以下",), "about": ("约",)}

# (canonical text, number where it is one, qualifier of the number)
Read = tuple[str | None, float | None, str | None]


def read_figures(feed: Feed, table: pa.Table, today: date | None, faults: Faults) -> pa.Table:
    """Replaces `value` by its canonical text and adds `number` (float or null) and `value_qualifier`.

    Canonical texts: numbers without separators, "all" for a state that holds everywhere, a grade's code,
    "2025-07-30 daytime" for a time window. Cells that do not fit go to `faults`.
    """
    counters = {counter.id: counter for counter in feed.counters}
    read = []
    columns = (table.column(name).to_pylist() for name in ("measure", "value", "unit", "qualifier", "_row"))
    for measure, value, unit, qualifier, row in zip(*columns):
        try:
            read.append(_read(counters.get(measure), value, unit, qualifier, today))
        except _Misfit as fault:
            read.append((None, None, None))
            faults.add([Problem(fault.code, row, fault.column, fault.raw, fault.expected)])
    texts, figures, qualifiers = zip(*read) if read else ((), (), ())
    index = table.column_names.index("value")
    table = table.set_column(index, "value", pa.array(texts, pa.string()))
    table = table.append_column("number", pa.array(figures, pa.float64()))
    return table.append_column("value_qualifier", pa.array(qualifiers, pa.string()))


class _Misfit(Exception):
    """A cell that does not say what its measure asks for."""

    def __init__(self, code: str, column: str, raw: str, expected: str | None = None) -> None:
        self.code, self.column, self.raw, self.expected = code, column, raw, expected
        super().__init__(code)


def _read(
    counter: Counter | None, value: str | None, unit: str | None, qualifier: str | None, today: date | None
) -> Read:
    if value is None or counter is None:
        return value, None, None
    kind = counter.adds[1]
    try:
        if kind == "number":
            return _number(counter, value, unit, qualifier)
        if kind == "window":
            return times.read_window(value, today), None, None
        return READERS[kind](value), None, None
    except Unreadable as fault:
        raise _Misfit(fault.code, "value", value, counter.unit if kind == "number" else None) from fault


def _number(counter: Counter, value: str, unit: str | None, qualifier: str | None) -> Read:
    if unit and not accepts(counter.unit, unit):
        raise _Misfit("cell.other_unit", "unit", unit, counter.unit)
    quantity = numbers.read_number(value, counter.unit or None)
    if quantity is None:
        raise Unreadable("cell.not_a_number")
    if counter.unit in COUNTED and not quantity.value.is_integer():
        raise Unreadable("cell.not_whole")
    if counter.unit in COUNTED and quantity.value < 0:
        raise _Misfit("cell.out_of_range", "value", value, f"≥ 0 {counter.unit}")
    return f"{quantity.value:.15g}", quantity.value, _bound(quantity.qualifier, qualifier)


def _bound(said: str | None, qualifier: str | None) -> str | None:
    """The bound in the cell or beside it; `至少84` beside 以下 says two things at once."""
    beside = _qualified(qualifier)
    if said and beside and said != beside:
        raise _Misfit("cell.not_a_choice", "qualifier", qualifier or "", " / ".join(BOUNDS[said]))
    return said or beside


def _qualified(said: str | None) -> str | None:
    """余, 以上, 约 in the form's own column for it mean what they mean beside the number."""
    if said is None or said in SAID_ANYWAY:
        return None
    for text in (f"1{said}", f"{said}1"):
        with suppress(Unreadable):
            quantity = numbers.read_number(text)
            if quantity and quantity.qualifier:
                return quantity.qualifier
    raise _Misfit(
        "cell.not_a_choice", "qualifier", said, " / ".join(("余", "以上", "以下", "约", *SAID_ANYWAY))
    )


def _status(value: str) -> str:
    if cells.clean(value).casefold() not in ALL_WORDS:
        raise Unreadable("cell.not_a_status")
    return "all"


def _grade(value: str) -> str:
    grade = wind.find_cyclone_grade(value)
    if grade is None:
        raise Unreadable("cell.not_a_grade")
    return grade.code


READERS: dict[str, Callable[[str], str | None]] = {
    "status": _status,
    "grade": _grade,
}
