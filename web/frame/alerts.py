"""The strip of alerts in force, for any page to put under its header."""

import streamlit as st

from readiness.alerts import active, unmatched
from store.entry import REHEARSALS
from views import alerts as alert_view
from web.frame.page import Frame
from web.known import rendered
from web.known.once import Kept

FEED = "alerts"
_strips = Kept()


def strip(page: Frame) -> None:
    """Puts the alerts in force on the page, drawn anew each minute and with each entry; nothing where there are none.

    Its place is kept, so that a map below it is not made anew when the first alert comes.
    """
    with st.container(key=FEED):
        if said := text(page):
            st.html(said)


def text(page: Frame) -> str:
    """The strip as text; empty where there is nothing to tell.

    What is not public is shown only to who may read the form's rows; an exercise only in a demo or an exercise.
    """
    now = rendered.present(page.ledger)
    inside = page.may("rows.read", FEED)

    def make() -> str:
        statuses = ("actual", "exercise") if page.ledger.purpose in REHEARSALS else ("actual",)
        rows, at = page.ledger.read(FEED).frame, now.board.now
        alerts = [
            alert for alert in active(rows, at, statuses, page.lang) if inside or alert.scope == "public"
        ]
        told = [one for one in unmatched(rows, at, statuses) if inside or one.scope == "public"]
        return alert_view.strip(alerts, told, at, page.lang)

    return _strips.get((now.key, page.lang, inside), make)
