"""What a unit is told and when: each stage of a due time once, lateness again and again; made-up days."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from readiness.board import Board, Known, board
from readiness.levels import Declaration
from readiness.plan import plan
from readiness.reminders import STAGES, Reminder, reminders
from readiness.reporting import Sent
from tests.readiness.situations import NOW, declared, sent

LEVEL_FOUR = declared("26 00:00", "IV")


def seen(files: dict[str, dict[str, Sent]], *declarations: Declaration) -> Board:
    return board(Known({}, files, {}, declarations, {}), plan(), NOW)


def told(shown: Board) -> list[Reminder]:
    return reminders(shown.duties, shown.plan, shown.grade)


def after(hours: float, *declarations: Declaration, feed: str = "shelters") -> tuple[str, int] | None:
    """Stage and repeat of a form so many hours after it came."""
    shown = seen({feed: {"city": sent(NOW - timedelta(hours=hours))}}, *(declarations or (LEVEL_FOUR,)))
    own = [(one.stage, one.repeat) for one in told(shown) if one.duty.feed.name == feed]
    return own[0] if own else None


def test_a_form_is_announced_then_due_then_late_then_very_late() -> None:
    assert [after(hours) for hours in (0, 10.9)] == [None, None]
    assert [after(hours) for hours in (11, 11.9)] == [("due_soon", 0)] * 2
    assert [after(hours) for hours in (12, 12.9)] == [("due", 0)] * 2
    assert [after(hours) for hours in (13, 15.9)] == [("late", 0)] * 2
    assert after(24) == ("very_late", 0)


def test_lateness_is_told_again_every_three_hours_and_red_begins_to_count_anew() -> None:
    assert [after(hours) for hours in (16, 18.9, 19, 23.9)] == [("late", n) for n in (1, 1, 2, 3)]
    assert [after(hours) for hours in (24, 27, 48)] == [("very_late", n) for n in (0, 1, 8)]


def test_each_stage_of_a_due_time_comes_once_however_often_one_looks() -> None:
    def looks() -> Iterator[tuple[str, int] | None]:
        return (after(minutes / 60) for minutes in range(0, 26 * 60, 5))

    found = [one for one in dict.fromkeys(looks()) if one]
    assert [stage for stage, repeat in found if not repeat] == list(STAGES)
    assert len(found) == 7


def test_an_hourly_form_is_announced_a_quarter_of_an_hour_before_and_red_an_hour_after() -> None:
    raised = declared("26 00:00", "I")
    stages = [after(minutes / 60, raised) for minutes in (44, 46, 61, 76, 121)]
    assert [one and one[0] for one in stages] == [None, "due_soon", "due", "late", "very_late"]


@pytest.mark.parametrize("declarations", [(), (LEVEL_FOUR, declared("28 10:00", "none", entry=2))])
def test_where_no_level_asks_nobody_is_told(declarations: tuple[Declaration, ...]) -> None:
    old = {"shelters": {"city": sent(NOW - timedelta(hours=90))}}
    assert told(seen(old, *declarations)) == []
    assert told(seen(old, LEVEL_FOUR)) != []


def test_a_raised_level_speaks_of_another_due_time_and_is_told_anew() -> None:
    file = {"shelters": {"city": sent(NOW - timedelta(hours=11.5))}}
    calm = seen(file, LEVEL_FOUR)
    raised = seen(file, LEVEL_FOUR, declared("28 08:00", "III", entry=2))
    spoken = [
        next((one.stage, one.due_at) for one in told(shown) if one.duty.feed.name == "shelters")
        for shown in (calm, raised)
    ]
    assert [stage for stage, _ in spoken] == ["due_soon", "late"]
    assert spoken[0][1] - spoken[1][1] == timedelta(hours=1.5)


def test_the_moment_a_level_is_raised_nobody_is_told_of_hours_before_it() -> None:
    file = {"shelters": {"city": sent(NOW - timedelta(hours=7.5))}}
    for grade in ("III", "II", "I"):
        owed = told(seen(file, LEVEL_FOUR, declared("28 15:00", grade, entry=2)))
        assert "shelters" not in {one.duty.feed.name for one in owed}


def test_what_never_came_is_told_like_what_is_late_and_only_once_it_has_hours() -> None:
    began = {one.duty.feed.name: one.stage for one in told(seen({}, declared("27 20:00", "IV")))}
    assert began["shelters"] == "late"
    assert told(seen({}, declared("28 12:00", "IV"))) == []


def test_a_report_ends_every_stage_of_what_it_answers() -> None:
    late = {"shelters": {"city": sent(NOW - timedelta(hours=30))}}
    assert "shelters" in {one.duty.feed.name for one in told(seen(late, LEVEL_FOUR))}
    assert after(0) is None


def test_the_worst_stand_first() -> None:
    files = {
        "shelters": {"city": sent(NOW - timedelta(hours=13))},
        "evacuations": {"city": sent(NOW - timedelta(hours=30))},
        "flash_flood_villages": {"city": sent(NOW - timedelta(hours=11.5))},
    }
    own = [one.stage for one in told(seen(files, LEVEL_FOUR)) if one.duty.feed.name in files]
    assert own == ["very_late", "late", "due_soon"]
