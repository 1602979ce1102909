"""The parts of the ledger page."""

import streamlit as st

from feeds import all_feeds
from store.entry import Entry
from web.frame import Frame
from web.notices import notice

KINDS = ("submission", "declaration", "refusal", "opening", "arrival", "withdrawal")
SHOWN = 500
LONGEST_NUMBER = 15


def looked_up(page: Frame) -> Entry | None:
    """The entry whose receipt number stands in the address or was typed in."""
    number = st.text_input(
        page.say("ledger.number"), st.query_params.get("receipt", ""), placeholder=page.say("ledger.number"),
        label_visibility="collapsed", key="ledger_number",
    )  # fmt: skip
    digits = number.strip().upper().removeprefix("R")
    if not digits:
        return None
    known = digits.isdecimal() and len(digits) < LONGEST_NUMBER and 0 < int(digits) <= page.ledger.position()
    entry = page.ledger.entry(int(digits)) if known else None
    if entry is None or entry.received_at > page.ledger.now():
        notice("warning", page.say("ledger.no_such", number=number))
        return None
    return entry


def chosen_entries(page: Frame) -> list[Entry]:
    """The newest entries of the kinds and the form chosen."""
    feeds = all_feeds()
    left, right = st.columns([60, 40])
    with left:
        kinds = st.pills(
            page.say("ledger.kinds"), KINDS, selection_mode="multi", default=KINDS[:3], key="kinds",
            format_func=lambda kind: page.say(f"kind.{kind}"), label_visibility="collapsed",
        )  # fmt: skip
    with right:
        feed = st.selectbox(
            page.say("ledger.form"), list(feeds), index=None, key="form", placeholder=page.say("ledger.form"),
            format_func=lambda name: feeds[name].title(page.lang), label_visibility="collapsed",
        )  # fmt: skip
    return page.ledger.entries(kinds=list(kinds) or list(KINDS), feed=feed, limit=SHOWN)


def chain_line(page: Frame) -> None:
    """Whether the hash chain is whole, recomputed when asked."""
    if st.button(page.say("ledger.verify")):
        verdict = page.ledger.verify()
        if verdict.whole:
            notice("success", page.say("cli.chain_whole", n=verdict.count))
        else:
            code = "cli.chain_broken" if verdict.bad_seq else "cli.chain_unsound"
            reason = page.say(f"chain.{verdict.reason}")
            notice("error", page.say(code, n=verdict.count, seq=verdict.bad_seq, reason=reason))
