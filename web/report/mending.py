"""Mending on the page instead of in the file: which header is meant, and the cells at fault."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.compute as pc
import streamlit as st

from domain.problems import MORE, Problem, how_many
from feeds.declaration import Feed
from feeds.mapping import OWN_HEADERS, match
from feeds.sentences import choices, tell, tell_alike
from feeds.suggest import headers_for, meant
from intake.draft import Draft
from intake.mending import MENDED, Mending
from loaders.table import RawTable
from views.pieces import render
from web.frame.notices import notice
from web.frame.page import Frame

MOST_ROWS, MOST_ALIKE = 100, 8
ROW_PX, MOST_PX, CELL_PX = 35, 420, 110
# So many rows tell what stands beneath a header.
GUESSED_FROM = 500
# Faults of which a choice is the end; nobody can choose a number for somebody else.
CHOSEN = ("cell.not_a_choice", "cell.not_a_flag")

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
    first = raw.columns.slice(0, GUESSED_FROM)
    free = {h: first.column(h).to_pylist() for h in first.column_names if h not in taken | OWN_HEADERS}
    if not free:
        return None
    guesses = headers_for(feed, missing, free)
    with st.form(f"headers_{key}", border=True):
        said = {name: _which(page, feed, name, list(free), guesses.get(name), key) for name in missing}
        sent = st.form_submit_button(page.say("report.use_headers"), type="primary")
    chosen = {name: header for name, header in said.items() if header}
    if sent and not chosen:
        notice("error", page.say("report.no_header"))
    return Mending(headers=chosen) if sent and chosen else None


def _which(
    page: Frame, feed: Feed, name: str, free: Sequence[str], guess: str | None, key: int
) -> str | None:
    return st.selectbox(
        page.say("report.which", column=feed.column(name).title(page.lang)), free, key=f"which_{key}_{name}",
        index=free.index(guess) if guess else None, placeholder=page.say("report.none_of_them"),
    )  # fmt: skip


def _cells(page: Frame, draft: Draft, raw: RawTable, key: int) -> Mending | None:
    """The rows at fault, to be edited: the cells at fault and those by which the row is known."""
    faults = [p for p in draft.problems if p.severity == "error" and p.row]
    rows = sorted({problem.row for problem in faults if problem.row})[:MOST_ROWS]
    if not rows:
        return None
    found = _headers_of(draft, raw)
    alike = _alike(page, draft, raw, found, key)
    headers = _shown_headers(draft.feed, faults, found)
    suggested = _suggested(draft.feed, faults, found)
    before = _texts(raw, rows, headers)
    st.caption(page.say("report.fix_here"))
    if len(draft.at_fault) > len(rows):
        st.caption(page.say("report.fix_more", n=len(rows)))
    if suggested:
        st.caption(page.say("report.suggested", n=len(suggested)))
    filled = _filled(before, suggested)
    wrong = _wrong(page, draft.feed, faults, rows)
    lists = _lists(page, draft.feed, faults, found)
    after = _editor(page, filled, wrong, lists, f"fix_{key}_{how_many(faults)}")
    if st.button(page.say("report.check_again"), type="primary", key=f"again_{key}"):
        cells = _edited(before, after)
        return Mending(cells=cells) if cells else None
    # What has been typed into the table so far is not lost with it; what was only suggested is not taken.
    return Mending(cells=alike | _edited(filled, after)) if alike else None


def _alike(page: Frame, draft: Draft, raw: RawTable, found: Mapping[str, str], key: int) -> Cells:
    """Cells of a column that all say the same and are none of its choices: one answer mends them all."""
    same = [(one, _rows_alike(draft, raw, one, found)) for one in _chosen_from(draft.problems, found)]
    common = sorted((each for each in same if len(each[1]) > 1), key=lambda each: len(each[1]), reverse=True)
    if common:
        st.caption(page.say("report.alike"))
    for place, (first, rows) in enumerate(common[:MOST_ALIKE]):
        text = _one_answer(page, draft.feed, first, len(rows), f"{key}_{len(draft.at_fault)}_{place}")
        if text:
            return {(row, found[first.column or ""]): text for row in rows}
    return {}


def _chosen_from(problems: Sequence[Problem], found: Mapping[str, str]) -> list[Problem]:
    """Of the faults that a choice ends, the first of each column and text."""
    firsts: dict[tuple[str, str], Problem] = {}
    for problem in problems:
        if problem.code in CHOSEN and problem.column in found and problem.raw:
            firsts.setdefault((str(problem.column), problem.raw), problem)
    return list(firsts.values())


def _rows_alike(draft: Draft, raw: RawTable, first: Problem, found: Mapping[str, str]) -> list[int]:
    """The rows whose cell is at fault as the first is: all that are told, or where not all are, all with its text."""
    kind = (first.code, first.column)
    told = [p for p in draft.problems if (p.kind, p.column) == kind]
    rows = {problem.row for problem in told if problem.row and problem.raw == first.raw}
    if any(problem.code == MORE for problem in told):
        header = found[first.column or ""]
        cells = draft.mended.get(MENDED, {}).get("cells", [])
        otherwise = [row for row, named, *_ in cells if named == header]
        same = pc.equal(raw.columns.column(header), first.raw).to_numpy()
        at_fault = np.intersect1d(raw.rows[same], draft.at_fault)
        rows |= {*np.setdiff1d(at_fault, np.array(otherwise, int)).tolist()}
    return sorted(row for row in rows if row)


def _one_answer(page: Frame, feed: Feed, first: Problem, count: int, key: str) -> str | None:
    """What all of them are to say, once that was pressed; the nearest choice is offered."""
    column = feed.column(first.column or "")
    texts = list(choices(column, feed, "zh"))
    shown = dict(zip(texts, choices(column, feed, page.lang)))
    guess = meant(first, feed)
    with st.container(horizontal=True, vertical_alignment="center", key=f"alike_{key}"):
        raw, n = tell(first, feed, page.lang).raw, f"{count:,}"
        said = page.say("report.alike_cells", column=column.title(page.lang), raw=raw, n=n)
        st.html(render("alike.html", page.lang, text=said), width=320)
        text = st.selectbox(
            page.say("report.becomes"), texts, index=texts.index(guess) if guess in texts else None, width=220,
            format_func=lambda text: shown.get(text, text), label_visibility="collapsed", key=f"becomes_{key}",
            placeholder=page.say("report.becomes"),
        )  # fmt: skip
        pressed = st.button(page.say("report.mend_alike", n=n), key=f"mend_{key}", disabled=text is None)
    return text if pressed else None


def _headers_of(draft: Draft, raw: RawTable) -> dict[str, str]:
    """Column -> header as received, the ones that the sender named among them."""
    headers = raw.columns.column_names
    named = draft.mended.get(MENDED, {}).get("headers", {})
    found = match(draft.feed, headers).found
    return {name: header for name, header in named.items() if header in headers} | found


def _shown_headers(feed: Feed, faults: Sequence[Problem], found: Mapping[str, str]) -> list[str]:
    """What the row is known by, then the columns at fault, the most often faulty first: a phone shows three."""
    known_by = [*feed.key, *([feed.map.name] if feed.map else [])]
    faulty = Counter(problem.column for problem in faults)
    wanted = dict.fromkeys([*known_by, *(name for name, _ in faulty.most_common())])
    return [found[name] for name in wanted if name and name in found]


def _wrong(page: Frame, feed: Feed, faults: Sequence[Problem], rows: Sequence[int]) -> list[str]:
    """What is wrong with each row, and what was probably meant."""
    said: dict[int, list[str]] = {row: [] for row in rows}
    for problem in faults:
        if problem.row in said:
            guess = meant(problem, feed)
            text = tell_alike([problem], feed, page.lang)
            suggestion = page.say("report.suggestion", text=guess, what=text)
            said[problem.row].append(suggestion if guess else text)
    return [" · ".join(texts) for texts in said.values()]


def _lists(
    page: Frame, feed: Feed, faults: Sequence[Problem], found: Mapping[str, str]
) -> dict[str, dict[str, str]]:
    """Header -> text of a cell -> what the page shows for it, where a choice ends every fault of the column."""
    codes: dict[str, set[str]] = {}
    for problem in faults:
        codes.setdefault(problem.column or "", set()).add(problem.code)
    ended = [name for name, said in codes.items() if name in found and said <= set(CHOSEN)]
    columns = {found[name]: feed.column(name) for name in ended}
    return {
        header: dict(zip(choices(column, feed, "zh"), choices(column, feed, page.lang)))
        for header, column in columns.items()
    }


def _suggested(feed: Feed, faults: Sequence[Problem], found: Mapping[str, str]) -> Cells:
    told = [problem for problem in faults if problem.column in found]
    offered = {(problem.row or 0, found[problem.column or ""]): meant(problem, feed) for problem in told}
    return {place: text for place, text in offered.items() if text}


def _texts(raw: RawTable, rows: Sequence[int], headers: Sequence[str]) -> pd.DataFrame:
    at = {int(row): i for i, row in enumerate(raw.rows)}
    cells = {header: [raw.columns.column(header)[at[row]].as_py() for row in rows] for header in headers}
    return pd.DataFrame(cells, index=pd.Index(rows))


def _filled(before: pd.DataFrame, suggested: Cells) -> pd.DataFrame:
    filled = before.copy()
    for (row, header), text in suggested.items():
        if row in filled.index:
            filled.at[row, header] = text
    return filled


def _edited(before: pd.DataFrame, after: pd.DataFrame) -> Cells:
    return {
        (int(row), header): str(after.at[row, header] or "")
        for row in before.index
        for header in before.columns
        if str(after.at[row, header] or "") != before.at[row, header]
    }


def _editor(
    page: Frame, filled: pd.DataFrame, wrong: Sequence[str], lists: Mapping[str, Mapping[str, str]], key: str
) -> pd.DataFrame:
    filled.index.name = page.say("report.row")
    told = next(t for t in (page.say("report.fault"), page.say("report.what")) if t not in filled.columns)
    config = {h: _column(h, filled[h], lists.get(h)) for h in filled.columns}
    after = st.data_editor(
        filled.assign(**{told: wrong}), key=key, num_rows="fixed", width="stretch", disabled=[told],
        height=min(ROW_PX * (len(filled) + 1) + 3, MOST_PX),
        column_config=config | {"_index": st.column_config.Column(disabled=True)},
    )  # fmt: skip
    return after.drop(columns=told)


def _column(header: str, texts: pd.Series, listed: Mapping[str, str] | None) -> Any:
    """A list to choose from also holds what stands there: a cell that is not in its list shows nothing."""
    if listed is None:
        return st.column_config.TextColumn(header, width=CELL_PX)
    return st.column_config.SelectboxColumn(
        header, width=CELL_PX, options=list(dict.fromkeys([*listed, *(text for text in texts if text)])),
        format_func=lambda text: listed.get(str(text), str(text)),
    )  # fmt: skip
