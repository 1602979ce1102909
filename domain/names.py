"""The name somebody gives for himself, as every door takes it."""

import re

# What is not seen: control characters, and those that turn the direction of writing or have no width (feeds reads cells alike).
_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)


def called(name: str) -> str:
    """The name without what cannot be seen, single spaces between its parts; empty where nobody is named."""
    return " ".join(_UNSEEN.sub(" ", name).split())
