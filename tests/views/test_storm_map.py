"""What the storm's own map shows beyond the overview's."""

import json
from itertools import pairwise

import numpy as np
import pytest

from feeds import feed
from readiness import tracks
from readiness.geodesy import distances_km
from readiness.storm import Radii, state
from tests.readiness.situations import NOW, at, rows_of_sample
from views.layers import row_keys
from views.map import deck
from views.storm_map import Detail, Ghost, nearest_to, storm_layers
from views.theme import rgb

TRACK = rows_of_sample("track", 7)
GHOST = Ghost(124.0, 28.0, {7: Radii(250.0, 300.0, 280.0, 200.0)}, "07-29 10:00")


def layers(moment=NOW, ghost: Ghost | None = None, theme: str = "light", landfalls=None) -> dict:
    detail = Detail(
        tracks.landfalls(TRACK, moment) if landfalls is None else landfalls,
        [[(120, 30), (123, 30), (123, 32), (120, 30)]],
        ghost,
        {"xincheng": "新城 07-29 15:00"},
    )
    fixes, issues = tracks.fixes(TRACK, moment), tracks.issues(TRACK, moment)
    return {
        one.id: one for one in storm_layers(state(TRACK, moment), fixes, issues, theme, "zh", "way", detail)
    }


def test_the_chosen_hours_circle_reaches_in_each_quadrant_as_far_as_its_radius() -> None:
    drawn = layers(ghost=GHOST)
    (ring,) = [row["path"] for row in drawn["ghost"].data]
    lon, lat = np.array(ring).T
    far = distances_km(124.0, 28.0, lon, lat)
    quadrants = {(True, True): 250, (True, False): 300, (False, False): 280, (False, True): 200}
    for (east, north), radius in quadrants.items():
        inner = (
            ((lon > 124.01) == east)
            & ((lat > 28.01) == north)
            & (abs(lon - 124) > 0.05)
            & (abs(lat - 28) > 0.05)
        )
        assert far[inner] == pytest.approx(np.full(inner.sum(), radius), rel=0.001)
    assert any(row["name"] == GHOST.name for row in drawn["storm-names"].data)


def test_nothing_is_drawn_of_an_hour_nobody_chose() -> None:
    assert {"ghost", "ghost-centre"} & set(layers()) == set()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_way_changes_colour_where_the_grade_does(theme: str) -> None:
    drawn = layers(theme=theme)
    colours = [row["colour"] for row in drawn["fixes"].data]
    expected = {rgb(theme, token)[0] for token in ("grade-td", "grade-ts", "grade-sts")}
    assert {colour[0] for colour in colours} == expected
    changes = sum(one != other for one, other in pairwise(colours))
    assert len(drawn["track"].data) == changes + 1 > 3


def test_each_grade_that_begins_bears_its_shape() -> None:
    marks = [row["mark"] for row in layers()["grades"].data]
    assert {"○", "●", "◆"} == set(marks)


def test_a_point_that_is_pressed_says_who_when_how_strong_and_leads_to_its_row() -> None:
    drawn = layers()
    keys = set(row_keys(feed("track"), TRACK))
    for layer in ("fixes", "forecast-points"):
        rows = drawn[layer].data
        assert {row["key"] for row in rows} <= keys
        assert all(row["receipt"] == "R000007" and "起报" in row["as_of"] for row in rows)
        assert sum("m/s" in row["word"] for row in rows) > 0.9 * len(rows)
    assert {row["name"] for row in drawn["forecast-points"].data} == {
        "中国气象局",
        "日本气象厅",
        "香港天文台",
        "中国台湾气象部门",
        "美国 JTWC",
    }


def test_each_landfall_of_the_seed_storm_is_marked_once_it_has_happened() -> None:
    assert len(layers()["landfalls"].data) == len(tracks.landfalls(TRACK, NOW)) == 1
    assert len(layers(at("31 08:00"))["landfalls"].data) == 3


def test_a_landfall_without_a_position_is_not_drawn_and_the_others_are() -> None:
    told = tracks.landfalls(TRACK, at("31 08:00"))
    nameless = told.assign(
        lon_deg=told["lon_deg"].where(told.index > 0), lat_deg=told["lat_deg"].where(told.index > 0)
    )
    drawn = layers(landfalls=nameless)
    named = [row["text"] for one in drawn.values() if one.id.startswith("labels") for row in one.data]
    assert len(drawn["landfalls"].data) == 2
    assert told["landfall_place"].iloc[0] not in named


def test_the_map_of_the_page_is_written_as_the_browser_can_take_it() -> None:
    coasts = {name: f"/api/layers/{name}.json" for name in ("zhoushan", "zhoushan_cut", "west_pacific")}
    written = json.loads(deck("way", "light", coasts, [], layers(ghost=GHOST).values()).to_json())
    assert [one["id"] for one in written["layers"]][-1] == "storm-names"
    assert "NaN" not in json.dumps(written)


def test_a_forecast_that_passes_is_named_where_it_comes_nearest() -> None:
    lon, lat = nearest_to({"longitude": 122.0, "latitude": 30.0}, [[128.0, 26.0], [116.0, 34.0]])
    assert (lon, lat) == pytest.approx((122.0, 30.0), abs=0.3)


def test_on_the_overviews_narrow_map_no_agency_is_named_where_its_name_would_be_cut_off() -> None:
    fixes, issues = tracks.fixes(TRACK, NOW), tracks.issues(TRACK, NOW)

    def names(view: str, detail: Detail | None) -> set[str]:
        drawn = storm_layers(state(TRACK, NOW), fixes, issues, "light", "zh", view, detail)
        return {row["name"] for row in drawn[-1].data}

    page = Detail(tracks.landfalls(TRACK, NOW), (), None, {})
    assert "中国气象局" not in names("city", None) and "日本气象厅" in names("city", None)
    assert "中国气象局" in names("city", page) & names("wall_city", None)
