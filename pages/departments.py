"""部门 Each form's newest picture: counters, table, map, receipts, template."""

import streamlit as st

from web.board.departments import choose_feed, counters, picture_table, receipts, small_map, take_out, trend
from web.frame.live import SAFETY_NET_S, live
from web.frame.page import frame

page = frame("departments")
feed, measure = choose_feed(page)


@st.fragment(key="department", run_every=SAFETY_NET_S)
def department() -> None:
    """The chosen form, redrawn at each commit."""
    live()
    counters(page, feed)
    left, right = st.columns([62, 38], gap="small")
    with left:
        picture_table(page, feed, measure)
        take_out(page, feed)
    with right:
        small_map(page, feed)
        trend(page, feed)
        receipts(page, feed)


department()
