"""What a liaison says before dropping anything: which form, for which unit, true of when, sent by whom."""

import streamlit as st

from domain.clock import BEIJING
from domain.districts import DISTRICTS
from feeds import all_feeds
from feeds.declaration import Feed
from store.entry import CITY
from views.pieces import render
from web.frame.acting import own_feeds, own_units
from web.frame.notices import notice
from web.frame.page import Frame
from web.frame.taking_out import take_template
from web.known.situation import district
from web.report.kept import Form, desk

FIRST_FORM = "fishing_vessels"
_CHOSEN, _TURNED = "report_chosen", "report_turned"


def choose_form(page: Frame) -> Form:
    """Which form, for which reporting unit, true of when, sent by whom; the form of a single file is that file's."""
    feeds = all_feeds()
    mine, units = own_feeds(page, "report.send"), own_units(page, "report.send")
    if not mine or not units:
        notice("info", page.say("access.not_allowed", what=page.say("operations.report_send")))
        st.stop()
    _turn_to_form_of_file()
    _only_of("report_feed", _first_form(), FIRST_FORM, mine)
    _only_of("report_unit", _first_unit(), CITY, units)
    columns = st.columns([34, 22, 26, 18], vertical_alignment="bottom")
    with columns[0]:
        name = st.selectbox(
            page.say("report.form"), mine, key="report_feed", on_change=_form_chosen,
            format_func=lambda n: f"{feeds[n].title(page.lang)} · {feeds[n].owner_title(page.lang)}",
        )  # fmt: skip
    with columns[1]:
        unit = st.selectbox(
            page.say("report.unit"),
            units,
            format_func=lambda c: district(c, page.lang),
            key="report_unit",
        )
    with columns[2]:
        as_of = st.datetime_input(page.say("report.as_of"), None, key="report_as_of")
    with columns[3]:
        st.html(render("quiet.html", page.lang, text=page.say("report.sent_as", who=page.visitor.title)))
    feed = feeds[name]
    _keep_in_address(name, unit)
    _say_of_file(page, feed)
    with st.container(horizontal=True, key="take_out"):
        take_template(page, feed)
    return Form(feed, unit, as_of.replace(tzinfo=BEIJING) if as_of else None, page.visitor.title)


def _only_of(box: str, first: str, otherwise: str, mine: list[str]) -> None:
    """What stands in a box is always one of his: the first wish where it is, else the usual, else any."""
    standing = st.session_state.setdefault(box, first)
    if standing not in mine:
        st.session_state[box] = otherwise if otherwise in mine else mine[0]


def _first_form() -> str:
    """The one a link asks for, else the one chosen last, else that of the only file on the desk."""
    asked = st.query_params.get("feed") or st.session_state.get(_CHOSEN, {}).get("feed")
    if asked in all_feeds():
        return str(asked)
    on_desk = list(desk().kept.values())
    return on_desk[0].draft.feed.name if len(on_desk) == 1 else FIRST_FORM


def _first_unit() -> str:
    """The one a link asks for, else the one chosen last."""
    asked = st.query_params.get("unit") or st.session_state.get(_CHOSEN, {}).get("unit")
    return asked if asked in DISTRICTS else CITY


def _keep_in_address(feed: str, unit: str) -> None:
    """A reload finds the same form and unit, and what was left there; so does who comes back from another page."""
    chosen = {"feed": feed, "unit": unit}
    st.session_state[_CHOSEN] = chosen
    for name, value in chosen.items():
        if st.query_params.get(name) != value:
            st.query_params[name] = value


def _turn_to_form_of_file() -> None:
    """The form of a single file stands in the box; that it was another one before is said."""
    if found := st.session_state.pop("form_of_file", None):
        turned = found != st.session_state.get("report_feed")
        st.session_state["report_feed"] = found
        if turned:
            st.session_state[_TURNED] = found


def _say_of_file(page: Frame, feed: Feed) -> None:
    if st.session_state.get(_TURNED) == feed.name and len(desk().kept) == 1:
        notice("info", page.say("report.turned", form=feed.title(page.lang)))
    else:
        st.session_state.pop(_TURNED, None)


def _form_chosen() -> None:
    # Told apart from a box that was set to the form of a file: only a choice has the file read otherwise.
    st.session_state["form_chosen"] = True
