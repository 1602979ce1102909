"""Headers and choices as they are compared: without the spaces and letter widths in which files differ."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from domain.unseen import SIGNS
from feeds.units import is_unit

_SPACES = rf"\s{SIGNS}"
_SPACE = re.compile(rf"[{_SPACES}]+")
_IGNORED = re.compile(rf"[{_SPACES}_*★]+")
_ENDING = re.compile(r"(?<=.)(?:[(\[【〔](?P<said>[^()\[\]【】〔〕]*)[)\]】〕]|:)$")
# What a bracket may add without making another column of it: how to fill the cell in.
_HINT = re.compile(
    r"必填项?|必须|非必填|选填|可选|单选|可不填|是[/或]否|(格式|如|例|单位).*|required|optional|yes/no|format.*|e\.g\..*"
)
# No header is longer; what is need not be looked at closely.
LONGEST = 200


@lru_cache(maxsize=8192)
def normalise(text: str) -> str:
    """The form in which two spellings of a header are equal; a second pass changes nothing.

    `船名`, ` 船 名*`, `船名（必填）` and `船名：` are one header, as are `as_of` and `As of`. A bracket that is neither
    a unit nor a hint stays: `已撤离人数(计划)` is not `已撤离人数`.
    """
    return _settled(text, _header)


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """The form in which two spellings of a value are equal: width, case and spaces aside, all of it counts."""
    return _settled(text, lambda said: _SPACE.sub("", _narrow(said)))


def _settled(text: str, step: Callable[[str], str]) -> str:
    """Folding case, composing letters and dropping spaces may each open the way for another."""
    folded = step(text)
    while folded != text:
        text, folded = folded, step(folded)
    return folded


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def _header(text: str) -> str:
    short = _IGNORED.sub("", _narrow(text))
    return _without_endings(short) if len(short) <= LONGEST else short


def _without_endings(text: str) -> str:
    ending = _ENDING.search(text)
    while ending and (ending["said"] is None or _says_nothing_else(ending["said"])):
        text = text[: ending.start()]
        ending = _ENDING.search(text)
    return text


def _says_nothing_else(said: str) -> bool:
    return not said or _HINT.fullmatch(said) is not None or is_unit(said) or is_unit(said.lstrip("百千万亿"))
