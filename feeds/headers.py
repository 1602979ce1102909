"""Headers as they are compared: without the spaces, stars, units and letter widths in which files differ."""

import re
import unicodedata

_IGNORED = re.compile(r"[\s_*★\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+")
_ENDING = re.compile(r"(?<=.)([(\[【〔][^()\[\]【】〔〕]*[)\]】〕]|:)$")
# No header is longer; what is need not be looked at closely.
LONGEST = 200


def normalise(text: str) -> str:
    """The form in which two spellings of a header are equal; a second pass changes nothing.

    `船名`, ` 船 名*`, `船名（必填）` and `船名：` are one header, as are `as_of` and `As of`.
    """
    # Folding case may undo NFKC and the other way round; this order is stable (Unicode 3.13, D146).
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    short = _IGNORED.sub("", folded)
    return _without_endings(short) if len(short) <= LONGEST else short


def _without_endings(text: str) -> str:
    shorter = _ENDING.sub("", text)
    while shorter != text:
        text, shorter = shorter, _ENDING.sub("", shorter)
    return text
