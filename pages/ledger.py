"""台账 Receipts and declarations, newest first; what became of each, a unit's history, and the way back."""

import streamlit as st

from web.board.rows import asked_row
from web.frame.live import SAFETY_NET_S, live
from web.frame.page import frame
from web.ledger.page import chain_line, choose, looked_up, opened_entry
from web.report.receipts import entry_page

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
