"""The strip of alerts says colour, event, sender, place and end in words, and is not there where there is nothing to say."""

import re
from datetime import timedelta

import pytest

from domain.words import LANGUAGES
from readiness.alerts import active, unmatched
from tests.readiness.situations import at
from tests.readiness.test_alerts import NOW, acting, messages
from views.alerts import SHAPES, strip
from views.theme import TOKENS


def drawn(*changes: dict, lang: str = "zh", statuses: tuple[str, ...] = ("actual",)) -> str:
    rows = messages(*changes)
    return strip(active(rows, NOW, statuses, lang), unmatched(rows, NOW, statuses), NOW, lang)


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_there_is_nothing_at_all_where_nothing_is_in_force() -> None:
    assert strip([], [], NOW, "zh") == ""


def test_an_alert_is_told_in_words_and_leads_to_the_report_it_came_with() -> None:
    html = drawn({})
    assert words(html) == "▲ 橙色 台风 岱山县气象台 岱山县 至 16:15"
    assert 'href="ledger?receipt=R000007&lang=zh"' in html
    assert words(drawn({}, lang="en")) == "▲ orange 台风 岱山县气象台 岱山县 until 16:15"


@pytest.mark.parametrize("colour", ["red", "orange", "yellow", "blue", "white"])
def test_each_colour_has_a_word_and_a_shape_of_its_own(colour: str) -> None:
    html = drawn({"colour": colour})
    assert f'<span class="tp-shape" aria-hidden="true">{SHAPES[colour]}</span>' in html
    assert f"tp-alert-{colour}" in html
    assert len({*SHAPES.values()}) == len(SHAPES)


def test_without_a_colour_the_severity_is_the_word() -> None:
    assert words(drawn({"colour": None})).startswith("◇ 重大 台风")
    assert words(drawn({"colour": None, "severity": None})).startswith("◇ 台风")


def test_an_end_that_was_not_stated_says_by_what_rule_it_was_set() -> None:
    said = words(drawn({"expires": None}))
    assert "至 07-31 04:15" in said and "24 小时" in said and "未经核定" in said


def test_what_a_reader_must_know_of_an_alert_stands_beside_it() -> None:
    change = {
        "status": "exercise", "scope": "restricted", "urgency": "past", "effective": at("30 12:00"),
        **acting("update", "daishan,Z,2025-07-30T04:15:00+08:00"),
    }  # fmt: skip
    said = words(drawn(change, statuses=("exercise",)))
    for mark in ("演练", "不公开", "影响已过", "12:00 起生效", "所更新的前一条没有收到"):
        assert mark in said


def test_many_areas_are_named_by_the_first_two_and_their_number() -> None:
    assert "定海、普陀等 3 处" in words(drawn({"areas": "定海、普陀、嵊泗"}))


def test_more_than_fit_are_counted() -> None:
    rows = [{"identifier": str(n)} for n in range(9)]
    html = drawn(*rows)
    assert html.count("tp-signal") == 6 and "另有 3 条" in html


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("references", "sender"),
    [("daishan,Z", "daishan"), ("", "daishan"), ("daishan,A,2025-07-30T04:15:00+08:00", "stranger")],
)
def test_a_cancellation_that_was_not_understood_is_told(lang: str, references: str, sender: str) -> None:
    html = drawn({}, acting("cancel", references, sender=sender), lang=lang)
    assert words(html).count("?") == 1 and "05:15" in words(html) and html.count("tp-signal") == 1


def test_an_alert_without_information_says_that_it_says_nothing() -> None:
    assert "没有写明内容" in words(drawn({"event": None, "colour": None, "severity": None, "info": 0}))


def test_markup_in_an_alert_is_shown_and_never_run() -> None:
    html = drawn({"event": "<script>alert(1)</script>", "sender_name": '"><img src=x onerror=alert(1)>'})
    assert "<script" not in html and "<img" not in html


def test_the_shade_of_each_signal_is_one_that_its_ink_can_be_read_on() -> None:
    # test_theme measures the contrast of level-ink on these; a colour without one would go unmeasured.
    used = {
        match
        for colour in SHAPES
        for match in re.findall(r"tp-level-(\w+)", drawn({"colour": colour or None}))
    }
    assert used and all(f"level-{token}" in TOKENS[theme] for token in used for theme in TOKENS)


def test_an_alert_leaves_by_itself() -> None:
    rows = messages({})
    later = NOW + timedelta(hours=11)
    assert strip(active(rows, later), unmatched(rows, later), later, "zh") == ""
