"""The parts of the page that says who has reported and who is silent."""

from dataclasses import replace

import streamlit as st

from access.table import may_visit
from views import reminded
from views import reporting_status as view
from views.reporting_status import NOTHING_OUTSIDE
from web.board.reminding import outside
from web.frame.acting import own_line
from web.frame.page import Frame
from web.frame.taking_out import take_list
from web.known import rendered
from web.known.own import sees_all


def drawn(page: Frame) -> None:
    """Counts, matrix and list, worst first."""
    now = rendered.present(page.ledger)
    everybody = sees_all(page.visitor, "see.reporting_status")
    mine = [duty for duty in now.board.duties if page.may("see.reporting_status", duty.feed.name, duty.unit)]
    board = replace(now.board, duties=tuple(mine))
    sent_out = outside(now) if everybody else NOTHING_OUTSIDE
    st.html(view.summary(board, page.lang) + reminded.line(sent_out, board.now, page.lang))
    if own := own_line(page, "see.reporting_status"):
        st.caption(own)
    leads = "report" if may_visit(page.visitor, "report") else "departments"
    left, right = st.columns([42, 58], gap="medium")
    with left:
        st.html(view.matrix(board, page.lang, leads))
    with right:
        st.html(view.listing(board, page.lang, sent_out, leads))
        take_list(page, view.table(board, page.lang), page.say("pages.reporting_status"), "duties")
