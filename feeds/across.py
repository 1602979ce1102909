"""What two forms say of the same thing, as feeds/across.toml declares it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from feeds.declaration import Counter, Feed
from feeds.reading import DeclarationError, build, check_counter, read_table


@dataclass(frozen=True, slots=True)
class Side:
    """One form's number: `value` and `where` as a counter has them."""

    feed: str
    value: str
    where: Mapping[str, list] = field(default_factory=dict)

    @property
    def counter(self) -> Counter:
        """What counts it."""
        return Counter(self.feed, "", "", "total", value=self.value, where=self.where)


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two numbers that ought to be one; `source` and `status` say on whose word."""

    id: str
    zh: str
    en: str
    one: Side
    other: Side
    source: str
    status: str

    def title(self, lang: str) -> str:
        """What both speak of, in zh or en."""
        return self.zh if lang == "zh" else self.en


def read_agreements(path: Path, feeds: Mapping[str, Feed]) -> tuple[Agreement, ...]:
    """The agreements of a file between those forms; raises DeclarationError naming the file."""
    sections = read_table(path)
    for section in sections:
        if section != "agreements":
            raise DeclarationError(path.name, "unknown_section", value=section, known="agreements")
    return tuple(_agreement(table, feeds, path.name) for table in sections.get("agreements", []))


def _agreement(table: Mapping, feeds: Mapping[str, Feed], file: str) -> Agreement:
    sides = {name: build(Side, table.get(name, {}), file) for name in ("one", "other")}
    for side in sides.values():
        _check_side(side, feeds, file)
    return build(Agreement, {**table, **sides}, file)


def _check_side(side: Side, feeds: Mapping[str, Feed], file: str) -> None:
    if side.feed not in feeds:
        raise DeclarationError(file, "unknown_form", value=side.feed, known=" / ".join(feeds))
    check_counter(feeds[side.feed], side.counter, file)


def fed_by(feed: str, agreements: Iterable[Agreement]) -> Iterable[tuple[Agreement, Side, Side]]:
    """(agreement, that form's side, the other form's) of those that a form is a side of."""
    for one in agreements:
        for own, other in ((one.one, one.other), (one.other, one.one)):
            if own.feed == feed:
                yield one, own, other
