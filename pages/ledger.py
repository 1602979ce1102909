"""台账 Receipts and declarations, newest first; the file as it was received."""

import streamlit as st

from web.entries import entry_table, one_entry
from web.frame import frame
from web.ledger import chain_line, chosen_entries, looked_up
from web.live import SAFETY_NET_S, live

page = frame("ledger")
asked = looked_up(page)
if asked is not None:
    one_entry(page, asked)


@st.fragment(key="ledger", run_every=SAFETY_NET_S)
def ledger() -> None:
    """The entries, redrawn at each commit."""
    live()
    entry = entry_table(page, chosen_entries(page), key="entries", height=560)
    if entry is not None:
        one_entry(page, entry)


ledger()
chain_line(page)
