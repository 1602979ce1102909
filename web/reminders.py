"""What a liaison is reminded of above the form: due in, late by, never sent."""

import streamlit as st

from domain.districts import DISTRICTS
from views import reporting_status as view
from web import rendered
from web.frame import Frame
from web.live import SAFETY_NET_S, live


def unit_of_address() -> None:
    """Before the unit is chosen: the one that a link asked for stands in the box."""
    asked = st.query_params.get("unit")
    if asked in DISTRICTS:
        st.session_state.setdefault("report_unit", asked)


@st.fragment(key="reminder", run_every=SAFETY_NET_S)
def remind(page: Frame, feed: str, unit: str) -> None:
    """How the chosen form and unit stand, redrawn at each commit and each minute."""
    live("reminder")
    told = view.reminder(rendered.present(page.ledger).board, feed, unit, page.lang)
    if told:
        st.html(told)
