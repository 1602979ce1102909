"""The parts of the ledger page."""

from collections.abc import Callable
from dataclasses import asdict, dataclass

import streamlit as st

from domain.clock import stamp
from domain.problems import Problem, sentence
from domain.receipts import receipt_seq
from domain.unseen import seen_line
from feeds import all_feeds
from intake.receipts import find
from store.checkpoints import newest
from store.entry import DECLARATION, Entry
from views.verdicts import told
from web.frame.acting import acting, own_feeds, own_line, own_units
from web.frame.handing_out import hand_out
from web.frame.notices import notice
from web.frame.page import Frame
from web.known.situation import district
from web.ledger.entries import entry_table, own_entries
from web.ledger.history import unit_history

KINDS = (
    "submission", "declaration", "proposal", "decline", "retraction", "refusal", "undo",
    "opening", "arrival", "mending", "withdrawal",
)  # fmt: skip
AT_FIRST = KINDS[:7]
SHOWN, HEIGHT_PX = 500, 560


@dataclass(frozen=True, slots=True)
class Looked:
    """What somebody looks for: a receipt's number, a form, a reporting unit; empty where not chosen."""

    number: str
    feed: str | None
    unit: str | None


def choose(page: Frame) -> Looked:
    """The receipt number, which may stand in the address, the form and the unit."""
    feeds = all_feeds()
    left, middle, right = st.columns([26, 32, 42])
    with left:
        number = st.text_input(
            page.say("ledger.number"), seen_line(st.query_params.get("receipt", "")), placeholder=page.say("ledger.number"),
            label_visibility="collapsed", key="ledger_number",
        )  # fmt: skip
    with middle:
        feed = _select(page, "form", own_feeds(page, "entry.read"), lambda name: feeds[name].title(page.lang))
    with right:
        unit = _select(page, "unit", own_units(page, "entry.read"), lambda code: district(code, page.lang))
    if own := own_line(page, "entry.read"):
        st.caption(own)
    return Looked(number, feed, unit)


def _select(page: Frame, name: str, options: list[str], title: Callable[[str], str]) -> str | None:
    said = page.say(f"ledger.{name}")
    return st.selectbox(
        said, options, index=None, key=name, placeholder=said, format_func=title, label_visibility="collapsed"
    )


def looked_up(page: Frame, number: str) -> Entry | None:
    """The entry of a receipt number; where there is none, that is said."""
    if not number.strip():
        return None
    seq = receipt_seq(number)
    entry = find(page.ledger, seq) if seq else None
    if entry is None:
        unknown = Problem("receipt.no_such", holes=(("receipt", number.strip()),))
        notice("warning", sentence(unknown, page.lang))
        return None
    # The levels page shows a declaration to everybody who may open it, and its line of levels leads here.
    if not (entry.kind == DECLARATION and page.may("see.levels")):
        acting(page, "entry.read", entry.feed or None, entry.scope or None)
    return entry


def opened_entry(page: Frame, looked: Looked) -> Entry | None:
    """The entry whose row was clicked, among the newest of a kind and a form or in a unit's history."""
    feed, unit = looked.feed, looked.unit
    chosen = unit_history(page, unit, feed) if unit else _newest(page, feed)
    return _kept_open(page, chosen, (feed, unit))


def _newest(page: Frame, feed: str | None) -> Entry | None:
    kinds = st.pills(
        page.say("ledger.kinds"), KINDS, selection_mode="multi", default=AT_FIRST, key="kinds",
        format_func=lambda kind: page.say(f"kind.{kind}"), label_visibility="collapsed",
    )  # fmt: skip
    entries = own_entries(page, list(kinds) or list(KINDS), feed, SHOWN)
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
    """Whether the hash chain is whole, recomputed when asked; the newest checkpoint, and an earlier one to compare with."""
    if page.may("ledger.verify") and st.button(page.say("ledger.verify")):
        _verdict(page)
    made = newest(page.ledger)
    if made is None:
        notice("info", page.say("ledger.checkpoint_none"))
    else:
        t = stamp(made.recorded_at) if made.recorded_at else "—"
        notice("info", page.say("ledger.checkpoint_newest", number=made.number, n=made.size, t=t))
        name = f"checkpoint-{made.size}.txt"
        hand_out(page, page.say("ledger.checkpoint_take"), made.note.encode, name, "text/plain", "checkpoint")
    if not page.may("ledger.verify"):
        return
    with st.expander(page.say("ledger.checkpoint_compare")):
        given = st.file_uploader(page.say("ledger.checkpoint_given"), type="txt", key="checkpoint_given")
        if given is not None:
            _verdict(page, given.getvalue().decode("utf-8", "replace"))


def _verdict(page: Frame, against: str | None = None) -> None:
    verdict = page.ledger.verify(against)
    notice("success" if verdict.whole else "error", told(asdict(verdict), page.lang))
