"""The parts of the page that says who has reported and who is silent."""

import streamlit as st

from views import reporting_status as view
from web import rendered
from web.frame import Frame
from web.taking_out import take_list


def drawn(page: Frame) -> None:
    """Counts, matrix and list, worst first."""
    board = rendered.present(page.ledger).board
    st.html(view.summary(board, page.lang))
    left, right = st.columns([42, 58], gap="medium")
    with left:
        st.html(view.matrix(board, page.lang))
    with right:
        st.html(view.listing(board, page.lang))
        take_list(page, view.table(board, page.lang), page.say("pages.reporting_status"), "duties")
