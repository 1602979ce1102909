"""Rows on the map: where they are, in what state by shape and word, and what they lead back to."""

import json

import pandas as pd
import pytest

from domain.words import LANGUAGES
from feeds import all_feeds, feed
from tests.papers import SAMPLES, changed, sample_rows
from tests.readiness.situations import NOW, picture
from views import layers
from views.theme import SHAPES, TOKENS

ASSETS = [form for form in all_feeds().values() if form.is_asset]


def drawn(name: str, frame: pd.DataFrame, lang: str = "zh", theme: str = "light") -> list[dict]:
    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    return json.loads(layers.rows(feed(name), frame, {12: NOW}, lang, theme), parse_constant=refuse)


@pytest.fixture(scope="module")
def pictures() -> dict[str, pd.DataFrame]:
    return {
        form.name: picture(form.name, sample_rows(form.name), 12)
        for form in ASSETS
        if (SAMPLES / f"{form.name}.csv").exists()
    }


@pytest.mark.parametrize("form", ASSETS, ids=lambda form: form.name)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_asset_of_the_sample_is_on_the_map_with_name_state_age_and_receipt(
    pictures: dict, form, lang: str
) -> None:
    rows = drawn(form.name, pictures[form.name], lang)
    assert len(rows) == len(pictures[form.name])
    for row in rows:
        assert {"name", "state", "word", "as_of", "receipt", "colour", "feed", "key"} < set(row)
        assert (
            row["receipt"] == "R000012" and row["as_of"] and row["name"] and row["feed"] == form.title(lang)
        )
        assert row["word"].startswith(SHAPES[row["state"]]) and len(row["word"]) > 2
        assert ("p" in row) == (form.map.shape == "point")


def test_a_row_on_the_map_is_found_again_in_its_picture(pictures: dict) -> None:
    frame = pictures["fishing_vessels"]
    keys = layers.row_keys(feed("fishing_vessels"), frame)
    for row in drawn("fishing_vessels", frame)[:50]:
        found = frame.iloc[keys.index(row["key"])]
        assert (row["name"], row["p"]) == (found["name"], [round(found["lon"], 5), round(found["lat"], 5)])


def test_a_route_is_a_line_between_its_piers(pictures: dict) -> None:
    row, found = drawn("passenger_routes", pictures["passenger_routes"])[0], pictures["passenger_routes"]
    first = found.iloc[layers.row_keys(feed("passenger_routes"), found).index(row["key"])]
    assert (row["f"], row["t"]) == (
        [first["from_lon"], first["from_lat"]],
        [first["to_lon"], first["to_lat"]],
    )


@pytest.mark.parametrize("step", [1, -1])
def test_what_is_not_done_lies_on_top(pictures: dict, step: int) -> None:
    rows = drawn("passenger_routes", pictures["passenger_routes"][::step])
    ranks = [layers.DRAWN.index(row["state"]) for row in rows]
    assert ranks == sorted(ranks) and len(set(ranks)) > 1


def test_a_row_without_a_position_is_left_out() -> None:
    rows = changed(sample_rows("aquaculture"), {0: {"经度": "", "纬度": ""}})
    shown = drawn("aquaculture", picture("aquaculture", rows))
    assert len(shown) == 67
    assert rows[0]["养殖场编号"] not in [row["key"] for row in shown]


@pytest.mark.parametrize(
    ("moved", "whole", "state"),
    [(11, 11, "done"), (12, 11, "done"), (3, 11, "doing"), (0, 11, "undone"), (0, 0, "done")],
)
def test_a_part_of_a_whole_is_done_under_way_or_not_begun(moved: int, whole: int, state: str) -> None:
    frame = picture("aquaculture", sample_rows("aquaculture")).assign(evacuated=moved, people=whole)
    assert set(layers.row_states(feed("aquaculture"), frame)) == {state}


def test_a_tooltip_gives_the_day_with_the_hour_or_when_it_arrived(pictures: dict) -> None:
    works = drawn("marine_works", pictures["marine_works"])[0]
    boats = drawn("fishing_vessels", pictures["fishing_vessels"])[0]
    assert works["as_of"] == "截至 07-28 12:00"
    assert boats["as_of"].startswith("收 07-28")


def test_a_choice_has_the_state_its_form_declares() -> None:
    frame = picture("fishing_vessels", sample_rows("fishing_vessels"))
    for code, state in (
        ("at_sea", "undone"),
        ("returning", "doing"),
        ("in_port", "done"),
        ("standby", "neutral"),
    ):
        assert set(layers.row_states(feed("fishing_vessels"), frame.assign(status=code))) == {state}


def test_a_flag_is_done_or_not_done() -> None:
    frame = picture("waterlogging_spots", sample_rows("waterlogging_spots"))
    for flag, state in ((True, "done"), (False, "undone")):
        assert set(layers.row_states(feed("waterlogging_spots"), frame.assign(measure_in_place=flag))) == {
            state
        }


@pytest.mark.parametrize("theme", list(TOKENS))
def test_a_row_takes_its_colour_from_the_theme(pictures: dict, theme: str) -> None:
    for row in drawn("fishing_vessels", pictures["fishing_vessels"], theme=theme)[:20]:
        assert row["colour"][:3] == [int(TOKENS[theme][row["state"]][i : i + 2], 16) for i in (1, 3, 5)]


@pytest.mark.parametrize("form", ASSETS, ids=lambda form: form.name)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_legend_names_every_state_a_layer_shows(pictures: dict, form, lang: str) -> None:
    named = {state for state, word in layers.state_words(form, lang) if word}
    shown = set(layers.row_states(form, pictures[form.name]))
    assert shown <= named or (form.map.state == form.map.part == "" and shown == {"neutral"})


def test_a_form_without_places_and_an_empty_picture_draw_nothing() -> None:
    assert drawn("figures", picture("figures", sample_rows("figures"))) == []
    assert drawn("aquaculture", pd.DataFrame()) == []


def test_a_name_that_is_markup_stays_text() -> None:
    evil = "<img src=x onerror=alert(1)>"
    rows = changed(sample_rows("aquaculture"), {0: {"养殖场名称": evil}})
    assert evil in [row["name"] for row in drawn("aquaculture", picture("aquaculture", rows))]
