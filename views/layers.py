"""Rows of a feed as map data: position, name, state in words and colour, cut-off and receipt."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime

import pandas as pd

from domain.receipts import receipt_number
from domain.words import say
from feeds.declaration import Feed
from views import text
from views.theme import SHAPES, rgb

# Drawn from the quiet to the urgent, so that what is not done lies on top.
DRAWN = ("neutral", "done", "planned", "doing", "undone")


def rows(feed: Feed, frame: pd.DataFrame, received: Mapping[int, datetime], lang: str, theme: str) -> bytes:
    """JSON array, one object a row: p (or f and t), key, name, state, word, as_of, receipt, colour.

    `frame` is the feed's newest picture, `received` when each of its entries arrived; rows without a position are
    left out. Sorted so that open ones lie on top.
    """
    states = row_states(feed, frame)
    if feed.map is None or frame.empty:
        return b"[]"
    words = row_words(feed, frame, states, lang)
    names, entries = frame[feed.map.name], frame["_entry"]
    when = (text.dated(at, received.get(entry), lang) for at, entry in zip(_cut_offs(frame), entries))
    columns = zip(row_keys(feed, frame), names, states, words, row_ends(feed, frame), when, entries)
    made = [_row(feed, lang, theme, *cells) for cells in columns if None not in cells[4]]
    made.sort(key=lambda row: DRAWN.index(row["state"]))
    return json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode()


def row_states(feed: Feed, frame: pd.DataFrame) -> list[str]:
    """How each row is coloured: by the declared column's choice, a flag, or a part of a whole."""
    spec = feed.map
    if spec is None or frame.empty:
        return []
    if spec.part:
        return [_share(part, whole) for part, whole in zip(frame[spec.part], frame[spec.whole])]
    if not spec.state:
        return ["neutral"] * len(frame)
    column = feed.column(spec.state)
    known: dict[object, str] = {choice.code: choice.state for choice in column.choices}
    known = known or {True: "done", False: "undone"}
    return [known.get(value, "neutral") for value in frame[spec.state]]


def row_words(feed: Feed, frame: pd.DataFrame, states: list[str], lang: str) -> list[str]:
    """What each row says of itself: its declared choice, how many of how many, else the state's word."""
    spec = feed.map
    if spec is not None and spec.part:
        return [f"{part:,.0f}/{whole:,.0f}" for part, whole in zip(frame[spec.part], frame[spec.whole])]
    choices = feed.column(spec.state).choices if spec is not None and spec.state else ()
    if spec is None or not choices:
        return [say(lang, f"state.{state}") for state in states]
    titles = {choice.code: choice.zh if lang == "zh" else choice.en for choice in choices}
    return [titles.get(value, "") for value in frame[spec.state]]


def state_words(feed: Feed, lang: str) -> list[tuple[str, str]]:
    """(state, word) of each state a layer can show, for its legend."""
    spec = feed.map
    if spec is None or not spec.state:
        return (
            [(state, say(lang, f"state.{state}")) for state in ("done", "doing", "undone")]
            if spec and spec.part
            else []
        )
    column = feed.column(spec.state)
    if column.choices:
        return [(choice.state, choice.zh if lang == "zh" else choice.en) for choice in column.choices]
    return [("done", say(lang, "state.done")), ("undone", say(lang, "state.undone"))]


def _share(part: float, whole: float) -> str:
    if pd.isna(part) or pd.isna(whole):
        return "neutral"
    return "done" if part >= whole else "doing" if part else "undone"


def row_ends(feed: Feed, frame: pd.DataFrame) -> Iterable[tuple]:
    """Where each row stands, or from where to where it goes: degrees, None where it says nothing."""
    assert feed.map is not None
    names = ("lon", "lat") if feed.map.shape == "point" else ("from_lon", "from_lat", "to_lon", "to_lat")
    columns = (
        [None if pd.isna(value) else round(float(value), 5) for value in frame[name]] for name in names
    )
    return zip(*columns)


def _cut_offs(frame: pd.DataFrame) -> Iterable[datetime | None]:
    return (None if pd.isna(at) else at.to_pydatetime() for at in frame["as_of"])


def row_keys(feed: Feed, frame: pd.DataFrame) -> list[str]:
    """What each row is called by for good, wherever it stands in its table: its key columns."""
    return [" · ".join(map(str, cells)) for cells in zip(*(frame[name] for name in feed.key))]


def _row(
    feed: Feed, lang: str, theme: str,
    key: str, name: str, state: str, said: str, ends: tuple, when: str, entry: int,
) -> dict:  # fmt: skip
    where = {"p": ends} if len(ends) == 2 else {"f": ends[:2], "t": ends[2:]}
    return {
        **where,
        "key": key,
        "name": name,
        "state": state,
        "word": f"{SHAPES[state]} {said}",
        "feed": feed.title(lang),
        "as_of": when,
        "receipt": receipt_number(entry),
        "colour": rgb(theme, state, 230 if state != "neutral" else 170),
    }
