"""台风 The storm: where it is and goes by each agency, its wind circles, and when the wind reaches each place."""

import streamlit as st

from web.frame.alerts import strip
from web.frame.live import SAFETY_NET_S, live
from web.frame.page import frame
from web.storm.exposure import exposure
from web.storm.page import arrivals, chosen_storm, countdown, head, storm_map, strength
from web.storm.verification import verification

page = frame("storm")


@st.fragment(key="storm", run_every=SAFETY_NET_S)
def storm() -> None:
    """The whole page, redrawn at each commit."""
    live()
    strip(page)
    seen = chosen_storm(page)
    if seen is None:
        return
    head(page, seen)
    left, right = st.columns([58, 42], gap="small")
    with left:
        storm_map(page, seen)
    with right:
        countdown(page, seen)
        arrivals(page, seen)
        strength(page, seen)
    exposure(page, seen)
    verification(page, seen)


storm()
