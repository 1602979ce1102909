"""What a dropped file would do, before anything is written: its faults, and its rows against what is shown."""

from datetime import datetime

import numpy as np
import pandas as pd
import pyarrow as pa
import streamlit as st

from domain.clock import stamp
from domain.districts import DISTRICTS
from domain.words import say
from feeds.declaration import Feed
from intake.compare import Comparison, label
from intake.draft import Draft
from views.pieces import render
from views.problems import problem_groups
from web.frame import Frame
from web.moving import map_of_moves, moves_shown
from web.notices import notice
from web.situation import district
from web.taking_out import take_faults, take_list

SHOWN_CHANGES = 200
ROW_PX, MOST_PX = 35, 360


def preview(page: Frame, draft: Draft) -> None:
    """What is wrong, all at once; and what the file would change."""
    errors = sum(problem.severity == "error" for problem in draft.problems)
    if errors:
        code = "partial.still" if draft.completes else "report.refused"
        notice("error", page.say(code, file=_called(draft), n=errors))
        take_faults(page, draft)
    if draft.problems:
        st.html(problem_groups(draft.feed, draft.problems, page.lang))
    if draft.comparison is not None:
        _changes(page, draft, draft.comparison)


def _called(draft: Draft) -> str:
    return f"{draft.filename} · {draft.sheet}" if draft.sheet else draft.filename


def _changes(page: Frame, draft: Draft, found: Comparison) -> None:
    counts = {"added": len(found.added), "changed": len(found.changed)}
    rows = draft.sent.num_rows if draft.sent else 0
    kept = found.new.num_rows - rows
    counts |= {
        "unchanged": found.unchanged - kept,
        **({"kept": kept} if kept else {}),
        "missing": len(found.missing),
    }
    counts |= {"redated": len(found.redated)} if len(found.redated) else {}
    file, encoding = _called(draft), draft.encoding
    st.html(render("diff.html", page.lang, counts=counts, file=file, encoding=encoding, rows=rows))
    if moves_shown(found):
        left, right = st.columns([56, 44])
        with right:
            map_of_moves(page, draft.feed, found)
        with left:
            _lists(page, draft, found)
    else:
        _lists(page, draft, found)


def _lists(page: Frame, draft: Draft, found: Comparison) -> None:
    if len(found.changed):
        _table(page, [_change(page, draft.feed, *cells) for cells in found.changes(SHOWN_CHANGES)], "changes")
    for name, table, positions in (("missing", found.old, found.missing), ("added", found.new, found.added)):
        if len(positions) and (name == "missing" or found.old.num_rows):
            _listed(page, draft.feed, name, table, positions)


def _listed(page: Frame, feed: Feed, name: str, table: pa.Table, positions: np.ndarray) -> None:
    """Which rows come or go, by the names people know them by."""
    with st.expander(page.say(f"report.list_{name}", n=len(positions)), expanded=name == "missing"):
        st.text("\n".join(label(feed, table, int(row)) for row in positions[:SHOWN_CHANGES]))


def _change(page: Frame, feed: Feed, key: str, name: str, old: object, new: object) -> dict[str, str]:
    column = feed.column(name).title(page.lang) if feed.has(name) else name
    told = {
        "key": key,
        "column": column,
        "old": cell_text(feed, name, old, page.lang),
        "new": cell_text(feed, name, new, page.lang),
    }
    return {page.say(f"report.{part}"): value for part, value in told.items()}


def cell_text(feed: Feed, name: str, value: object, lang: str) -> str:
    """A cell's value as people read it."""
    if value is None:
        return "—"
    if isinstance(value, bool):
        return say(lang, "text.yes" if value else "text.no")
    if isinstance(value, datetime):
        return stamp(value)
    if name == "district" and value in DISTRICTS:
        return district(str(value), lang)
    choices = feed.column(name).choices if feed.has(name) else ()
    return next((c.zh if lang == "zh" else c.en for c in choices if c.code == value), str(value))


def _table(page: Frame, rows: list[dict], key: str) -> None:
    shown = pd.DataFrame(rows)
    st.dataframe(
        shown,
        hide_index=True,
        key=key,
        height=min(ROW_PX * (len(rows) + 1) + 3, MOST_PX),
    )
    take_list(page, shown, page.say(f"report.{key}"), key)
