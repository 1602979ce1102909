"""What each level asks for is data: of measures somebody counts, at levels there are."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from domain.levels import GRADES
from feeds import all_feeds
from readiness.plan import FILE, LEVELS, PlanError, cadence_h, plan, read_plan

MEASURES = {counter.id for feed in all_feeds().values() for counter in feed.counters}


def test_the_plan_asks_only_for_what_a_form_counts() -> None:
    assert {demand.measure for demand in plan().demands} <= MEASURES


def test_every_demand_says_from_which_level_and_on_what_ground() -> None:
    for demand in plan().demands:
        assert demand.from_grade in ("marine", "IV", "III", "II", "I")
        assert set(demand.mark.replace(" ", "").split(",")) <= {"o", "r", "K"}
        assert demand.source


def test_the_plan_is_unverified_until_the_command_office_has_signed_it() -> None:
    assert plan().status == "unverified"


def test_a_higher_level_asks_for_everything_a_lower_one_does() -> None:
    asked = [set(plan().asked(grade)) for grade in LEVELS]
    assert asked[0] == set()
    assert all(lower <= higher for lower, higher in pairwise(asked))
    assert asked[1] < asked[2] < asked[3] < asked[4]


def test_boats_are_wanted_in_port_while_the_storm_is_still_at_sea() -> None:
    assert "fishing_vessels.in_port" in plan().asked("marine")
    assert "reservoirs.mean_rain_capacity_mm" not in plan().asked("marine")
    assert "reservoirs.mean_rain_capacity_mm" in plan().asked("IV")


def test_shelters_are_asked_for_from_level_two() -> None:
    assert [grade for grade in LEVELS if "shelters.open" in plan().asked(grade)] == ["II", "I"]


def test_the_cadence_tightens_with_the_level() -> None:
    hours = [plan().cadence_h[grade] for grade in LEVELS]
    assert hours == sorted(hours, reverse=True)
    assert (hours[1], hours[3], hours[5]) == (12, 6, 1) and plan().cadence_h["II"] == 3


def test_a_forms_own_cadence_may_be_tighter_than_the_levels() -> None:
    hourly = replace(all_feeds()["scenic_areas"], cadence_h=2)
    assert [cadence_h(hourly, plan(), grade) for grade in ("none", "IV", "II", "I")] == [2, 2, 2, 1]


def test_without_a_level_a_form_keeps_its_own_cadence() -> None:
    slow = replace(all_feeds()["shelters"], cadence_h=96)
    assert (cadence_h(slow, plan(), "none"), cadence_h(slow, plan(), "marine")) == (96, 12)


def test_a_reminder_says_on_what_ground_it_comes_when_it_does() -> None:
    said = plan().reminders
    assert (
        0 < said.lead_share < 1 and said.lead_h > 0 and said.red_after_cadences > 0 and said.grace_share > 0
    )
    assert said.mark == "K" and said.source


@pytest.mark.parametrize(
    ("stands", "written", "named"),
    [
        ('measure = "shelters.open"', 'measure = "shelters.opened"', "shelters.opened"),
        ('measure = "shelters.open"', 'measure = "evacuations.moved"', "evacuations.moved"),
        ('from = "II"', 'from = "2"', "2"),
        ('from = "II"', 'from = "orange"', "orange"),
        ('from = "II"', 'from = "none"', "none"),
        ('from = "II"', 'since = "II"', "since"),
        ("II = 3", "two = 3", "two"),
        ("II = 3\n", "", "II"),
        ('status = "unverified"', 'state = "unverified"', "state"),
        ("lead_share = 0.25\n", "", "lead_share"),
        ("grace_share = 1\n", "", "grace_share"),
    ],
)
def test_a_plan_that_asks_for_what_is_not_there_stops_the_program(
    tmp_path: Path, stands: str, written: str, named: str
) -> None:
    text = FILE.read_text("utf-8")
    assert stands in text
    broken = tmp_path / "plan.toml"
    broken.write_text(text.replace(stands, written, 1), "utf-8")
    with pytest.raises(PlanError, match=rf"plan\.toml: .*{named}"):
        read_plan(broken)


def test_levels_are_those_the_headquarters_declares_in_their_order() -> None:
    assert [GRADES[grade].rank for grade in LEVELS] == [0, 1, 2, 3, 4, 5]
