"""What a liaison says before dropping anything: which form, for which unit, true of when, sent by whom."""

import streamlit as st

from domain.clock import BEIJING
from domain.districts import DISTRICTS
from domain.names import called
from feeds import all_feeds
from web.frame import Frame
from web.kept import Form, desk
from web.situation import district
from web.taking_out import take_template

FIRST_FORM = "fishing_vessels"


def choose_form(page: Frame) -> Form:
    """Which form, for which reporting unit, true of when, sent by whom; the form of a single file is that file's."""
    feeds = all_feeds()
    if found := st.session_state.pop("form_of_file", None):
        st.session_state["report_feed"] = found
    st.session_state.setdefault("report_feed", _first_form())
    columns = st.columns([28, 18, 26, 28], vertical_alignment="bottom")
    with columns[0]:
        name = st.selectbox(
            page.say("report.form"), list(feeds), key="report_feed", on_change=_form_chosen,
            format_func=lambda n: f"{feeds[n].title(page.lang)} · {feeds[n].owner_title(page.lang)}",
        )  # fmt: skip
    with columns[1]:
        unit = st.selectbox(
            page.say("report.unit"),
            list(DISTRICTS),
            format_func=lambda c: district(c, page.lang),
            key="report_unit",
        )
    with columns[2]:
        as_of = st.datetime_input(page.say("report.as_of"), None, key="report_as_of")
    with columns[3]:
        actor = st.text_input(page.say("report.actor"), key="report_actor")
    feed = feeds[name]
    with st.container(horizontal=True, key="take_out"):
        take_template(page, feed)
    return Form(feed, unit, as_of.replace(tzinfo=BEIJING) if as_of else None, called(actor))


def _first_form() -> str:
    """The one a link asks for, else that of the only file on the desk."""
    asked = st.query_params.get("feed")
    if asked in all_feeds():
        return str(asked)
    on_desk = list(desk().kept.values())
    return on_desk[0].draft.feed.name if len(on_desk) == 1 else FIRST_FORM


def _form_chosen() -> None:
    # Told apart from a box that was set to the form of a file: only a choice has the file read otherwise.
    st.session_state["form_chosen"] = True
