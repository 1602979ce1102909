"""One row corrected without a file: as it is shown, changed, and sent by itself; the unit's other rows stay as they are."""

from datetime import datetime

import pandas as pd
import streamlit as st

from domain.clock import stamp
from domain.names import called
from feeds import all_feeds
from feeds.declaration import Feed
from feeds.sentences import tell
from intake.draft import examine
from intake.receive import Outcome, commit, refuse
from store.entry import CITY, Superseded
from views.export import plain_csv, table
from views.layers import row_keys
from web.frame import Frame
from web.notices import notice
from web.situation import picture, receipt_number


def correct(page: Frame, feed_name: str, key: str) -> None:
    """A small form for the row of that key, in the newest picture of its form."""
    feed = all_feeds()[feed_name]
    shown = picture(page.ledger, feed_name).frame
    keys = row_keys(feed, shown) if len(shown) else []
    if feed.file not in ("whole", "addition") or key not in keys:
        return
    with st.expander(page.say("correct.head")), st.form(f"correct_{feed_name}_{key}", border=False):
        row = _texts(feed, shown.iloc[[keys.index(key)]], page.lang)
        after = st.data_editor(
            row, hide_index=True, disabled=_titles(feed, feed.key, page.lang), width="stretch"
        )
        actor = st.text_input(page.say("report.actor"))
        sent = st.form_submit_button(page.say("correct.send"))
    if sent:
        _send(page, feed, key, after.iloc[0].to_dict(), row.iloc[0].to_dict(), called(actor))


def corrected(
    feed: Feed, frame: pd.DataFrame, position: int, cells: dict[str, str], now: datetime, lang: str
) -> tuple[str, bytes]:
    """(reporting unit, file) of the row at `position` changed: its district's, or the city's.

    cells: column title -> text in its place. The row is true of `now`, unless it says otherwise.
    """
    unit = str(frame["district"].iloc[position]) if feed.has("district") else CITY
    cut_off = dict.fromkeys(_titles(feed, ("as_of",), lang), stamp(now)) if feed.has("as_of") else {}
    return unit, plain_csv(_texts(feed, frame.iloc[[position]], lang).assign(**cut_off | cells))


def _texts(feed: Feed, rows: pd.DataFrame, lang: str) -> pd.DataFrame:
    return table(feed, rows, lang).astype(object).map(lambda cell: "" if pd.isna(cell) else str(cell))


def _titles(feed: Feed, names: tuple[str, ...], lang: str) -> list[str]:
    columns = [feed.column(name) for name in names]
    return [column.header if lang == "zh" else column.en for column in columns]


def _send(page: Frame, feed: Feed, key: str, after: dict, before: dict, actor: str) -> None:
    changed = {title: str(text or "") for title, text in after.items() if str(text or "") != before[title]}
    if not actor or not changed:
        notice("error", page.say("correct.nothing" if actor else "report.no_actor"))
        return
    try:
        _answer(page, feed, _sent(page, feed, key, changed, actor))
    except Superseded as newer:  # the rows it would take over are older than what has come since
        notice("error", page.say(newer.code))


def _sent(page: Frame, feed: Feed, key: str, changed: dict[str, str], actor: str) -> Outcome:
    """Raises Superseded when another report comes in between the rows' reading and their writing."""
    ledger, base = page.ledger, page.ledger.base(feed.name, CITY)
    shown = picture(ledger, feed.name).frame
    keys = row_keys(feed, shown)
    if key not in keys:
        raise Superseded
    unit, data = corrected(feed, shown, keys.index(key), changed, ledger.now(), page.lang)
    name = f"{page.say('correct.file', feed=feed.title(page.lang))}.csv"
    draft = examine(ledger, feed, unit, data, name, supplement=True)
    if draft.refused:
        return Outcome(draft, refuse(ledger, draft, actor), None)
    if ledger.base(feed.name, CITY) != base:
        raise Superseded
    receipt = commit(ledger, draft, actor)
    return Outcome(draft, receipt.entry, receipt)


def _answer(page: Frame, feed: Feed, outcome: Outcome) -> None:
    if outcome.receipt:
        # The table is drawn anew by the very commit, and a notice beside it would be gone with the old one.
        st.toast(page.say("correct.sent", receipt=receipt_number(outcome.entry)), duration="long")
        return
    for problem in outcome.draft.problems:
        if problem.severity == "error":
            notice("error", tell(problem, feed, page.lang).text)
