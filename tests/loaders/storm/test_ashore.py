"""A landfall lies where the storm was at that hour, or somebody is told."""

import json

import pytest

from tests.loaders.storm.recorded import RAW, track
from tests.reference import reference

FIXES = [("2025-07-29T20:00:00", 124.0, 29.0), ("2025-07-30T02:00:00", 122.8, 29.8), ("2025-07-30T08:00:00", 122.0, 30.2)]  # fmt: skip


def told(lands: list[dict], fixes: list[tuple[str, float, float]] = FIXES) -> list[tuple]:
    (storm,) = json.loads((RAW / "wenzhou_202508_CO-MAY.json").read_text("utf-8-sig"))
    points = [
        storm["points"][0] | {"time": at, "lng": lng, "lat": lat, "forecast": None} for at, lng, lat in fixes
    ]
    table = track(json.dumps([storm | {"points": points, "land": lands}]).encode(), "a.json")
    return [(note.code, note.row, note.severity, dict(note.holes)["km"]) for note in table.notes]


def landfall(at: str, lng: float = 122.39, lat: float = 29.86) -> dict:
    return {"position": "浙江省舟山市朱家尖岛", "land_time": at, "lng": lng, "lat": lat}


def test_the_landfall_at_agno_is_told_for_the_morning_by_one_service_and_for_the_evening_by_another() -> None:
    """Co-May came ashore at 22:40; at 10:40 it was 130 km to the west."""
    name = "202508_zhejiang_with_forecasts.json"
    (note,) = track(reference(f"tracks/{name}").read_bytes(), name).notes
    assert (note.code, note.row, note.raw) == ("file.landfall_astray", 1, "16.09°N 119.77°E")
    assert dict(note.holes)["t"] == "2025-07-24 10:40"
    assert dict(note.holes)["km"] == pytest.approx(130, abs=5)
    assert track(reference("tracks/202508_wenzhou.json").read_bytes(), "202508.json").notes == ()


def test_a_landfall_where_the_storm_was_is_not_remarked_on() -> None:
    assert told([landfall("2025-07-30T04:30:00")]) == []


def test_half_a_day_off_is_a_warning() -> None:
    ((code, row, severity, km),) = told([landfall("2025-07-30T08:00:00", 124.0, 29.0)])
    assert (code, row, severity) == ("file.landfall_astray", 1, "warning")
    assert km == pytest.approx(235, abs=3)


@pytest.mark.parametrize("at", ["2025-07-29T19:00:00", "2025-07-30T09:00:00"])
def test_before_the_first_and_after_the_last_fix_nobody_can_tell(at: str) -> None:
    assert told([landfall(at, 115.0, 25.0)]) == []


def test_across_a_gap_in_the_fixes_nobody_can_tell() -> None:
    far = landfall("2025-07-30T02:00:00", 115.0, 25.0)
    assert [code for code, *_ in told([far], [FIXES[0], FIXES[-1]])] == ["file.landfall_astray"]
    assert told([far], [FIXES[0], ("2025-07-30T08:01:00", 122.0, 30.2)]) == []


def test_two_fixes_of_one_moment_break_nothing() -> None:
    assert told([landfall("2025-07-30T08:00:00", 122.0, 30.3)], [*FIXES, FIXES[-1]]) == []


def test_a_swapped_position_is_left_to_the_form() -> None:
    assert told([landfall("2025-07-30T04:30:00", 29.86, 122.39)]) == []
    assert told([landfall("2025-07-30T04:30:00")], [(at, lat, lng) for at, lng, lat in FIXES]) == []
