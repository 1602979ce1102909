"""The values a reminders file may hold, each read by a function of its own that raises ValueError for anything else."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

# As mail servers of any age take it; display names may be in any script.
ADDRESS = re.compile(r"[!#-'*+\-/-9=?A-Z^-~.]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
NAMED = re.compile(r"[^<>]*<([^<>]+)>|([^<>\s]+)")
SCHEMES = ("http", "https")


class HoldsSecret(ValueError):
    """A value that may carry a token or a password, and is therefore not repeated to anyone."""


def line(value: Any) -> str:
    """One line of text; what has line breaks could become another header."""
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise ValueError(value)
    return value.strip()


def web(value: Any) -> str:
    """An address to post to."""
    said = line(value)
    parts = urlsplit(said)
    if parts.port == 0 or parts.scheme not in SCHEMES or not parts.hostname or parts.fragment:
        raise ValueError(value)
    if not said.isascii() or " " in said:
        raise ValueError(value)
    return said


def plain_web(value: Any) -> str:
    """An address without what tokens and passwords travel in: a query, a user. Raises HoldsSecret."""
    if isinstance(value, str) and {"?", "@"} & set(
        value
    ):  # looked at first, so that no other fault repeats it
        raise HoldsSecret
    return web(value)


def base(value: Any) -> str:
    """The address that paths are put behind. Raises HoldsSecret."""
    return plain_web(value).rstrip("/")


def address(value: Any) -> str:
    """A bare mail address."""
    if not isinstance(value, str) or not ADDRESS.fullmatch(value):
        raise ValueError(value)
    return value


def sender(value: Any) -> str:
    """A mail address with or without a name before it."""
    found = NAMED.fullmatch(line(value))
    address(found and (found[1] or found[2]))
    return line(value)


def variable(value: Any) -> str:
    """The name of an environment variable."""
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", line(value)):
        raise ValueError(value)
    return value


def flag(value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise ValueError(value)
    return value


def one_of(*allowed: str) -> Callable[[Any], str]:
    """One of these words."""

    def read(value: Any) -> str:
        if value not in allowed:
            raise ValueError(value)
        return value

    return read


def number(least: float, most: float, whole: bool = False) -> Callable[[Any], Any]:
    """A number within limits."""
    kinds = (int,) if whole else (int, float)

    def read(value: Any) -> Any:
        if type(value) not in kinds or not least <= value <= most:
            raise ValueError(value)
        return value

    return read


def names(find: Callable[[str], str | None]) -> Callable[[Any], tuple[str, ...]]:
    """A list of names, each of which is found; their codes."""

    def read(value: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
            raise ValueError(value)
        found = tuple(code for name in value if (code := find(name)))
        if not found or len(found) < len(value):
            raise ValueError(value)
        return found

    return read


def table(value: Any) -> Any:
    """A table."""
    if not isinstance(value, dict):
        raise ValueError(value)
    return value


def tables(value: Any) -> Any:
    """At least one table."""
    if not isinstance(value, list) or not value or not all(isinstance(row, dict) for row in value):
        raise ValueError(value)
    return value
