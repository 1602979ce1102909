"""The access table (table.toml): what each operation is, who may do it and where; whatever is not in it is refused."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType

from access.identity import ROLES, Identity

RULES = ("all", "own", "board")
_HOLE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Operation:
    """One line of the table. who: role -> all, own or board; open: anybody; known: whoever is signed in.

    instead: form -> the operation that is asked for it.
    """

    name: str
    who: Mapping[str, str] = field(default_factory=dict)
    routes: tuple[str, ...] = ()
    page: str = ""
    open: bool = False
    known: bool = False
    instead: Mapping[str, str] = field(default_factory=dict)


@cache
def operations() -> Mapping[str, Operation]:
    """Every operation by name. Raises ValueError naming what is wrong with the table."""
    raw = tomllib.loads(Path(__file__).with_name("table.toml").read_text("utf-8"))
    found = {name: _operation(name, line) for name, line in raw.items()}
    if unknown := {other for each in found.values() for other in each.instead.values()} - set(found):
        raise ValueError(f"access/table.toml: {', '.join(sorted(unknown))}")
    return MappingProxyType(found)


def may(
    identity: Identity, operation: str, feed: str | None = None, district: str | None = None, page: str = ""
) -> bool:
    """Whether somebody may do it, there where a form or a unit is named; KeyError: no such operation.

    Without form and unit: whether there is anywhere that he may. page: what a screen stands on.
    """
    asked = operations()[operation]
    if feed is not None and feed in asked.instead:
        return may(identity, asked.instead[feed], feed, district, page)
    if asked.open or (asked.known and identity.is_known):
        return True
    rules = {asked.who[role] for role in identity.roles if role in asked.who}
    if "all" in rules or ("own" in rules and identity.scope.holds(feed, district)):
        return True
    return "board" in rules and bool(identity.board) and identity.board == (page or asked.page)


def may_visit(identity: Identity, page: str) -> bool:
    """Whether somebody may open a page; a page that is not in the table is nobody's."""
    found = next((each for each in operations().values() if each.page == page), None)
    return found is not None and may(identity, found.name)


def operation_of(method: str, path: str) -> Operation | None:
    """The operation of a route; none where it is not in the table. method: GET, POST… or SOCKET."""
    wanted = "GET" if method == "HEAD" else method
    return next((each for pattern, each in _patterns() if pattern.fullmatch(f"{wanted} {path}")), None)


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Operation], ...]:
    written = [(route, each) for each in operations().values() for route in each.routes]
    pages = [
        (f"GET {'/' if each.page == 'dashboard' else '/' + each.page}", each)
        for each in operations().values()
        if each.page
    ]
    return tuple((_pattern(route), each) for route, each in (*written, *pages))


def _pattern(route: str) -> re.Pattern[str]:
    """{path} stands for what may hold slashes, any other hole for one step."""
    parts = _HOLE.split(route)
    holes = (".+" if name == "path" else "[^/]+" for name in parts[1::2])
    texts = [re.escape(text) for text in parts[::2]]
    return re.compile("".join(text + hole for text, hole in zip(texts, [*holes, ""])))


def _operation(name: str, line: dict) -> Operation:
    unknown = set(line) - {"who", "routes", "page", "open", "known", "instead"}
    who = line.get("who", {})
    unknown |= {role for role, rule in who.items() if role not in ROLES or rule not in RULES}
    if unknown:
        raise ValueError(f"access/table.toml: {name}: {', '.join(sorted(unknown))}")
    return Operation(
        name, who, tuple(line.get("routes", ())), line.get("page", ""), line.get("open", False), line.get("known", False),
        line.get("instead", {})
    )  # fmt: skip
