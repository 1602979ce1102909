"""Reads numbers as people write them in status forms: `1340余`, `≥200`, `200毫米以上`, `3.5万`, `十二`."""

import re
from dataclasses import dataclass
from decimal import Decimal

from feeds import numerals
from feeds.cells import Unreadable, clean, is_nothing
from feeds.units import accepts, is_unit

PLAIN = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,10})?")
# Above 2**53 a float no longer holds every whole number.
LARGEST = 2**53
LONGEST_TEXT = 60

_BEFORE = {
    "about": ("大约", "大概", "约", "近", "≈"),
    "lower": ("≥", ">=", ">", "≧", "不少于", "不低于", "不小于", "至少", "超过", "大于", "逾", "超"),
    "upper": ("≤", "<=", "<", "≦", "不超过", "不多于", "不高于", "不大于", "至多", "小于", "少于", "低于"),
}
_AFTER = {
    "about": ("左右", "上下"),
    "lower": ("及以上", "以上", "+"),
    "upper": ("及以下", "以下", "以内"),
}
_STATED = [*_BEFORE.items(), *_AFTER.items(), ("lower", ("余", "多"))]
_MEANING = {word: meaning for meaning, words in _STATED for word in words}
_SCALES = {"百": 10**2, "千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}


def _any_of(words: dict[str, tuple[str, ...]]) -> str:
    every = sorted((word for group in words.values() for word in group), key=len, reverse=True)
    return "|".join(map(re.escape, every))


_QUANTITY = re.compile(
    rf"(?P<before>{_any_of(_BEFORE)})?\s*"
    rf"(?P<figure>[+-]?(?:[0-9](?:[0-9, ]*[0-9])?(?:\.[0-9]+)?|\.[0-9]+)|[{numerals.CHARACTERS}]+)\s*"
    r"(?P<more>[余多])?\s*(?P<scale>百万|千万|[百千万亿])?\s*(?P<more_after>[余多])?\s*"
    rf"(?P<unit>.*?)\s*(?P<after>{_any_of(_AFTER)})?"
)
_SCIENTIFIC = re.compile(r"[+-]?[0-9]+(\.[0-9]*)?[eE][+-]?[0-9]+")
_PERCENT = re.compile(r"[%‰]|百分之|千分之")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}((,[0-9]{3})+|( [0-9]{3})+)(\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as stated; qualifier: "lower" (at least so many), "upper" (at most), "about", or None."""

    value: float
    qualifier: str | None = None


def read_number(text: str, unit: str | None = None) -> Quantity | None:
    """The number a cell states, in `unit`; None where it states nothing (`—`, `/`, `无`, empty).

    A unit of "" is any: what is counted stands in another column (340余台, 32000只).

    Raises Unreadable: cell.not_a_number, cell.scientific (digits are already lost), cell.percent,
    cell.ambiguous_comma (`1,23`), cell.other_unit (`200厘米` for 毫米), cell.number_too_long (above 2**53).
    """
    if PLAIN.fullmatch(text):
        return Quantity(float(text))
    if is_nothing(text):
        return None
    tidy = clean(text).replace("−", "-").replace("–", "-")
    if len(tidy) > LONGEST_TEXT:
        raise Unreadable("cell.not_a_number", unit)
    _refuse_other_notations(tidy)
    match = _QUANTITY.fullmatch(tidy)
    if match is None:
        raise Unreadable("cell.not_a_number", unit)
    return Quantity(_value(match["figure"], _scale(match, unit)), _qualifier(match))


def read_count(text: str, unit: str | None = None) -> Quantity | None:
    """As read_number, but whole: `3.5万` is 35000. Raises Unreadable("cell.not_whole") besides."""
    quantity = read_number(text, unit)
    if quantity is not None and not quantity.value.is_integer():
        raise Unreadable("cell.not_whole", unit)
    return quantity


def looks_scientific(text: str) -> bool:
    """Whether a spreadsheet has turned a long number into `1.38E+10`; `2E05` may be a name and passes."""
    return re.fullmatch(r"-?[0-9](\.[0-9]+)?[eE][+-][0-9]{1,3}", clean(text)) is not None


def _refuse_other_notations(text: str) -> None:
    if _SCIENTIFIC.search(text):
        raise Unreadable("cell.scientific")
    if _PERCENT.search(text):
        raise Unreadable("cell.percent")


def _qualifier(match: re.Match[str]) -> str | None:
    words = (match[name] for name in ("before", "more", "more_after", "after"))
    meanings = {_MEANING[word] for word in words if word}
    if len(meanings) > 1:
        raise Unreadable("cell.not_a_number")
    return meanings.pop() if meanings else None


def _scale(match: re.Match[str], expected: str | None) -> int:
    """What the figure is multiplied by, after making sure that its unit is the one expected."""
    scale, unit = match["scale"] or "", match["unit"]
    if expected and scale and accepts(expected, scale + unit):
        return 1  # 120万m³ in a column of 万m³ is 120
    # 120万 in a column of 万m³ may be 120 or 1,200,000 of them.
    doubled = expected is not None and expected.startswith("万") and scale != ""
    named = is_unit(unit) if expected == "" else bool(expected) and accepts(expected or "", unit)
    if doubled or (unit and not named):
        raise Unreadable("cell.other_unit" if doubled or is_unit(unit) else "cell.not_a_number", expected)
    return _SCALES.get(scale, 1)


def _value(figure: str, scale: int) -> float:
    exact = _exact(figure) * scale
    if abs(exact) > LARGEST:
        raise Unreadable("cell.number_too_long")
    return float(exact)


def _exact(figure: str) -> Decimal:
    if figure[0] in numerals.CHARACTERS:
        return Decimal(_spelt(figure))
    if ("," in figure or " " in figure) and not _GROUPED.fullmatch(figure):
        raise Unreadable("cell.ambiguous_comma" if "," in figure else "cell.not_a_number")
    return Decimal(figure.replace(",", "").replace(" ", ""))


def _spelt(figure: str) -> int:
    value = numerals.read(figure)
    if value is None or not figure.strip("".join(_SCALES)):  # 万 alone is a scale without a figure
        raise Unreadable("cell.not_a_number")
    return value
