"""响应 Which response levels are in force, who declared them, and the form that enters one."""

import streamlit as st

from web.entries import entry_table, one_entry
from web.frame import frame
from web.levels import declare, in_force
from web.live import SAFETY_NET_S, live

LAST_PX = 213  # six rows: the form below stays in sight
page = frame("levels")


@st.fragment(key="levels", run_every=SAFETY_NET_S)
def levels() -> None:
    """Levels and declarations, redrawn at each commit."""
    live()
    in_force(page)
    entry = entry_table(page, page.ledger.entries(kinds=["declaration"]), key="declarations", height=LAST_PX)
    if entry is not None:
        one_entry(page, entry)


levels()
declare(page)
