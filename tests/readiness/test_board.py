"""The whole board at a moment: asked for, judged, late; another level changes it at once."""

from datetime import timedelta

import pytest

from feeds import all_feeds
from readiness.board import WORST_FIRST, Known, board
from readiness.judge import STATES
from readiness.plan import plan
from readiness.reporting import NOT_REPORTED
from tests.readiness.situations import NOW, at, day, declared, sent

GRADES = ("marine", "IV", "III", "II", "I")


def test_every_declared_measure_has_its_line() -> None:
    lines = [line.measure.id for line in day().lines]
    assert lines == [counter.id for feed in all_feeds().values() for counter in feed.counters]


@pytest.mark.parametrize("grade", GRADES)
def test_declaring_a_level_changes_at_once_what_is_asked_for(grade: str) -> None:
    seen = day(declared("28 14:59", grade))
    assert seen.grade == grade
    assert {line.measure.id for line in seen.lines if line.asked} == set(plan().asked(grade))


def test_without_a_level_nothing_is_asked_for() -> None:
    seen = day()
    assert (seen.grade, seen.levels) == ("none", ())
    assert not any(line.asked for line in seen.lines)


def test_the_level_of_the_maritime_office_does_not_change_what_the_headquarters_asks() -> None:
    seen = day(declared("28 12:00", "IV"), declared("28 13:00", "I", issuer="msa"))
    assert seen.grade == "IV"
    assert [level.issuer for level in seen.levels] == ["city_hq", "msa"]


def test_a_higher_level_makes_the_same_numbers_late() -> None:
    def late(grade: str, received: str) -> bool:
        seen = day(declared("27 00:00", grade), received=received)
        return seen.line("fishing_vessels.in_port").state == "late"

    assert [late(grade, "28 13:30") for grade in GRADES] == [False, False, False, False, True]
    assert [late(grade, "28 11:30") for grade in GRADES] == [False, False, False, True, True]
    assert [late(grade, "28 02:30") for grade in GRADES] == [True] * 5


def test_a_number_is_not_late_before_its_form_is_due_under_a_level_just_raised() -> None:
    def late_h(now: str) -> float:
        raised = declared("27 00:00", "IV"), declared("28 12:00", "II", entry=2)
        return day(*raised, now=at(now), received="28 09:30").line("fishing_vessels.in_port").late_h

    assert (late_h("28 15:00"), late_h("28 16:30")) == (0, 1.5)


def test_nothing_sent_the_day_before_looks_fresh() -> None:
    seen = day(declared("28 12:00", "IV"), now=NOW + timedelta(days=1))
    fresh = {
        line.state
        for line in seen.lines
        if line.measure.counter.says not in ("identity", "event", "declared")
    }
    assert fresh == {"late"}


def test_of_a_domain_what_is_asked_for_stands_first_and_the_worst_of_it_foremost() -> None:
    seen = day(declared("28 12:00", "IV"), without=("aquaculture",))
    lines = seen.group("sea", all_feeds())
    asked = [line for line in lines if line.asked]
    assert lines[: len(asked)] == asked
    assert lines[0].measure.id == "aquaculture.evacuated"
    ranks = [WORST_FIRST.index(line.state) for line in asked]
    assert ranks == sorted(ranks)
    assert 0 < len(asked) < len(lines)


def test_a_measure_may_stand_in_another_domain_than_its_form() -> None:
    assert "geohazard.teams" in [line.measure.id for line in day().group("geology", all_feeds())]


def test_each_measure_stands_in_one_domain() -> None:
    seen, feeds = day(), all_feeds()
    groups = next(iter(feeds.values())).groups
    stood = [line.measure.id for group in groups for line in seen.group(group, feeds)]
    assert sorted(stood) == sorted(line.measure.id for line in seen.lines)


def test_a_measure_nobody_declared_has_no_line() -> None:
    with pytest.raises(KeyError):
        day().line("boats.afloat")


def test_every_state_has_its_place_in_the_order() -> None:
    assert set(WORST_FIRST) == set(STATES)


def test_a_form_just_within_its_cadence_is_not_late() -> None:
    def late(hours: float) -> bool:
        known = Known(
            {}, {"shelters": {"city": sent(NOW - timedelta(hours=hours))}}, {}, (declared("28 00:00", "IV"),), {}
        )  # fmt: skip
        return "shelters" in [silence.feed.name for silence in board(known, plan(), NOW).silences]

    assert (late(12), late(12.01)) == (False, True)


def test_the_storms_own_files_and_the_levels_are_nobodys_lateness() -> None:
    silences = board(Known({}, {}, {}, (), {}), plan(), NOW).silences
    assert {silence.feed.name for silence in silences} == set(all_feeds()) - set(NOT_REPORTED)


def test_an_empty_store_shows_nothing_as_done() -> None:
    seen = board(Known({}, {}, {}, (), {}), plan(), NOW)
    assert {line.state for line in seen.lines} == {"missing"}
    assert seen.storm is None


def test_the_storm_of_the_board_is_the_one_known_then() -> None:
    assert day(now=NOW).storm.fixed_at == at("28 14:00")
    assert day(now=at("23 10:00")).storm is None
