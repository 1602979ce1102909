"""Names on the storm's map can be read: none lies on another, and the important ones are never left out."""

from itertools import combinations

import pytest

from domain.places import HEADQUARTERS, PLACES
from readiness import tracks
from readiness.storm import state
from tests.readiness.situations import NOW, at, rows_of_sample
from views.map import VIEWS
from views.storm_labels import LINE, Label, pixels, placed, size_px, width_px
from views.storm_map import Detail, storm_layers

INK = [0, 0, 0, 255]


def boxes(rows: list[dict], view: str) -> list[tuple[float, float, float, float]]:
    """(left, top, right, bottom) of each name on the screen, in pixels."""
    found = []
    for row in rows:
        x, y = pixels(*row["p"], view)
        wide, half = width_px(row["name"], size_px(view)), size_px(view) * LINE / 2
        left = x + row["o"][0] - (wide if row["anchor"] == "end" else 0)
        found.append((left, y + row["o"][1] - half, left + wide, y + row["o"][1] + half))
    return found


def lie_on_each_other(rows: list[dict], view: str) -> list:
    return [
        (one, other)
        for one, other in combinations(boxes(rows, view), 2)
        if min(one[2], other[2]) - max(one[0], other[0]) > 0.01
        and min(one[3], other[3]) - max(one[1], other[1]) > 0.01
    ]


@pytest.mark.parametrize("moment", [NOW, at("25 08:00"), at("29 08:00"), at("30 08:00")])
@pytest.mark.parametrize("view", ["way", "city", "storm", "wall_storm"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_name_lies_on_another(moment, view: str, lang: str) -> None:
    track = rows_of_sample("track", 1)
    named = {code: f"{place.en} 07-29 15:00" for code, place in PLACES.items()} if view == "city" else {}
    detail = Detail(tracks.landfalls(track, moment), (), None, named)
    layers = storm_layers(
        state(track, moment),
        tracks.fixes(track, moment),
        tracks.issues(track, moment),
        "light",
        lang,
        view,
        detail,
    )
    (names,) = [one for one in layers if one.id == "storm-names"]
    assert len(names.data) > 3
    assert lie_on_each_other(names.data, view) == []


def test_every_place_is_named_with_its_time_in_the_citys_view() -> None:
    labels = [Label(place.lon, place.lat, f"{place.zh} 07-29 15:00", INK) for place in PLACES.values()]
    rows = placed(labels, "city")
    assert [row["name"] for row in rows] == [label.name for label in labels]
    assert rows[0]["name"].startswith(HEADQUARTERS.zh)


def test_who_finds_no_room_is_left_out_unless_it_must_be_read() -> None:
    crowd = [Label(122.2, 30.0, f"{number}号地点", INK) for number in range(60)]
    rows = placed(crowd, "city")
    assert 1 < len(rows) < len(crowd)
    assert rows[0]["o"][1] == 0
    must = placed([*crowd, Label(122.2, 30.0, "新城", INK, must=True)], "city")
    assert must[-1]["name"] == "新城" and len(must) == len(rows) + 1


def test_a_degree_is_as_many_pixels_as_the_maps_own_zoom_makes_it() -> None:
    for name, view in VIEWS.items():
        (left, _), (right, _) = pixels(122, 30, name), pixels(123, 30, name)
        assert right - left == pytest.approx(512 * 2 ** view["zoom"] / 360)
        # Mercator: as many pixels northwards as eastwards for a small way.
        (_, low), (_, high) = pixels(122, 60, name), pixels(122, 60.001, name)
        assert (low - high) == pytest.approx((right - left) * 0.002, rel=1e-3)
