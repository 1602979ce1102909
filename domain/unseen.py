"""What cannot be seen in a text, left out at every door: the bytes as received keep it."""

import re
from typing import Any

# Control characters but tab and line breaks; what turns the direction of writing; what has no width; lone surrogates.
# Unicode 16, general categories Cc, Cf, Cs and Zl/Zp; not the selectors by which variants of one character are told.
SIGNS = (
    r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    r"\ufeff\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff"
)
UNSEEN = re.compile(f"[{SIGNS}]")


def seen(text: str) -> str:
    """The text without what cannot be seen; tabs and line breaks stay."""
    return UNSEEN.sub("", text)


def seen_line(text: str) -> str:
    """The same on one line, single spaces between its parts; empty where nothing is to be seen."""
    return " ".join(seen(text).split())


def seen_throughout(value: Any) -> Any:
    """Every text within lists and mappings as `seen` gives it, keys too; other values as they are."""
    if isinstance(value, str):
        return seen(value)
    if isinstance(value, dict):
        return {seen_throughout(key): seen_throughout(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [seen_throughout(each) for each in value]
    return value
