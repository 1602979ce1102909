"""Every sentence a user reads, in both languages, by its code."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

LANGUAGES = ("zh", "en")
FILE = Path(__file__).with_name("words.toml")


def say(lang: str, code: str, /, **holes: object) -> str:
    """The sentence of a code in one language, its holes filled.

    KeyError: the code or the language is unknown, or a hole was left empty.
    """
    return catalogue()[code][lang].format(**holes)


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """All codes as "section.key", each with its sentence by language."""
    return dict(_flat("", tomllib.loads(FILE.read_text("utf-8"))))


def section(name: str) -> dict[str, Mapping[str, str]]:
    """The codes of one section, without the section's name."""
    head = name + "."
    return {code.removeprefix(head): words for code, words in catalogue().items() if code.startswith(head)}


def _flat(head: str, tree: Mapping) -> Iterator[tuple[str, Mapping[str, str]]]:
    for key, value in tree.items():
        if not isinstance(value, dict):
            raise ValueError(f"{FILE.name}: {head}{key}: zh + en")
        if set(value) == set(LANGUAGES):
            yield head + key, value
        else:
            yield from _flat(f"{head}{key}.", value)
