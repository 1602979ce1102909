"""报送情况 Who sent what and when, who is silent: forms by units, worst first."""

import streamlit as st

from web.board.reporting_status import drawn
from web.frame.live import SAFETY_NET_S, live
from web.frame.page import frame

page = frame("reporting_status")


@st.fragment(key="reporting_status", run_every=SAFETY_NET_S)
def reporting_status() -> None:
    """The whole page, redrawn at each commit."""
    live()
    drawn(page)


reporting_status()
