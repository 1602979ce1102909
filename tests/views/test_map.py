"""The map is drawn from what the server itself gives: no style, tile, glyph or script from elsewhere."""

import json
import math
import re
from itertools import pairwise

import pandas as pd
import pydeck as pdk
import pytest

from domain.words import LANGUAGES
from feeds import all_feeds
from readiness.storm import latest_forecasts, state
from tests.readiness.situations import NOW, at, rows_of_sample
from views import map as map_view
from views.map import VIEWS
from views.storm_map import storm_layers
from views.theme import TOKENS

ASSETS = [form for form in all_feeds().values() if form.is_asset]
COASTS = {name: f"/api/layers/{name}.json" for name in ("zhoushan", "zhoushan_cut", "west_pacific")}


@pytest.fixture(scope="module")
def fixes() -> pd.DataFrame:
    return rows_of_sample("track", 1)


@pytest.fixture(scope="module")
def forecasts() -> pd.DataFrame:
    return rows_of_sample("forecasts", 2)


def drawn(
    fixes: pd.DataFrame,
    forecasts: pd.DataFrame,
    view: str = "city",
    theme: str = "light",
    lang: str = "zh",
    now=NOW,
) -> dict:
    storm = storm_layers(state(fixes, now), fixes, latest_forecasts(forecasts, now), theme, lang, view)
    assets = [(form, f"/api/layers/{form.name}.json") for form in ASSETS]
    return json.loads(map_view.deck(view, theme, COASTS, assets, storm).to_json())


def layer(deck: dict, name: str) -> dict:
    (found,) = [one for one in deck["layers"] if one["id"] == name]
    return found


@pytest.mark.parametrize("theme", list(TOKENS))
@pytest.mark.parametrize("view", ["city", "storm"])
def test_the_map_asks_nobody_else_for_anything(fixes, forecasts, view: str, theme: str) -> None:
    deck = drawn(fixes, forecasts, view, theme)
    # The mark of "none chosen": without any mapStyle the frame would fetch one from a public server.
    assert (deck["mapStyle"], deck.get("mapProvider")) == ("__MAP_STYLE__", None)
    text = json.dumps(deck)
    assert re.findall(r"(?:https?|wss?):|//[a-z0-9]", text) == []
    addresses = [one["data"] for one in deck["layers"] if isinstance(one.get("data"), str)]
    assert addresses and all(address.startswith("/api/layers/") for address in addresses)


def test_every_asset_has_its_layer_and_can_be_clicked(fixes, forecasts) -> None:
    deck = drawn(fixes, forecasts)
    for form in ASSETS:
        own = layer(deck, form.name)
        assert own["pickable"]
        assert own["@@type"] == ("LineLayer" if form.map.shape == "route" else "ScatterplotLayer")


def test_each_layer_has_a_name_of_its_own(fixes, forecasts) -> None:
    names = [one["id"] for one in drawn(fixes, forecasts)["layers"]]
    assert len(set(names)) == len(names)


def test_the_ground_lies_under_the_storm_and_the_storm_under_the_assets(fixes, forecasts) -> None:
    names = [one["id"] for one in drawn(fixes, forecasts)["layers"]]
    assert (
        names.index("coast") < names.index("circle-7") < names.index("track") < names.index("fishing_vessels")
    )


def test_the_track_ends_where_the_storm_is_known_to_be(fixes, forecasts) -> None:
    for moment in (NOW, at("29 08:00")):
        storm = state(fixes, moment)
        path = layer(drawn(fixes, forecasts, now=moment), "track")["data"][0]["path"]
        assert path[-1] == [storm.lon, storm.lat]
        assert len(path) == (fixes["valid_at"] <= storm.at).sum()


def test_a_forecast_starts_at_the_storm_and_only_looks_ahead(fixes, forecasts) -> None:
    storm, newest = state(fixes, NOW), latest_forecasts(forecasts, NOW)
    lines = [one["path"] for one in layer(drawn(fixes, forecasts), "forecasts")["data"]]
    assert len(lines) == newest["agency"].nunique() > 1
    assert all(line[0] == [storm.lon, storm.lat] for line in lines)
    assert sum(len(line) - 1 for line in lines) == (newest["valid_at"] > storm.at).sum()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_forecast_bears_its_agencys_name(fixes, forecasts, lang: str) -> None:
    labels = layer(drawn(fixes, forecasts, lang=lang), "storm-names")["data"]
    assert (
        len({label["name"] for label in labels})
        == len(labels)
        == 1 + latest_forecasts(forecasts, NOW)["agency"].nunique()
    )


def test_an_agency_that_is_called_like_a_program_is_a_name_to_the_map(fixes, forecasts) -> None:
    named = forecasts.assign(agency="@@=window.canary=1")
    names = [label["name"] for label in layer(drawn(fixes, named), "storm-names")["data"]]
    assert names[1:] == [" @@=window.canary=1"]


def test_circles_are_drawn_for_the_forces_the_fix_gives(fixes, forecasts) -> None:
    storm = state(fixes, NOW)
    names = {one["id"] for one in drawn(fixes, forecasts)["layers"] if one["id"].startswith("circle-")}
    assert names == {f"circle-{force}" for force in storm.radii} == {"circle-7"}


def test_both_warning_lines_are_there_without_a_storm_too() -> None:
    layers = storm_layers(None, pd.DataFrame(), pd.DataFrame(), "light", "zh")
    assert [one.id for one in layers] == ["line-24", "line-48"]


@pytest.mark.parametrize(("lang", "name"), [("zh", "竹节草"), ("en", "CO-MAY")])
def test_the_storm_is_named_in_the_readers_language(fixes, forecasts, lang: str, name: str) -> None:
    assert name in layer(drawn(fixes, forecasts, lang=lang), "storm-names")["data"][0]["name"]


def test_a_refresh_does_not_move_the_camera(fixes, forecasts) -> None:
    views = [drawn(fixes, forecasts, now=moment)["initialViewState"] for moment in (NOW, at("29 08:00"))]
    assert views[0] == views[1]
    assert drawn(fixes, forecasts, "storm")["initialViewState"] != views[0]


def test_a_tooltip_is_text_so_no_name_can_become_markup() -> None:
    tooltip = map_view.deck("city", "light", COASTS, [], [])._tooltip
    assert set(tooltip) == {"text"}
    assert {"{name}", "{word}", "{as_of}", "{receipt}"} <= set(re.findall(r"\{\w+\}", tooltip["text"]))


def test_a_map_is_written_out_once(monkeypatch) -> None:
    deck, written = map_view.deck("city", "light", COASTS, [], []), []
    write = pdk.Deck.to_json
    monkeypatch.setattr(pdk.Deck, "to_json", lambda self: written.append(1) or write(self))
    assert deck.to_json() == deck.to_json()
    assert written == [1]


def test_the_coasts_have_an_address_each() -> None:
    assert set(map_view.coasts()) == set(COASTS)
    assert all(json.loads(data)["features"] for data in map_view.coasts().values())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_words_on_the_map_are_not_taken_from_a_font_of_another_server(fixes, forecasts, lang: str) -> None:
    centre = layer(drawn(fixes, forecasts, lang=lang), "storm-names")
    assert "http" not in json.dumps(centre) and centre["characterSet"] == "auto"


@pytest.mark.parametrize("view", ["storm", "wall_storm"])
def test_names_at_the_ends_of_forecasts_do_not_lie_on_each_other(fixes, forecasts, view: str) -> None:
    labels = layer(drawn(fixes, forecasts, view), "storm-names")
    scale = 512 * 2 ** VIEWS[view]["zoom"] / 360 / math.cos(math.radians(VIEWS[view]["latitude"]))
    heights = sorted(label["o"][1] - label["p"][1] * scale for label in labels["data"])
    assert len(heights) > 3
    assert all(lower - upper >= labels["getSize"] for upper, lower in pairwise(heights))
