"""The end of the way: the one button that writes, and the receipt."""

from dataclasses import replace

import streamlit as st

from feeds import all_feeds
from intake.compare import Comparison
from intake.receive import Receipt
from store.entry import DECLARATION, PROPOSAL, SUBMISSION
from views.pieces import render
from web.frame.acting import own_feeds
from web.frame.notices import notice
from web.frame.page import Frame
from web.known.facts import facts
from web.known.own import own_story
from web.known.situation import receipt_number
from web.report.kept import UNREADABLE, Form, Kept, desk
from web.report.listing import leave
from web.report.mending import mended_here
from web.report.partial import sending, take_returned
from web.report.reading import read, read_again, send
from web.report.receipts import moved, take_receipt

MOST_LEVELS = 100


def choose_other_form(page: Frame, form: Form, kept: Kept) -> None:
    """Of several files each has a form of its own, which may have been matched wrongly."""
    if len(desk().kept) < 2 or kept.said == UNREADABLE:
        return
    feeds = all_feeds()
    names, read_as = own_feeds(page, "report.send"), kept.draft.feed.name
    name = st.selectbox(
        page.say("report.read_as"), names, index=names.index(read_as), format_func=lambda n: feeds[n].title(page.lang),
        key=f"read_as_{kept.arrival.seq}_{read_as}", width=360,
    )  # fmt: skip
    if name != read_as:
        desk().put(read(page, form, kept.arrival, feeds[name]))
        st.rerun()


def mend(page: Frame, form: Form, kept: Kept) -> None:
    """What can be mended here instead of in the file; the file is then read again with it."""
    later = mended_here(page, kept.draft, key=kept.arrival.seq)
    if later is not None:
        desk().put(read_again(page, form, kept, later))
        st.rerun()


def confirm(page: Frame, form: Form, kept: Kept) -> None:
    """The one button that writes; a picture that changed since the preview is compared again first."""
    if kept.newer:
        notice("error", page.say("report.superseded", receipt=kept.newer))
    found = kept.draft.comparison
    sure = found is None or _sure(page, found)
    with st.container(horizontal=True, vertical_alignment="center", key="confirm"):
        pressed = found is not None and st.button(
            sending(page, kept.draft), type="primary", disabled=not sure
        )
        if st.button(page.say("report.leave"), key=f"leave_{kept.arrival.seq}"):
            leave(page, form, kept)
            st.rerun()
    if pressed:
        _send(page, form, kept)


def _sure(page: Frame, found: Comparison) -> bool:
    """Whether the button may be pressed: a file that drops many of the rows shown now must be meant so."""
    if not found.many_gone:
        return True
    return st.checkbox(page.say("report.gone_is_meant", n=len(found.missing)), key="gone_is_meant")


def _send(page: Frame, form: Form, kept: Kept) -> None:
    sent = send(page, form, replace(kept, newer=""))
    desk().put(sent)
    if sent.receipt and len(desk().kept) > 1:
        desk().opened = None
    st.rerun()


def show_receipt(page: Frame, receipt: Receipt) -> None:
    """What the sender takes away."""
    entry = receipt.entry
    take_returned(page, entry)
    head, state = _head(page, receipt)
    st.html(
        render(
            "receipt.html",
            page.lang,
            head=head,
            state=state,
            number=receipt.number,
            facts=[(page.say("entries.receipt"), _numbers(page, receipt)), *facts(entry, page.lang)],
        )
    )
    if entry.kind == SUBMISSION:
        moved(page, own_story(page.visitor, page.ledger, entry))
        take_receipt(page, entry)
        _way_back(page, receipt)


def _head(page: Frame, receipt: Receipt) -> tuple[str, str]:
    """What became of the file, and its colour: a part taken in, or a level that waits, is not done."""
    if receipt.entry.kind == PROPOSAL:
        return page.say("proposals.received" if receipt.first else "proposals.before"), "part"
    part = receipt.entry.detail.get("partial")
    if not receipt.first:
        return page.say("report.received_before"), "part" if part else "done"
    if not part:
        return page.say("report.received"), "done"
    accepted, returned = (f"{part[name]:,}" for name in ("accepted", "returned"))
    return page.say("report.received_part", accepted=accepted, returned=returned), "part"


def _way_back(page: Frame, receipt: Receipt) -> None:
    """Where the report can be taken back, for as long as it can."""
    asked = {"receipt": receipt.number, "lang": page.lang}
    with st.container(key="way_back"):
        st.page_link("pages/ledger.py", label=page.say("report.to_undo"), query_params=asked)


def _numbers(page: Frame, receipt: Receipt) -> str:
    """All receipt numbers of the file: a file of levels gives one a row."""
    entry = receipt.entry
    if entry.kind not in (DECLARATION, PROPOSAL):
        return receipt.number
    same = page.ledger.entries(kinds=[entry.kind], after=entry.seq - MOST_LEVELS, newest_first=False)
    return " · ".join(receipt_number(other) for other in same if other.sha256 == entry.sha256)
