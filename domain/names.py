"""The names people give, themselves and their files, as every door takes them."""

import os
from pathlib import Path

from domain.unseen import seen_line

# A name on Linux has 255 bytes at most, 85 Chinese characters; a counter and the report's ending come behind it.
LONGEST_NAME_BYTES = 255 - len(" (99).txt")
LONGEST_ENDING_BYTES = 16


def called(name: str) -> str:
    """The name without what cannot be seen, single spaces between its parts; empty where nobody is named."""
    return seen_line(name)


def for_another(title: str, told: str) -> str:
    """The sender as a receipt names him: who sends, and for whom he says he does."""
    return title if told in ("", title) else f"{title}（{told}）"


def is_said_by(title: str, actor: str) -> bool:
    """Whether a receipt's sender is the person of that title, for whomever he said he sent."""
    return bool(title) and (actor == title or actor.startswith(f"{title}（"))


def readable_name(path: Path) -> str:
    """A file's name as text; on a share of old Windows machines names that are not UTF-8 are GB 18030."""
    name = os.fsencode(path.name)
    try:
        return name.decode()
    except UnicodeDecodeError:
        return name.decode("gb18030", "replace")


def fitting_name(before: str, name: str) -> str:
    """A file's name behind numbers, cut before its ending where a folder would not take it."""
    ending = Path(name).suffix
    ending = ending if len(ending.encode()) <= LONGEST_ENDING_BYTES else ""
    room = LONGEST_NAME_BYTES - len(ending.encode())
    stem = f"{before} {name.removesuffix(ending)}".strip().encode()[:room].decode(errors="ignore")
    return f"{stem}{ending}"
