"""The colour of a signal is taken from where it is written, and where two stand there it is not guessed."""

import pytest

from loaders.alerts.colours import colour


@pytest.mark.parametrize(
    ("headline", "said"),
    [
        ("上海中心气象台发布大风蓝色预警[Ⅳ级/一般]", "blue"),
        ("岱山县气象台将台风黄色预警信号升级为橙色预警信号", "orange"),
        ("舟山市气象台2025年7月30日将台风橙色预警降级为黄色预警", "yellow"),
        ("苗栗縣發布紅色警戒", "red"),
        ("台风黄色预警和暴雨橙色预警", ""),
        ("解除台风预警", ""),
        ("红旗塘水位上涨", ""),
        ("黄海海域大风", ""),
    ],
)
def test_a_headline_gives_the_colour_of_its_signal(headline: str, said: str) -> None:
    assert colour([], "Unknown", headline, "") == said


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("alert_color", "紅色", "red"),
        ("颜色", "蓝色", "blue"),
        ("awareness_level", "2; yellow; Moderate", "yellow"),
        ("colour", "Orange", "orange"),
        ("roof", "red", ""),
        ("colour", "red or orange", ""),
    ],
)
def test_only_a_parameter_named_for_the_colour_gives_it(name: str, value: str, said: str) -> None:
    assert colour([(name, value)], "", "", "") == said


def test_what_was_written_for_it_stands_before_the_headline() -> None:
    assert colour([], "Red", "发布台风蓝色预警", "") == "red"
    assert colour([("colour", "white")], "Red", "", "") == "white"
    assert colour([], "", "", "台风黄色预警") == "yellow"
    assert colour([], "", "发布台风预警", "", ["11B01_Orange"]) == "orange"
