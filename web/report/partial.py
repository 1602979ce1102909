"""Part of a file on the report page: the choice beside a refusal with its consequence, and the rows that went back."""

import streamlit as st

from domain.clock import stamp
from domain.receipts import receipt_number
from feeds import all_feeds
from intake.arrivals import COMPLETES
from intake.draft import Draft
from intake.drafts import was_refused
from intake.returned import handed_back, waiting
from intake.sent_back import sent_back
from store.entry import Entry
from views.problems import problem_groups
from views.receipts import consequence
from web.frame.handing_out import hand_out
from web.frame.page import Frame
from web.frame.taking_out import TYPES, handed_over

MEND, TAKE = "mend", "take"


def chosen(page: Frame, draft: Draft, key: int) -> Draft:
    """A refused draft, or what shall be taken of it: never chosen for the liaison, and the default is to mend."""
    if draft.offer is None or draft.offer.returned is None:
        return draft
    returned = draft.offer.returned
    told = {
        MEND: page.say("partial.mend"),
        TAKE: page.say("partial.take", what=consequence(returned.counts, page.lang)),
    }
    with st.container(border=True, key=f"partial_box_{key}"):
        asked = page.say("partial.choose", n=f"{len(returned.rows.rows):,}")
        choice = st.radio(asked, [MEND, TAKE], format_func=told.get, key=f"partial_{key}")
        if choice == TAKE:
            st.caption(page.say("partial.waits"))
    if choice == MEND:
        return draft
    with st.expander(page.say("partial.back", n=f"{len(returned.rows.rows):,}")):
        st.html(problem_groups(draft.feed, returned.problems, page.lang))
    return draft.offer


def sending(page: Frame, draft: Draft) -> str:
    """What the button that writes says."""
    if draft.returned:
        accepted, returned = (f"{draft.returned.counts[name]:,}" for name in ("accepted", "returned"))
        return page.say("partial.confirm", accepted=accepted, returned=returned)
    return page.say("report.confirm", n=draft.sent.num_rows if draft.sent else 0)


def said_of_left(page: Frame, arrival: Entry) -> str:
    """What is said of a file that came and was left, or of rows that went back and have not come again."""
    said = {"t": stamp(arrival.received_at), "actor": arrival.actor or page.say("report.nobody")}
    if COMPLETES not in arrival.detail:
        code = "report.left_refused" if was_refused(page.ledger, arrival) else "report.left"
        return page.say(code, file=arrival.filename, form=all_feeds()[arrival.feed].title(page.lang), **said)
    return page.say("partial.left", **_waiting(page, arrival), **said)


def said_of_leaving(page: Frame, arrival: Entry) -> str:
    """What is lost when nobody waits for returned rows any more."""
    return page.say("partial.leaving", **_waiting(page, arrival))


def _waiting(page: Frame, arrival: Entry) -> dict[str, str]:
    rows = f"{waiting(page.ledger, arrival):,}"
    return {"receipt": receipt_number(arrival.detail[COMPLETES]), "n": rows}


def take_returned(page: Frame, entry: Entry) -> None:
    """The rows a report sent back, to be mended and dropped again; nothing where it sent none back."""
    arrival = handed_back(page.ledger, entry) if "partial" in entry.detail else None
    if arrival is None:
        return
    name = f"{page.say('partial.file', receipt=receipt_number(entry.seq))}.xlsx"
    hand_out(
        page, page.say("partial.download", kind="XLSX"), lambda: returned_workbook(page, arrival), name, TYPES["XLSX"],
        f"returned_{entry.seq}",
    )  # fmt: skip


def returned_workbook(page: Frame, arrival: Entry) -> bytes:
    """Returned rows with their cut-off and their faults."""
    back = sent_back(page.ledger, arrival)
    assert back  # rows that were sent back are a file of our own, which can be read
    return handed_over(back.draft, back.rows, page.lang)
