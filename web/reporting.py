"""The parts of the report page."""

from dataclasses import dataclass, replace
from datetime import datetime

import streamlit as st

from domain.clock import BEIJING
from domain.districts import DISTRICTS
from feeds import all_feeds
from feeds.declaration import Feed
from intake.arrivals import COMPLETES, arrive, given_as_of, open_arrivals, settle, withdraw
from intake.compare import Comparison
from intake.draft import Draft, examine
from intake.mending import NOTHING, Mending
from intake.receipts import story
from intake.receive import Receipt, commit, refuse
from loaders.limits import FILE_MB
from store.entry import SUBMISSION, Entry, Superseded
from views.pieces import render
from web.facts import facts
from web.frame import Frame
from web.mending import mended_here
from web.notices import notice
from web.partial import left, sending, take_returned
from web.receipts import moved, take_receipt
from web.situation import district, receipt_number
from web.taking_out import take_template

MOST_LEVELS = 100


@dataclass(frozen=True, slots=True)
class Form:
    """What the liaison chose before dropping a file."""

    feed: Feed
    unit: str
    as_of: datetime | None
    actor: str


def choose_form(page: Frame) -> Form:
    """Which form, for which reporting unit, true of when, sent by whom."""
    feeds = all_feeds()
    names = list(feeds)
    asked = st.query_params.get("feed")
    columns = st.columns([28, 18, 26, 28], vertical_alignment="bottom")
    with columns[0]:
        name = st.selectbox(
            page.say("report.form"), names, index=names.index(asked) if asked in names else names.index("fishing_vessels"),
            format_func=lambda n: f"{feeds[n].title(page.lang)} · {feeds[n].owner_title(page.lang)}", key="report_feed",
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
    return Form(feed, unit, as_of.replace(tzinfo=BEIJING) if as_of else None, actor.strip())


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that was kept on arrival, and what reading it gave."""

    arrival: Entry
    draft: Draft
    mending: Mending = NOTHING


def examined(page: Frame, form: Form) -> Kept | None:
    """The dropped or resumed file, kept, then read, checked and compared once; a refused one is recorded.

    The draft stays as it was shown: if another report of the unit comes in meanwhile, confirming it is refused.
    """
    drop = f"drop_{st.session_state.get('drops', 0)}_{form.feed.name}_{form.unit}"
    dropped = st.file_uploader(page.say("report.drop", mb=FILE_MB), key=drop)
    st.caption(f"[{page.say('report.plain')}](/plain?lang={page.lang})")
    made_from = (dropped.file_id if dropped else "", form.feed.name, form.unit, form.as_of)
    if dropped is None:
        _resume(page, form, made_from)
    elif st.session_state.get("draft", (None, None))[0] != made_from:
        arrival = arrive(
            page.ledger, form.feed, form.unit, dropped.getvalue(), dropped.name, form.actor, form.as_of
        )
        st.session_state["draft"] = made_from, _read(page, form, arrival, dropped.getvalue())
    found, kept = st.session_state.get("draft", (None, None))
    return kept if found == made_from else None


def _resume(page: Frame, form: Form, made_from: tuple) -> None:
    """Offers the files that came and were left: a connection that broke, a page that was closed."""
    if st.session_state.get("draft", (None, None))[0] == made_from:
        return
    for arrival in open_arrivals(page.ledger, form.feed, form.unit):
        said, go_on, leave = st.columns([60, 20, 20], vertical_alignment="center")
        with said:
            notice("info", left(page, arrival))
        if go_on.button(page.say("report.go_on"), key=f"go_on_{arrival.seq}"):
            given = replace(form, as_of=given_as_of(arrival) or form.as_of)
            data = page.ledger.file(arrival.sha256)
            st.session_state["draft"] = made_from, _read(page, given, arrival, data)
            st.rerun()
        if leave.button(page.say("report.leave"), key=f"leave_{arrival.seq}"):
            withdraw(page.ledger, arrival, form.actor)
            st.rerun()


def mend(page: Frame, form: Form, kept: Kept) -> None:
    """What can be mended here instead of in the file; the file is then read again with it."""
    later = mended_here(page, kept.draft, key=kept.arrival.seq)
    if later is None:
        return
    made_from, _ = st.session_state["draft"]
    data = page.ledger.file(kept.arrival.sha256)
    given = replace(form, as_of=kept.draft.given_as_of)
    st.session_state["draft"] = (
        made_from,
        _read(page, given, kept.arrival, data, kept.mending.also(later)),
    )
    st.rerun()


def _read(page: Frame, form: Form, arrival: Entry, data: bytes, mending: Mending = NOTHING) -> Kept:
    draft = examine(page.ledger, form.feed, form.unit, data, arrival.filename, form.as_of, mending=mending)
    if draft.refused and COMPLETES not in arrival.detail:
        settle(page.ledger, arrival, refuse(page.ledger, draft, form.actor), form.actor)
    st.session_state.pop("last_receipt", None)
    return Kept(arrival, draft, mending)


def confirm(page: Frame, form: Form, kept: Kept) -> None:
    """The one button that writes; a picture that changed since the preview is compared again first."""
    draft = kept.draft
    newer = st.session_state.pop("superseded", "")
    if newer:
        notice("error", page.say("report.superseded", receipt=newer))
    if draft.refused or draft.comparison is None:
        return
    sure = _sure(page, draft.comparison)
    if not st.button(sending(page, draft), type="primary", disabled=not sure):
        return
    if not form.actor:
        notice("error", page.say("report.no_actor"))
        return
    _send(page, form, kept)


def _sure(page: Frame, found: Comparison) -> bool:
    """Whether the button may be pressed: a file that drops many of the rows shown now must be meant so."""
    if not found.many_gone:
        return True
    return st.checkbox(page.say("report.gone_is_meant", n=len(found.missing)), key="gone_is_meant")


def _send(page: Frame, form: Form, kept: Kept) -> None:
    try:
        receipt = st.session_state["last_receipt"] = commit(page.ledger, kept.draft, form.actor)
    except Superseded as newer:
        st.session_state["superseded"] = receipt_number(newer.entry) if newer.entry else "?"
        made_from, _ = st.session_state["draft"]
        data = page.ledger.file(kept.arrival.sha256)
        st.session_state["draft"] = made_from, _read(page, form, kept.arrival, data, kept.mending)
    else:
        settle(page.ledger, kept.arrival, receipt.entry, form.actor)
        st.session_state["drops"] = st.session_state.get("drops", 0) + 1
        st.session_state.pop("draft", None)
    st.rerun()


def show_receipt(page: Frame) -> None:
    """The last receipt of this session, until the next file."""
    receipt: Receipt | None = st.session_state.get("last_receipt")
    if receipt is None:
        return
    entry = receipt.entry
    take_returned(page, entry)
    head = page.say("report.received" if receipt.first else "report.received_before")
    st.html(
        render(
            "receipt.html",
            page.lang,
            head=head,
            number=receipt.number,
            facts=[(page.say("entries.receipt"), _numbers(page, receipt)), *facts(entry, page.lang)],
        )
    )
    if entry.kind == SUBMISSION:
        moved(page, story(page.ledger, entry))
        take_receipt(page, entry)


def _numbers(page: Frame, receipt: Receipt) -> str:
    """All receipt numbers of the file: a file of levels gives one a row."""
    entry = receipt.entry
    if entry.kind != "declaration":
        return receipt.number
    same = page.ledger.entries(kinds=["declaration"], after=entry.seq - MOST_LEVELS, newest_first=False)
    return " · ".join(receipt_number(other) for other in same if other.sha256 == entry.sha256)
