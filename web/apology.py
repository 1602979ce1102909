"""What a user sees when a page fails: a sentence and a number to quote, never a traceback."""

import logging
import secrets

import streamlit as st

from domain.words import LANGUAGES, say
from store.entry import StoreError

_log = logging.getLogger(__name__)


def apologise(fault: Exception) -> bool:
    """Shows the failure in the page's language and logs it under the number shown; True: nothing else is shown."""
    number = secrets.token_hex(4)
    _log.error("page.failed %s", number, exc_info=fault)
    lang = st.session_state.get("lang", LANGUAGES[0])
    why = say(lang, fault.code) if isinstance(fault, StoreError) else say(lang, "frame.failed_reason")
    st.error(say(lang, "frame.failed", why=why, number=number))
    return True
