"""Colours can be read by everybody, and no state is told by colour alone."""

import re
from pathlib import Path

import pytest

from domain.agencies import AGENCIES
from domain.wind import CYCLONE_GRADES
from domain.words import LANGUAGES, say
from feeds.declaration import STATES as ROW_STATES
from readiness.judge import STATES
from views import theme
from views.theme import GRADE_MARKS, SHAPES, TOKENS, UNGRADED, agency_token, rgb

VIEWS = Path(theme.__file__).parent
SHEETS = {path.name: path.read_text("utf-8") for path in VIEWS.glob("*.css")}
USED = set(re.findall(r"var\(--([A-Za-z-]+)\)", "".join(SHEETS.values())))
# Written on a colour of its own; everything else that colours text stands on paper or panel.
ON_COLOUR = {
    "accent-ink": ("accent",),
    "alarm-ink": ("alarm",),
    "level-ink": ("level-I", "level-II", "level-III", "level-IV", "level-none"),
}
TEXTS = sorted(
    set(re.findall(r"(?<![-\w])color: var\(--([A-Za-z-]+)\)", "".join(SHEETS.values()))) - set(ON_COLOUR)
)
WCAG_AA = 4.5
# WCAG asks 3:1 of what is no text: outlines and areas that mean something.
WCAG_GRAPHIC = 3.0


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, two: str) -> float:
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_of_contrast_is_the_standards() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("token", TEXTS)
@pytest.mark.parametrize("ground", ["paper", "panel"])
def test_every_text_can_be_read_on_its_ground(name: str, token: str, ground: str) -> None:
    assert contrast(TOKENS[name][token], TOKENS[name][ground]) >= WCAG_AA


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(
    ("token", "ground"), [(ink, ground) for ink, grounds in ON_COLOUR.items() for ground in grounds]
)
def test_what_is_written_on_a_colour_can_be_read(name: str, token: str, ground: str) -> None:
    assert contrast(TOKENS[name][token], TOKENS[name][ground]) >= WCAG_AA


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("state", ROW_STATES)
@pytest.mark.parametrize("ground", ["sea", "land"])
def test_every_mark_on_the_map_stands_out_from_sea_and_land(name: str, state: str, ground: str) -> None:
    least = WCAG_GRAPHIC if state != "neutral" else 2.0
    assert contrast(TOKENS[name][state], TOKENS[name][ground]) >= least


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("ground", ["sea", "land", "paper"])
def test_a_grade_and_an_agency_can_be_read_on_the_map_and_on_the_page(name: str, ground: str) -> None:
    marks = {token for token, _ in GRADE_MARKS.values()} | {agency_token(code) for code in AGENCIES}
    least = WCAG_AA if ground == "paper" else WCAG_GRAPHIC
    assert {t for t in marks if contrast(TOKENS[name][t], TOKENS[name][ground]) < least} == set()


def test_every_grade_has_a_colour_and_a_shape_of_its_own() -> None:
    assert set(GRADE_MARKS) == {grade.code for grade in CYCLONE_GRADES}
    assert len({shape for _, shape in [*GRADE_MARKS.values(), UNGRADED]}) == len(GRADE_MARKS) + 1
    for name in TOKENS:
        assert len({TOKENS[name][token] for token, _ in GRADE_MARKS.values()}) == len(GRADE_MARKS)
        assert len({TOKENS[name][agency_token(code)] for code in AGENCIES}) == len(AGENCIES)


def test_both_themes_know_the_same_colours_and_every_one_is_used() -> None:
    assert set(TOKENS["light"]) == set(TOKENS["dark"])
    in_code = {
        word
        for path in VIEWS.glob("*.py")
        for word in re.findall(r'"([a-z-]+(?:I+V?)?)"', path.read_text("utf-8"))
    }
    assert set(TOKENS["light"]) - USED - in_code - set(STATES) - set(ROW_STATES) == set()


def test_no_style_sheet_uses_a_colour_there_is_none_of() -> None:
    own = set(re.findall(r"--([A-Za-z-]+):", "".join(SHEETS.values())))
    assert USED - own - set(TOKENS["light"]) == set()


def test_no_style_sheet_brings_colours_of_its_own() -> None:
    for name, sheet in SHEETS.items():
        assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)", sheet) == [], name
        assert re.findall(r"rgba?\(", sheet) == [], name


def test_no_style_sheet_fetches_anything() -> None:
    for name, sheet in SHEETS.items():
        assert "@import" not in sheet and "url(" not in sheet, name


@pytest.mark.parametrize("state", STATES)
def test_every_state_has_a_shape_a_word_and_a_colour(state: str) -> None:
    assert SHAPES[state]
    assert all(state in TOKENS[name] for name in TOKENS)
    assert all(bool(say(lang, f"state.{state}")) == (state != "plain") for lang in LANGUAGES)


@pytest.mark.parametrize("state", ROW_STATES)
def test_every_state_of_a_row_has_a_shape_a_word_and_a_colour(state: str) -> None:
    assert SHAPES[state] and all(
        state in TOKENS[name] and say(lang, f"state.{state}") for name in TOKENS for lang in LANGUAGES
    )


def test_what_must_not_be_confused_differs_in_shape() -> None:
    assert len({SHAPES[state] for state in ("done", "doing", "planned", "open", "late", "unstated")}) == 6


@pytest.mark.parametrize("name", ["light", "dark"])
def test_a_theme_becomes_custom_properties(name: str) -> None:
    style = theme.style(name)
    assert style.startswith(":root{") and style.endswith("}")
    assert all(f"--{token}:{value};" in style for token, value in TOKENS[name].items())


def test_a_colour_for_the_map_is_red_green_blue_and_how_solid() -> None:
    assert rgb("light", "alarm") == [0xB3, 0x26, 0x1E, 255]
    assert rgb("light", "alarm", 46)[3] == 46
