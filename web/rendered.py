"""What is drawn once for everybody: a board and its texts, kept by ledger position, minute, language and theme."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import TypeVar

from access.identity import EVERYTHING, PUBLIC, Identity, Scope
from feeds import all_feeds
from feeds.declaration import Feed
from intake.proposals import waiting
from readiness import tracks
from readiness.board import Board
from readiness.trend import trend as trend_of
from store.ledger import Ledger
from views import board as board_view
from views import layers as layer_view
from views import map as map_view
from views import trend as trend_view
from views.map import Deck, Layer
from views.storm_map import storm_layers
from views.trend import Figure
from web.layers import publish
from web.own import rows_in, units_of
from web.situation import changes, receipt_number, situation, situation_within

T = TypeVar("T")
KEPT = 64
LAST_FILES = 24


@dataclass(slots=True)
class _Cell:
    lock: Lock = field(default_factory=Lock)
    made: bool = False
    value: object = None


class Kept:
    """The last things made, by key; each is made once, whoever asks, and the oldest forgotten."""

    def __init__(self, limit: int = KEPT) -> None:
        self._cells: OrderedDict[Hashable, _Cell] = OrderedDict()
        self._limit, self._lock = limit, Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The thing of that key. Who asks for the same waits for its making; who asks for another does not."""
        with self._lock:
            cell = self._cells.setdefault(key, _Cell())
            self._cells.move_to_end(key)
            while len(self._cells) > self._limit:
                self._cells.popitem(last=False)
        with cell.lock:
            if not cell.made:
                cell.value, cell.made = make(), True
        return cell.value  # type: ignore[return-value]


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
        head = board_view.header(now.board, lang, waiting(now.ledger))
        return Texts(head, board_view.counters(now.board, lang), side)

    return _texts.get((now.key, lang), make)


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


def _storm(now: Present, view: str, theme: str, lang: str) -> list[Layer]:
    moment = now.board.now
    track = now.ledger.read("track").frame
    return storm_layers(
        now.board.storm, tracks.fixes(track, moment), tracks.issues(track, moment), theme, lang, view
    )
