"""What the page of reports, the overview's list and the reminder say: shape, word and hours, and where they lead."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from domain.words import LANGUAGES, say
from feeds import feed
from readiness.board import Board, Known, board
from readiness.plan import plan
from readiness.reporting import DUTY_STATES, Sent
from tests.readiness.situations import NOW, at, day, declared, sent
from tests.views.pages import LEVELS, Words
from views import board as board_view
from views import reporting_status as view
from views.theme import SHAPES, TOKENS

CHINESE = re.compile("[一-鿿]")


def mixed() -> Board:
    """One of each state: shelters, evacuations by county, the rest never heard of; level IV since noon of the 27th."""
    files = {
        "shelters": {"city": sent(at("27 14:00"), number=1)},
        "evacuations": {
            "dinghai": sent(at("28 02:00"), number=2),
            "putuo": sent(at("28 03:30"), number=3),
            "daishan": sent(at("28 14:30"), at("28 14:00"), number=4),
        },
        "figures": {"city": Sent(None, at("28 09:00"), at("28 14:50"), "R000005", 4, 2, 1)},
    }
    return board(Known({}, files, {}, (declared("28 12:00", "IV"),), {}), plan(), NOW)


def links(html: str) -> list[str]:
    return [value for name, value in Words(html).attributes if name == "href"]


def test_the_made_up_day_has_every_state() -> None:
    assert {duty.state for duty in mixed().duties} == set(DUTY_STATES)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("state", DUTY_STATES)
def test_a_state_is_told_by_shape_word_and_colour_in_matrix_and_list(state: str, lang: str) -> None:
    own = tuple(duty for duty in mixed().duties if duty.state == state)
    shown = replace(mixed(), duties=own)
    for html in (view.matrix(shown, lang), view.listing(shown, lang), view.summary(shown, lang)):
        assert f"tp-s-{state}" in html
        assert SHAPES[state] in Words(html).text and say(lang, f"state.{state}") in Words(html).text


def test_the_shapes_of_the_states_differ() -> None:
    assert len({SHAPES[state] for state in DUTY_STATES}) == len(DUTY_STATES)


def test_amber_and_red_are_two_colours_in_the_style_sheet() -> None:
    sheet = Path(board_view.__file__).with_name("board.css").read_text("utf-8")
    rule = r"\.tp-s-{} \.tp-state \{{ color: var\(--(\w+)\)"
    colours = [re.search(rule.format(state), sheet)[1] for state in ("overdue", "very_late")]
    assert [TOKENS["light"][colour] for colour in colours] == [
        TOKENS["light"]["missing"],
        TOKENS["light"]["late"],
    ]


def test_the_list_leads_to_the_form_of_the_unit_and_to_the_receipt() -> None:
    found = links(view.listing(mixed(), "zh"))
    assert (
        "report?feed=evacuations&unit=dinghai&lang=zh" in found and "ledger?receipt=R000002&lang=zh" in found
    )
    assert "report?feed=evacuations&unit=shengsi&lang=en" in links(view.matrix(mixed(), "en"))


def test_the_list_has_every_form_and_unit_once_and_the_worst_foremost() -> None:
    shown = mixed()
    forms = [link for link in links(view.listing(shown, "zh")) if link.startswith("report")]
    assert forms == [f"report?feed={duty.feed.name}&unit={duty.unit}&lang=zh" for duty in shown.duties]
    assert sorted(forms) == sorted(links(view.matrix(shown, "zh")))
    assert forms[0].startswith("report?feed=shelters&")


def test_the_matrix_has_the_units_that_are_to_report_and_no_other() -> None:
    text = Words(view.matrix(mixed(), "zh")).text
    assert all(unit in text for unit in ("全市", "定海区", "普陀区", "岱山县", "嵊泗县"))
    assert "新城" not in text and "普陀山" not in text


def test_a_line_says_received_cut_off_due_and_how_many_were_refused_and_undone() -> None:
    (figures,) = [duty for duty in mixed().duties if duty.feed.name == "figures"]
    values = view.duty_values(figures, NOW, "zh")
    assert (values["received"], values["as_of"], values["due"], values["hours"]) == (
        "14:50",
        "最早 09:00",
        "21:00",
        "06:00",
    )
    text = Words(view.listing(replace(mixed(), duties=(figures,)), "zh")).text
    assert "4 · 退回 2 · 撤销 1" in text and "余 06:00" in text
    (daishan,) = [duty for duty in mixed().duties if duty.unit == "daishan"]
    assert view.duty_values(daishan, NOW, "zh")["as_of"] == "14:00"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_cadence_nobody_has_signed_is_said_to_be_so(lang: str) -> None:
    unsigned = say(lang, "reporting_status.unverified")
    told = [view.summary(mixed(), lang), view.reminder(mixed(), "shelters", "city", lang)]
    assert all(unsigned in Words(html).text for html in told)
    signed = replace(mixed(), plan=replace(plan(), status="signed"))
    told = [view.summary(signed, lang), view.reminder(signed, "shelters", "city", lang)]
    assert not any(unsigned in Words(html).text for html in told)


def test_everything_reads_in_english_without_a_chinese_word() -> None:
    shown = mixed()
    told = [view.summary(shown, "en"), view.matrix(shown, "en"), view.listing(shown, "en")]
    told += [view.reminder(shown, duty.feed.name, duty.unit, "en") for duty in shown.duties]
    assert not any(CHINESE.search(Words(html).text) for html in told)


@pytest.mark.parametrize(
    ("name", "unit", "told"),
    [
        ("shelters", "city", "已逾期 13 小时：应在 02:00 前报送，最近一次是 R000001"),
        ("evacuations", "dinghai", "已逾期 1 小时：应在 14:00 前报送，最近一次是 R000002"),
        ("evacuations", "putuo", "请在 15:30 前报送，还有 30 分钟"),
        ("evacuations", "shengsi", "还没有报送过，请在 07-29 00:00 前报送，还有 9 小时"),
    ],
)
def test_a_unit_is_reminded_in_a_sentence_above_its_form(name: str, unit: str, told: str) -> None:
    assert told in Words(view.reminder(mixed(), name, unit, "zh")).text


def test_beside_files_of_several_forms_the_reminder_names_its_own() -> None:
    form = "避灾安置场所"
    assert form not in Words(view.reminder(mixed(), "shelters", "city", "zh")).text
    assert form in Words(view.reminder(mixed(), "shelters", "city", "zh", named=True)).text


def test_what_was_sent_before_the_level_was_declared_is_said_to_be_from_before() -> None:
    def says(unit: str) -> bool:
        told = Words(view.reminder(mixed(), "evacuations", unit, "zh")).text
        return "Ⅳ级（12:00 起）生效后尚未报送" in told

    assert [says(unit) for unit in ("putuo", "daishan", "shengsi")] == [True, False, False]


def test_never_sent_and_long_awaited_is_not_called_merely_late() -> None:
    silent = board(Known({}, {}, {}, (declared("26 12:00", "IV"),), {}), plan(), NOW)
    told = Words(view.reminder(silent, "shelters", "city", "zh"))
    assert "还没有报送过，已逾期 39 小时" in told.text and SHAPES["very_late"] in told.text
    assert "未报 39:00" in Words(board_view.side(silent, [], "zh")).text
    idle = board(Known({}, {}, {}, (), {}), plan(), NOW)
    assert "还没有报送过" in Words(view.reminder(idle, "shelters", "city", "zh")).text


def test_a_county_whose_part_the_city_sent_is_told_so_and_not_dunned() -> None:
    told = Words(view.reminder(mixed(), "shelters", "putuo", "zh")).text
    assert "全市已于 07-27 14:00 报送（R000001）" in told and "逾期" not in told
    unsent = Words(view.reminder(mixed(), "supplies", "putuo", "zh")).text
    assert unsent.endswith(say("zh", "reminder.city_sends"))


def test_the_storms_track_reminds_nobody() -> None:
    assert view.reminder(mixed(), "track", "city", "zh") == ""


def test_on_the_overview_a_silent_form_is_amber_then_red_with_its_hours() -> None:
    def listed(hours: float) -> dict:
        shown = day(*LEVELS, now=at("28 14:30") + timedelta(hours=hours))
        (own,) = [one for one in shown.silences if one.feed.name == "shelters"]
        return board_view.silence_values(own, "zh")

    assert (listed(15)["state"], listed(15)["word"]) == ("overdue", "逾期 03:00")
    assert (listed(27)["state"], listed(27)["word"]) == ("very_late", "严重逾期 15:00")


def test_on_the_overview_the_silent_counties_are_named() -> None:
    page = Words(board_view.side(mixed(), [], "zh"))
    assert (
        "嵊泗县" in page.text
        and "定海区" in page.text
        and "reporting_status?lang=zh" in links(board_view.side(mixed(), [], "zh"))
    )
    assert SHAPES["very_late"] in page.text and "严重逾期 13:00" in page.text


def test_what_is_taken_out_has_times_in_full_and_numbers_as_numbers() -> None:
    taken = view.table(mixed(), "zh")
    first = taken.iloc[0]
    assert (first["报表"], first["报送单位"], first["状态"], first["逾期小时"]) == (
        "避灾安置场所",
        "全市",
        "严重逾期",
        13.0,
    )
    assert (first["收到"], first["应报"], first["回执"]) == (
        "2025-07-27 14:00",
        "2025-07-28 02:00",
        "R000001",
    )
    assert len(taken) == len(mixed().duties)
    assert list(taken["退回"][taken["报表"] == feed("figures").zh]) == [2]
