"""Headers as they are compared: without the spaces, stars, units and letter widths in which files differ."""

import re
import unicodedata
from functools import lru_cache

_IGNORED = re.compile(r"[\s_*★\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+")
_ENDING = re.compile(r"(?<=.)([(\[【〔][^()\[\]【】〔〕]*[)\]】〕]|:)$")
# No header is longer; what is need not be looked at closely.
LONGEST = 200


@lru_cache(maxsize=8192)
def normalise(text: str) -> str:
    """The form in which two spellings of a header are equal; a second pass changes nothing.

    `船名`, ` 船 名*`, `船名（必填）` and `船名：` are one header, as are `as_of` and `As of`.
    """
    folded = _fold(text)
    # Folding case, composing letters and dropping spaces may each open the way for another.
    while folded != text:
        text, folded = folded, _fold(folded)
    return folded


def _fold(text: str) -> str:
    short = _IGNORED.sub("", unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()))
    return _without_endings(short) if len(short) <= LONGEST else short


def _without_endings(text: str) -> str:
    shorter = _ENDING.sub("", text)
    while shorter != text:
        text, shorter = shorter, _ENDING.sub("", shorter)
    return text
