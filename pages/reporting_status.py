"""报送情况 Who sent what and when, who is silent: forms by units, worst first."""

import streamlit as st

from web.frame import frame
from web.live import SAFETY_NET_S, live
from web.reporting_status import drawn

page = frame("reporting_status")


@st.fragment(key="reporting_status", run_every=SAFETY_NET_S)
def reporting_status() -> None:
    """The whole page, redrawn at each commit."""
    live()
    drawn(page)


reporting_status()
