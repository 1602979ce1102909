"""Reads feeds/*.toml strictly: a misspelt key, a field nobody uses, a counter on a missing column stop the program."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

from domain import departments, districts, words
from feeds.declaration import FIGURES, SAYS, STATES, TYPES, Choice, Column, Counter, Feed, MapSpec
from feeds.headers import fold, normalise

FILES = ("whole", "addition", "declaration")
NOT_FORMS = ("common.toml", "across.toml")
SHARED = ("columns", "groups", "units")
# What a key takes, by the type its field is declared with; lists and tables are looked at where they are used.
TAKES: dict[Any, Any] = {str: str, bool: bool, float: int | float, float | None: int | float}


class DeclarationError(Exception):
    """A declaration that cannot be used: the file, a code of words.toml's [declaration], and its values."""

    def __init__(self, file: str, code: str, **holes: object) -> None:
        self.file, self.code, self.holes = file, code, holes
        super().__init__(f"{file}: {self.tell('zh')} / {self.tell('en')}")

    def tell(self, lang: str) -> str:
        """The fault as a sentence in zh or en."""
        return words.say(lang, f"declaration.{self.code}", **self.holes)


def read_folder(folder: Path) -> dict[str, Feed]:
    """All feeds declared in a folder by name, checked singly and against each other.

    Raises DeclarationError naming the file.
    """
    common = _common(folder / "common.toml")
    feeds = {
        path.stem: read_feed(path, common)
        for path in sorted(folder.glob("*.toml"))
        if path.name not in NOT_FORMS
    }
    _check_common_is_used(common, feeds.values())
    _check_measures(feeds.values())
    order = list(common["groups"])
    return dict(sorted(feeds.items(), key=lambda item: (order.index(item[1].group), item[0])))


def read_feed(path: Path, common: Mapping[str, Any]) -> Feed:
    """One feed from its TOML and the shared columns; raises DeclarationError naming the file."""
    table, file = read_table(path), path.name
    own = [_column(column, file) for column in table.pop("columns", [])]
    shared = [_shared(name, common, file) for name in table.pop("common", [])]
    parts = {
        "columns": tuple(_ordered(own, shared)),
        "counters": tuple(build(Counter, counter, file) for counter in table.pop("counters", [])),
        "map": build(MapSpec, table.pop("map"), file) if "map" in table else None,
    }
    feed = build(Feed, table | parts, file, name=path.stem, units=common["units"], groups=common["groups"])
    _check_feed(feed, file)
    return feed


def _common(path: Path) -> dict[str, Any]:
    """What feeds share, each part checked by itself so that its faults are this file's."""
    common = read_table(path)
    for section in common:
        _known(section, SHARED, path.name, "unknown_section")
    for section in SHARED:
        if section not in common:
            raise DeclarationError(path.name, "missing_key", key=section, inside=path.name)
    for name in common["columns"]:
        _shared(name, common, path.name)
    for name, titles in common["groups"].items():
        if set(titles) != set(words.LANGUAGES):
            raise DeclarationError(path.name, "missing_key", key=" + ".join(words.LANGUAGES), inside=name)
    return common


def read_table(path: Path) -> dict[str, Any]:
    """What a TOML file says; raises DeclarationError where it is none."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise DeclarationError(path.name, "not_toml", fault=str(fault)) from fault


def build(kind: type, table: Mapping[str, Any], file: str, **derived: Any) -> Any:
    """A declaration's part from its table; raises DeclarationError for a key unknown, missing or of another type."""
    declared = {item.name: item for item in fields(kind)}
    for key in table:
        if key not in declared or key in derived:
            raise DeclarationError(
                file, "unknown_key", key=key, known=" / ".join(sorted(set(declared) - set(derived)))
            )
        if not _takes(declared[key].type, table[key]):
            raise DeclarationError(file, "wrong_type", key=key, value=table[key])
    for name, item in declared.items():
        if item.default is MISSING and item.default_factory is MISSING and name not in {*table, *derived}:
            raise DeclarationError(
                file, "missing_key", key=name, inside=table.get("name", table.get("id", file))
            )
    return kind(
        **{key: tuple(value) if _is_plain_list(key, value) else value for key, value in table.items()},
        **derived,
    )


def _takes(declared: Any, value: object) -> bool:
    wanted = TAKES.get(declared, object)
    return isinstance(value, wanted) and (wanted in (bool, object) or not isinstance(value, bool))


def _is_plain_list(key: str, value: object) -> bool:
    return isinstance(value, list) and key in {"aliases", "choices", "key", "districts"}


def _column(table: Mapping[str, Any], file: str) -> Column:
    choices = [build(Choice, choice, file) for choice in table.get("choices", [])]
    column = build(Column, {**table, "choices": choices}, file)
    _known(column.type, TYPES, file, "unknown_type", column=column.name)
    for choice in choices:
        _known(choice.state, STATES, file, "unknown_state", column=column.name)
    if (column.type == "choice") != bool(choices):
        raise DeclarationError(file, "choices_and_type", column=column.name)
    spelt = [word for c in choices for word in {fold(name) for name in (c.code, c.zh, c.en, *c.aliases)}]
    for word in spelt:
        if spelt.count(word) > 1:
            raise DeclarationError(file, "choice_twice", column=column.name, value=word)
    return column


def _shared(name: str, common: Mapping[str, Any], file: str) -> Column:
    if name not in common["columns"]:
        raise DeclarationError(file, "unknown_common", column=name, known=" / ".join(common["columns"]))
    return _column({"name": name, **common["columns"][name]}, file)


def _ordered(own: list[Column], shared: list[Column]) -> Iterable[Column]:
    """A form reads from what a thing is, through where it lies and how it is, to when that was true."""
    last = {"as_of", "note"}
    head, tail = own[:2], own[2:]
    return [*head, *(c for c in shared if c.name not in last), *tail, *(c for c in shared if c.name in last)]


def _known(value: str, allowed: Iterable[str], file: str, code: str, **holes: object) -> None:
    if value not in allowed:
        raise DeclarationError(file, code, value=value, known=" / ".join(allowed), **holes)


def _check_feed(feed: Feed, file: str) -> None:
    _known(feed.owner, departments.DEPARTMENTS, file, "unknown_owner")
    _known(feed.group, feed.groups, file, "unknown_group")
    _known(feed.file, FILES, file, "unknown_file_kind")
    if feed.partial and feed.file != "whole":
        raise DeclarationError(file, "partial_of_whole", value=feed.file)
    _check_rows(feed, file)
    _check_districts(feed, file)
    _check_headers(feed, file)
    for column in feed.columns:
        _check_unit(feed, column.unit, file)
        _check_column(feed, column.at_most, file, f"at_most: {column.name}")
        _check_conditions(feed, column.name, column.required_where, file)
    for name in feed.key:
        _check_column(feed, name, file, "key")
        if not feed.column(name).required:
            raise DeclarationError(file, "key_not_required", column=name)
    _check_map(feed, file)
    for counter in feed.counters:
        check_counter(feed, counter, file)


def _check_rows(feed: Feed, file: str) -> None:
    for unit in feed.rows:
        _known(unit, ("city", "district"), file, "unknown_rows")
    for unit in ("city", "district"):
        limits = feed.rows.get(unit, [])
        if [type(limit) for limit in limits] != [int, int] or not 0 <= limits[0] <= limits[1]:
            raise DeclarationError(file, "wrong_rows", unit=unit, value=limits)


def _check_districts(feed: Feed, file: str) -> None:
    if not isinstance(feed.districts, tuple) or not feed.districts:
        raise DeclarationError(file, "wrong_type", key="districts", value=feed.districts)
    for code in feed.districts:
        _known(code, [known for known in districts.DISTRICTS if known != "city"], file, "unknown_district")


def _check_headers(feed: Feed, file: str) -> None:
    """No two columns are known by one header: nobody could tell which of them a file means."""
    owner: dict[str, str] = {}
    for column in feed.columns:
        if column.name in owner.values():
            raise DeclarationError(file, "column_twice", column=column.name)
        for header in {normalise(name) for name in column.names}:
            if header in owner:
                raise DeclarationError(
                    file, "header_twice", header=header, column=column.name, other=owner[header]
                )
            owner[header] = column.name


def _check_unit(feed: Feed, unit: str, file: str) -> None:
    if unit and unit not in feed.units:
        raise DeclarationError(file, "unknown_unit", unit=unit)


def _check_column(feed: Feed, name: str, file: str, user: str) -> None:
    if name and not feed.has(name):
        raise DeclarationError(file, "missing_column", column=name, user=user)


def _check_map(feed: Feed, file: str) -> None:
    if feed.map is None:
        return
    _known(feed.map.shape, ("point", "route"), file, "unknown_shape")
    ends = ("lon", "lat") if feed.map.shape == "point" else ("from_lon", "from_lat", "to_lon", "to_lat")
    for name in (feed.map.name, feed.map.state, feed.map.part, feed.map.whole, "crs", *ends):
        _check_column(feed, name, file, "map")
    for name in filter(None, (feed.map.people, feed.map.tourists)):
        _check_sum(feed, name, file, "map")
    if feed.map.state:
        _known(
            feed.column(feed.map.state).type,
            ("choice", "flag"),
            file,
            "wrong_map_state",
            column=feed.map.state,
        )


def check_counter(feed: Feed, counter: Counter, file: str) -> None:
    """Raises DeclarationError where a counter names what its form has not."""
    _known(counter.says, SAYS, file, "unknown_says", counter=counter.id)
    _known(counter.group or feed.group, feed.groups, file, "unknown_group")
    _known(counter.owner or feed.owner, departments.DEPARTMENTS, file, "unknown_owner")
    _check_unit(feed, counter.unit, file)
    verb, of = counter.adds
    _known(verb, ("rows", "sum", "mean", "figure", "derived"), file, "unknown_value", counter=counter.id)
    if verb in ("sum", "mean"):
        _check_sum(feed, of, file, counter.id)
    if verb == "figure":
        _known(of, FIGURES, file, "unknown_value", counter=counter.id)
    if counter.total not in ("", "where", "unstated"):
        _check_sum(feed, counter.total.removeprefix("sum "), file, counter.id)
    for conditions in (counter.where, counter.done or {}, counter.planned or {}):
        _check_conditions(feed, counter.id, conditions, file)


def _check_sum(feed: Feed, name: str, file: str, user: str) -> None:
    _check_column(feed, name or "?", file, user)
    _known(feed.column(name).type, ("count", "number"), file, "not_summable", column=name, counter=user)


def _check_conditions(feed: Feed, user: str, conditions: Mapping[str, list], file: str) -> None:
    for name, values in conditions.items():
        _check_column(feed, name, file, user)
        column = feed.column(name)
        allowed: dict[str, list] = {"choice": [c.code for c in column.choices], "flag": [True, False],
                                    "district": list(districts.DISTRICTS)}  # fmt: skip
        for value in values:
            if value not in allowed.get(column.type, []):
                raise DeclarationError(file, "unknown_choice", value=value, column=name, user=user)


def _check_common_is_used(common: Mapping[str, Any], feeds: Iterable[Feed]) -> None:
    feeds = list(feeds)
    used: dict[str, set[str]] = {
        "columns": {column.name for feed in feeds for column in feed.columns},
        "groups": {group for feed in feeds for group in (feed.group, *(c.group for c in feed.counters))},
        "units": {column.unit for feed in feeds for column in feed.columns}
        | {counter.unit for feed in feeds for counter in feed.counters},
    }
    for section, names in common.items():
        for name in names:
            if name not in used.get(section, set()):
                raise DeclarationError("common.toml", "unused", section=section, key=name)


def _check_measures(feeds: Iterable[Feed]) -> None:
    seen: dict[str, str] = {}
    feeds = list(feeds)
    for feed in feeds:
        for counter in feed.counters:
            if counter.id in seen:
                raise DeclarationError(
                    f"{feed.name}.toml", "measure_twice", id=counter.id, other=seen[counter.id]
                )
            seen[counter.id] = f"{feed.name}.toml"
    for feed in feeds:
        for counter in feed.counters:
            for other in (counter.part_of, counter.in_addition_to):
                if other and other not in seen:
                    raise DeclarationError(
                        f"{feed.name}.toml", "unknown_measure", id=other, counter=counter.id
                    )
