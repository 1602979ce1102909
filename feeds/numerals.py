"""Reads whole numbers spelt in Chinese, up to 9999亿: `十二`, `一百零五`, `两千三百`, `叁拾`."""

import re

DIGITS = "零一二三四五六七八九"
CHARACTERS = DIGITS + "〇两十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟"

_VARIANTS = str.maketrans("〇两壹贰叁肆伍陆柒捌玖拾佰仟", "零二一二三四五六七八九十百千")
_PLACES = {"十": 10, "百": 100, "千": 1000}
_GROUPS = ((10**8, "亿"), (10**4, "万"), (1, ""))


def read(text: str) -> int | None:
    """The number spelt, or None where it is not spelt in full: `一百五` may be meant as 150 or as 105."""
    words = _plain(text)
    value = _sum(words)
    return value if value is not None and _spell(value) == words else None


def _plain(text: str) -> str:
    """One spelling for each number: 一十二 for 十二, no 零 before a full group of four (二十万零五千)."""
    words = text.translate(_VARIANTS)
    words = re.sub(rf"^(?=[百千万亿])|(?<![{DIGITS[1:]}])(?=十)", "一", words)
    return re.sub(rf"(?<=万)零(?=[{DIGITS[1:]}]千)", "", words)


def _sum(words: str) -> int | None:
    total = section = digit = 0
    for char in words:
        if char in DIGITS:
            digit = DIGITS.index(char)
        elif char in _PLACES:
            section, digit = section + digit * _PLACES[char], 0
        else:
            total, section, digit = total + (section + digit) * (10**8 if char == "亿" else 10**4), 0, 0
    return total + section + digit if words else None


def _spell(value: int) -> str:
    if value == 0:
        return "零"
    spelt, gap = "", False
    for size, name in _GROUPS:
        section = value // size % 10**4
        if section:
            spelt += ("零" if spelt and (gap or section < 1000) else "") + _spell_section(section) + name
        gap = section == 0
    return spelt


def _spell_section(section: int) -> str:
    places = zip(f"{section:04d}", "千百十 ", strict=True)
    spelt = "".join(DIGITS[int(digit)] + place.strip() if digit != "0" else "零" for digit, place in places)
    return re.sub("零+", "零", spelt).strip("零")
