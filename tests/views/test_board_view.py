"""The overview and the shared screen in words: every number with its state, its age and whose it is, and no markup."""

import re
from dataclasses import replace
from datetime import timedelta

import pandas as pd
import pytest

from domain.words import LANGUAGES, say
from feeds import all_feeds, feed
from readiness.arrival import outlook
from readiness.board import Board, Known, board
from readiness.judge import STATES
from readiness.plan import plan
from tests.readiness.situations import NOW, at, day, rows_of_sample
from tests.views.pages import LEVELS, Words, changes, screens
from views import board as view
from views import briefing
from views.board import Change
from views.text import agency
from views.theme import SHAPES

CHINESE = re.compile("[一-鿿]")


@pytest.fixture(scope="module")
def afternoon() -> Board:
    return day(*LEVELS)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_header_and_the_wall_name_the_other_storms_too(afternoon: Board, lang: str) -> None:
    others = [("2025-KROSA", "罗莎")]
    head = Words(view.header(afternoon, lang, others=others))
    assert "罗莎" in head.text and ("href", f"storm?storm=2025-KROSA&lang={lang}") in head.attributes
    assert "罗莎" in Words(briefing.levels(afternoon, lang, others=others)).text
    assert say(lang, "board.other_storms") not in Words(view.header(afternoon, lang)).text


def test_the_header_names_levels_hours_and_storm(afternoon: Board) -> None:
    text = Words(view.header(afternoon, "zh")).text
    assert all(
        part in text
        for part in (
            "市防指",
            "Ⅳ级",
            "03:00",
            "舟山海事局",
            "Ⅱ级",
            "竹节草",
            "8级",
            "18 m/s",
            "992 hPa",
            "热带风暴",
        )
    )
    assert text.index("市防指") < text.index("舟山海事局")


def test_the_header_reads_in_english(afternoon: Board) -> None:
    text = Words(view.header(afternoon, "en")).text
    assert all(
        part in text for part in ("Municipal headquarters", "Level IV", "CO-MAY", "Level II", "force 8")
    )
    assert not CHINESE.search(text)


def test_a_level_stands_in_its_colour_with_its_numeral_in_words(afternoon: Board) -> None:
    html = view.header(afternoon, "zh")
    assert "tp-level-IV" in html and "tp-level-II" in html


def test_without_level_and_storm_the_header_says_so() -> None:
    empty = board(Known({}, {}, {}, (), {}), plan(), NOW)
    text = Words(view.header(empty, "zh")).text
    assert say("zh", "board.no_level") in text and say("zh", "board.no_storm") in text


def test_an_old_fix_is_called_out_of_date() -> None:
    late = Words(view.header(day(now=at("28 23:00")), "zh")).text
    stale = day(now=at("29 23:00"))
    assert say("zh", "board.fix_stale") not in late
    assert not stale.storm.stale or say("zh", "board.fix_stale") in Words(view.header(stale, "zh")).text
    old = replace(stale, storm=replace(stale.storm, stale=True))
    assert say("zh", "board.fix_stale") in Words(view.header(old, "zh")).text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_storm_that_is_followed_no_more_is_said_to_be_so_and_alarms_nobody(
    afternoon: Board, lang: str
) -> None:
    ended = replace(afternoon.storm, stale=True, followed=False, age=timedelta(hours=40, minutes=20))
    html = view.header(replace(afternoon, storm=ended), lang)
    assert say(lang, "board.not_followed", n=40) in Words(html).text
    assert say(lang, "board.fix_stale") not in html and "tp-s-late" not in html


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_centre_over_the_headquarters_lies_in_no_direction(afternoon: Board, lang: str) -> None:
    over = replace(afternoon.storm, distance_km=0.4)
    text = Words(view.header(replace(afternoon, storm=over), lang)).text
    assert say(lang, "board.over_home") in text and " 0 km" not in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_the_level_asks_for_is_counted_and_marked_unverified(afternoon: Board, lang: str) -> None:
    text = Words(view.counters(afternoon, lang)).text
    asked = sum(line.asked for line in afternoon.lines)
    assert say(lang, "board.asked", grade="Ⅳ级" if lang == "zh" else "Level IV", n=asked) in text
    assert say(lang, "board.unverified") in text and "unverified" in text


def test_a_signed_plan_is_not_called_unverified(afternoon: Board) -> None:
    signed = replace(afternoon, plan=replace(afternoon.plan, status="signed"))
    assert say("zh", "board.unverified") not in Words(view.counters(signed, "zh")).text


def test_without_a_level_nothing_is_asked_for() -> None:
    assert say("zh", "board.nothing_asked") in Words(view.counters(day(), "zh")).text


def test_every_measure_stands_on_the_overview_once(afternoon: Board) -> None:
    links = [value for name, value in Words(view.counters(afternoon, "zh")).attributes if name == "href"]
    shown = [dict(part.split("=") for part in link.partition("?")[2].split("&"))["measure"] for link in links]
    parts = {line.measure.id for line in afternoon.lines if line.measure.counter.part_of}
    waiting = {
        line.measure.id
        for line in afternoon.lines
        if line.measure.counter.says == "event" and line.measure.value is None
    }
    levels = {counter.id for counter in feed("levels").counters}
    assert sorted(shown) == sorted({line.measure.id for line in afternoon.lines} - parts - waiting - levels)


def test_a_line_says_done_of_total_state_and_cut_off(afternoon: Board) -> None:
    values = view.line_values(afternoon.line("marine_works.stopped"), afternoon, "zh")
    assert (values["value"], values["total"], values["unit"], values["word"]) == ("48", "48", "个", "已完成")
    assert (values["cut_off"], values["received"], values["age"], values["owner"]) == (
        "截至 12:00",
        "14:30",
        "3 小时",
        "舟山海事局",
    )


def test_what_is_left_is_said_to_be_worked_out_here(afternoon: Board) -> None:
    values = view.line_values(afternoon.line("passenger_routes.suspended"), afternoon, "zh")
    assert (values["value"], values["total"]) == ("74", "78")
    assert any("推算" in note and "4" in note for note in values["notes"])


def test_a_plan_is_shown_as_a_plan(afternoon: Board) -> None:
    values = view.line_values(afternoon.line("unpowered_vessels.berth_planned"), afternoon, "zh")
    assert (values["value"], values["total"], values["state"], values["notes"]) == (
        "0",
        "128",
        "planned",
        ["计划 113"],
    )


def test_an_unknown_total_is_never_a_fraction(afternoon: Board) -> None:
    values = view.line_values(afternoon.line("scenic_areas.closed"), afternoon, "zh")
    assert (values["value"], values["total"], values["word"]) == ("6", "", "总数未报")


def test_parts_stand_inside_their_whole(afternoon: Board) -> None:
    values = view.line_values(afternoon.line("waterlogging.controlled"), afternoon, "zh")
    assert [(part["title"], part["value"]) for part in values["parts"]] == [
        ("定海", "10"),
        ("普陀", "2"),
        ("嵊泗", "1"),
        ("新城", "1"),
    ]


def test_no_percentage_is_shown_anywhere(afternoon: Board) -> None:
    for lang in LANGUAGES:
        for name, html in screens(afternoon, lang, changes()).items():
            assert "%" not in Words(html).text, name


def test_a_late_number_says_so_with_hours() -> None:
    values = view.line_values(
        day(now=NOW + timedelta(hours=10)).line("passenger_routes.suspended"), day(), "zh"
    )
    assert values["state"] == "planned" or values["state"] == "doing" or values["state"] == "late"
    late = day(*LEVELS, now=NOW + timedelta(hours=15))
    told = view.line_values(late.line("passenger_routes.suspended"), late, "zh")
    assert (told["state"], told["word"]) == ("late", "逾期")
    assert any(re.fullmatch(r"\d\d:\d\d", note) for note in told["notes"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_who_is_late_is_named_with_form_office_and_hours(lang: str) -> None:
    seen = day(*LEVELS, now=NOW + timedelta(hours=15), without=("shelters",))
    text = Words(view.side(seen, changes(), lang)).text
    form = feed("shelters")
    assert (
        form.title(lang) in text
        and form.owner_title(lang) in text
        and say(lang, "board.missing_by", h="06:00") in text
    )
    assert say(lang, "board.overdue_by", h="03:30") in text


def test_when_everybody_has_reported_it_says_so() -> None:
    seen = replace(day(*LEVELS), duties=())
    assert say("zh", "board.none_late") in Words(view.side(seen, [], "zh")).text
    assert say("zh", "board.no_changes") in Words(view.side(seen, [], "zh")).text


def test_the_last_changes_lead_to_their_receipts(afternoon: Board) -> None:
    page = Words(view.side(afternoon, changes(), "zh"))
    assert all(part in page.text for part in ("14:20", "渔船动态", "嵊泗县", "改 3"))
    assert any("receipt=R000031" in value for name, value in page.attributes if name == "href")


def test_the_worst_gaps_come_first_and_no_more_than_asked_for() -> None:
    seen = day(*LEVELS, without=("aquaculture",))
    worst = list(view.worst(seen, 5))
    assert len(worst) == 5
    assert [line.progress for line in worst[:2]] == ["doing", "missing"]
    assert worst[1].measure.id == "aquaculture.evacuated"
    assert all(line.asked and line.state not in ("done", "plain") for line in worst)


def test_the_shared_screen_counts_demands_done(afternoon: Board) -> None:
    asked = [line for line in afternoon.lines if line.asked and not line.measure.counter.part_of]
    done = sum(line.state == "done" for line in asked)
    assert (
        say("zh", "wall.asked", grade="Ⅳ级", done=done, asked=len(asked))
        in Words(briefing.counters(afternoon, "zh")).text
    )


@pytest.mark.parametrize("state", [state for state in STATES if state != "plain"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_state_is_shown_by_shape_and_word_beside_its_colour(
    afternoon: Board, state: str, lang: str
) -> None:
    line = replace(afternoon.line("marine_works.stopped"), state=state)
    html = view.feed_lines(replace(afternoon, lines=(line,)), feed("marine_works"), lang)
    assert f"tp-s-{state}" in html
    assert SHAPES[state] in Words(html).text and say(lang, f"state.{state}") in Words(html).text


def test_every_screen_reads_in_english_without_a_chinese_word(afternoon: Board) -> None:
    told = [Change(at("28 14:20"), "submission", "Fishing vessels", "Shengsi County", "3 changed", "R000031")]
    for name, html in screens(afternoon, "en", told).items():
        assert not CHINESE.search(Words(html).text), name


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_unsigned_list_of_demands_is_said_to_be_so_beside_the_forms_own_measures(lang: str) -> None:
    seen = day(*LEVELS)
    unsigned = say(lang, "board.unverified")
    assert unsigned in Words(view.feed_lines(seen, feed("aquaculture"), lang)).text
    assert unsigned not in Words(view.feed_lines(seen, feed("track"), lang)).text
    signed = replace(seen, plan=replace(seen.plan, status="verified"))
    assert unsigned not in Words(view.feed_lines(signed, feed("aquaculture"), lang)).text


def test_a_line_not_yet_crossed_is_no_missing_report() -> None:
    seen = day(*LEVELS)
    crossed = replace(seen.line("storm.entered_24h_line").measure, value="2025-07-28T18:52+08:00")
    after = replace(seen, lines=(replace(seen.line("storm.entered_24h_line"), measure=crossed),))
    title = crossed.counter.title("zh")
    assert title not in Words(view.feed_lines(seen, feed("track"), "zh")).text
    assert title in Words(view.feed_lines(after, feed("track"), "zh")).text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_where_nothing_was_received_the_shared_screen_does_not_say_that_nothing_is_amiss(lang: str) -> None:
    def gaps(seen: Board) -> str:
        return Words(briefing.late(seen, [], lang)).text

    empty = day(without=tuple(all_feeds()))
    assert say(lang, "wall.no_gaps") not in gaps(empty) and say(lang, "board.no_changes") in gaps(empty)
    assert say(lang, "board.nothing_asked") in gaps(day())
    done = replace(day(*LEVELS), lines=tuple(line for line in day(*LEVELS).lines if line.state == "done"))
    assert say(lang, "wall.no_gaps") in gaps(done)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_times_on_the_walls_map_are_said_to_be_reckoned_and_by_whose_forecast(lang: str) -> None:
    spots = pd.DataFrame([("xincheng", 122.2, 30.0)], columns=["place_id", "lon_deg", "lat_deg"])
    of = outlook(rows_of_sample("track", 7), spots, NOW, members=50)
    said = Words(briefing.reckoned(of, lang)).text
    for part in (say(lang, "storms.places_legend"), agency("CMA", lang), say(lang, "arrival.geometric")):
        assert part in said
    assert briefing.reckoned(None, lang) == ""
