"""A level that waits reads as one that waits: on the overview as a mark, on its page as a card."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.clock import from_beijing
from domain.words import LANGUAGES
from tests.readiness.situations import day
from tests.views.pages import LEVELS
from views.board import header
from views.proposals import Waiting, card

NOW = from_beijing("2025-07-28T15:00")
SAID = {
    "issuer": "city_hq", "scope": "city", "grade": "II", "verb": "raise", "effective_at": "2025-07-28T18:00+08:00",
    "basis": "<b>会商</b>",
}  # fmt: skip
ONE = Waiting("R000123", SAID, "值班员 陈海生", NOW - timedelta(minutes=25))


def test_a_card_tells_what_by_whom_why_and_how_long_and_that_it_is_not_in_force() -> None:
    told = card(ONE, NOW, "zh")
    for said in (
        "市防指",
        "Ⅱ级",
        "提升",
        "全市",
        "18:00 起",
        "值班员 陈海生",
        "14:35",
        "25 分钟",
        "R000123",
        "未生效",
    ):
        assert said in told
    assert "&lt;b&gt;会商" in told and "<b>会商" not in told


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_card_never_wears_the_sign_of_a_level_in_force(lang: str) -> None:
    told = card(ONE, NOW, lang)
    assert "tp-level" not in told
    assert "R000130" not in told and "R000130" in card(replace(ONE, overtaken_by="R000130"), NOW, lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_overview_is_marked_only_while_a_level_waits(lang: str) -> None:
    board = day(*LEVELS)
    assert "tp-awaits" not in header(board, lang)
    marked = header(board, lang, waiting=2)
    assert marked.count("tp-awaits") == 1 and ("2 项" if lang == "zh" else ": 2") in marked
    assert f'href="levels?lang={lang}"' in marked
