"""The parts of the overview: a fragment that redraws at each commit, and the map with its switches."""

import streamlit as st

from domain.words import say
from feeds import all_feeds
from feeds.declaration import Feed
from views import layers as layer_view
from views.pieces import render
from views.theme import SHAPES
from web.board.rows import details
from web.frame import alerts
from web.frame.live import SAFETY_NET_S, live
from web.frame.page import Frame
from web.known.rendered import Present, deck, present, texts

# What the headquarters looks at first; the rest is one click away.
FIRST_LAYERS = (
    "fishing_vessels",
    "passenger_routes",
    "construction_vessels",
    "unpowered_vessels",
    "aquaculture",
)


@st.fragment(key="board", run_every=SAFETY_NET_S)
def board(page: Frame) -> None:
    """The whole overview, redrawn within a moment of each commit."""
    live()
    now = present(page.ledger)
    drawn = texts(now, page.lang)
    st.html(drawn.header)
    alerts.strip(page)
    left, middle, right = st.columns([52, 29, 19], gap="small")
    with left:
        st.html(drawn.counters)
    with middle:
        clicked = city_map(page, now)
    with right:
        for feed, row in clicked:
            details(page, feed, row)
        st.html(drawn.side)


def city_map(page: Frame, now: Present, key: str = "map") -> list[tuple[str, str]]:
    """The map with its switches and legend; returns the clicked row as (feed, its key)."""
    feeds = asset_feeds()
    with st.container(key=f"{key}_switches", horizontal=True, vertical_alignment="center", gap="small"):
        view = st.segmented_control(
            page.say("map.view"), ["city", "storm"], default="city", key=f"{key}_view", label_visibility="collapsed",
            format_func=lambda name: page.say(f"map.{name}"), required=True,
        )  # fmt: skip
        with st.popover(page.say("map.layers")):
            chosen = st.pills(
                page.say("map.layers"), list(feeds), default=FIRST_LAYERS, key=f"{key}_layers", selection_mode="multi",
                format_func=lambda name: feeds[name].title(page.lang), label_visibility="collapsed",
            )  # fmt: skip
        shown = tuple(name for name in feeds if name in chosen)
    drawn = deck(now, view or "city", shown, page.lang, page.theme)
    with st.container(key=f"{key}_box"):
        event = st.pydeck_chart(drawn, key=key, on_select="rerun", selection_mode="single-object", height=600)
        with st.container(key=f"{key}_legend"):
            st.html(legend(shown, page.lang))
    return [(feed, str(rows[0]["key"])) for feed, rows in event.selection.objects.items() if feed in feeds]


def asset_feeds() -> dict[str, Feed]:
    """The feeds that have a layer, by name."""
    return {name: feed for name, feed in all_feeds().items() if feed.is_asset}


def legend(shown: tuple[str, ...], lang: str) -> str:
    """What the colours mean, with shape and word, and whose coast and whose storm positions these are."""
    words = {
        state: say(lang, f"state.{state}")
        for name in shown
        for state, _ in layer_view.state_words(all_feeds()[name], lang)
    }
    ordered = [(state, SHAPES[state], words[state]) for state in layer_view.DRAWN if state in words]
    return render("legend.html", lang, states=ordered)
