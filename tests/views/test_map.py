"""The map is drawn from what the server itself gives: no style, tile, glyph or script from elsewhere."""

import json
import re
from itertools import pairwise

import pandas as pd
import pydeck as pdk
import pytest

from domain.words import LANGUAGES
from feeds import all_feeds, feed
from readiness import tracks
from readiness.storm import state
from tests.readiness.situations import NOW, at, seed_track
from views import map as map_view
from views import text
from views.layers import row_keys
from views.storm_map import Detail, storm_layers
from views.theme import TOKENS

ASSETS = [form for form in all_feeds().values() if form.is_asset]
COASTS = {name: f"/api/layers/{name}.json" for name in ("zhoushan", "zhoushan_cut", "west_pacific")}


@pytest.fixture(scope="module")
def track() -> pd.DataFrame:
    return seed_track().assign(_entry=1)


def drawn(track: pd.DataFrame, view: str = "city", theme: str = "light", lang: str = "zh", now=NOW) -> dict:
    fixes, issues = tracks.fixes(track, now), tracks.issues(track, now)
    storm = storm_layers(state(track, now), fixes, issues, theme, lang, view)
    assets = [(form, f"/api/layers/{form.name}.json") for form in ASSETS]
    return json.loads(map_view.deck(view, theme, COASTS, assets, storm).to_json())


def layer(deck: dict, name: str) -> dict:
    (found,) = [one for one in deck["layers"] if one["id"] == name]
    return found


@pytest.mark.parametrize("theme", list(TOKENS))
@pytest.mark.parametrize("view", ["city", "storm"])
def test_the_map_asks_nobody_else_for_anything(track, view: str, theme: str) -> None:
    deck = drawn(track, view, theme)
    # The mark of "none chosen": without any mapStyle the frame would fetch one from a public server.
    assert (deck["mapStyle"], deck.get("mapProvider")) == ("__MAP_STYLE__", None)
    text = json.dumps(deck)
    assert re.findall(r"(?:https?|wss?):|//[a-z0-9]", text) == []
    addresses = [one["data"] for one in deck["layers"] if isinstance(one.get("data"), str)]
    assert addresses and all(address.startswith("/api/layers/") for address in addresses)


def test_every_asset_has_its_layer_and_can_be_clicked(track) -> None:
    deck = drawn(track)
    for form in ASSETS:
        own = layer(deck, form.name)
        assert own["pickable"]
        assert own["@@type"] == ("LineLayer" if form.map.shape == "route" else "ScatterplotLayer")


def test_each_layer_has_a_name_of_its_own(track) -> None:
    names = [one["id"] for one in drawn(track)["layers"]]
    assert len(set(names)) == len(names)


def test_the_ground_lies_under_the_storm_and_the_storm_under_the_assets(track) -> None:
    names = [one["id"] for one in drawn(track)["layers"]]
    assert (
        names.index("coast") < names.index("circle-7") < names.index("track") < names.index("fishing_vessels")
    )


def test_the_track_ends_where_the_storm_is_known_to_be(track) -> None:
    for moment in (NOW, at("29 08:00")):
        storm, deck = state(track, moment), drawn(track, now=moment)
        pieces = [one["path"] for one in layer(deck, "track")["data"]]
        assert pieces[-1][-1] == [storm.lon_deg, storm.lat_deg]
        assert all(one[-1] == other[0] for one, other in pairwise(pieces))
        assert len(layer(deck, "fixes")["data"]) == len(tracks.fixes(track, moment))


def test_a_forecast_starts_at_the_storm_and_only_looks_ahead(track) -> None:
    storm, newest, deck = state(track, NOW), tracks.issues(track, NOW), drawn(track)
    lines = [one["path"] for one in layer(deck, "forecasts")["data"]]
    assert len(lines) == newest["agency"].nunique() > 1
    assert all(line[0] == [storm.lon_deg, storm.lat_deg] for line in lines)
    ahead = (newest["valid_at"] > storm.fixed_at).sum()
    assert sum(len(line) - 1 for line in lines) == len(layer(deck, "forecast-points")["data"]) == ahead


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("view", ["city", "storm"])
def test_every_forecast_bears_its_agencys_name(track, lang: str, view: str) -> None:
    shown = [label["name"] for label in layer(drawn(track, view, lang=lang), "storm-names")["data"]]
    agencies = tracks.issues(track, NOW)["agency"].unique()
    counts = {str(agency): shown.count(text.agency(str(agency), lang)) for agency in agencies}
    # The China Meteorological Administration's way only cuts the corner of the overview's narrow map.
    assert {agency for agency, count in counts.items() if count != 1} == (
        {"CMA"} if view == "city" else set()
    )
    assert max(counts.values()) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_written_like_a_program_is_text_to_the_map(track, lang: str) -> None:
    program = "@@=window.canary=1"
    written = track.assign(storm_id=program, name=program, name_en=None, landfall_place=program)
    later = at("30 08:00")
    detail = Detail(tracks.landfalls(written, later), (), None, {})
    storm, issues = state(written, later), tracks.issues(written, later)
    layers = storm_layers(storm, tracks.fixes(written, later), issues, "light", lang, "way", detail)
    deck = json.loads(map_view.deck("way", "light", COASTS, [], layers).to_json())
    rows = [row for one in deck["layers"] if isinstance(one["data"], list) for row in one["data"]]
    texts = [cell for row in rows if isinstance(row, dict) for cell in row.values() if isinstance(cell, str)]
    assert [text for text in texts if text.startswith("@@")] == []
    said = [row["name"] for row in layer(deck, "storm-names")["data"]]
    assert f"◎ {program}" in said and map_view.as_text(program) in said
    pressed = {map_view.as_written(row["key"]) for row in layer(deck, "fixes")["data"]}
    assert pressed <= set(row_keys(feed("track"), written))


def test_circles_are_drawn_for_the_forces_the_fix_gives(track) -> None:
    storm = state(track, NOW)
    names = {one["id"] for one in drawn(track)["layers"] if re.fullmatch(r"circle-\d+", one["id"])}
    assert names == {f"circle-{force}" for force in storm.radii} == {"circle-7"}


def test_both_warning_lines_are_there_without_a_storm_too() -> None:
    layers = storm_layers(None, pd.DataFrame(), pd.DataFrame(), "light", "zh")
    assert [one.id for one in layers] == ["line-24", "line-48", "storm-names"]
    assert {row["name"] for row in layers[-1].data} == {"24小时警戒线", "48小时警戒线"}


@pytest.mark.parametrize(("lang", "name"), [("zh", "竹节草"), ("en", "CO-MAY")])
def test_the_storm_is_named_in_the_readers_language(track, lang: str, name: str) -> None:
    assert name in layer(drawn(track, lang=lang), "storm-names")["data"][0]["name"]


def test_a_refresh_does_not_move_the_camera(track) -> None:
    views = [drawn(track, now=moment)["initialViewState"] for moment in (NOW, at("29 08:00"))]
    assert views[0] == views[1]
    assert drawn(track, "storm")["initialViewState"] != views[0]


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
def test_words_on_the_map_are_not_taken_from_a_font_of_another_server(track, lang: str) -> None:
    centre = layer(drawn(track, lang=lang), "storm-names")
    assert "http" not in json.dumps(centre) and centre["characterSet"] == "auto"
