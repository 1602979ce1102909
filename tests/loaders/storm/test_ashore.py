"""Landfalls are believed where the fixes beside them have the storm."""

from feeds import feed
from feeds.sentences import tell
from loaders.documents import tables_of
from tests.reference import reference

PLACE = "登陆地点"


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
