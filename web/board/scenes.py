"""The scenes of the shared screen: a list, each a pure view put on the page."""

from collections.abc import Callable

import streamlit as st

from views import briefing
from web.board.overview import FIRST_LAYERS, legend
from web.frame.alerts import strip
from web.frame.page import Frame
from web.known import rendered
from web.known.situation import changes


def levels_and_storm(page: Frame) -> None:
    """Which alerts and levels are in force and where the storm is."""
    left, right = st.columns([52, 48], gap="small")
    with left:
        now = rendered.present(page.ledger)
        strip(page)
        st.html(
            briefing.levels(
                now.board, page.lang, _linked(page), rendered.outlook(now), rendered.others(now, page.lang)
            )
        )
    with right, st.container(key="wall_storm"):
        st.pydeck_chart(
            rendered.deck(rendered.present(page.ledger), "wall_storm", (), page.lang, page.theme),
            key="wall_far",
            height=1000,
        )


def counters(page: Frame) -> None:
    """What the level in force asks for, and how far it is."""
    st.html(briefing.counters(rendered.present(page.ledger).board, page.lang, _linked(page)))


def city_map(page: Frame) -> None:
    """Where it is."""
    with st.container(key="wall_map"):
        st.pydeck_chart(
            rendered.deck(rendered.present(page.ledger), "wall_city", FIRST_LAYERS, page.lang, page.theme),
            key="wall",
            height=960,
        )
        with st.container(key="wall_legend"):
            st.html(legend(FIRST_LAYERS, page.lang))
            if told := briefing.reckoned(rendered.outlook(rendered.present(page.ledger)), page.lang):
                st.html(told)


def late(page: Frame) -> None:
    """Who is late, the worst gaps, and what changed last."""
    board = rendered.present(page.ledger).board
    st.html(briefing.late(board, changes(page.ledger, page.lang), page.lang, _linked(page)))


def _linked(page: Frame) -> bool:
    """A screen stands on its own page: a press on it leads nowhere."""
    return page.may("see.departments") and page.may("see.ledger")


SCENES: list[Callable[[Frame], None]] = [levels_and_storm, counters, city_map, late]
