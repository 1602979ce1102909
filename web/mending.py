"""Mending on the page instead of in the file: which header is meant, and the cells at fault."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from domain.problems import Problem
from feeds.declaration import Feed
from feeds.mapping import match
from feeds.suggest import header_for, meant
from intake.draft import Draft
from intake.mending import Mending
from loaders.table import RawTable
from web.frame import Frame

MOST_ROWS = 100
ROW_PX, MOST_PX = 35, 420

Cells = dict[tuple[int, str], str]


def mended_here(page: Frame, draft: Draft, key: int) -> Mending | None:
    """What was mended, once it is to be checked again; none before, and where nothing can be mended here."""
    raw = draft.received
    if raw is None:
        return None
    missing = [problem.column for problem in draft.problems if problem.code == "column.missing"]
    if missing:
        return _headers(page, draft.feed, raw, [name for name in missing if name], key)
    return _cells(page, draft, raw, key)


def _headers(page: Frame, feed: Feed, raw: RawTable, missing: Sequence[str], key: int) -> Mending | None:
    """Asks which of the file's columns the missing ones are, with a guess."""
    taken = set(match(feed, raw.columns.column_names).found.values())
    free = [header for header in raw.columns.column_names if header not in taken]
    if not free:
        return None
    with st.form(f"headers_{key}", border=True):
        said = {name: _which(page, feed, name, free, key) for name in missing}
        sent = st.form_submit_button(page.say("report.use_headers"), type="primary")
    meant_ = {name: header for name, header in said.items() if header}
    return Mending(headers=meant_) if sent and meant_ else None


def _which(page: Frame, feed: Feed, name: str, free: Sequence[str], key: int) -> str | None:
    column = feed.column(name)
    guess = header_for(column, free)
    return st.selectbox(
        page.say("report.which", column=column.title(page.lang)), free, key=f"which_{key}_{name}",
        index=free.index(guess) if guess else None, placeholder=page.say("report.none_of_them"),
    )  # fmt: skip


def _cells(page: Frame, draft: Draft, raw: RawTable, key: int) -> Mending | None:
    """The rows at fault, to be edited: the cells at fault and those by which the row is known."""
    faults = [p for p in draft.problems if p.severity == "error" and p.row]
    rows = sorted({problem.row for problem in faults if problem.row})[:MOST_ROWS]
    if not rows:
        return None
    headers = _shown_headers(draft.feed, raw, faults)
    suggested = _suggested(draft.feed, faults, match(draft.feed, raw.columns.column_names).found)
    before = _texts(raw, rows, headers)
    st.caption(page.say("report.fix_here"))
    if len({problem.row for problem in faults}) > len(rows):
        st.caption(page.say("report.fix_more", n=len(rows)))
    if suggested:
        st.caption(page.say("report.suggested", n=len(suggested)))
    after = _editor(page, before, suggested, f"fix_{key}_{len(faults)}")
    if not st.button(page.say("report.check_again"), type="primary", key=f"again_{key}"):
        return None
    cells = {
        (int(row), header): str(after.at[row, header] or "")
        for row in before.index
        for header in headers
        if str(after.at[row, header] or "") != before.at[row, header]
    }
    return Mending(cells=cells) if cells else None


def _shown_headers(feed: Feed, raw: RawTable, faults: Sequence[Problem]) -> list[str]:
    found = match(feed, raw.columns.column_names).found
    wanted = {*feed.key, *([feed.map.name] if feed.map else []), *(problem.column for problem in faults)}
    named = {found[name] for name in wanted if name in found}
    return [header for header in raw.columns.column_names if header in named]


def _suggested(feed: Feed, faults: Sequence[Problem], found: Mapping[str, str]) -> Cells:
    told = [problem for problem in faults if problem.column in found]
    offered = {(problem.row or 0, found[problem.column or ""]): meant(problem, feed) for problem in told}
    return {place: text for place, text in offered.items() if text}


def _texts(raw: RawTable, rows: Sequence[int], headers: Sequence[str]) -> pd.DataFrame:
    at = {int(row): i for i, row in enumerate(raw.rows)}
    cells = {header: [raw.columns.column(header)[at[row]].as_py() for row in rows] for header in headers}
    return pd.DataFrame(cells, index=pd.Index(rows))


def _editor(page: Frame, before: pd.DataFrame, suggested: Cells, key: str) -> pd.DataFrame:
    filled = before.copy()
    for (row, header), text in suggested.items():
        if row in filled.index:
            filled.at[row, header] = text
    filled.index.name = page.say("report.row")
    return st.data_editor(
        filled, key=key, num_rows="fixed", width="stretch", height=min(ROW_PX * (len(filled) + 1) + 3, MOST_PX),
        column_config={header: st.column_config.TextColumn(header) for header in before.columns}
        | {"_index": st.column_config.Column(disabled=True)},
    )  # fmt: skip
