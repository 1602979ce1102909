"""The archive of the Zhejiang service names its quadrants, and another service bears it out."""

import json
from itertools import pairwise

import pytest

from domain import geo
from domain.problems import Refused
from loaders.storm import archive
from tests.loaders.storm.recorded import RAW, circles, read, rows
from tests.reference import reference

RADII = [f"r7_{quadrant}_km" for quadrant in geo.QUADRANTS]
CIRCLES = [f"r{force}_{quadrant}_km" for force in (7, 10, 12) for quadrant in geo.QUADRANTS]


@pytest.fixture
def storm() -> dict:
    """A recorded storm of two fixes, to be changed."""
    return json.loads((RAW / "archive_202508_CO-MAY.json").read_text("utf-8"))


def by_moment(name: str) -> dict[str, dict[str, str]]:
    """Moment -> the fix of a file of the field."""
    told = read(reference(f"tracks/{name}").read_bytes(), name)
    return {row["valid_at"]: row for row in told if row["kind"] == "定位"}


def test_the_archive_and_the_named_quadrants_of_wenzhou_agree_fix_by_fix() -> None:
    """A third place that meant south-west would make every storm with a lopsided circle differ."""
    ours, named = by_moment("202508_zhejiang_with_forecasts.json"), by_moment("202508_wenzhou.json")
    assert ours.keys() == named.keys()
    differing = [
        (at, header)
        for at in ours
        for header in (*CIRCLES, "lon_deg", "lat_deg", "wind_ms", "pressure_hpa", "grade")
        if ours[at].get(header) != named[at].get(header)
    ]
    assert differing == []
    lopsided = [at for at, row in ours.items() if row.get(RADII[2]) != row.get(RADII[3])]
    assert len(lopsided) > 80


def test_the_archive_names_its_quadrants_and_they_may_stand_in_any_order(storm: dict) -> None:
    storm["track"][0]["r7"] = {"nw": 4.0, "sw": 3.0, "se": 2.0, "ne": 1.0}
    told = rows(archive.read(storm, "a.json")["track"])[0]
    assert [told[header] for header in RADII] == ["1", "2", "3", "4"]


def test_an_archived_storm_without_a_track_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        archive.read({"id": "202508", "track": [], "forecasts": []}, "a.json")
    assert [problem.code for problem in refusal.value.problems] == ["file.no_points"]


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        ({"r7": [300, 250, 250, 200]}, "file.broken_record"),
        ({"lon": None}, "file.no_position"),
        ({"t": "28日14时"}, "file.not_a_moment"),
        ({"grade": {"TS": 1}}, "file.broken_record"),
    ],
)
def test_a_broken_fix_is_refused_naming_its_place(storm: dict, broken: dict, code: str) -> None:
    storm["track"][1] |= broken
    with pytest.raises(Refused) as refusal:
        archive.read(storm, "a.json")
    assert [(problem.code, problem.row) for problem in refusal.value.problems] == [(code, 2)]


def test_a_storm_that_stood_still_keeps_each_of_its_fixes() -> None:
    fixes = by_moment("202508_zhejiang_with_forecasts.json")
    places = [(row["lon_deg"], row["lat_deg"]) for _, row in sorted(fixes.items())]
    assert (len(fixes), sum(here == before for before, here in pairwise(places))) == (126, 16)


def test_no_forecast_of_the_service_carries_a_circle() -> None:
    name = "202508_zhejiang_with_forecasts.json"
    ahead = [row for row in read(reference(f"tracks/{name}").read_bytes(), name) if row["kind"] == "预报"]
    assert len(ahead) == 1475 and not any(circles(row) for row in ahead)
