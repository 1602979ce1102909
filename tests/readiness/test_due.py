"""When a form is due while levels rise and fall: minutes before and after; made-up days."""

from dataclasses import replace
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from feeds import all_feeds
from readiness.due import rounds
from readiness.levels import Declaration
from readiness.plan import LEVELS, plan
from tests.readiness.situations import NOW, at, declared

# A form that is asked for once a day where no level asks.
SHELTERS = replace(all_feeds()["shelters"], cadence_h=24)
FOUR = declared("26 00:00", "IV")


def due(sent_at: str, *declarations: Declaration, now: datetime = NOW) -> datetime:
    return rounds(SHELTERS, plan(), declarations, now).due_at(at(sent_at))


def test_it_is_due_by_the_new_cadence_but_no_earlier_than_one_round_after_the_level_was_raised() -> None:
    two = declared("28 15:00", "II", entry=2)
    assert due("28 07:20", FOUR, two) == at("28 18:00")
    assert due("28 15:01", FOUR, two) == at("28 18:01")


def test_what_was_due_under_the_former_level_is_due_then() -> None:
    two = declared("28 15:00", "II", entry=2)
    assert [due(sent, FOUR, two) for sent in ("28 02:59", "28 05:59", "28 06:01")] == [
        at("28 14:59"),
        at("28 17:59"),
        at("28 18:00"),
    ]


def test_until_it_takes_effect_a_level_asks_for_nothing() -> None:
    two = declared("28 15:00", "II", entry=2)
    assert due("28 07:20", FOUR, two, now=at("28 14:59")) == at("28 19:20")


def test_a_level_that_became_known_late_gives_its_grace_from_then() -> None:
    late = replace(declared("28 10:00", "II", entry=2), received_at=at("28 14:30"))
    assert due("28 07:20", FOUR, late) == at("28 17:30")


def test_a_level_raised_twice_keeps_the_earlier_of_what_both_ask() -> None:
    three, one = declared("28 10:00", "III", entry=2), declared("28 14:50", "I", entry=3)
    assert due("28 07:20", FOUR, three) == at("28 16:00")
    assert due("28 07:20", FOUR, three, one) == at("28 15:50")


def test_a_lowered_level_lets_its_own_rounds_fall_and_makes_nothing_due_sooner() -> None:
    one = declared("28 14:00", "I", entry=2)
    assert due("28 07:20", FOUR, one) == at("28 15:00")
    for grade, then in (("II", "28 17:00"), ("III", "28 19:20"), ("IV", "28 19:20"), ("none", "29 07:20")):
        assert due("28 07:20", FOUR, one, declared("28 14:30", grade, entry=3)) == at(then), grade


def test_the_first_level_leaves_a_file_of_the_days_before_what_it_had() -> None:
    started = declared("28 14:00", "IV")
    assert due("27 06:00", started) == at("28 06:00")
    assert due("28 01:00", started) == at("29 01:00")
    assert due("28 02:30", started) == at("29 02:00")


def test_a_county_or_another_issuer_asks_nobody_in_the_city() -> None:
    others = declared("28 10:00", "I", scope="putuo"), declared("28 10:00", "I", issuer="msa")
    assert due("28 07:20", FOUR, *others) == at("28 19:20")


@given(grades=st.lists(st.sampled_from(LEVELS), min_size=1, max_size=6), sent_h=st.integers(0, 23))
def test_raising_makes_nothing_that_was_in_time_late_and_lowering_nothing_at_all(
    grades: list[str], sent_h: int
) -> None:
    said = [declared(f"28 {hour:02}:00", grade, entry=hour) for hour, grade in enumerate(grades, 1)]
    sent_at = at(f"27 {sent_h:02}:00")

    def late(declarations: list[Declaration], now: datetime) -> bool:
        return rounds(SHELTERS, plan(), declarations, now).due_at(sent_at) < now

    changed_at = said[-1].effective_at
    assert late(said, changed_at) <= late(said[:-1], changed_at)
