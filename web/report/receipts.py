"""An entry's page: whether it stands, what it moved, the receipt to print, and the form that takes it back."""

from dataclasses import replace

import streamlit as st

from access.identity import EVERYTHING
from domain.problems import Problem, Refused, sentence
from domain.receipts import receipt_number
from feeds import all_feeds
from feeds.tally import Tally
from intake.receipts import ReceiptStory
from intake.undo import obstacles, undo
from store.entry import CITY, REHEARSALS, SUBMISSION, Entry, Superseded
from store.picture import Picture
from views.pieces import render
from views.receipts import stated
from web.frame.acting import not_allowed, visitor_now
from web.frame.handing_out import hand_out
from web.frame.notices import notice
from web.frame.page import Frame
from web.known.own import own_story, units_of
from web.ledger.entries import facts, one_entry
from web.report.partial import take_returned
from web.serving import office

MARKS = {
    "standing": "success",
    "kept": "success",
    "replaced": "info",
    "undone": "warning",
    "refused": "warning",
}
LONGEST_REASON = 200

Row = tuple[str, str, str, bool]


def entry_page(page: Frame, entry: Entry) -> None:
    """One entry with what became of it."""
    told = own_story(page.visitor, page.ledger, entry)
    left, right = st.columns([56, 44])
    with left:
        one_entry(page, entry)
        take_receipt(page, entry)
        take_returned(page, entry)
    with right:
        notice(MARKS.get(told.state, "info"), page.say(f"receipts.{told.state}", **told.holes))
        moved(page, told)
        if entry.kind == SUBMISSION and told.state != "undone" and _may_undo(page, entry):
            _undo_form(page, entry)


def take_receipt(page: Frame, entry: Entry) -> None:
    """The receipt to print, as it stands when it is taken."""
    hand_out(
        page, page.say("receipts.print"), lambda: receipt_page(page, own_story(page.visitor, page.ledger, entry)).encode(),
        f"{receipt_number(entry.seq)}.html", "text/html", f"print_{entry.seq}",
    )  # fmt: skip


def moved(page: Frame, told: ReceiptStory) -> None:
    """What an entry did to the counters of its form."""
    if rows := moved_rows(page, told):
        named = [moved.counter.id for moved in told.counters]
        st.html(render("moved.html", page.lang, feed=told.entry.feed, rows=list(zip(rows, named))))


def moved_rows(page: Frame, told: ReceiptStory) -> list[Row]:
    """Each measure with its value before and after."""
    whole = EVERYTHING in units_of(page.visitor, "rows.read")

    def said(counted: Tally | None, picture: Picture) -> str:
        # Of somebody's own districts nothing is lacking that another owes.
        scopes = picture.scopes if whole else frozenset([CITY])
        return stated(all_feeds()[told.entry.feed], counted, scopes, page.lang)

    return [
        (
            moved.counter.title(page.lang), said(moved.before, told.before), said(moved.after, told.after),
            moved.differs,
        )
        for moved in told.counters
    ]  # fmt: skip


def receipt_page(page: Frame, told: ReceiptStory) -> str:
    """The receipt as a document of its own that prints on one A4 page; what changed comes first."""
    rows = sorted(moved_rows(page, told), key=lambda row: not row[3])
    purpose = page.ledger.purpose
    return render(
        "receipt_page.html", page.lang, number=told.number, state=page.say(f"receipts.{told.state}", **told.holes),
        purpose=page.say(f"frame.{purpose}") if purpose in REHEARSALS else "",
        facts=facts(page, told.entry), rows=rows,
    )  # fmt: skip


def _may_undo(page: Frame, entry: Entry) -> bool:
    """Its sender, as long as the form and unit are his, and a duty officer."""
    own = page.may("report.undo_own", entry.feed, entry.scope) and entry.actor == page.visitor.title
    return own or page.may("report.undo_any")


def _undo_form(page: Frame, entry: Entry) -> None:
    """Why it is taken back; or why it cannot be."""
    if found := obstacles(page.ledger, entry):
        notice("info", " ".join(sentence(problem, page.lang) for problem in found))
        return
    seq = entry.seq
    with st.form(f"undo_{seq}", border=True):
        st.caption(page.say("undoing.window", hours=all_feeds()[entry.feed].undo_h))
        st.text_input(page.say("entries.reason"), key=f"undo_reason_{seq}", max_chars=LONGEST_REASON)
        st.form_submit_button(
            page.say("undoing.confirm", receipt=receipt_number(seq)), on_click=_take_back, args=(page, seq)
        )
    for text in st.session_state.get(f"undo_faults_{seq}", ()):
        notice("error", text)


def _take_back(page: Frame, seq: int) -> None:
    """Before the page is drawn again, so that it shows the entry as it then is."""
    now, reason = replace(page, visitor=visitor_now(page)), st.session_state[f"undo_reason_{seq}"]
    entry = page.ledger.entry(seq)
    if not _may_undo(now, entry):
        office.door_of(page.ledger).denials.note(
            now.visitor, "report.undo_any", "page", "", entry.feed, entry.scope
        )
        said = not_allowed(page, "report.undo_any", entry.feed, entry.scope)
        st.session_state[f"undo_faults_{seq}"] = [said]
        return
    try:
        undo(page.ledger, seq, now.visitor.title, reason, duty=now.may("report.undo_any"))
        st.session_state.pop(f"undo_faults_{seq}", None)
    except Refused as refusal:
        st.session_state[f"undo_faults_{seq}"] = [_told(page, problem) for problem in refusal.problems]
    except Superseded as newer:
        st.session_state[f"undo_faults_{seq}"] = [page.say(newer.code)]


def _told(page: Frame, problem: Problem) -> str:
    return sentence(problem, page.lang)
