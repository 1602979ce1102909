"""What waits on the desks of other units: one quiet line, a press away."""

from collections import Counter

import streamlit as st

from domain.districts import DISTRICTS
from intake.drafts import open_arrivals
from web.frame.acting import own_units
from web.frame.page import Frame
from web.known.once import Kept as Drawn
from web.known.situation import district
from web.report.kept import desk

_waiting = Drawn(4)


def left_elsewhere(page: Frame, unit: str) -> None:
    """The units besides this one whose files were kept and not sent, each a button that turns to it.

    Nothing while something waits on the desk: it would be read for the other unit.
    """
    if desk().unsent:
        return
    ledger = page.ledger
    key = str(ledger.engine.url), ledger.position(), page.visitor.scope
    waiting: Counter[str] = _waiting.get(
        key, lambda: Counter({code: _waiting_for(page, code) for code in DISTRICTS})
    )
    mine = own_units(page, "report.send")
    others = [(code, n) for code, n in waiting.items() if n and code != unit and code in mine]
    if not others:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="elsewhere"):
        for code, n in others:
            st.button(
                page.say("report.left_elsewhere", unit=district(code, page.lang), n=n), type="tertiary", key=f"elsewhere_{code}",
                on_click=_turn_to, args=(code,),
            )  # fmt: skip


def _waiting_for(page: Frame, unit: str) -> int:
    """How many wait for a unit, of the forms that are his."""
    left = open_arrivals(page.ledger, None, unit)
    return sum(page.may("report.send", arrival.feed, unit) for arrival in left)


def _turn_to(code: str) -> None:
    st.session_state["report_unit"] = code
