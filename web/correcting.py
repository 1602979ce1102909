"""One row corrected without a file: the unit's rows as they are shown, this one changed, sent like any other file."""

import pandas as pd
import streamlit as st

from domain.clock import stamp
from feeds import all_feeds
from feeds.declaration import Feed
from feeds.sentences import tell
from intake.receive import Outcome, receive
from store.entry import CITY
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
        _send(
            page, feed, shown, keys.index(key), after.iloc[0].to_dict(), row.iloc[0].to_dict(), actor.strip()
        )


def corrected(
    feed: Feed, shown: pd.DataFrame, position: int, cells: dict[str, str], now: str, lang: str
) -> tuple[str, bytes]:
    """(reporting unit, file) of a picture's rows with the row at `position` changed: its district's, or the city's.

    cells: column title -> text in its place. A row that is corrected is true of `now`, unless it says otherwise.
    """
    unit = str(shown["district"].iloc[position]) if feed.has("district") else CITY
    own = (shown["district"] == unit).to_numpy(bool) if unit != CITY else [True] * len(shown)
    rows = shown[own] if feed.file == "whole" else shown.iloc[[position]]
    texts = _texts(feed, rows, lang)
    at = sum(own[:position]) if feed.file == "whole" else 0
    if feed.has("as_of"):
        cells = {_titles(feed, ("as_of",), lang)[0]: now} | cells
    for title, text in cells.items():
        texts.iat[at, list(texts.columns).index(title)] = text
    return unit, plain_csv(texts)


def _texts(feed: Feed, rows: pd.DataFrame, lang: str) -> pd.DataFrame:
    return table(feed, rows, lang).astype(object).map(lambda cell: "" if pd.isna(cell) else str(cell))


def _titles(feed: Feed, names: tuple[str, ...], lang: str) -> list[str]:
    columns = [feed.column(name) for name in names]
    return [column.header if lang == "zh" else column.en for column in columns]


def _send(
    page: Frame, feed: Feed, shown: pd.DataFrame, position: int, after: dict, before: dict, actor: str
) -> None:
    changed = {title: str(text or "") for title, text in after.items() if str(text or "") != before[title]}
    if not actor or not changed:
        notice("error", page.say("correct.nothing" if actor else "report.no_actor"))
        return
    unit, data = corrected(feed, shown, position, changed, stamp(page.ledger.now()), page.lang)
    name = f"{page.say('correct.file', feed=feed.title(page.lang))}.csv"
    _answer(page, feed, receive(page.ledger, feed, unit, data, name, actor))


def _answer(page: Frame, feed: Feed, outcome: Outcome) -> None:
    if outcome.receipt:
        # The table is drawn anew by the very commit, and a notice beside it would be gone with the old one.
        st.toast(page.say("correct.sent", receipt=receipt_number(outcome.entry)), duration="long")
        return
    for problem in outcome.draft.problems:
        if problem.severity == "error":
            notice("error", tell(problem, feed, page.lang).text)
