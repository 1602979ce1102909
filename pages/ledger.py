"""台账 Receipts and declarations, newest first; what became of each, a unit's history, and the way back."""

import streamlit as st

from web.frame import frame
from web.ledger import chain_line, choose, looked_up, opened_entry
from web.live import SAFETY_NET_S, live
from web.receipts import entry_page
from web.rows import asked_row

page = frame("ledger")


@st.fragment(key="ledger", run_every=SAFETY_NET_S)
def ledger() -> None:
    """The entries, redrawn at each commit."""
    live()
    looked = choose(page)
    asked = looked_up(page, looked.number)
    if asked is not None:
        entry_page(page, asked)
        asked_row(page, asked)
    opened = opened_entry(page, looked)
    if opened is not None and opened != asked:
        entry_page(page, opened)


ledger()
chain_line(page)
