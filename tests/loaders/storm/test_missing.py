"""What a service leaves out, writes 0 for or misplaces is missing; what it garbles is refused by the name of its column."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from feeds import feed
from feeds.check import check
from tests.loaders.storm.recorded import RAW, refused, rows, track

TRACK = feed("track")
WIND, PRESSURE, GUSTS = "wind_ms", "pressure_hpa", "r7_ne_km"
Put = Callable[[Any, Any], None]


def parsed(path: Path) -> Any:
    text = path.read_text("utf-8-sig")
    if path.suffix == ".jsonp":
        text = text[text.index("{") : text.rindex("}") + 1]
    return json.loads(text)


def put(*way: Any) -> Put:
    """Puts a value at the end of a way."""

    def change(said: Any, value: Any) -> None:
        for key in way[:-1]:
            said = said[key]
        said[way[-1]] = value

    return change


# Of each service's recorded answer the first fix's wind, its pressure and its force-7 circle to the north-east.
PLACES = {
    "zhejiang_202116_Mindulle.json": (put(0, "points", 0, "speed"), put(0, "points", 0, "pressure"), put(0, "points", 0, "radius7")),
    "archive_202508_CO-MAY.json": (put("track", 0, "wind_ms"), put("track", 0, "pressure_hpa"), put("track", 0, "r7")),
    "wenzhou_202508_CO-MAY.json": (put(0, "points", 0, "speed"), put(0, "points", 0, "pressure"), put(0, "points", 0, "radius7_quad")),
    "nmc_202628_NOLO.jsonp": (put("typhoon", 8, 0, 7), put("typhoon", 8, 0, 6), put("typhoon", 8, 0, 10)),
    "qweather_NP_2401.json": (put("track", 0, "windSpeed"), put("track", 0, "pressure"), put("track", 0, "windRadius30")),
}  # fmt: skip
GARBLED = {
    "zhejiang_202116_Mindulle.json": "x|280|100|150",
    "nmc_202628_NOLO.jsonp": [["30KTS", "x", 280, 150, 100]],
    "qweather_NP_2401.json": {"neRadius": "x", "seRadius": "280"},
}
NAMED = {"ne": "x", "se": 280}


def first(name: str, said: Any) -> dict[str, str]:
    """The first fix of a changed answer."""
    return rows(track(json.dumps(said).encode(), name))[0]


@pytest.mark.parametrize("name", PLACES)
@pytest.mark.parametrize("missing", ["0", 0, "", None, "null"])
def test_a_nought_is_no_wind_and_a_wind_force_no_pressure(name: str, missing: object) -> None:
    said = parsed(RAW / name)
    assert first(name, said).keys() >= {WIND, PRESSURE}
    wind, pressure, _ = PLACES[name]
    wind(said, missing)
    pressure(said, "14")
    assert not first(name, said).keys() & {WIND, PRESSURE, "wind_avg_min"}


def test_a_nought_in_a_forecast_of_the_nmc_is_no_wind() -> None:
    said = parsed(RAW / "nmc_202628_NOLO.jsonp")
    for fix in said["typhoon"][8]:
        for points in (fix[11] or {}).values():
            for point in points:
                point[5] = 0
    told = rows(track(json.dumps(said).encode(), "view.json"))
    assert not any(WIND in row for row in told if row["kind"] == "预报")


@pytest.mark.parametrize("name", PLACES)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_what_is_no_figure_is_refused_by_column_and_value_and_never_taken_for_nothing(
    name: str, place: int
) -> None:
    said = parsed(RAW / name)
    PLACES[name][place](said, "x" if place < 2 else GARBLED.get(name, NAMED))
    table = track(json.dumps(said).encode(), name)
    (problem,) = check(TRACK, table.columns, table.rows, "city").problems
    column = ("wind_ms", "pressure_hpa", "r7_ne_km")[place]
    assert (problem.code, problem.row, problem.column, problem.raw) == ("cell.not_a_number", 1, column, "x")


def test_a_key_given_twice_in_one_record_is_refused(spoilt: Callable[[str, str], bytes]) -> None:
    said = spoilt('"lat": "26.1"', '"lat": "26.1", "lat": "16.1"')
    assert [problem.code for problem in refused(said, "NP_2401.json")] == ["file.json_key_twice"]


@pytest.fixture
def spoilt() -> Callable[[str, str], bytes]:
    """The recorded answer of QWeather with a text of it replaced."""

    def changed(old: str, new: str) -> bytes:
        text = (RAW / "qweather_NP_2401.json").read_text("utf-8")
        assert old in text
        return text.replace(old, new, 1).encode()

    return changed


def test_an_answer_that_says_of_itself_that_it_failed_is_no_track(
    spoilt: Callable[[str, str], bytes],
) -> None:
    assert [
        problem.code for problem in refused(spoilt('"code": "200"', '"code": "402"'), "NP_2401.json")
    ] == ["file.storm_answer"]


def test_a_storm_without_a_number_is_refused_in_one_sentence() -> None:
    said = parsed(RAW / "zhejiang_202116_Mindulle.json")
    said[0]["tfid"] = ""
    assert [problem.code for problem in refused(json.dumps(said).encode(), "a.json")] == [
        "file.storm_unnumbered"
    ]


def test_two_fixes_of_one_moment_at_two_places_are_told() -> None:
    said = parsed(RAW / "zhejiang_202116_Mindulle.json")
    again = said[0]["points"][1] | {"lat": "25.0", "forecast": None}
    said[0]["points"].append(again)
    table = track(json.dumps(said).encode(), "a.json")
    (note,) = table.notes
    assert (note.code, note.severity, note.row, note.raw) == ("file.fix_twice", "warning", 3, "25°N 136.7°E")
    assert [row["lat_deg"] for row in rows(table) if row["kind"] == "定位"][-1] == "25"


MARKED = ("utf-16", "utf-32")
TEXTS = ("CH2025BST_excerpt.txt", "ibtracs_excerpt.csv", "bwp192021_excerpt.dat")


@pytest.mark.parametrize(
    ("name", "encoding"),
    [("qweather_NP_2401.json", encoding) for encoding in (*MARKED, "utf-16-le", "utf-16-be")]
    + [(name, encoding) for name in TEXTS for encoding in MARKED],
)
def test_a_document_saved_as_unicode_text_is_read_like_the_original(name: str, encoding: str) -> None:
    data = (RAW / name).read_bytes()
    assert rows(track(data.decode().encode(encoding), name)) == rows(track(data, name))


@pytest.mark.parametrize(
    ("text", "code", "row", "raw"),
    [
        ('{"tfid": "202508",\n "points": [{"time": "2025', "file.json_cut", 2, None),
        ('{"tfid": "202508",\n "points": [', "file.json_cut", 2, None),
        ('{"tfid": "202508",\n "points": [] oops}\n', "file.json", 2, "oops}"),
        (
            'callback({"tfid": "202508"});\nalert(1);',
            "file.json",
            1,
            'callback({"tfid": "202508"}); alert(1);',
        ),
    ],
)
def test_a_json_that_breaks_off_is_told_from_one_that_goes_wrong(
    text: str, code: str, row: int, raw: str | None
) -> None:
    assert [(said.code, said.row, said.raw) for said in refused(text, "a.json")] == [(code, row, raw)]
