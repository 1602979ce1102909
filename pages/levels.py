"""响应 Which levels are in force and which wait to be confirmed, who declared them, and the form that proposes one."""

import streamlit as st

from intake.proposals import FEED
from store.entry import DECLARATION, DECLINE, PROPOSAL, RETRACTION
from web.board.levels import answered, in_force, propose, take_notice, waiting
from web.frame.live import SAFETY_NET_S, live
from web.frame.page import frame
from web.ledger.entries import entry_table, one_entry

LAST_PX = 213  # six rows: a page that is read without scrolling
page = frame("levels")
# Whoever has not the form reads what is in force, and nothing of what somebody only proposed.
reads_all = page.may("entry.read", FEED)
KINDS = (DECLARATION, PROPOSAL, DECLINE, RETRACTION) if reads_all else (DECLARATION,)


@st.fragment(key="levels", run_every=SAFETY_NET_S)
def levels() -> None:
    """Levels and what waits, the form, then the entries that made them so, redrawn at each commit."""
    live()
    in_force(page)
    take_notice(page)
    answered(page)
    if reads_all:
        waiting(page)
    if page.may("level.propose"):
        propose(page)
    entry = entry_table(page, page.ledger.entries(kinds=KINDS), key="declarations", height=LAST_PX)
    if entry is not None:
        one_entry(page, entry)


levels()
