"""What a file would move, on the map: rows that come, go, change their state or stand elsewhere."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pydeck as pdk

from domain.words import say
from feeds.declaration import Feed
from views.layers import row_ends, row_states, row_words
from views.map import Deck, ground
from views.theme import rgb

KINDS = ("moved", "state", "other", "added", "missing")
# Each has a mark of its own, so that the legend can be read without colours.
MARKS = {"moved": "⟶", "state": "◉", "other": "·", "added": "◆", "missing": "○"}
TOKENS = {"moved": "track", "other": "neutral", "added": "doing", "missing": "late"}
# More cannot be told apart; what is left out is said.
MOST = 20_000
WIDEST_ZOOM, CLOSEST_ZOOM, MAP_PX = 6.5, 12.0, 360


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows before and after: `changed` pairs of positions (new, old), `added` in new, `missing` in old."""

    new: pd.DataFrame
    old: pd.DataFrame
    changed: tuple[np.ndarray, np.ndarray]
    added: np.ndarray
    missing: np.ndarray


@dataclass(frozen=True, slots=True)
class Moves:
    """Map rows by kind, and how many of the kind are not drawn: they have no position, or are too many."""

    drawn: Mapping[str, list[dict]]
    left_out: int

    @property
    def count(self) -> int:
        """How many are drawn."""
        return sum(map(len, self.drawn.values()))


def moves(feed: Feed, rows: Rows, lang: str, theme: str) -> Moves:
    """Every row that comes, goes or changes, by the gravest thing that befalls it."""
    assert feed.map is not None
    now, was = _marks(feed, rows.new, lang), _marks(feed, rows.old, lang)
    drawn: dict[str, list[dict]] = {kind: [] for kind in KINDS}
    for new, old in zip(*(positions[:MOST].tolist() for positions in rows.changed)):
        _place(drawn, _changed(now[new], was[old], theme))
    for positions, kind, marks in ((rows.added, "added", now), (rows.missing, "missing", was)):
        for position in positions[:MOST].tolist():
            _place(drawn, _alone(kind, marks[position], theme))
    of = len(rows.changed[0]) + len(rows.added) + len(rows.missing)
    kept = {kind: found for kind, found in drawn.items() if found}
    return Moves(kept, of - sum(map(len, kept.values())))


Mark = tuple[str, str, str, tuple]


def _marks(feed: Feed, frame: pd.DataFrame, lang: str) -> list[Mark]:
    """(name, state, its word, where) of each row."""
    assert feed.map is not None
    if frame.empty:
        return []
    states = row_states(feed, frame)
    return list(
        zip(
            frame[feed.map.name].astype(str),
            states,
            row_words(feed, frame, states, lang),
            row_ends(feed, frame),
        )
    )


def _changed(new: Mark, old: Mark, theme: str) -> dict:
    name, state, word, where = new
    _, before, word_before, stood = old
    kind = (
        "moved"
        if None not in stood and where != stood
        else "state"
        if (state, word) != (before, word_before)
        else "other"
    )
    told = word if word == word_before else f"{word_before} → {word}"
    return {
        **_ends(where), "kind": kind, "name": name, "word": told, "colour": rgb(theme, state, 235), "was": rgb(theme, before, 235),
        "stood": list(stood[:2]),
    }  # fmt: skip


def _alone(kind: str, mark: Mark, theme: str) -> dict:
    name, state, word, where = mark
    return {
        **_ends(where),
        "kind": kind,
        "name": name,
        "word": word,
        "colour": rgb(theme, state, 235),
        "was": rgb(theme, TOKENS[kind]),
    }


def _ends(where: tuple) -> dict:
    return {"p": list(where)} if len(where) == 2 else {"p": list(where[:2]), "t": list(where[2:])}


def _place(drawn: dict[str, list[dict]], row: dict) -> None:
    if None not in (*row["p"], *row.get("t", ())):
        drawn[row["kind"]].append(row)


def legend(found: Moves, lang: str) -> list[tuple[str, str, str]]:
    """(token, mark, word) of each kind drawn, with how many of it."""
    said = [
        (TOKENS.get(kind, "done"), MARKS[kind], say(lang, f"moves.{kind}", n=f"{len(rows):,}"))
        for kind, rows in found.drawn.items()
    ]
    if found.left_out:
        said.append(("neutral", "", say(lang, "moves.left_out", n=f"{found.left_out:,}")))
    return said


def deck(
    found: Moves, theme: str, lang: str, coasts: Mapping[str, str], publish: Callable[[bytes], str]
) -> Deck:
    """The map of them, as near as shows all; `publish` keeps a layer's rows and gives their address."""
    layers = [*ground(theme, coasts)]
    for kind in reversed(KINDS):  # the gravest lie on top
        if kind in found.drawn:
            rows = [{**row, "kind": say(lang, f"moves.is_{kind}")} for row in found.drawn[kind]]
            url = publish(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode())
            layers += _layers(kind, rows, url, theme)
    every = [end for rows in found.drawn.values() for row in rows for end in _corners(row)]
    return Deck(
        layers, initial_view_state=pdk.ViewState(**_view(every)), map_provider=None,
        tooltip={"text": "{name}\n{kind} · {word}"},
    )  # fmt: skip


def _layers(kind: str, rows: Sequence[dict], url: str, theme: str) -> list[pdk.Layer]:
    """A line where it moved or is a route; a dot filled with what it is now, its ring what it was."""
    way = _line("moved-way", url, "stood", "p", rgb(theme, "track", 150), 1.5)
    made = [way] if kind == "moved" else []
    if "t" in rows[0]:
        return [*made, _line(kind, url, "p", "t", "was" if kind in ("added", "missing") else "colour", 2.5)]
    dot = pdk.Layer(
        "ScatterplotLayer", url, id=kind, get_position="p", get_fill_color="colour", get_line_color="was",
        filled=kind != "missing", stroked=kind != "other", get_radius=60, line_width_min_pixels=2,
        radius_min_pixels=2.5 if kind == "other" else 4.5, radius_max_pixels=9, pickable=True, auto_highlight=True,
    )  # fmt: skip
    return [*made, dot]


def _line(name: str, url: str, start: str, end: str, colour: str | list[int], width: float) -> pdk.Layer:
    return pdk.Layer(
        "LineLayer", url, id=name, get_source_position=start, get_target_position=end, get_color=colour,
        get_width=width, width_units=pdk.types.String("pixels"), width_min_pixels=width, pickable=True, auto_highlight=True,
    )  # fmt: skip


def _corners(row: dict) -> list[list[float]]:
    stood = row.get("stood", ())
    return [row["p"], *([row["t"]] if "t" in row else []), *([stood] if stood and None not in stood else [])]


def _view(points: Sequence[Sequence[float]]) -> dict[str, float]:
    """Where to look from: the middle of all, and as near as they allow (a world is 512 pixels wide at zoom 0)."""
    lons, lats = zip(*points)
    across = max(max(lons) - min(lons), (max(lats) - min(lats)) * 1.2, 1e-4)
    zoom = float(np.log2(MAP_PX * 0.8 * 360 / 512 / across))
    return {
        "longitude": (max(lons) + min(lons)) / 2, "latitude": (max(lats) + min(lats)) / 2,
        "zoom": min(max(zoom, WIDEST_ZOOM), CLOSEST_ZOOM),
    }  # fmt: skip
