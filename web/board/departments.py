"""The parts of the departments page."""

from typing import Any

import pandas as pd
import streamlit as st

from domain.districts import DISTRICTS
from feeds import all_feeds
from feeds.declaration import Feed
from feeds.tally import rows_of
from store.entry import CITY
from views.board import feed_lines
from views.export import table
from views.layers import row_keys
from views.pieces import render
from web.board.correcting import correct, last_corrected
from web.board.rows import details
from web.frame.acting import own_feeds, own_line
from web.frame.notices import notice
from web.frame.page import Frame
from web.frame.taking_out import take_picture, take_template
from web.known import rendered
from web.known.own import own_rows, rows_in, units_of
from web.known.situation import district, picture
from web.ledger.entries import entry_table, own_entries

TABLE_HEIGHT, ROW_PX = 540, 35
_CLICKED = "row_clicked"


def choose_feed(page: Frame) -> tuple[Feed, str]:
    """The form looked at, from the address or the box, and the measure whose rows alone are wanted."""
    feeds = all_feeds()
    asked = st.query_params.get("feed", "fishing_vessels")
    names = own_feeds(page, "rows.read")
    left, right = st.columns([30, 70], vertical_alignment="bottom")
    with left:
        name = st.selectbox(
            page.say("departments.form"), names, index=names.index(asked) if asked in names else 0, key="feed",
            format_func=lambda name: feeds[name].title(page.lang), label_visibility="collapsed",
        )  # fmt: skip
    feed = feeds[name]
    if asked in feeds and asked not in names and "feed" in st.query_params:
        notice("info", page.say("departments.not_yours", form=feeds[asked].title(page.lang)))
    measure = st.query_params.get("measure", "") if name == asked else ""
    with right:
        title = next((c.title(page.lang) for c in feed.counters if c.id == measure), "")
        st.html(
            render(
                "form_head.html",
                page.lang,
                feed=feed,
                title=title,
                row=feed.row_zh if page.lang == "zh" else feed.row_en,
            )
        )
    return feed, measure if title else ""


def counters(page: Frame, feed: Feed) -> None:
    """The form's measures, judged as on the overview; of who has some units, what their rows come to."""
    units, newest = units_of(page.visitor, "rows.read"), picture(page.ledger, feed.name).frame
    if len(newest) and rows_in(units, newest).empty:
        return  # what others sent is no silence of his
    board = rendered.within(rendered.present(page.ledger), units)
    st.html(feed_lines(board, feed, page.lang))


def picture_table(page: Frame, feed: Feed, measure: str) -> None:
    """The newest rows, narrowed by measure, district and words."""
    newest = picture(page.ledger, feed.name)
    shown = _newest_first(feed, own_rows(page.visitor, newest.frame))
    if shown.empty:
        # Levels are declared one by one: their form has entries and no picture.
        stands = page.ledger.entries(
            kinds=["submission", "declaration"], feed=feed.name, standing=True, limit=1
        )
        if not stands:
            notice("info", page.say("departments.nothing", feed=feed.title(page.lang)))
        return
    frame = _narrowed(page, feed, shown, measure)
    counted = page.say("departments.rows", n=f"{len(frame):,}", of=f"{len(shown):,}")
    own = own_line(page, "rows.read") if len(shown) < len(newest.frame) else ""
    st.caption(f"{counted} {own}")
    last_corrected(page, feed.name)
    if key := _clicked(page, feed, frame, newest.entries[-1].seq):
        details(page, feed.name, key)
        correct(page, feed.name, key)


def _newest_first(feed: Feed, frame: pd.DataFrame) -> pd.DataFrame:
    """Of a form whose reports add to each other the last report's rows on top, those of a report as it gave them."""
    if feed.file != "addition" or frame.empty:
        return frame
    return frame.sort_values("_entry", ascending=False, kind="stable")


def _clicked(page: Frame, feed: Feed, frame: pd.DataFrame, seq: int) -> str | None:
    """The key of the row that is clicked, which stays so when a report or a filter makes it another table."""
    keys = row_keys(feed, frame)
    kept_feed, kept = st.session_state.get(_CLICKED, ("", ""))
    rows = [keys.index(kept)] if kept_feed == feed.name and kept in keys else []
    event = st.dataframe(
        table(feed, frame, page.lang), hide_index=True, height=min(TABLE_HEIGHT, ROW_PX * (len(frame) + 1) + 3),
        key=f"rows_{feed.name}_{seq}_{hash(tuple(keys))}", on_select="rerun", selection_mode="single-row",
        selection_default={"selection": {"rows": rows}}, column_config=_degrees(feed, page.lang),
    )  # fmt: skip
    key = next((keys[position] for position in event.selection.rows), None)
    st.session_state[_CLICKED] = feed.name, key
    return key


def _degrees(feed: Feed, lang: str) -> dict[str, Any]:
    """Longitudes and latitudes with five places, under one another."""
    places = [column for column in feed.columns if column.type in ("lon", "lat")]
    return {
        column.header if lang == "zh" else column.en: st.column_config.NumberColumn(format="%.5f")
        for column in places
    }


def _narrowed(page: Frame, feed: Feed, frame: pd.DataFrame, measure: str) -> pd.DataFrame:
    counter = next((c for c in feed.counters if c.id == measure), None)
    frame = rows_of(counter, frame) if counter else frame
    left, right = st.columns([64, 36])
    with left:
        present = [code for code in DISTRICTS if feed.has("district") and (frame["district"] == code).any()]
        chosen = st.pills(
            page.say("departments.district"), present, selection_mode="multi", key="districts",
            format_func=lambda code: district(code, page.lang), label_visibility="collapsed",
        )  # fmt: skip
    with right:
        words = st.text_input(
            page.say("departments.find"),
            key="find",
            placeholder=page.say("departments.find"),
            label_visibility="collapsed",
        )
    if chosen:
        frame = frame[frame["district"].isin(chosen)]
    if words:
        texts = table(feed, frame, page.lang).astype(str)
        frame = frame[texts.apply(lambda column: column.str.contains(words, regex=False)).any(axis=1)]
    return frame


def take_out(page: Frame, feed: Feed) -> None:
    """The template to fill in and the newest picture, as workbooks and as CSV."""
    with st.container(horizontal=True, key="take_out"):
        take_template(page, feed)
        take_picture(page, feed)


def small_map(page: Frame, feed: Feed) -> None:
    """The form's own layer, where its rows have places."""
    if feed.is_asset:
        deck = rendered.deck(
            rendered.present(page.ledger), "form", (feed.name,), page.lang, page.theme, page.visitor
        )
        st.pydeck_chart(deck, key="department_map", height=330)


def trend(page: Frame, feed: Feed) -> None:
    """How the form's measures, which are the city's, moved over the last files."""
    if not page.may("figures.read", feed.name, CITY) and feed.has("district"):
        return
    figure = rendered.trend(page.ledger, feed, page.lang, page.theme)
    if figure is not None:
        event = st.plotly_chart(
            figure, theme=None, config={"displayModeBar": False}, key="trend", on_select="rerun", selection_mode="points",
        )  # fmt: skip
        for point in event.selection.points[:1]:
            asked = {"receipt": point["customdata"][1], "lang": page.lang}
            st.page_link("pages/ledger.py", label=asked["receipt"], query_params=asked)


def receipts(page: Frame, feed: Feed) -> None:
    """The last files sent for this form."""
    kinds = ["submission", "declaration", "refusal", "undo"]
    entries = own_entries(page, kinds, feed.name, 12)
    entry_table(page, entries, key="receipts", height=240)
