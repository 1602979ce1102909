"""What a reminder says: which form, whose, by when, how late, at which level, where to, and what kind of store it is of."""

from dataclasses import replace

import pytest

from domain.words import LANGUAGES
from feeds import all_feeds
from readiness.reminders import reminders
from tests.reminding.rooms import owing
from views.reminding import Letter, body, subject, values

PLACE = "http://10.0.0.5:8501"


def letter(lang: str = "both", rehearsal: str = "", **ages_h: float) -> Letter:
    shown = owing(ages_h or {"shelters": 13.5, "evacuations": 30, "flash_flood_villages": 11.5})
    return Letter(reminders(shown.duties, shown.plan, shown.grade), shown, rehearsal, PLACE, lang)


def test_it_names_form_unit_due_time_in_beijing_hours_level_and_the_way_to_the_form() -> None:
    said = body(letter("zh", shelters=13.5)).splitlines()
    assert said[0] == "防台报送提醒，市防指Ⅳ级响应，共 1 项："
    assert said[1] == "逾期：避灾安置场所（全市），应在 2025-07-28 13:30 前报送，已逾期 1 小时 30 分钟"
    assert said[2] == f"{PLACE}/report?feed=shelters&unit=city&lang=zh"
    assert "北京时间" in said[-1] and "12 小时" in said[-1] and "unverified" in said[-1]


def test_each_stage_has_its_own_words() -> None:
    ages = {"due_soon": 11.5, "due": 12.5, "late": 13.5, "very_late": 30}
    told = [body(letter("zh", shelters=age)).splitlines()[1].partition("：")[0] for age in ages.values()]
    assert told == ["即将到期", "到期应报", "逾期", "严重逾期"]


def test_chinese_comes_first_and_english_beneath_unless_one_is_asked_for() -> None:
    both = body(letter()).split("\n\n")
    assert both == [body(letter("zh")), body(letter("en"))]
    assert "lang=en" in both[1] and "long overdue: " in both[1]


@pytest.mark.parametrize(
    ("rehearsal", "marks"), [("demo", ("【演示】", "[DEMO] ")), ("exercise", ("【演练】", "[EXERCISE] "))]
)
def test_a_rehearsal_is_marked_at_the_beginning_in_subject_and_text(
    rehearsal: str, marks: tuple[str, str]
) -> None:
    for lang, mark in zip(LANGUAGES, marks):
        own = letter(lang, rehearsal)
        assert subject(own).startswith(mark) and body(own).startswith(mark)
        assert not subject(replace(own, rehearsal="")).startswith(mark)


def test_the_subject_is_one_line_that_names_the_worst_and_counts_the_rest() -> None:
    assert subject(letter("zh")).endswith("严重逾期，另有 2 项")
    assert subject(letter("zh", shelters=13.5)) == "防台报送提醒：避灾安置场所（全市）逾期"


def test_a_name_with_a_line_break_stays_on_its_line() -> None:
    own = letter("zh", shelters=13.5)
    (one,) = own.reminders
    wicked = replace(one, duty=replace(one.duty, feed=replace(one.duty.feed, zh="避灾\r\nBcc: x@y.example")))
    assert subject(replace(own, reminders=[wicked])) == "防台报送提醒：避灾 Bcc: x@y.example（全市）逾期"


@pytest.mark.parametrize("lang", ["zh", "en", "both"])
@pytest.mark.parametrize("most", [1200, 2048, 6000])
def test_what_does_not_fit_is_counted_and_the_limit_kept(lang: str, most: int) -> None:
    own = letter(lang, **dict.fromkeys(all_feeds(), 30.0))
    told = body(own, most)
    assert len(told.encode()) <= most
    for part in told.split("\n\n"):
        left = sum("/reporting_status?" in line for line in part.splitlines())
        assert left == 1 or part.count("/report?") == len(own.reminders)
    assert body(own).count("/report?") == len(own.reminders) * len(own.languages)


def test_programs_get_the_same_as_values() -> None:
    told = values(letter("en", "demo"))
    assert (told["kind"], told["purpose"], told["grade"], told["plan_status"]) == (
        "reminders",
        "demo",
        "IV",
        "unverified",
    )
    assert values(letter())["purpose"] == "live"
    worst = told["reminders"][0]
    assert (worst["feed"], worst["unit"], worst["stage"], worst["late_h"]) == (
        "evacuations",
        "city",
        "very_late",
        18.0,
    )
    assert worst["due_at"] == "2025-07-27T21:00+08:00" and worst["last_receipt"] == "R000001"
    assert set(worst["form"]) == set(worst["owner"]) == set(worst["unit_name"]) == set(LANGUAGES)
