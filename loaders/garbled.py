"""Text that was garbled before it was sent: UTF-8 once opened in another encoding and then saved."""

import re

LOST = "\ufffd"
# How two lost characters look once more misread: U+FFFD twice in UTF-8, taken for GBK.
LOST_TWICE = "锟斤拷"

_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_CHINESE = re.compile("[㐀-鿿]")
# Codec it was taken for, and the least share of Chinese that comes back when that is undone. Measured over the
# sample and the references: real text at most 0.19 and 0, garbled text at least 0.41 and 0.27.
_TAKEN_FOR = (("gb18030", 1 / 3), ("cp1252", 1 / 6))
# One comes back by chance: 岱北 in GBK begins with the three bytes of a character in UTF-8.
_LEAST = 2


def is_garbled(text: str) -> bool:
    """Whether characters are lost, or Chinese comes back once a wrong reading of UTF-8 is undone."""
    foreign = "".join(_FOREIGN.findall(text))
    if LOST in foreign or LOST_TWICE in foreign:
        return True
    return any(_came_back(foreign, codec) >= max(_LEAST, least * len(foreign)) for codec, least in _TAKEN_FOR)


def _came_back(foreign: str, codec: str) -> int:
    return len(_CHINESE.findall(foreign.encode(codec, "ignore").decode("utf-8", "ignore")))
