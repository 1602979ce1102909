"""One state for each measure, by the same rule on every screen; old is never shown as fresh."""

from datetime import timedelta

import pytest

from feeds import all_feeds
from feeds.declaration import SAYS, Counter
from readiness.due import ALWAYS, Round, Rounds
from readiness.judge import PLAIN_SAYS, STATES, judge
from readiness.measures import Measure
from readiness.plan import Demand
from tests.readiness.situations import NOW

TWICE_A_DAY = Rounds((Round(12, ALWAYS),), 1)


def counter(says: str = "done", **more) -> Counter:
    return Counter("a.measure", "指标", "Measure", says, **more)


def measure(value, total=None, says: str = "done", hours: float = 1, **more) -> Measure:
    """A measure that arrived some hours ago."""
    arrived = None if value is None else NOW - timedelta(hours=hours)
    return Measure("aquaculture", counter(says), value, total, received_at=arrived, oldest_at=arrived, **more)


def state(*given, **more) -> str:
    return judge(measure(*given, **more), None, TWICE_A_DAY, NOW).state


@pytest.mark.parametrize(
    ("given", "more", "expected"),
    [
        ((4332, 4332), {}, "done"),
        ((4331, 4332), {}, "doing"),
        ((1, 4332), {}, "doing"),
        ((0, 4332), {}, "open"),
        ((4333, 4332), {}, "done"),
        ((0, 128), {"planned": 113}, "planned"),
        ((100, 128), {"planned": 28}, "planned"),
        ((100, 128), {"planned": 27}, "doing"),
        ((0, None), {"planned": 5}, "planned"),
        ((6, None), {"unstated": True}, "unstated"),
        ((0, None), {"unstated": True}, "unstated"),
        ((38, None), {}, "done"),
        ((38, None), {"silent": ("putuo",)}, "doing"),
        ((38, 38), {"silent": ("putuo",)}, "doing"),
        ((0, 38), {"silent": ("putuo",)}, "open"),
        ((0, 0), {}, "plain"),
        ((1, 1), {}, "done"),
        ((0, None), {}, "open"),
        ((None,), {}, "missing"),
        (("all",), {"says": "status"}, "done"),
        (("all",), {"says": "status", "silent": ("putuo",)}, "doing"),
        ((None,), {"says": "status"}, "missing"),
        ((1340,), {"says": "stock", "bound": "lower"}, "plain"),
        ((200,), {"says": "mean"}, "plain"),
        ((428,), {"says": "cumulative"}, "plain"),
        ((14,), {"says": "in place"}, "plain"),
        ((48,), {"says": "total"}, "plain"),
        (("STS",), {"says": "forecast"}, "plain"),
        (("IV",), {"says": "declared"}, "plain"),
        ((None,), {"says": "stock"}, "missing"),
    ],
)
def test_a_measure_has_its_state(given: tuple, more: dict, expected: str) -> None:
    assert state(*given, **more) == expected


@pytest.mark.parametrize("value", [(4332, 4332), (0, 4332), (6, None)])
def test_what_is_older_than_its_cadence_is_late_whatever_it_says(value: tuple) -> None:
    assert state(*value, hours=12) != "late"
    assert state(*value, hours=12.01) == "late"


def test_a_late_measure_says_by_how_many_hours_and_what_it_said() -> None:
    line = judge(measure(4332, 4332, hours=15), None, TWICE_A_DAY, NOW)
    assert (line.state, line.progress, line.late_h, line.age) == ("late", "done", 3, timedelta(hours=15))


def test_a_measure_in_time_is_late_by_nothing() -> None:
    assert judge(measure(1, 2, hours=11), None, TWICE_A_DAY, NOW).late_h == 0


@pytest.mark.parametrize(
    "says", ["cumulative", "stock", "in place", "total", "mean", "forecast", "status", "part"]
)
def test_a_number_grows_old_of_whatever_kind_it_is(says: str) -> None:
    assert state(5, says=says, hours=30) == "late"


@pytest.mark.parametrize("says", ["declared", "identity", "event"])
def test_a_declaration_a_name_and_a_crossing_do_not_grow_old(says: str) -> None:
    line = judge(measure("IV", says=says, hours=300), None, TWICE_A_DAY, NOW)
    assert (line.state, line.late_h) == ("plain", 0)


def test_what_was_never_received_is_missing_and_not_late() -> None:
    line = judge(measure(None), None, Rounds((Round(0, ALWAYS),), 1), NOW)
    assert (line.state, line.age, line.late_h) == ("missing", None, 0)


def test_a_tighter_cadence_makes_the_same_number_late() -> None:
    told = measure(74, 78, hours=4)
    assert [
        judge(told, None, Rounds((Round(cadence, ALWAYS),), 1), NOW).state for cadence in (12, 6, 3, 1)
    ] == [
        "doing",
        "doing",
        "late",
        "late",
    ]


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ((74, 78), 4),
        ((0, 5), 5),
        ((78, 78), None),
        ((6, None), None),
        (("all", None), None),
        ((0, 0), None),
        ((None, None), None),
    ],
)
def test_what_is_left_is_known_only_where_both_numbers_are(given: tuple, left: int | None) -> None:
    assert (judge(measure(*given), None, TWICE_A_DAY, NOW).remaining or None) == left


def test_a_line_knows_whether_it_is_asked_for() -> None:
    demand = Demand("a.measure", "IV", "o", "seed")
    assert judge(measure(1, 2), demand, TWICE_A_DAY, NOW).asked
    assert not judge(measure(1, 2), None, TWICE_A_DAY, NOW).asked


def test_every_kind_of_statement_is_either_plain_or_judged() -> None:
    assert set(SAYS) - set(PLAIN_SAYS) == {"done", "status"}


def test_no_declared_measure_can_end_in_a_state_without_a_name() -> None:
    for feed in all_feeds().values():
        for declared in feed.counters:
            for value in (None, 0, 3, "all"):
                assert judge(Measure(feed.name, declared, value), None, TWICE_A_DAY, NOW).state in STATES
