"""The colour of a warning signal, from where the profiles write it; none where they do not agree or say none."""

import re
from collections.abc import Iterable

_WORDS = {
    "blue": "blue", "yellow": "yellow", "orange": "orange", "red": "red", "white": "white",
    "蓝": "blue", "藍": "blue", "黄": "yellow", "黃": "yellow", "橙": "orange", "红": "red", "紅": "red", "白": "white",
}  # fmt: skip
# A parameter that is there to tell the colour: alert_color, 颜色, awareness_level ("2; yellow; Moderate").
_NAMED = re.compile(r"colou?r|颜色|顏色|awareness_level", re.IGNORECASE)
_ENGLISH = re.compile(r"(?<![a-z])(blue|yellow|orange|red|white)(?![a-z])", re.IGNORECASE)
_CHINESE = re.compile(r"([蓝藍黄黃橙红紅白])色")
# 发布台风蓝色预警[Ⅳ级/一般], and the colour that a signal is raised to: 蓝色预警升级为黄色预警.
_SIGNAL = re.compile(r"([蓝藍黄黃橙红紅白])色(?:预警|預警|警报|警報|警戒)")
_BECOMES = re.compile(
    r"(?:升级为|升為|升为|调整为|变更为|降级为|降为|更新为)[^蓝藍黄黃橙红紅白]{0,12}([蓝藍黄黃橙红紅白])色"
)


def colour(
    pairs: Iterable[tuple[str, str]], severity: str, headline: str, event: str, codes: Iterable[str] = ()
) -> str:
    """blue, yellow, orange, red, white, or empty.

    In this order: a parameter named for the colour; the severity, which GB/T 35965.1 writes as a colour (Red, Orange,
    Yellow, Blue); an event code that holds a colour's word; headline and event in their Chinese words. pairs: a message's parameters.
    """
    found = (
        *(_said(value) for name, value in pairs if _NAMED.search(name)),
        _WORDS.get(severity.strip().casefold(), ""),
        *(_said(code) for code in codes),
        _signalled(headline),
        _signalled(event),
    )
    return next((code for code in found if code), "")


def _said(text: str) -> str:
    short = _WORDS.get(text.strip().casefold())
    return short or _one(_ENGLISH.findall(text)) or _one(_CHINESE.findall(text))


def _signalled(text: str) -> str:
    return _one(_BECOMES.findall(text)) or _one(_SIGNAL.findall(text))


def _one(words: Iterable[str]) -> str:
    """The colour that all of the words name."""
    named = {_WORDS[word.casefold()] for word in words}
    return named.pop() if len(named) == 1 else ""
