"""The parts of the page that says who has reported and who is silent."""

import streamlit as st

from views import reminded
from views import reporting_status as view
from web import rendered
from web.frame import Frame
from web.reminding import outside
from web.taking_out import take_list


def drawn(page: Frame) -> None:
    """Counts, matrix and list, worst first."""
    now = rendered.present(page.ledger)
    board, sent_out = now.board, outside(now)
    st.html(view.summary(board, page.lang) + reminded.line(sent_out, board.now, page.lang))
    left, right = st.columns([42, 58], gap="medium")
    with left:
        st.html(view.matrix(board, page.lang))
    with right:
        st.html(view.listing(board, page.lang, sent_out))
        take_list(page, view.table(board, page.lang), page.say("pages.reporting_status"), "duties")
