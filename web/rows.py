"""A row that somebody clicked: what it says, and the receipt it leads back to."""

import streamlit as st

from domain.clock import stamp
from feeds import all_feeds
from views.export import table
from views.layers import row_keys
from views.pieces import render
from web.acting import not_allowed
from web.frame import Frame
from web.notices import notice
from web.own import own_rows
from web.situation import picture, receipt_number


def details(page: Frame, feed_name: str, key: str) -> None:
    """Every cell of one row of a feed's newest picture, with file, row number, sender and times."""
    if not page.may("rows.read", feed_name):
        notice("info", not_allowed(page, "rows.read"))
        return
    feed = all_feeds()[feed_name]
    frame = own_rows(page.visitor, picture(page.ledger, feed_name).frame)
    keys = row_keys(feed, frame)
    if key not in keys:
        notice("info", page.say("rows.gone", key=key))
        return
    row = frame.iloc[[keys.index(key)]]
    entry = page.ledger.entry(int(row["_entry"].iloc[0]))
    cells = [
        (title, cell)
        for title, cell in table(feed, row, page.lang).iloc[0].items()
        if cell == cell and cell != ""
    ]
    st.html(
        render(
            "details.html", page.lang, feed=feed.title(page.lang), cells=cells, receipt=receipt_number(entry),
            file=entry.filename, row=int(row["_row"].iloc[0]), actor=entry.actor, received=stamp(entry.received_at),
        )
    )  # fmt: skip
