"""What a user sees when a page fails: a sentence and a number to quote, never a traceback."""

import logging
import secrets

import streamlit as st

from domain.words import LANGUAGES, say
from store.entry import StoreError
from web.frame.acting import NotAllowed
from web.frame.notices import notice

_log = logging.getLogger(__name__)


def apologise(fault: Exception) -> bool:
    """Shows the failure in the page's language and logs it under the number shown; True: nothing else is shown.

    The number is that of the page's socket, under which the log has all else of it.
    """
    if isinstance(fault, NotAllowed):
        notice("error", fault.said)
        return True
    number = st.context.headers.get("X-Request-Id") or secrets.token_hex(6)
    _log.error("page.failed", exc_info=fault, extra={"fields": {"request": number}})
    lang = st.session_state.get("lang", LANGUAGES[0])
    why = say(lang, fault.code) if isinstance(fault, StoreError) else say(lang, "frame.failed_reason")
    st.error(say(lang, "frame.failed", why=why, number=number))
    return True
