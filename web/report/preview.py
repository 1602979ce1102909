"""What a dropped file would do, before anything is written: its faults, and its rows against what is shown."""

import numpy as np
import pandas as pd
import pyarrow as pa
import streamlit as st

from domain.problems import how_many
from feeds.declaration import Feed
from feeds.sentences import cell_text
from intake.compare import Comparison, label
from intake.draft import Draft
from views.holdings import Held, holdings
from views.pieces import render
from views.problems import problem_groups
from web.frame.notices import notice
from web.frame.page import Frame
from web.frame.taking_out import take_faults, take_list, take_made, take_rows
from web.known.situation import district
from web.report.moving import map_of_moves, moves_shown

SHOWN_CHANGES = 200
ROW_PX, MOST_PX = 35, 360


def preview(page: Frame, draft: Draft) -> None:
    """What is wrong, all at once; and what the file would change."""
    errors = how_many(draft.problems, "error")
    if errors:
        code = "partial.still" if draft.completes else "report.refused"
        notice("error", page.say(code, file=_named(page, draft), n=errors))
        take_faults(page, draft)
    if draft.problems:
        st.html(problem_groups(draft.feed, draft.problems, page.lang))
    if draft.comparison is not None:
        _changes(page, draft, draft.comparison)


def held(draft: Draft, lang: str) -> Held | None:
    """What a document that could be read holds as a whole; None for a list of things."""
    rows = (draft.offer or draft).sent
    return holdings(draft.feed.name, rows.to_pandas(), lang) if rows is not None else None


def _called(draft: Draft) -> str:
    return f"{draft.filename} · {draft.sheet}" if draft.sheet else draft.filename


def _named(page: Frame, draft: Draft) -> str:
    """The file with the form and the unit it was read for: the boxes above may be out of sight."""
    return page.say(
        "report.for",
        file=_called(draft),
        form=draft.feed.title(page.lang),
        unit=district(draft.unit, page.lang),
    )


def _changes(page: Frame, draft: Draft, found: Comparison) -> None:
    rows = draft.sent.num_rows if draft.sent else 0
    file, encoding = _named(page, draft), draft.encoding
    st.html(render("diff.html", page.lang, counts=draft.counts, file=file, encoding=encoding, rows=rows))
    if told := held(draft, page.lang):
        st.html(render("holdings.html", page.lang, held=told))
    if moves_shown(found):
        left, right = st.columns([56, 44])
        with right:
            map_of_moves(page, draft.feed, draft.unit, found)
        with left:
            _lists(page, draft, found)
    else:
        _lists(page, draft, found)


def _lists(page: Frame, draft: Draft, found: Comparison) -> None:
    if len(found.changed):
        _table(page, draft.feed, found)
    for name, table, positions in (("missing", found.old, found.missing), ("added", found.new, found.added)):
        if len(positions) and (name == "missing" or found.old.num_rows):
            _listed(page, draft.feed, name, table, positions)


def _listed(page: Frame, feed: Feed, name: str, table: pa.Table, positions: np.ndarray) -> None:
    """Which rows come or go, by the names people know them by; all of them, whole, as a file."""
    title = page.say(f"report.list_{name}", n=len(positions))
    with st.expander(title, expanded=name == "missing"):
        _shown_first(page, len(positions))
        st.text("\n".join(label(feed, table, int(row), page.lang) for row in positions[:SHOWN_CHANGES]))
        rows = table.take(pa.array(positions)).to_pandas
        take_rows(page, feed, rows, f"{feed.title(page.lang)}-{page.say(f'report.{name}')}", name)


def _shown_first(page: Frame, count: int) -> None:
    if count > SHOWN_CHANGES:
        st.caption(page.say("report.shown_first", n=SHOWN_CHANGES, of=f"{count:,}"))


def _told(page: Frame, feed: Feed, found: Comparison, limit: int) -> pd.DataFrame:
    return pd.DataFrame([_change(page, feed, *cells) for cells in found.changes(limit, page.lang)])


def _change(page: Frame, feed: Feed, key: str, name: str, old: object, new: object) -> dict[str, str]:
    column = feed.column(name).title(page.lang) if feed.has(name) else name
    told = {
        "key": key,
        "column": column,
        "old": cell_text(feed, name, old, page.lang),
        "new": cell_text(feed, name, new, page.lang),
    }
    return {page.say(f"report.{part}"): value for part, value in told.items()}


def _table(page: Frame, feed: Feed, found: Comparison) -> None:
    """The first changes, and all of them to be taken out."""
    count, shown = found.cells, _told(page, feed, found, SHOWN_CHANGES)
    _shown_first(page, count)
    st.dataframe(
        shown,
        hide_index=True,
        key="changes",
        height=min(ROW_PX * (len(shown) + 1) + 3, MOST_PX),
    )
    title = page.say("report.changes")
    if count == len(shown):
        take_list(page, shown, title, "changes")
    else:
        take_made(page, lambda: _told(page, feed, found, count), title, "changes")
