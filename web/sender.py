"""Who sends, corrects or takes back: asked once, and remembered for as long as the session lasts."""

import streamlit as st

from domain.names import called

_REMEMBERED = "sender"


def ask_sender(label: str, key: str) -> str:
    """The box for a name, filled with the one given last; the name in it without blanks around."""
    st.session_state.setdefault(key, st.session_state.get(_REMEMBERED, ""))
    name = called(st.text_input(label, key=key))
    if name:
        st.session_state[_REMEMBERED] = name
    return name
