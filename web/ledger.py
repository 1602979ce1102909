"""The parts of the ledger page."""

import streamlit as st

from domain.districts import DISTRICTS
from domain.problems import Problem, sentence
from domain.receipts import receipt_seq
from feeds import all_feeds
from intake.receipts import find
from store.entry import Entry
from web.entries import entry_table
from web.frame import Frame
from web.history import unit_history
from web.notices import notice
from web.situation import district

KINDS = ("submission", "declaration", "refusal", "undo", "opening")
AT_FIRST = KINDS[:4]
SHOWN, HEIGHT_PX = 500, 560


def looked_up(page: Frame) -> Entry | None:
    """The entry whose receipt number stands in the address or was typed in."""
    number = st.text_input(
        page.say("ledger.number"), st.query_params.get("receipt", ""), placeholder=page.say("ledger.number"),
        label_visibility="collapsed", key="ledger_number",
    )  # fmt: skip
    if not number.strip():
        return None
    seq = receipt_seq(number)
    entry = find(page.ledger, seq) if seq else None
    if entry is None:
        unknown = Problem("receipt.no_such", holes=(("receipt", number.strip()),))
        notice("warning", sentence(unknown, page.lang))
    return entry


def opened_entry(page: Frame) -> Entry | None:
    """The entry whose row was clicked, among the newest of a kind and a form or in a unit's history."""
    left, right = st.columns(2)
    with left:
        feed = _choose_form(page)
    with right:
        unit = st.selectbox(
            page.say("ledger.unit"), list(DISTRICTS), index=None, key="unit", placeholder=page.say("ledger.unit"),
            format_func=lambda code: district(code, page.lang), label_visibility="collapsed",
        )  # fmt: skip
    chosen = unit_history(page, unit, feed) if unit else _newest(page, feed)
    return _kept_open(page, chosen, (feed, unit))


def _choose_form(page: Frame) -> str | None:
    feeds = all_feeds()
    return st.selectbox(
        page.say("ledger.form"), list(feeds), index=None, key="form", placeholder=page.say("ledger.form"),
        format_func=lambda name: feeds[name].title(page.lang), label_visibility="collapsed",
    )  # fmt: skip


def _newest(page: Frame, feed: str | None) -> Entry | None:
    kinds = st.pills(
        page.say("ledger.kinds"), KINDS, selection_mode="multi", default=AT_FIRST, key="kinds",
        format_func=lambda kind: page.say(f"kind.{kind}"), label_visibility="collapsed",
    )  # fmt: skip
    entries = page.ledger.entries(kinds=list(kinds) or list(KINDS), feed=feed, limit=SHOWN)
    return entry_table(page, entries, key="entries", height=HEIGHT_PX)


def _kept_open(page: Frame, clicked: Entry | None, listed: tuple) -> Entry | None:
    """A list that grows is a new list and forgets its click; what somebody reads or writes in stays open."""
    seen = (*listed, page.ledger.position())
    if clicked is not None:
        st.session_state["opened"] = seen, clicked.seq
    before, seq = st.session_state.get("opened", (seen, None))
    if seq is None or before[:-1] != listed or (clicked is None and before == seen):
        st.session_state.pop("opened", None)  # another list was chosen, or the click was taken back
        return None
    return page.ledger.entry(seq)


def chain_line(page: Frame) -> None:
    """Whether the hash chain is whole, recomputed when asked."""
    if st.button(page.say("ledger.verify")):
        verdict = page.ledger.verify()
        if verdict.whole:
            notice("success", page.say("cli.chain_whole", n=verdict.count))
        else:
            notice(
                "error",
                page.say(
                    "cli.chain_broken",
                    n=verdict.count,
                    seq=verdict.bad_seq,
                    reason=page.say(f"chain.{verdict.reason}"),
                ),
            )
