"""One row corrected without a file: as it is shown, changed, and sent by itself; the unit's other rows stay as they are."""

from dataclasses import dataclass
from datetime import datetime

import pandas as pd
import streamlit as st

from domain.clock import stamp
from domain.receipts import receipt_number
from feeds import all_feeds
from feeds.declaration import Feed
from feeds.sentences import tell_alike
from intake.draft import examine
from intake.receive import Outcome, commit, refuse
from store.entry import CITY, Superseded
from views.export import plain_csv, table, written
from views.layers import row_keys
from web.frame.acting import acting
from web.frame.notices import notice
from web.frame.page import Frame
from web.known.situation import picture

_SAID = "corrected"
FIELDS_BESIDE = 4


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of correcting the row of that key: why it was not taken, or the entry that it became."""

    key: str = ""
    faults: tuple[str, ...] = ()
    seq: int = 0


def correct(page: Frame, feed_name: str, key: str) -> None:
    """A small form for the row of that key, in the newest picture of its form."""
    feed = all_feeds()[feed_name]
    shown = picture(page.ledger, feed_name).frame
    keys = row_keys(feed, shown) if len(shown) else []
    if feed.file not in ("whole", "addition") or key not in keys:
        return
    if not page.may("report.send", feed_name, _unit(feed, shown, keys.index(key))):
        return
    with st.expander(page.say("correct.head")), st.form(f"correct_{feed_name}_{key}", border=False):
        texts = _texts(feed, shown.iloc[[keys.index(key)]], page.lang)
        named = _titles(feed, feed.key, page.lang)
        row = {str(title): str(text) for title, text in texts.iloc[0].items() if title not in named}
        after = _fields(row, f"{feed_name}_{key}")
        sent = st.form_submit_button(page.say("correct.send"))
    if sent:
        changed = _changed(after, row)
        st.session_state[_SAID] = feed_name, _send(page, feed, key, changed)
    if faults := _said(feed_name, key).faults:
        notice("error", " ".join(faults))


def _fields(row: dict[str, str], of: str) -> dict[str, str]:
    """A field for each cell that does not name the row, by title. Not a table: what is typed there just before the button is pressed would not be sent."""
    # What is being written outlasts a report that leaves the row as it is.
    told = hash(tuple(row.items()))
    columns = st.columns(FIELDS_BESIDE)
    return {
        title: columns[place % FIELDS_BESIDE].text_input(title, text, key=f"cell_{of}_{title}_{told}")
        for place, (title, text) in enumerate(row.items())
    }


def last_corrected(page: Frame, feed_name: str) -> None:
    """The receipt of this session's last correction of the form, which leads to its entry."""
    if seq := _said(feed_name).seq:
        number = receipt_number(seq)
        st.page_link(
            "pages/ledger.py", label=page.say("correct.sent", receipt=number), icon=":material/check_circle:",
            query_params={"receipt": number, "lang": page.lang},
        )  # fmt: skip


def corrected(
    feed: Feed, frame: pd.DataFrame, position: int, cells: dict[str, str], now: datetime, lang: str
) -> tuple[str, bytes]:
    """(reporting unit, file) of the row at `position` changed: its district's, or the city's.

    cells: column title -> text in its place. The row is true of `now`, unless it says otherwise.
    """
    unit = _unit(feed, frame, position)
    cut_off = dict.fromkeys(_titles(feed, ("as_of",), lang), stamp(now)) if feed.has("as_of") else {}
    return unit, plain_csv(_texts(feed, frame.iloc[[position]], lang).assign(**cut_off | cells))


def _unit(feed: Feed, frame: pd.DataFrame, position: int) -> str:
    return str(frame["district"].iloc[position]) if feed.has("district") else CITY


def _texts(feed: Feed, rows: pd.DataFrame, lang: str) -> pd.DataFrame:
    return table(feed, rows, lang).astype(object).map(written)


def _titles(feed: Feed, names: tuple[str, ...], lang: str) -> list[str]:
    columns = [feed.column(name) for name in names]
    return [column.header if lang == "zh" else column.en for column in columns]


def _changed(after: dict[str, str], before: dict[str, str]) -> dict[str, str]:
    return {title: text for title, text in after.items() if text != before[title]}


def _said(feed_name: str, key: str | None = None) -> Answer:
    """What came of the last try on that form, or on that row of it; nothing where none was made."""
    form, answer = st.session_state.get(_SAID, ("", Answer()))
    return answer if form == feed_name and key in (None, answer.key) else Answer()


def _send(page: Frame, feed: Feed, key: str, changed: dict[str, str]) -> Answer:
    """Kept until the next try: a refusal is an entry too, and the page is drawn anew by it."""
    if not changed:
        return Answer(key, (page.say("correct.nothing"),))
    try:
        outcome = _sent(page, feed, key, changed)
    except Superseded as newer:  # the rows it would take over are older than what has come since
        return Answer(key, (page.say(newer.code),))
    if outcome.receipt:
        st.toast(page.say("correct.sent", receipt=receipt_number(outcome.entry.seq)), duration="long")
        return Answer(key, seq=outcome.entry.seq)
    errors = [problem for problem in outcome.draft.problems if problem.severity == "error"]
    said = [tell_alike([problem], feed, page.lang) for problem in errors]
    return Answer(key, (page.say("correct.refused", receipt=receipt_number(outcome.entry.seq)), *said))


def _sent(page: Frame, feed: Feed, key: str, changed: dict[str, str]) -> Outcome:
    """Raises Superseded when another report comes in between the rows' reading and their writing."""
    ledger, base = page.ledger, page.ledger.base(feed.name, CITY)
    shown = picture(ledger, feed.name).frame
    keys = row_keys(feed, shown)
    if key not in keys:
        raise Superseded
    actor = acting(page, "report.send", feed.name, _unit(feed, shown, keys.index(key)))
    unit, data = corrected(feed, shown, keys.index(key), changed, ledger.now(), page.lang)
    name = f"{page.say('correct.file', feed=feed.title(page.lang))}.csv"
    draft = examine(ledger, feed, unit, data, name, supplement=True)
    if draft.refused:
        return Outcome(draft, refuse(ledger, draft, actor), None)
    if ledger.base(feed.name, CITY) != base:
        raise Superseded
    receipt = commit(ledger, draft, actor)
    return Outcome(draft, receipt.entry, receipt)
