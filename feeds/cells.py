"""Reads the texts of single cells that say yes, no or nothing, and tidies names and numbers."""

import re

from domain.unseen import seen

FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
NOTHING = frozenset(("", "—", "——", "–", "-", "--", "－", "―", "/", "／", "\\", "无", "N/A", "n/a", "#N/A"))
BLANK = " \t\r\n\u00a0\u3000\u200b\ufeff—–-－―"

# What a spreadsheet shows where a formula failed, in Excel, WPS and LibreOffice.
_FORMULA_ERROR = re.compile(
    r"\s*(#(REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|N/A|SPILL!|CALC!|GETTING_DATA)|Err:5\d\d)\s*"
)
# A character that no encoding gave, and two of them once more misread.
_LOST = re.compile("\ufffd|锟斤拷")
# No text is spoilt that holds none of these.
SPOILT_SIGNS = ("#", "Err:", "\ufffd", "锟斤拷")

# What Excel, WPS or a Chinese or Japanese input method's full-width letters would turn into a formula.
FORMULA_SIGNS = "=+-@＝＋－＠"
_GUARDED = re.compile(rf"'[{re.escape(FORMULA_SIGNS)}]")

_YES = frozenset(
    ("是", "有", "已", "对", "√", "✓", "✔", "☑", "y", "yes", "1", "true", "已落实", "已完成", "落实")
)
_NO = frozenset(
    ("否", "无", "未", "没有", "×", "✗", "✘", "x", "n", "no", "0", "false", "未落实", "未完成", "不落实")
)


class Unreadable(ValueError):
    """A cell does not say what its column asks for: `code` of the problem, `expected` what would be right."""

    def __init__(self, code: str, expected: str | None = None) -> None:
        self.code = code
        self.expected = expected
        super().__init__(code)


def clean(text: str) -> str:
    """Full-width letters, digits and signs half-width, nothing invisible, spaces single, none at the ends.

    Lighter than NFKC on purpose: ², ½, ① and Ⅳ stay what they are instead of becoming digits.
    """
    return " ".join(seen(text.translate(FULL_WIDTH)).split())


def unguarded(text: str) -> str:
    """A text without the apostrophe by which our own export holds formulas back: it is no part of what was written."""
    return text[1:] if _GUARDED.match(text) else text


def is_nothing(text: str) -> bool:
    """Whether a cell is empty or holds one of the marks people put where there is no value."""
    return text in NOTHING or clean(text) in NOTHING


def is_blank(text: str) -> bool:
    """Whether a text is nothing but spaces and dashes: no name, though 无 or / might be one."""
    return not clean(text).strip(BLANK)


def spoilt(text: str) -> str:
    """The code of the fault of a text that was no longer what somebody wrote; empty for any other."""
    if _FORMULA_ERROR.fullmatch(text):
        return "cell.formula_error"
    return "cell.garbled" if _LOST.search(text) else ""


def read_flag(text: str) -> bool | None:
    """Yes or no, in words, ticks or digits; None where nothing is said. Raises Unreadable: not_a_flag."""
    word = clean(text).casefold()
    if word in _YES or word in _NO:
        return word in _YES
    if is_nothing(text):
        return None
    raise Unreadable("cell.not_a_flag", "是 / 否")
