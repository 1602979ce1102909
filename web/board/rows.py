"""A row that somebody clicked: what it says, and where each cell of it comes from."""

import pandas as pd
import streamlit as st

from domain.clock import stamp
from feeds import all_feeds
from feeds.declaration import Feed
from feeds.sentences import place
from intake.provenance import Origin, origin
from store.entry import Entry
from views.export import table, written
from views.layers import row_keys
from views.pieces import render
from views.receipts import signature
from web.frame.acting import not_allowed
from web.frame.notices import notice
from web.frame.page import Frame
from web.known.once import Kept
from web.known.own import own_rows
from web.known.situation import picture, receipt_number
from web.ledger.covered import covered

_origins = Kept(32)
LONGEST_ROW = 9  # digits


def details(page: Frame, feed_name: str, key: str) -> None:
    """Every cell of one row of a feed's newest picture, and under it the file, row and cell each was read from."""
    if not page.may("rows.read", feed_name):
        notice("info", not_allowed(page, "rows.read"))
        return
    feed = all_feeds()[feed_name]
    frame = own_rows(page.visitor, picture(page.ledger, feed_name).frame)
    keys = row_keys(feed, frame)
    if key not in keys:
        notice("info", page.say("rows.gone", key=key))
        return
    _tell(page, feed, frame.iloc[[keys.index(key)]])


def asked_row(page: Frame, entry: Entry) -> None:
    """The row of a receipt that the address names (&row=), as a figure that leads here rests on it alone."""
    number = st.query_params.get("row", "")
    if not (
        number.isascii()
        and number.isdecimal()
        and entry.kind == "submission"
        and page.may("rows.read", entry.feed)
    ):
        return
    frame = own_rows(page.visitor, picture(page.ledger, entry.feed).frame)
    shown = (
        frame[(frame["_entry"] == entry.seq) & (frame["_row"] == int(number[:LONGEST_ROW]))]
        if len(frame)
        else frame
    )
    if shown.empty:
        notice("info", page.say("rows.replaced", row=number[:LONGEST_ROW]))
    else:
        _tell(page, all_feeds()[entry.feed], shown.iloc[:1])


def _tell(page: Frame, feed: Feed, row: pd.DataFrame) -> None:
    entry = page.ledger.entry(int(row["_entry"].iloc[0]))
    number = int(row["_row"].iloc[0])
    asked = (str(page.ledger.engine.url), entry.hash, number)
    found = _origins.get(asked, lambda: origin(page.ledger, feed, entry, number))
    titles = {column.name: title for column, title in zip(feed.columns, table(feed, row, page.lang).columns)}
    cells = [
        (title, said)
        for title, cell in table(feed, row, page.lang).iloc[0].items()
        if (said := written(cell))
    ]
    st.html(
        render(
            "details.html", page.lang, feed=feed.title(page.lang), cells=cells, receipt=receipt_number(entry),
            file=entry.filename, place=place(found.counted, number, page.lang), actor=entry.actor, received=stamp(entry.received_at),
            written=[(titles[name], each) for name, each in found.cells.items() if each.raw or each.mended],
            facts=_facts(page, feed, row, found), document=found.is_document,
        )
    )  # fmt: skip


def _facts(page: Frame, feed: Feed, row: pd.DataFrame, found: Origin) -> list[tuple[str, str]]:
    """The row's way here: file, sheet, row, sender, times, receipt and hashes."""
    entry = found.entry
    own = row["as_of"].iloc[0] if feed.has("as_of") else None
    as_of = own.to_pydatetime() if own is not None and own == own else entry.as_of
    known = [
        ("entries.file", entry.filename), ("rows.sheet", found.sheet), ("rows.number", place(found.counted, found.row, page.lang)),
        ("entries.actor", entry.actor), ("entries.as_of", stamp(as_of) if as_of else page.say("entries.no_cut_off")),
        ("entries.received_at", stamp(entry.received_at)), ("entries.receipt", receipt_number(entry)),
        ("entries.hash", entry.hash), ("entries.sha256", entry.sha256), ("entries.checkpoint", covered(page, entry)),
    ]  # fmt: skip
    shown = [(page.say(code), value) for code, value in known if value]
    return [*shown, *signature(entry.detail, page.lang)]
