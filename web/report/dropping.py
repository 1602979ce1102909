"""Where files are dropped: kept at once, read one after the other, and what was left is offered again."""

from collections.abc import Sequence
from pathlib import PurePath
from time import monotonic

import streamlit as st

from intake.arrivals import COMPLETES, arrive, given_as_of
from intake.drafts import open_arrivals
from intake.signed import paired, text_of
from loaders.limits import FILE_MB
from store.entry import Entry
from views.pieces import render
from web.frame.acting import acting
from web.frame.notices import notice
from web.frame.page import Frame
from web.known.once import Kept as Drawn
from web.report.kept import FAULTY, Desk, Form, Kept, desk, place
from web.report.partial import said_of_leaving, said_of_left
from web.report.reading import give_up, opened, read, read_all

# What takes less is done before anybody has read a line about it.
TELL_AFTER_S = 0.5
_left = Drawn(16)


def drop(page: Frame, form: Form) -> None:
    """Takes in what is dropped or gone on with, and reads again what the choices above now say otherwise."""
    on_desk = desk()
    key = f"drop_{st.session_state.get('drops', 0)}"
    dropped = st.file_uploader(page.say("report.drop", mb=FILE_MB), accept_multiple_files=True, key=key)
    st.caption(f"[{page.say('report.plain')}](/plain?lang={page.lang})")
    steps = Steps(page)
    _keep(page, form, [file for file in dropped if file.file_id not in on_desk.uploads])
    if on_desk.unread:
        _read_unread(page, form, on_desk, steps)
        _show_form_of(on_desk)
        st.rerun()
    _follow(page, form, on_desk, steps)
    _offer_left(page, form, on_desk)


class Steps:
    """Says in words how far the reading is, once it takes long enough to be read."""

    def __init__(self, page: Frame) -> None:
        self._page, self._place, self._begun = page, st.empty(), monotonic()

    def say(self, code: str, **holes: object) -> None:
        """The step that begins now."""
        wait_s = max(0.0, TELL_AFTER_S - (monotonic() - self._begun))
        text = self._page.say(f"report.{code}", **holes)
        self._place.html(render("step.html", self._page.lang, text=text, wait_s=f"{wait_s:.2f}"))


def _keep(page: Frame, form: Form, dropped: Sequence) -> None:
    """All are kept before the first is read; the box is then empty for the next."""
    on_desk = desk()
    for file, beside in paired(dropped, lambda file: file.name):
        actor = acting(page, "report.send", form.feed.name, form.unit)
        data, signature = file.getvalue(), text_of(beside.getvalue()) if beside else ""
        on_desk.unread.append(
            arrive(page.ledger, form.feed, form.unit, data, file.name, actor, form.as_of, signature=signature)
        )
    on_desk.uploads.update(file.file_id for file in dropped)
    if dropped:
        on_desk.take_away(kept.arrival.seq for kept in list(on_desk.kept.values()) if kept.receipt)
        st.session_state["drops"] = st.session_state.get("drops", 0) + 1


def _read_unread(page: Frame, form: Form, on_desk: Desk, steps: Steps) -> None:
    """Each leaves the pile when its turn has come, so that a run cut short goes on where it was."""
    before, of = list(on_desk.kept.values()), len(on_desk.unread)
    while on_desk.unread:
        arrival = on_desk.unread[0]
        holes = {"file": arrival.filename, "i": of - len(on_desk.unread) + 1, "n": of}
        steps.say("step_opening", **holes)
        book = opened(page, arrival)
        steps.say("step_checking", **holes)
        on_desk.unread.remove(arrival)
        found = read_all(page, form, arrival, book)
        for kept in found:
            on_desk.put(kept)
        on_desk.take_away(old.arrival.seq for old in before if _is_mended(old, found))
    on_desk.opened = None


def _is_mended(old: Kept, found: Sequence[Kept]) -> bool:
    """Whether a file at fault has come again: for the same form and unit, or under the same name."""
    stem = PurePath(old.arrival.filename).stem
    return old.said in FAULTY and any(
        place(new) == place(old) or PurePath(new.arrival.filename).stem == stem for new in found
    )


def _show_form_of(on_desk: Desk) -> None:
    """A single file's form stands in the box above it."""
    if len(on_desk.kept) == 1:
        (kept,) = on_desk.kept.values()
        st.session_state["form_of_file"] = kept.draft.feed.name


def _follow(page: Frame, form: Form, on_desk: Desk, steps: Steps) -> None:
    """Reads again what was read for another unit or cut-off, or, of a single file, for another form."""
    alone = st.session_state.pop("form_chosen", False) and len(on_desk.kept) == 1
    for kept in on_desk.unsent:
        feed = form.feed if alone else kept.draft.feed
        as_of = form.as_of or given_as_of(kept.arrival)
        if (feed.name, form.unit, as_of) != (*place(kept), kept.draft.given_as_of):
            steps.say("step_checking", file=kept.arrival.filename, i=1, n=1)
            on_desk.put(read(page, form, kept.arrival, feed, kept.mending))


def _offer_left(page: Frame, form: Form, on_desk: Desk) -> None:
    """Offers the files that came and were left: a connection that broke, a page that was closed."""
    ledger = page.ledger
    key = str(ledger.engine.url), ledger.position(), form.unit
    left = [
        each
        for each in _left.get(key, lambda: open_arrivals(ledger, None, form.unit))
        if each.seq not in on_desk.kept and page.may("report.send", each.feed, form.unit)
    ]
    # Beside what waits on the desk they take one line.
    own = [arrival for arrival in left if arrival.feed == form.feed.name and not on_desk.unsent]
    for arrival in own:
        _offer(page, form, on_desk, arrival)
    others = [arrival for arrival in left if arrival not in own]
    if others:
        with st.expander(page.say("report.left_others", n=len(others))):
            if st.button(page.say("report.go_on_all", n=len(others)), key="go_on_all"):
                _go_on(on_desk, others)
            for arrival in others:
                _offer(page, form, on_desk, arrival)


def _offer(page: Frame, form: Form, on_desk: Desk, arrival: Entry) -> None:
    asked = f"asked_{arrival.seq}"
    with st.container(horizontal=True, vertical_alignment="center", key=f"left_{arrival.seq}"):
        notice("info", said_of_left(page, arrival))
        if st.button(page.say("report.go_on"), key=f"go_on_{arrival.seq}"):
            _go_on(on_desk, [arrival])
        if st.button(page.say("report.leave"), key=f"leave_{arrival.seq}"):
            if COMPLETES not in arrival.detail:
                _leave(page, form, arrival)
            st.session_state[asked] = True
    if st.session_state.get(asked):
        _ask(page, form, arrival, asked)


def _ask(page: Frame, form: Form, arrival: Entry, asked: str) -> None:
    """Rows that a report sent back are another's work perhaps: what is lost is said first, and who leaves them is known."""
    with st.container(horizontal=True, vertical_alignment="center", key=f"ask_{arrival.seq}"):
        notice("warning", said_of_leaving(page, arrival))
        sure = st.button(page.say("partial.leave"), key=f"leave_sure_{arrival.seq}")
        if st.button(page.say("partial.keep"), key=f"keep_{arrival.seq}"):
            del st.session_state[asked]
            st.rerun()
    if sure:
        _leave(page, form, arrival)


def _leave(page: Frame, form: Form, arrival: Entry) -> None:
    give_up(page, arrival)
    st.rerun()


def _go_on(on_desk: Desk, arrivals: Sequence[Entry]) -> None:
    on_desk.unread.extend(arrivals)
    st.rerun()
