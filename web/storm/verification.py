"""The part of the storm's page that says how far off its forecasts have been so far."""

import streamlit as st

from readiness.verification import Verification
from readiness.verification import verification as judged
from views.pieces import render
from views.text import moment
from views.verification import Figure, chart, table
from web.frame.page import Frame
from web.known.followed import Followed
from web.known.once import Kept

_judged, _charts = Kept(16), Kept(16)


def verification(page: Frame, seen: Followed) -> None:
    """Error by agency and lead, of all forecasts or of those since the storm was taken up again."""
    st.html(render("section.html", page.lang, text=page.say("verification.title")))
    found = _chosen(page, seen)
    if found.by_lead.empty:
        st.caption(page.say("verification.nothing"))
        return
    left, right = st.columns([40, 60], gap="small")
    with left:
        st.plotly_chart(_chart(page, seen, found), theme=None, config={"displayModeBar": False}, key="verification_chart")  # fmt: skip
    with right:
        st.html(table(found, page.lang))


def _chosen(page: Frame, seen: Followed) -> Verification:
    whole = _of(page, seen, resumed=False)
    if whole.resumed_at is None:
        return whole
    names = {
        "all": page.say("verification.all"),
        "since": page.say("verification.since", t=moment(whole.resumed_at, seen.now)),
    }
    which = st.segmented_control(
        page.say("verification.which"), list(names), default="all", key="verification_which", required=True,
        format_func=lambda name: names[name], label_visibility="collapsed",
    )  # fmt: skip
    return _of(page, seen, resumed=which == "since")


def _of(page: Frame, seen: Followed, resumed: bool) -> Verification:
    def make() -> Verification:
        track = page.ledger.read("track").frame
        since = _of(page, seen, resumed=False).resumed_at if resumed else None
        found = judged(track, seen.now, seen.state.storm, since)
        assert found is not None, "a storm that is followed has a fix"
        return found

    return _judged.get((seen.key, resumed), make)


def _chart(page: Frame, seen: Followed, found: Verification) -> Figure:
    return _charts.get(
        (seen.key, found.since, page.lang, page.theme), lambda: chart(found, page.lang, page.theme)
    )
