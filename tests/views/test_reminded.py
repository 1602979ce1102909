"""What the page says of reminders sent out: beside the duty and on one line above."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from domain.words import LANGUAGES, section
from readiness.board import Board
from tests.readiness.situations import NOW
from tests.reminding.rooms import owing
from tests.views.pages import Words
from views import reminded
from views import reporting_status as view
from views.reminded import Outside, Told
from views.theme import SHAPES

SENT = Told("mail", "渔业局", "sent", 1, NOW - timedelta(minutes=9))
FAILED = Told("webhook", "群", "failed", 8, NOW, None, "robot", 310000)
LATER = Told("mail", "渔业局", "later", 2, NOW, NOW + timedelta(minutes=1), "unreachable")


def shown() -> Board:
    board = owing({"shelters": 13.5})
    return replace(board, duties=tuple(duty for duty in board.duties if duty.feed.name == "shelters"))


def listed(*told: Told, lang: str = "zh", moved_h: float = 0) -> str:
    (duty,) = shown().duties
    key = "shelters", "city", duty.due_at + timedelta(hours=moved_h)
    return view.listing(shown(), lang, Outside(2, by_duty={key: told}))


def test_a_duty_says_when_it_was_last_told_and_by_which_way() -> None:
    earlier = replace(SENT, at=NOW - timedelta(hours=3))
    assert "已提醒 14:51（邮件）" in Words(listed(earlier, SENT)).text
    both = replace(SENT, channel="webhook")
    assert "已提醒 14:51（邮件 + 推送）" in Words(listed(SENT, both)).text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_at_whom_it_has_not_arrived_stands_in_red_beside_the_duty_with_a_shape(lang: str) -> None:
    html = listed(FAILED, LATER, lang=lang)
    said = Words(html).text
    assert html.count("tp-d-bad") == 2
    assert "群" in said and "渔业局" in said and SHAPES["very_late"] in said
    sheet = Path(view.__file__).with_name("board.css").read_text("utf-8")
    assert ".tp-duties .tp-d-bad { color: var(--late)" in sheet


def test_what_arrived_later_at_the_same_recipient_ends_the_red() -> None:
    assert "tp-d-bad" not in listed(
        replace(LATER, recipient="群", channel="webhook"), replace(FAILED, outcome="sent")
    )


def test_reminders_of_another_due_time_and_those_no_longer_owed_are_not_shown() -> None:
    assert "已提醒" not in listed(SENT, moved_h=-12)
    assert "tp-d-bad" not in listed(replace(SENT, outcome="silenced", at=NOW))


@pytest.mark.parametrize("reason", section("undelivered"))
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_reason_has_a_sentence(reason: str, lang: str) -> None:
    for outcome in ("later", "failed"):
        one = replace(LATER, outcome=outcome, reason=reason)
        assert section("undelivered")[reason][lang].partition("{")[0] in reminded.undelivered(one, NOW, lang)


def test_the_line_above_says_whether_reminders_go_out() -> None:
    def line(outside: Outside) -> str:
        return Words(reminded.line(outside, NOW, "zh")).text

    assert "没有配置外发" in line(Outside())
    assert "不外发" in line(Outside(silent=True))
    assert "2 个收件人" in line(Outside(2))
    assert "群 推送未送达，试了 8 次后停止：群机器人答复错误 310000" in line(Outside(2, troubles=(FAILED,)))


def test_a_file_that_does_not_serve_is_said_in_red_and_escaped() -> None:
    holes = (
        ("file", "r.toml"),
        ("inside", "[mail]"),
        ("key", "<b>"),
        ("value", "0"),
        ("expected", "1 … 65535"),
    )
    html = reminded.line(Outside(fault=("wrong_value", holes)), NOW, "zh")
    assert "tp-s-very_late" in html and "&lt;b&gt;" in html and "1 … 65535" in html
