"""What a page says to its user: through a template, since file names and receipts are other people's text, not Markdown."""

import streamlit as st

from views.pieces import render

MARKS = {"error": "■", "warning": "▲", "success": "●", "info": "·"}


def notice(kind: str, text: str) -> None:
    """A sentence in a box; kind: error, warning, success or info."""
    st.html(render("notice.html", "zh", kind=kind, mark=MARKS[kind], text=text))
