"""The parts of the report page."""

from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from domain.clock import BEIJING, stamp
from domain.districts import DISTRICTS
from feeds import all_feeds
from feeds.declaration import Feed
from intake.draft import Draft, examine
from intake.receive import Receipt, commit, refuse
from store.entry import Superseded
from views.export import template_bytes
from views.pieces import render
from web.frame import Frame
from web.situation import district, receipt_number


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
    st.download_button(
        page.say("departments.template"),
        lambda: template_bytes(feed),
        f"{feed.zh}-模板.csv",
        "text/csv",
        on_click="ignore",
    )
    return Form(feed, unit, as_of.replace(tzinfo=BEIJING) if as_of else None, actor.strip())


def examined(page: Frame, form: Form) -> Draft | None:
    """The dropped file, read, checked and compared; a refused one is recorded."""
    dropped = st.file_uploader(
        page.say("report.drop", mb=20),
        type=["csv", "tsv", "txt"],
        key=f"drop_{st.session_state.get('drops', 0)}",
    )
    if dropped is None:
        return None
    draft = examine(page.ledger, form.feed, form.unit, dropped.getvalue(), dropped.name, form.as_of)
    if draft.refused and st.session_state.get("refused") != (draft.sha256, form):
        refuse(page.ledger, draft, form.actor or page.say("report.nobody"))
        st.session_state["refused"] = draft.sha256, form
    return draft


def confirm(page: Frame, form: Form, draft: Draft) -> None:
    """The one button that writes; a picture that changed meanwhile is compared again first."""
    if draft.refused:
        return
    again = st.checkbox(page.say("report.again"), key="again") if _sent_before(page, draft) else False
    if not st.button(
        page.say("report.confirm", n=draft.comparison.new.num_rows if draft.comparison else 0), type="primary"
    ):
        return
    if not form.actor:
        st.error(page.say("report.no_actor"))
        return
    try:
        st.session_state["last_receipt"] = commit(page.ledger, draft, form.actor, again=again)
    except Superseded as newer:
        st.error(page.say("report.superseded", receipt=receipt_number(newer.entry) if newer.entry else ""))
        return
    st.session_state["drops"] = st.session_state.get("drops", 0) + 1
    st.rerun()


def _sent_before(page: Frame, draft: Draft) -> bool:
    before = page.ledger.entries(kinds=["submission"], feed=draft.feed.name, scope=draft.unit)
    return any(entry.sha256 == draft.sha256 for entry in before)


def show_receipt(page: Frame) -> None:
    """The last receipt of this session, until the next file."""
    receipt: Receipt | None = st.session_state.get("last_receipt")
    if receipt is None:
        return
    entry = receipt.entry
    facts = [
        ("entries.receipt", receipt.number), ("report.form", all_feeds()[entry.feed].title(page.lang)),
        ("report.unit", district(entry.scope, page.lang)), ("entries.received_at", stamp(entry.received_at)),
        ("entries.as_of", stamp(entry.as_of) if entry.as_of else page.say("entries.no_cut_off")),
        ("entries.rows", f"{entry.rows:,}"), ("entries.actor", entry.actor), ("entries.file", entry.filename),
        ("entries.sha256", entry.sha256),
    ]  # fmt: skip
    head = page.say("report.received" if receipt.first else "report.received_before")
    st.html(
        render(
            "receipt.html",
            page.lang,
            head=head,
            number=receipt.number,
            facts=[(page.say(c), v) for c, v in facts],
        )
    )
