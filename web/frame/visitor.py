"""Who looks at a page: the gate says it by a header that nobody else can set."""

import streamlit as st

from access.identity import Identity
from web.serving import office


def visitor() -> Identity:
    """Who asks for this run of the page, as the register knows him now."""
    return office.door().visits.who_visits(visit_of_page())


def visit_of_page() -> str:
    """The visit's id; "" where no gate stands in front."""
    return str(st.user.get("visit") or "")
