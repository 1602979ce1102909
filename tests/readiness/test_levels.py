"""Which levels are in force is a matter of what was declared before, never of the verb it was declared with."""

import pytest

from domain.levels import GRADES
from readiness.levels import governing, in_force
from tests.readiness.situations import NOW, at, declared

SEED = (
    declared("27 20:00", "marine", "start", entry=1),
    declared("28 12:00", "IV", "adjust", entry=2),
    declared("29 08:00", "II", "start", issuer="msa", entry=3),
    declared("29 20:00", "II", "raise", entry=4),
    declared("30 04:15", "orange", "start", issuer="observatory", scope="daishan", entry=5),
)


def vector(*declarations, now) -> list[tuple[str, str]]:
    return [(level.issuer, level.grade) for level in in_force(declarations, now)]


@pytest.mark.parametrize(
    ("moment", "levels"),
    [
        ("27 19:59", []),
        ("27 20:00", [("city_hq", "marine")]),
        ("28 11:59", [("city_hq", "marine")]),
        ("28 12:00", [("city_hq", "IV")]),
        ("29 09:00", [("city_hq", "IV"), ("msa", "II")]),
        ("29 20:00", [("city_hq", "II"), ("msa", "II")]),
        ("30 05:00", [("city_hq", "II"), ("msa", "II"), ("observatory", "orange")]),
    ],
)
def test_the_vector_of_the_seed_storm_moment_by_moment(moment: str, levels: list) -> None:
    assert vector(*SEED, now=at(moment)) == levels


def test_adjusted_from_the_sea_to_grade_four_is_upwards() -> None:
    # 2025-07-28 12:00, 舟山: 海上 -> Ⅳ
    (level,) = in_force(SEED[:2], NOW)
    assert (level.verb, level.direction, level.since) == ("adjust", "up", at("28 12:00"))


def test_adjusted_from_grade_three_to_grade_four_is_downwards() -> None:
    # 2024-11-01 23:00, 舟山: Ⅲ -> Ⅳ, with the same verb
    (level,) = in_force([declared("28 01:00", "III", "start"), declared("28 12:00", "IV", "adjust")], NOW)
    assert (level.verb, level.direction) == ("adjust", "down")


def test_hours_in_force_count_from_the_grade_and_run_on() -> None:
    (level,) = in_force(SEED[:2], NOW)
    assert level.hours(NOW) == 3
    assert level.hours(at("28 15:30")) == 3.5


def test_a_grade_that_is_kept_has_been_in_force_since_it_began() -> None:
    (level,) = in_force(
        [declared("28 00:00", "IV", "start"), declared("28 12:00", "IV", "keep", entry=2)], NOW
    )
    assert (level.since, level.direction, level.verb, level.entry) == (at("28 00:00"), "same", "keep", 2)


def test_a_grade_that_was_left_and_came_back_counts_anew() -> None:
    series = [declared("28 00:00", "IV"), declared("28 04:00", "III"), declared("28 12:00", "IV")]
    assert in_force(series, NOW)[0].since == at("28 12:00")


@pytest.mark.parametrize("verb", ["end", "terminate"])
def test_a_series_that_ended_vanishes_and_leaves_the_others(verb: str) -> None:
    series = [
        *SEED[:2],
        declared("28 13:00", "II", "start", issuer="msa"),
        declared("28 14:00", "none", verb),
    ]
    assert vector(*series, now=NOW) == [("msa", "II")]


def test_a_series_may_begin_again_after_its_end() -> None:
    series = [
        declared("27 08:00", "IV", "start"),
        declared("27 20:00", "none", "end"),
        declared("28 12:00", "III", "start"),
    ]
    (level,) = in_force(series, NOW)
    assert (level.grade, level.direction) == ("III", "start")


def test_the_end_for_the_city_does_not_end_a_districts_own() -> None:
    series = [
        declared("28 08:00", "III", scope="daishan"),
        declared("28 09:00", "IV"),
        declared("28 12:00", "none", "end"),
    ]
    assert [(level.scope, level.grade) for level in in_force(series, NOW)] == [("daishan", "III")]


def test_a_decision_that_takes_effect_later_is_not_in_force_yet() -> None:
    assert vector(SEED[0], declared("28 18:00", "III"), now=NOW) == [("city_hq", "marine")]


def test_the_order_in_which_decisions_came_in_does_not_matter() -> None:
    assert in_force(reversed(SEED), at("30 05:00")) == in_force(SEED, at("30 05:00"))


def test_of_two_decisions_of_one_moment_the_one_entered_last_stands() -> None:
    series = [declared("28 12:00", "III", entry=8), declared("28 12:00", "IV", entry=9)]
    assert vector(*series, now=NOW) == [("city_hq", "IV")]
    assert vector(*reversed(series), now=NOW) == [("city_hq", "IV")]


def test_of_one_issuers_levels_the_higher_stands_first() -> None:
    series = [declared("28 08:00", "IV", scope="putuo"), declared("28 08:00", "II", scope="daishan")]
    assert [level.grade for level in in_force(series, NOW)] == ["II", "IV"]


@pytest.mark.parametrize(
    ("series", "grade"),
    [
        ([], "none"),
        ([declared("28 08:00", "II", issuer="msa")], "none"),
        ([declared("28 08:00", "II", scope="daishan")], "none"),
        ([declared("28 08:00", "I", issuer="provincial_hq"), declared("28 08:00", "marine")], "marine"),
        ([declared("28 08:00", "III"), declared("28 12:00", "none", "end")], "none"),
    ],
)
def test_only_the_citys_own_headquarters_governs_what_is_asked_for(series: list, grade: str) -> None:
    assert governing(in_force(series, NOW), "city_hq") == grade


def test_every_grade_can_be_in_force_but_none() -> None:
    for grade in GRADES:
        issuer = "observatory" if grade in ("blue", "yellow", "orange", "red") else "city_hq"
        assert vector(declared("28 08:00", grade, issuer=issuer), now=NOW) == (
            [] if grade == "none" else [(issuer, grade)]
        )
