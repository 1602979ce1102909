"""The parts of the levels page."""

from collections.abc import Mapping
from datetime import datetime

import streamlit as st

from domain import levels
from domain.clock import BEIJING, to_beijing
from domain.districts import DISTRICTS
from domain.names import called
from domain.problems import Refused
from feeds import all_feeds
from feeds.sentences import tell
from intake.levels import declare as enter
from views import board as board_view
from web import rendered
from web.frame import Frame
from web.notices import notice
from web.situation import receipt_number


def in_force(page: Frame) -> None:
    """The level vector and the storm line, as on the overview."""
    st.html(board_view.header(rendered.present(page.ledger).board, page.lang))


def declare(page: Frame) -> None:
    """Enters one level; what is wrong is said beside the form and nothing is written."""
    # The hour typed must outlive the minute: a default that moves with the clock would take its place.
    st.session_state.setdefault(
        "declare_at", to_beijing(page.ledger.now()).replace(tzinfo=None, second=0, microsecond=0)
    )
    issuer = _choose(page, "issuer", levels.ISSUERS)
    with st.form("declare", border=True):
        left, middle, right = st.columns(3)
        with left:
            grades = {code: levels.GRADES[code] for code in levels.ISSUERS[issuer].grades}
            grade = _choose(page, "grade", grades, 1)
            verb = _choose(page, "verb", levels.VERBS)
        with middle:
            scope = _choose(page, "scope", DISTRICTS)
            at = st.datetime_input(page.say("declared.effective_at"), key="declare_at")
        with right:
            basis = st.text_input(page.say("declared.basis"))
            actor = st.text_input(page.say("report.actor"), key="actor")
        if st.form_submit_button(page.say("declared.enter"), type="primary"):
            _enter(page, issuer, scope, grade, verb, at, basis, actor)


def _choose(page: Frame, name: str, table: Mapping, first: int = 0) -> str:
    titles = {code: item.zh if page.lang == "zh" else item.en for code, item in table.items()}
    return st.selectbox(
        page.say(f"declared.{name}"),
        list(table),
        index=first,
        format_func=titles.__getitem__,
        key=f"declare_{name}",
    )


def _enter(
    page: Frame, issuer: str, scope: str, grade: str, verb: str, at: datetime, basis: str, actor: str
) -> None:
    if not called(actor):
        notice("error", page.say("report.no_actor"))
        return
    try:
        added = enter(
            page.ledger, issuer=issuer, scope=scope, grade=grade, verb=verb, effective_at=at.replace(tzinfo=BEIJING),
            basis=basis, actor=called(actor),
        )  # fmt: skip
    except Refused as refusal:
        for problem in refusal.problems:
            notice("error", tell(problem, all_feeds()["levels"], page.lang).text)
        return
    notice("success", page.say("cli.declared", receipt=receipt_number(added.entry)))
