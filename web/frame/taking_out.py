"""What can be taken out of a page as a file: templates, pictures, lists and refused files, never Streamlit's own CSV."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from feeds.declaration import Feed
from intake.cutoffs import written_in
from intake.draft import Draft
from loaders.table import RawTable
from views.export import csv_bytes, plain_csv, template_bytes
from views.faults import faults_xlsx
from views.workbooks import plain_xlsx, table_xlsx, template_xlsx
from web.frame.handing_out import hand_out
from web.frame.page import Frame
from web.known.own import own_rows
from web.known.situation import picture

# Writing 50,000 rows takes three seconds of the server's time and 120 MB; the longest form has 6,500.
MOST_HANDED_BACK = 50_000
TYPES = {
    "CSV": "text/csv",
    "XLSX": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def take_template(page: Frame, feed: Feed) -> None:
    """The empty form: a workbook first, and plain text for those who fill it in by program."""
    name, code = f"{feed.zh}-模板", "departments.template"
    _button(page, code, "XLSX", name, lambda: template_xlsx(feed), f"template_{feed.name}")
    _button(page, code, "CSV", name, lambda: template_bytes(feed), f"template_{feed.name}")


def take_picture(page: Frame, feed: Feed) -> None:
    """A form's newest picture, whole."""

    def newest() -> pd.DataFrame:
        return own_rows(page.visitor, picture(page.ledger, feed.name).frame)

    name, code, key = feed.title(page.lang), "departments.export", f"picture_{feed.name}"
    _button(page, code, "XLSX", name, lambda: table_xlsx(feed, newest(), page.lang), key)
    _button(page, code, "CSV", name, lambda: csv_bytes(feed, newest(), page.lang), key)


def take_list(page: Frame, shown: pd.DataFrame, title: str, key: str) -> None:
    """A list as it is shown."""
    take_made(page, lambda: shown, title, key)


def take_made(page: Frame, make: Callable[[], pd.DataFrame], title: str, key: str) -> None:
    """A list of which only the beginning is shown; it is made when it is asked for."""
    with st.container(horizontal=True, key=f"take_{key}"):
        _button(page, "departments.export", "XLSX", title, lambda: plain_xlsx(make(), title), key)
        _button(page, "departments.export", "CSV", title, lambda: plain_csv(make()), key)


def take_rows(page: Frame, feed: Feed, make: Callable[[], pd.DataFrame], title: str, key: str) -> None:
    """Some of a form's rows, as its template has them."""
    with st.container(horizontal=True, key=f"take_{key}"):
        code = "departments.export"
        _button(page, code, "XLSX", title, lambda: table_xlsx(feed, make(), page.lang), key)
        _button(page, code, "CSV", title, lambda: csv_bytes(feed, make(), page.lang), key)


def take_faults(page: Frame, draft: Draft) -> None:
    """A refused file with its faults marked, to be mended and sent in again; nothing where no row of it is at fault."""
    raw = draft.received
    if raw is None or not any(problem.row for problem in draft.problems if problem.severity == "error"):
        return
    if len(raw.rows) > MOST_HANDED_BACK:
        st.caption(page.say("report.too_long_to_hand_back", n=f"{MOST_HANDED_BACK:,}"))
        return
    name = f"{draft.filename.rpartition('.')[0] or draft.filename}-{page.say('workbook.faults')}"
    _button(
        page, "report.take_faults", "XLSX", name,
        lambda: handed_over(draft, raw, page.lang), "faults",
    )  # fmt: skip


def handed_over(draft: Draft, raw: RawTable, lang: str) -> bytes:
    """A refused file's cells with its cut-off and its faults."""
    told = written_in(draft.feed, raw, draft.cut_off)
    return faults_xlsx(draft.feed, told.columns, told.rows, draft.problems, lang, draft.at_fault)


def _button(page: Frame, code: str, kind: str, name: str, make: Callable[[], bytes], key: str) -> None:
    hand_out(page, page.say(code, kind=kind), make, f"{name}.{kind.lower()}", TYPES[kind], f"{kind}_{key}")
