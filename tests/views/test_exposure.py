"""What lies inside the circles is told by form and hour, with what is not counted and whose geometry it is."""

import re
from dataclasses import replace
from datetime import datetime
from functools import cache

import numpy as np
import pytest

from domain.words import LANGUAGES, say
from feeds import feed
from readiness import path, tracks
from readiness.arrival import Outlook, outlook
from readiness.exposure import Exposure, assets, exposure
from tests.readiness.situations import at, rows_of_sample, seed_track
from views.exposure import MOST_AHEAD, MOST_SHOWN, table
from web.known.followed import _places

AFTERNOON, EVENING = at("28 15:00"), at("29 20:00")
NAMES = ("fishing_vessels", "scenic_areas", "aquaculture")


@cache
def expected(now: datetime) -> Outlook:
    found = outlook(seed_track(), _places(), now)
    assert found is not None
    return found


def inside(now: datetime, *, unplaced: int = 0, silent: int = 0) -> Exposure:
    track = seed_track()
    fixes = tracks.fixes(track, now)
    cma = tracks.issues(track, now).query("agency == 'CMA'")
    frames = {name: rows_of_sample(name, 1).copy() for name in NAMES}
    frames["fishing_vessels"].loc[: unplaced - 1, ["lon", "lat"]] = np.nan
    frames["scenic_areas"].loc[: silent - 1, "tourists"] = np.nan
    places = [assets(feed(name), frame) for name, frame in frames.items()]
    return exposure(places, path.observed(fixes), path.ahead(fixes, cma))


def told(now: datetime, lang: str = "zh", **given: int) -> str:
    return table(inside(now, **given), expected(now), lang, "R000077")


def heads(html: str) -> list[str]:
    return re.findall(r"<th>([^<]+)<i>", html)


def test_all_boats_and_their_crews_are_told_with_the_hour_the_first_is_reached() -> None:
    html = told(AFTERNOON)
    for said in ("渔船动态", "5,182", "20,443 人", "25,791 名", "将到", "07-29 13:10"):
        assert said in html


def test_the_hours_shown_are_the_present_one_and_those_at_which_something_changes() -> None:
    hours = heads(told(AFTERNOON))
    assert hours[0] == "15:00"
    assert hours[1] == "07-29 14:00"
    assert len(hours) <= 1 + MOST_AHEAD


def test_in_the_midst_of_it_what_was_is_told_beside_what_will_be() -> None:
    html = told(EVENING)
    assert "实况" in html and "预报" in html and "已到" in html
    assert html.count("<th>20:00<i>") == 1


@pytest.mark.parametrize("moment", ["29 17:00", "30 06:00", "31 00:00"])
def test_no_hour_stands_twice_and_a_small_screen_holds_them_all(moment: str) -> None:
    hours = heads(told(at(moment)))
    assert len(hours) == len(set(hours)) <= MOST_SHOWN


def test_long_after_its_last_fix_nothing_is_said_to_be_forecast() -> None:
    late = at("31 00:00").replace(month=8, day=5)
    places = [assets(feed("scenic_areas"), rows_of_sample("scenic_areas", 1))]
    found = exposure(places, path.observed(tracks.fixes(seed_track(), late)), None)
    html = table(found, expected(late), "zh", "R000077")
    assert heads(html)[-1] == "08-01 20:00"
    assert say("zh", "exposure.forecast") not in re.findall(r"<i>([^<]+)</i></th>", html)


def test_where_no_form_has_come_that_is_said_and_not_that_nothing_is_inside() -> None:
    fixes = tracks.fixes(seed_track(), AFTERNOON)
    html = table(exposure([], path.observed(fixes), None), expected(AFTERNOON), "zh", "R000077")
    assert say("zh", "exposure.no_forms") in html and say("zh", "exposure.nothing") not in html


def test_the_table_leads_to_the_forecast_it_rests_on() -> None:
    assert 'href="ledger?receipt=R000077&lang=zh"' in told(AFTERNOON)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_whose_forecast_and_that_it_is_geometry_is_said(lang: str) -> None:
    html = told(AFTERNOON, lang)
    assert say(lang, "arrival.geometric") in html
    assert say(lang, "exposure.never_add") in html
    assert re.search("假定风圈不变" if lang == "zh" else "assumed unchanged", html)


def test_what_has_no_position_is_told_and_not_counted() -> None:
    html = told(AFTERNOON, unplaced=3)
    assert say("zh", "exposure.unplaced", form="渔船动态", n="3") in html
    assert "5,182" not in html and "5,179" in html


def test_a_sum_that_lacks_a_place_is_a_lower_bound() -> None:
    html = told(AFTERNOON, silent=4)
    assert re.search(r"至少 [\d,]+ 名", html) and "25,791" not in html


def test_colour_is_never_alone() -> None:
    html = told(AFTERNOON)
    marks = re.findall(r'<span class="tp-state"><b class="tp-shape"[^>]*>(.)</b> ([^<]+)</span>', html)
    assert len(marks) == len(NAMES)
    assert all(shape.strip() and words.strip() for shape, words in marks)


def test_a_bar_is_as_long_as_its_number() -> None:
    cells = re.findall(r'<b>([\d,]+)</b><meter min="0" max="100" value="(\d+)"', told(AFTERNOON))
    shares = {int(number.replace(",", "")): int(share) for number, share in cells}
    assert shares[0] == 0 and shares[5182] == 100
    assert all(share == round(100 * n / 5182) for n, share in shares.items() if n > 200)


def test_a_name_in_a_file_cannot_become_markup() -> None:
    track, rows = seed_track(), rows_of_sample("scenic_areas", 1)
    fixes = tracks.fixes(track, EVENING)
    hostile = assets(feed("scenic_areas"), rows.assign(name="<img src=x onerror=alert(1)>"))
    html = table(exposure([hostile], path.observed(fixes), None), expected(EVENING), "zh", "R000077")
    assert "<img" not in html and "&lt;img" in html


def test_where_nothing_is_reached_that_is_said() -> None:
    fixes = tracks.fixes(seed_track(), at("23 20:00"))
    found = exposure(
        [assets(feed("scenic_areas"), rows_of_sample("scenic_areas", 1))], path.observed(fixes), None
    )
    html = table(found, expected(at("23 20:00")), "zh", "R000077")
    assert say("zh", "exposure.nothing") in html and say("zh", "exposure.no_forecast") in html


def test_without_any_circle_nobody_is_told_that_nothing_lies_inside() -> None:
    bare = replace(expected(AFTERNOON), radii_as_of=None)
    nowhere = replace(inside(AFTERNOON), first=inside(AFTERNOON).first.iloc[:0])
    assert say("zh", "exposure.nothing") in table(nowhere, expected(AFTERNOON), "zh", "R000077")
    html = table(nowhere, bare, "zh", "R000077")
    assert say("zh", "exposure.no_circles") in html and say("zh", "exposure.nothing") not in html
