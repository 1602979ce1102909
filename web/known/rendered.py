"""What is drawn once for everybody: a board and its texts, kept by ledger position, minute, language and theme."""

from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from access.identity import EVERYTHING, PUBLIC, Identity, Scope
from domain.places import HEADQUARTERS, PLACES
from feeds import all_feeds
from feeds.declaration import Feed
from intake.proposals import waiting
from readiness.arrival import Outlook
from readiness.board import Board
from readiness.trend import trend as trend_of
from store.ledger import Ledger
from views import arrivals
from views import board as board_view
from views import layers as layer_view
from views import map as map_view
from views import trend as trend_view
from views.map import Deck, Layer
from views.storm_chart import chart
from views.storm_map import Detail, storm_layers
from views.trend import Figure
from web.known.followed import Followed, followed, storms
from web.known.layers import publish
from web.known.once import Kept
from web.known.own import rows_in, units_of
from web.known.situation import changes, receipt_number, situation, situation_within

LAST_FILES = 24
# The view of the city that is read from three metres.
WALL = "wall_city"

_boards, _own_boards, _texts, _layers, _decks, _trends = Kept(), Kept(), Kept(), Kept(128), Kept(), Kept()


@dataclass(frozen=True, slots=True)
class Texts:
    """The overview's three texts in one language."""

    header: str
    counters: str
    side: str


@dataclass(frozen=True, slots=True)
class Present:
    """What a page is drawn from: the board now, the same for every viewer of a position and a minute.

    `key` is what everything drawn depends on: the ledger, its position, and the minute, by which ages move.
    """

    ledger: Ledger
    key: tuple[str, int, int]
    board: Board


def present(ledger: Ledger) -> Present:
    """The board now; asked for once a run and handed on."""
    key = str(ledger.engine.url), ledger.position(), int(ledger.now().timestamp() // 60)
    return _boards.get(key, lambda: Present(ledger, key, situation(ledger)))


def within(now: Present, units: frozenset[str]) -> Board:
    """The board of some units' rows alone."""
    if EVERYTHING in units:
        return now.board
    return _own_boards.get((now.key, units), lambda: situation_within(now.ledger, units))


def texts(now: Present, lang: str) -> Texts:
    """The overview's texts."""

    def make() -> Texts:
        side = board_view.side(now.board, changes(now.ledger, lang), lang)
        head = board_view.header(now.board, lang, waiting(now.ledger), outlook(now), others(now, lang))
        return Texts(head, board_view.counters(now.board, lang), side)

    return _texts.get((now.key, lang), make)


def outlook(now: Present) -> Outlook | None:
    """When the wind of the nearest storm reaches the named places; none without a storm."""
    storm = followed(now.ledger, now.board.now)
    return storm.outlook if storm else None


def others(now: Present, lang: str) -> list[tuple[str, str]]:
    """The storms followed beside the nearest one, by identity, with their names."""
    return [
        (storm, names[lang != "zh"]) for storm, names in list(storms(now.ledger, now.board.now).items())[1:]
    ]


def deck(
    now: Present, view: str, shown: tuple[str, ...], lang: str, theme: str, who: Identity = PUBLIC
) -> Deck:
    """The map, with the asset layers named in `shown`; of who has some units, their rows."""
    units = units_of(who, "layer.read")

    def make() -> Deck:
        assets = [(all_feeds()[name], layer(now, name, lang, theme, units)) for name in shown]
        return map_view.deck(view, theme, coasts(), assets, _storm(now, view, theme, lang))

    return _decks.get((now.key, view, shown, lang, theme, units), make)


def trend(ledger: Ledger, feed: Feed, lang: str, theme: str) -> Figure | None:
    """How a form's measures moved over its last files."""
    entries = ledger.entries(kinds=["submission"], feed=feed.name, limit=LAST_FILES, standing=True)

    def make() -> Figure | None:
        moments = sorted({entry.received_at for entry in entries})
        pictures = [(at, ledger.read(feed.name, at=at).frame) for at in moments]
        numbers = {entry.received_at: receipt_number(entry) for entry in reversed(entries)}
        return trend_view.chart(feed, trend_of(feed, pictures), numbers, lang, theme)

    return _trends.get(
        (str(ledger.engine.url), feed.name, tuple(entry.seq for entry in entries), lang, theme), make
    )


def layer(
    now: Present, feed: str, lang: str, theme: str, units: frozenset[str] = frozenset([EVERYTHING])
) -> str:
    """The address of a feed's map data, of the rows in these units, made once per picture."""
    picture = now.ledger.read(feed)
    received = {entry.seq: entry.received_at for entry in picture.entries}
    # A file none of whose rows are left may still hide the city's: whose files stand belongs to the key.
    key = now.key[0], feed, tuple(received), picture.scopes, lang, theme, units

    def make() -> str:
        drawn = layer_view.rows(all_feeds()[feed], rows_in(units, picture.frame), received, lang, theme)
        return publish(drawn, Scope(frozenset([feed]), units))

    return _layers.get(key, make)


def coasts() -> dict[str, str]:
    """The addresses of the coastlines."""
    return {name: publish(data) for name, data in map_view.coasts().items()}


def storm_deck(
    seen: Followed, view: str, at: datetime | None, lang: str, theme: str
) -> Deck:  # fmt: skip
    """The storm's own map, with its circles at a chosen hour too."""

    def make() -> Deck:
        drawn = storm_layers(
            seen.state, seen.fixes, seen.issues, theme, lang, view, _detail(seen, view, at, lang)
        )
        return map_view.deck(view, theme, coasts(), [], drawn)

    return _decks.get((seen.key, view, at, lang, theme), make)


def storm_chart(seen: Followed, lang: str, theme: str) -> Figure:
    """Wind and pressure of a storm over time."""
    key = seen.key, seen.state.storm, int(seen.now.timestamp() // 600), lang, theme
    return _trends.get(key, lambda: chart(seen.fixes, seen.issues, seen.now, lang, theme))


def _detail(seen: Followed, view: str, at: datetime | None, lang: str) -> Detail:
    # From afar the city's places lie on one another: the headquarters stands for them.
    codes = list(PLACES) if view == "city" else [HEADQUARTERS.code]
    named = arrivals.named(seen.outlook, lang, codes)
    return Detail(seen.landfalls, seen.cone, seen.ghost(at) if at else None, named)


def _storm(now: Present, view: str, theme: str, lang: str) -> list[Layer]:
    seen = followed(now.ledger, now.board.now)
    if seen is None:
        return storm_layers(None, pd.DataFrame(), pd.DataFrame(), theme, lang, view)
    return storm_layers(
        seen.state, seen.fixes, seen.issues, theme, lang, view, _named(seen, lang) if view == WALL else None
    )


def _named(seen: Followed, lang: str) -> Detail:
    """The city's places alone, each with when the wind comes: who looks from afar cannot press one to learn its name."""
    return Detail(seen.landfalls.iloc[:0], (), None, arrivals.named(seen.outlook, lang, list(PLACES)))
