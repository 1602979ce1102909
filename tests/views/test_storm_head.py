"""The head of the storm's page says where it is, what it crossed and where it came ashore, each with its way back."""

from dataclasses import replace

import pytest

from domain.words import LANGUAGES, say
from readiness import tracks
from readiness.passages import passages
from readiness.storm import Motion, state
from tests.readiness.situations import NOW, at, rows_of_sample
from tests.views.pages import Words
from views import storm_head, text
from views.board import storm_values

TRACK = rows_of_sample("track", 7)


def shown(moment=NOW, lang: str = "zh") -> Words:
    fixes, landfalls = tracks.fixes(TRACK, moment), tracks.landfalls(TRACK, moment)
    storm = state(TRACK, moment)
    return Words(
        storm_head.head(
            storm, fixes, passages(fixes), landfalls, (54.0, at("30 09:00")), "按某台预报", moment, lang
        )
    )


def test_it_says_name_number_grade_strength_place_motion_and_whose_fix() -> None:
    for said in (
        "竹节草",
        "第8号",
        "● 热带风暴",
        "18 m/s",
        "992 hPa",
        "26.6°N 128.2°E",
        "距新城 699 km",
        "定位 14:00（中国气象局）",
    ):
        assert said in shown().text


@pytest.mark.parametrize(
    ("speed_kmh", "heading_deg", "said"),
    [
        (0.0, None, "停滞少动"),
        (0.2, 90.0, "停滞少动"),
        (12.0, None, "移速 12 km/h"),
        (12.0, 90.0, "向东 12 km/h"),
        (None, 90.0, ""),
    ],
)
def test_a_storm_that_stands_still_is_not_said_to_go_somewhere(
    speed_kmh: float | None, heading_deg: float | None, said: str
) -> None:
    storm = replace(state(TRACK, NOW), motion=Motion(speed_kmh, heading_deg, computed=False))
    assert storm_values(storm, NOW, "zh")["motion"] == said


def test_every_crossing_of_a_line_is_listed_and_the_last_way_in_among_them() -> None:
    text = shown(at("29 08:00")).text
    assert text.count("进入") + text.count("移出") >= 6
    assert "07-28 18:52 进入" in text.replace("18:51", "18:52").replace("18:53", "18:52")
    assert say("zh", "storms.still_inside") in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_nearest_approach_is_labelled_as_a_reckoning(lang: str) -> None:
    assert f"按某台预报 · {say(lang, 'arrival.geometric')}" in shown(lang=lang).text
    assert "按某台预报" not in shown(at("30 10:00"), lang).text


def test_the_last_fix_each_crossing_and_each_landfall_lead_to_their_receipts() -> None:
    links = [value for name, value in shown().attributes if name == "href"]
    crossed = sum(len(passage.crossings) for passage in passages(tracks.fixes(TRACK, NOW)))
    to_rows = [link for link in links if link.startswith("ledger?receipt=R000007&row=")]
    assert len(to_rows) == 1 + len(tracks.landfalls(TRACK, NOW)) == 2
    assert len(links) == len(to_rows) + crossed == 7
    assert all(link.startswith("ledger?receipt=R000007") for link in links)


def test_an_old_fix_is_said_to_be_old() -> None:
    assert (
        say("zh", "board.fix_stale") in shown(at("28 22:30")).text or not state(TRACK, at("28 22:30")).stale
    )
    late = TRACK[TRACK["valid_at"] <= at("28 14:00")]
    fixes = tracks.fixes(late, at("28 21:00"))
    head = storm_head.head(
        state(late, at("28 21:00")),
        fixes,
        passages(fixes),
        tracks.landfalls(late, NOW),
        None,
        "",
        at("28 21:00"),
        "zh",
    )
    assert say("zh", "board.fix_stale") in Words(head).text


def test_a_crossing_leads_to_the_report_whose_fix_showed_it() -> None:
    fixes = tracks.fixes(TRACK, NOW)
    crossing = passages(fixes)[0].crossings[0]
    later = fixes["valid_at"] >= crossing.at
    fixes.loc[later[later].index[0], "_entry"] = 31
    html = storm_head.head(
        state(TRACK, NOW), fixes, passages(fixes), tracks.landfalls(TRACK, NOW), None, "", NOW, "zh"
    )
    assert html.count("receipt=R000031") == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_storm_that_is_only_forecast_yet_is_named_with_whose_forecasts_there_are(lang: str) -> None:
    forecasts = TRACK[TRACK["kind"] == "forecast"]
    said = storm_head.unfixed(forecasts, NOW, lang)
    assert ("竹节草" if lang == "zh" else "CO-MAY") in said
    assert all(text.agency(agency, lang) in said for agency in ("CMA", "JMA", "HKO"))
    assert storm_head.unfixed(forecasts, at("23 08:00"), lang) == ""
    assert storm_head.unfixed(TRACK.iloc[:0, :0], NOW, lang) == ""


def test_place_names_in_the_agencys_own_script_are_said_to_be_its_own() -> None:
    note = say("en", "storms.names_as_given")
    assert note in shown(lang="en").text and say("zh", "storms.names_as_given") not in shown().text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_legend_names_the_grades_that_occur_with_their_shapes_and_no_other(lang: str) -> None:
    fixes = tracks.fixes(TRACK, NOW)
    text = Words(storm_head.legend(state(TRACK, NOW), fixes, None, False, NOW, lang)).text
    named = (
        ("热带低压", "热带风暴", "强热带风暴")
        if lang == "zh"
        else ("tropical depression", "tropical storm", "severe tropical storm")
    )
    assert all(name in text for name in named)
    assert ("超强台风" if lang == "zh" else "super typhoon") not in text


@pytest.mark.parametrize(
    ("lang", "said", "own"),
    [("zh", "浙江省舟山市朱家尖岛", 0), ("en", "07-30 04:30 Zhujiajian", 1)],
)
def test_a_landfall_here_is_named_in_the_pages_language_with_the_agencys_words_behind_it(
    lang: str, said: str, own: int
) -> None:
    head = shown(at("31 08:00"), lang)
    titles = [value for name, value in head.attributes if name == "title"]
    assert said in head.text and titles.count("浙江省舟山市朱家尖岛") == own
    assert "上海市奉贤区沿海" in head.text
    assert (say(lang, "storms.names_as_given") in head.text) == (lang != "zh")
