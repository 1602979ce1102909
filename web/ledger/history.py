"""A reporting unit's history: per form what it sent and how late, then file by file."""

import pandas as pd
import streamlit as st

from domain.clock import stamp
from feeds import all_feeds
from intake.history import FormHistory, Sent, history
from store.entry import Entry
from views.text import hours
from web.frame.page import Frame
from web.frame.taking_out import take_list
from web.known.situation import district
from web.ledger.entries import ROW_PX, clicked, row

FORMS_PX, HEIGHT_PX = 250, 420


def unit_history(page: Frame, unit: str, feed: str | None) -> Entry | None:
    """The history of a unit, of one form or of all; returns the file that was clicked."""
    forms = [form for form in history(page.ledger, unit, feed) if page.may("entry.read", form.feed, unit)]
    if not forms:
        st.caption(page.say("history.none", unit=district(unit, page.lang)))
        return None
    told = pd.DataFrame([_form_row(page, form) for form in forms])
    height = min(FORMS_PX, ROW_PX * (len(told) + 1) + 3)
    st.dataframe(told, hide_index=True, key="history_forms", height=height)
    st.caption(page.say("history.cadence"))
    counts = {
        page.say(f"history.{name}"): [form.count(name) for form in forms] for name in ("refused", "undone")
    }
    take_list(page, told.assign(**counts), page.say("history.forms", unit=district(unit, page.lang)), "forms")
    sent = sorted((one for form in forms for one in form.sent), key=lambda one: -one.entry.seq)
    rows = [_sent_row(page, one) for one in sent]
    return clicked(page, rows, [one.entry for one in sent], key=f"history_{unit}_{feed}", height=HEIGHT_PX)


def _form_row(page: Frame, form: FormHistory) -> dict[str, object]:
    counts = {name: _seldom(form.count(name)) for name in ("refused", "undone")}
    told = {
        "form": all_feeds()[form.feed].title(page.lang),
        "sent": len(form.sent),
        "accepted": form.count("accepted"),
        **counts,
        "late": _seldom(form.late),
        "latest": _late(form.latest_h),
        "last": stamp(form.sent[0].entry.received_at),
        "overdue": _late(form.overdue_h),
    }
    return {page.say(f"history.{name}"): value for name, value in told.items()}


def _seldom(count: int) -> str:
    """What seldom happens is seen sooner where nothing else stands."""
    return str(count) if count else ""


def _sent_row(page: Frame, one: Sent) -> dict[str, object]:
    shown = row(page, one.entry)
    del shown[page.say("entries.kind")], shown[page.say("entries.unit")]
    told = {
        page.say("history.result"): _result(page, one),
        page.say("history.late_by"): _late(one.late_h),
    }
    return {page.say("entries.receipt"): shown.pop(page.say("entries.receipt")), **told, **shown}


def _result(page: Frame, one: Sent) -> str:
    part = one.entry.detail.get("partial") if one.result == "accepted" else None
    return page.say("partial.result", n=part["returned"]) if part else page.say(f"history.{one.result}")


def _late(late_h: float) -> str:
    return hours(late_h) if late_h else ""
