"""WHAT A FEED MUST LOOK LIKE: one TOML a feed; check, tally, template and docs derive from it."""

from functools import cache
from pathlib import Path

from feeds.across import Agreement, read_agreements
from feeds.declaration import Feed
from feeds.reading import read_folder

FOLDER = Path(__file__).parent


@cache
def all_feeds() -> dict[str, Feed]:
    """Every declared feed by name, in the order of the screen's groups.

    Raises DeclarationError, naming the file, when a declaration is wrong.
    """
    return read_folder(FOLDER)


@cache
def agreements() -> tuple[Agreement, ...]:
    """What forms ought to agree on; raises DeclarationError when the declaration is wrong."""
    return read_agreements(FOLDER / "across.toml", all_feeds())


def feed(name: str) -> Feed:
    """The feed of that name; KeyError when none is declared."""
    return all_feeds()[name]


def find(text: str) -> Feed | None:
    """The form of that name or title; none if unknown."""
    return next((found for found in all_feeds().values() if text in (found.name, found.zh, found.en)), None)
