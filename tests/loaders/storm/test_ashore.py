"""Landfalls are believed where the fixes beside them have the storm."""

import json

import pytest

from feeds import feed
from feeds.sentences import tell
from loaders.documents import tables_of
from tests.loaders.storm.recorded import RAW, track
from tests.reference import reference

FIXES = [
    ("2025-07-30T02:00:00", 122.8, 29.8),
    ("2025-07-30T05:00:00", 122.4, 30.0),
    ("2025-07-30T08:00:00", 122.0, 30.2),
]


def _landfalls(name: str) -> tuple[list[str], list]:
    table = tables_of(reference(f"tracks/{name}").read_bytes(), name)["track"]  # type: ignore[index]
    frame = table.columns.to_pandas()
    return list(frame[frame["类别"] == "登陆"]["时间"]), list(table.notes)


def test_a_landfall_of_the_evening_dated_in_the_morning_is_left_out_with_a_warning() -> None:
    moments, notes = _landfalls("202508_zhejiang_with_forecasts.json")
    assert moments == ["2025-07-25T05:10+08:00", "2025-07-30T04:30+08:00", "2025-07-30T16:40+08:00"]
    [told] = [note for note in notes if note.code == "file.landfall_astray"]
    holes = dict(told.holes)
    assert (holes["t"], holes["km"], told.severity) == ("2025-07-24 10:40", "131", "warning")
    assert "阿格诺沿海（16.09°N 119.77°E）与定位对不上" in tell(told, feed("track"), "zh").text


def test_the_same_landfall_dated_rightly_by_another_service_stays() -> None:
    moments, notes = _landfalls("202508_wenzhou.json")
    assert moments[0] == "2025-07-24T22:40+08:00"
    assert not [note for note in notes if note.code == "file.landfall_astray"]


def told(at: str, lng: float, lat: float, fixes: list[tuple[str, float, float]] = FIXES) -> list[str]:
    """What is said of a landfall there, in a document of those fixes."""
    (storm,) = json.loads((RAW / "wenzhou_202508_CO-MAY.json").read_text("utf-8-sig"))
    points = [
        storm["points"][0] | {"time": moment, "lng": east, "lat": north, "forecast": None}
        for moment, east, north in fixes
    ]
    land = [{"position": "浙江省舟山市朱家尖岛", "land_time": at, "lng": lng, "lat": lat}]
    return [
        note.code
        for note in track(json.dumps([storm | {"points": points, "land": land}]).encode(), "a.json").notes
    ]


@pytest.mark.parametrize(
    ("at", "believed"),
    [
        ("2025-07-30T06:30:00", False),
        ("2025-07-30T01:00:00", True),  # before the first fix nobody can tell
        ("2025-07-30T09:00:00", True),  # nor after the last
    ],
)
def test_a_landfall_far_from_where_the_storm_was_is_left_out_where_fixes_tell(
    at: str, believed: bool
) -> None:
    assert told(at, 124.0, 29.0) == ([] if believed else ["file.landfall_astray"])


def test_a_landfall_where_the_storm_was_stays_and_across_a_gap_nobody_can_tell() -> None:
    assert told("2025-07-30T04:30:00", 122.39, 29.86) == []
    apart = [FIXES[0], ("2025-07-30T08:01:00", 122.0, 30.2)]
    assert told("2025-07-30T04:30:00", 124.5, 28.5, apart) == []


def test_a_swapped_position_is_left_to_the_form() -> None:
    assert told("2025-07-30T04:30:00", 29.86, 122.39) == []
