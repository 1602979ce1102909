"""The nodes of a parsed JSON: what the services write may be broken anywhere, and then it is refused, never a fault of ours."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from domain.problems import Problem, Refused
from loaders.limits import MOST_RAW


def broken(said: object, row: int | None = None) -> Refused:
    """The refusal of a node of another kind than its place calls for."""
    return Refused([Problem("file.broken_record", row=row, raw=_shown(said)[:MOST_RAW])])


def _shown(said: object) -> str:
    """Of what holds others only the outside: it may be as deep as a parser goes."""
    if isinstance(said, dict):
        return f"{{{', '.join(said)}}}"
    return "[…]" if isinstance(said, list) else json.dumps(said, ensure_ascii=False)


def listed(said: object, row: int | None = None) -> list[Any]:
    """A list; an empty one for null. Raises Refused("file.broken_record") for anything else."""
    if said is None:
        return []
    if not isinstance(said, list):
        raise broken(said, row)
    return said


def records(said: object, row: int | None = None) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The objects of a list, each with `row`, or with its place from 1 where that is not given.

    Raises Refused("file.broken_record") for anything else but null.
    """
    for place, one in enumerate(listed(said, row), 1):
        at = place if row is None else row
        if not isinstance(one, dict):
            raise broken(one, at)
        yield at, one


def record(said: object, row: int | None = None) -> Mapping[str, Any]:
    """An object; an empty one for null. Raises Refused("file.broken_record") for anything else."""
    if said is None:
        return {}
    if not isinstance(said, dict):
        raise broken(said, row)
    return said


def text(said: object, row: int | None = None) -> str:
    """A text or number as text, "" for null and for the word null. Raises Refused("file.broken_record") for anything else."""
    if said is None:
        return ""
    if isinstance(said, bool) or not isinstance(said, str | int | float):
        raise broken(said, row)
    found = str(said).strip()
    return "" if found.lower() == "null" else found
