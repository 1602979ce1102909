import pytest

from domain import levels


@pytest.mark.parametrize(
    "text", ["Ⅳ级", "Ⅳ", "IV", "iv级", "4", "\uff14", "4级", "四级", "Level IV", "防台风Ⅳ级应急响应"]
)
def test_level_four_is_read_however_it_is_written(text):
    assert levels.parse_grade(text) == ("IV", False)


def test_a_misread_numeral_is_read_and_the_correction_is_told():
    assert levels.parse_grade("郁级") == ("IV", True)


@pytest.mark.parametrize("text", ["海上", "海上防台风应急响应", "marine"])
def test_the_marine_state_has_no_number(text):
    assert levels.parse_grade(text) == ("marine", False)


def test_a_maritime_response_with_a_number_is_that_number():
    assert levels.parse_grade("海上(船舶)防台Ⅱ级应急响应") == ("II", False)


@pytest.mark.parametrize(
    ("text", "grade"),
    [("蓝色预警信号", "blue"), ("黄", "yellow"), ("台风橙色预警", "orange"), ("RED", "red")],
)
def test_a_signal_is_read_by_its_colour(text, grade):
    assert levels.parse_grade(text) == (grade, False)


@pytest.mark.parametrize("text", [None, "", "级", "Ⅴ级", "都级", "5", "Ⅳ级Ⅲ级"])
def test_what_is_no_grade_is_not_guessed(text):
    assert levels.parse_grade(text) == (None, False)


def test_the_ladder_climbs_from_none_over_marine_to_level_one():
    ladder = levels.ISSUERS["city_hq"].grades
    assert ladder == ("none", "marine", "IV", "III", "II", "I")
    assert sorted(ladder, key=lambda grade: levels.GRADES[grade].rank) == list(ladder)


def test_colours_go_blue_yellow_orange_red_in_levels_and_signals_alike():
    colours = ["blue", "yellow", "orange", "red"]
    assert [levels.GRADES[grade].colour for grade in ("IV", "III", "II", "I")] == colours
    assert [levels.GRADES[grade].colour for grade in levels.ISSUERS["observatory"].grades[1:]] == colours


@pytest.mark.parametrize(
    ("before", "after", "way"),
    [
        ("none", "marine", "start"),
        ("marine", "IV", "up"),
        ("III", "IV", "down"),
        ("II", "II", "same"),
        ("I", "none", "end"),
        ("none", "none", "same"),
    ],
)
def test_direction_comes_from_the_state_before(before, after, way):
    assert levels.direction(before, after) == way


def test_a_grade_nobody_declares_has_no_direction():
    with pytest.raises(KeyError):
        levels.direction("none", "V")


@pytest.mark.parametrize("verb", levels.VERBS.values(), ids=list(levels.VERBS))
def test_a_verb_is_found_by_code_and_by_either_word(verb):
    assert (
        levels.find_verb(verb.code)
        == levels.find_verb(verb.zh)
        == levels.find_verb(verb.en.upper())
        == verb.code
    )


def test_an_unknown_verb_is_not_guessed():
    assert levels.find_verb("解除") is None


def test_every_issuer_declares_only_known_grades():
    assert {grade for issuer in levels.ISSUERS.values() for grade in issuer.grades} == set(levels.GRADES)
