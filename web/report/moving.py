"""The map beside the preview: what would move, where there is anything to be seen."""

from functools import partial

import numpy as np
import pyarrow as pa
import streamlit as st

from access.identity import Scope
from feeds.declaration import Feed
from intake.compare import Comparison
from views import moves
from views.map import Deck
from views.pieces import render
from web.frame.page import Frame
from web.known.layers import publish
from web.known.rendered import coasts

HEIGHT_PX = 400


def moves_shown(found: Comparison) -> bool:
    """Whether the form has a map and the file moves anything that is shown now: a first report moves nothing."""
    touched = len(found.added) + len(found.changed) + len(found.missing)
    return found.feed.is_asset and found.old.num_rows > 0 and touched > 0


def map_of_moves(page: Frame, feed: Feed, unit: str, found: Comparison) -> None:
    """The rows that come, go or change, drawn once for a comparison."""
    drawn, deck = _drawn(page, feed, unit, found)
    if deck is None:
        return
    st.html(render("moves_legend.html", page.lang, kinds=moves.legend(drawn, page.lang)))
    st.pydeck_chart(deck, key="moves", height=HEIGHT_PX)


def _drawn(page: Frame, feed: Feed, unit: str, found: Comparison) -> tuple[moves.Moves, Deck | None]:
    compared, look, made = st.session_state.get("moves_drawn", (None, None, None))
    if compared is not found or look != (page.lang, page.theme) or made is None:
        told = moves.moves(feed, touched_rows(found), page.lang, page.theme)
        own = Scope(frozenset([feed.name]), frozenset([unit]))
        kept = partial(publish, owner=own)
        deck = moves.deck(told, page.theme, page.lang, coasts(), kept) if told.count else None
        made = told, deck
        st.session_state["moves_drawn"] = found, (page.lang, page.theme), made
    return made


def touched_rows(found: Comparison) -> moves.Rows:
    """Only the rows that come, go or change, as frames."""
    old_at = found.old_at[found.changed]
    changed, added, missing = len(found.changed), len(found.added), len(found.missing)
    new = found.new.take(pa.array(np.append(found.changed, found.added)))
    old = found.old.take(pa.array(np.append(old_at, found.missing)))
    pairs = np.arange(changed), np.arange(changed)
    return moves.Rows(
        new.to_pandas(), old.to_pandas(), pairs, changed + np.arange(added), changed + np.arange(missing)
    )
