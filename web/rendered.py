"""What is drawn once for everybody: a board and its texts, kept by ledger position, minute, language and theme."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock
from typing import TypeVar

import plotly.graph_objects as go
import pydeck as pdk

from feeds import all_feeds
from feeds.declaration import Feed
from readiness.board import Board
from readiness.storm import latest_forecasts
from readiness.trend import trend as trend_of
from store.ledger import Ledger
from views import board as board_view
from views import layers as layer_view
from views import map as map_view
from views import trend as trend_view
from web.layers import publish
from web.situation import changes, situation

T = TypeVar("T")
KEPT = 64
LAST_FILES = 24


class Kept:
    """The last things made, by key; each is made once, whoever asks, and the oldest forgotten."""

    def __init__(self, limit: int = KEPT) -> None:
        self._made: OrderedDict[Hashable, object] = OrderedDict()
        self._limit, self._lock = limit, Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The thing of that key. The lock is held while it is made, so that thirty viewers cost one making."""
        with self._lock:
            if key not in self._made:
                self._made[key] = make()
                while len(self._made) > self._limit:
                    self._made.popitem(last=False)
            self._made.move_to_end(key)
            return self._made[key]  # type: ignore[return-value]


_boards, _texts, _layers, _decks, _trends = Kept(), Kept(), Kept(128), Kept(), Kept()


@dataclass(frozen=True, slots=True)
class Texts:
    """The overview's three texts in one language."""

    header: str
    counters: str
    side: str


def stamp(ledger: Ledger) -> tuple:
    """What everything drawn depends on: the ledger's position, and the minute, by which ages move."""
    return str(ledger.engine.url), ledger.position(), int(ledger.now().timestamp() // 60)


def current(ledger: Ledger) -> Board:
    """The board now."""
    key = stamp(ledger)
    return _boards.get(key, lambda: situation(ledger))


def texts(ledger: Ledger, lang: str) -> Texts:
    """The overview's texts now."""
    board = current(ledger)

    def make() -> Texts:
        side = board_view.side(board, changes(ledger, board.now, lang), lang)
        return Texts(board_view.header(board, lang), board_view.counters(board, lang), side)

    return _texts.get((stamp(ledger), lang), make)


def deck(ledger: Ledger, view: str, shown: tuple[str, ...], lang: str, theme: str) -> pdk.Deck:
    """The map now, with the asset layers named in `shown`."""
    board = current(ledger)

    def make() -> pdk.Deck:
        assets = [(all_feeds()[name], layer(ledger, name, lang, theme)) for name in shown]
        return map_view.deck(view, theme, coasts(), assets, _storm(ledger, board, theme, lang))

    return _decks.get((stamp(ledger), view, shown, lang, theme), make)


def trend(ledger: Ledger, feed: Feed, lang: str, theme: str) -> go.Figure | None:
    """How a form's measures moved over its last files."""
    entries = ledger.entries(kinds=["submission"], feed=feed.name, at=ledger.now(), limit=LAST_FILES)

    def make() -> go.Figure | None:
        moments = sorted({entry.received_at for entry in entries})
        pictures = [(at, ledger.read(feed.name, at=at).frame) for at in moments]
        return trend_view.chart(feed, trend_of(feed, pictures), lang, theme)

    return _trends.get(
        (str(ledger.engine.url), feed.name, entries[0].seq if entries else 0, lang, theme), make
    )


def layer(ledger: Ledger, feed: str, lang: str, theme: str) -> str:
    """The address of a feed's map data, made once per newest submission."""
    picture = ledger.read(feed, at=ledger.now())
    key = feed, tuple(entry.seq for entry in picture.entries), lang, theme, str(ledger.engine.url)
    return _layers.get(
        key, lambda: publish(layer_view.rows(all_feeds()[feed], picture.frame, ledger.now(), lang, theme))
    )


def coasts() -> dict[str, str]:
    """The addresses of the coastlines."""
    return {name: publish(data) for name, data in map_view.coasts().items()}


def _storm(ledger: Ledger, board: Board, theme: str, lang: str) -> list[pdk.Layer]:
    fixes, forecasts = (ledger.read(name, at=board.now).frame for name in ("track", "forecasts"))
    if not len(fixes):
        return map_view.storm_layers(None, fixes, forecasts, theme, lang)
    return map_view.storm_layers(board.storm, fixes, latest_forecasts(forecasts, board.now), theme, lang)
