"""What a liaison is reminded of above the form: due in, late by, never sent."""

import streamlit as st

from views import reporting_status as view
from web.frame.live import SAFETY_NET_S, live
from web.frame.page import Frame
from web.known import rendered
from web.report.kept import desk


@st.fragment(key="reminder", run_every=SAFETY_NET_S)
def remind(page: Frame, feed: str, unit: str) -> None:
    """How the chosen form and unit stand, redrawn at each commit and each minute; named beside papers of several."""
    live("reminder")
    named = len(desk().kept) > 1
    told = view.reminder(rendered.present(page.ledger).board, feed, unit, page.lang, named)
    if told:
        st.html(told)
