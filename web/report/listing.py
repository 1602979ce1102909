"""Several files or sheets at once: how each stands, which is open, and all that are ready sent together."""

from collections import Counter
from collections.abc import Iterator, Sequence

import streamlit as st

from feeds import all_feeds
from intake.arrivals import COMPLETES
from views.pieces import render
from web.frame.notices import notice
from web.frame.page import Frame
from web.known.situation import district
from web.report.kept import (
    FAULTS,
    FAULTY,
    MANY_GONE,
    MAPPING,
    NEWER,
    READY,
    SENT,
    TWICE,
    UNREADABLE,
    Desk,
    Form,
    Kept,
    desk,
    place,
)
from web.report.reading import give_up, read_again, send

# Shape and colour of each, as everywhere: what stops is a square, what asks is a question mark.
LOOKS = {
    READY: "doing", SENT: "done", MANY_GONE: "late", TWICE: "late", NEWER: "late", MAPPING: "unstated", FAULTS: "open", UNREADABLE: "open",
}  # fmt: skip


def choose_kept(page: Frame, form: Form) -> Kept | None:
    """The file that is looked at: the only one, or the one opened in the list."""
    on_desk = desk()
    if len(on_desk.kept) < 2:
        return next(iter(on_desk.kept.values()), None)
    states = on_desk.states()
    st.html(render("papers_head.html", page.lang, of=len(states), counts=_counts(states), looks=LOOKS))
    for seqs in _rivals(on_desk, states):
        _choose_one(page, form, on_desk, seqs)
    _send_ready(page, form, on_desk, states)
    _open_next(on_desk, states)
    with st.container(key="papers", gap=None):
        for number, kept in enumerate(on_desk.kept.values(), start=1):
            _row(page, on_desk, kept, states[kept.arrival.seq], number)
    return on_desk.kept.get(on_desk.opened or 0)


def leave(page: Frame, form: Form, kept: Kept) -> None:
    """Clears the desk of one; returned rows go on waiting, for leaving those is asked about by itself."""
    if kept.receipt is None and COMPLETES not in kept.arrival.detail:
        give_up(page, kept.arrival)
    desk().take_away([kept.arrival.seq])
    desk().opened = None


def _counts(states: dict[int, str]) -> list[tuple[str, int]]:
    """(what can be done with them, how many): sent, ready, to be looked at."""
    found = Counter(state if state in (SENT, READY) else "to_do" for state in states.values())
    return [(state, found[state]) for state in (SENT, READY, "to_do") if found[state]]


def _open_next(on_desk: Desk, states: dict[int, str]) -> None:
    """The first that waits for somebody opens by itself and stays open until it is dealt with."""
    if on_desk.opened not in on_desk.kept:
        on_desk.opened = next(
            (seq for seq, state in states.items() if state in (*FAULTY, MANY_GONE, NEWER)), None
        )


def _row(page: Frame, on_desk: Desk, kept: Kept, state: str, number: int) -> None:
    seq = kept.arrival.seq
    here = on_desk.opened == seq
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"paper_{seq}"):
        st.html(
            render(
                "paper_row.html", page.lang, number=number, here=here, file=kept.arrival.filename, sheet=kept.sheet,
                form="" if state == UNREADABLE else kept.draft.feed.title(page.lang), rows=_rows(kept), look=LOOKS[state],
                state=_state(page, on_desk, kept, state), moved=_moved(page, kept),
            )
        )  # fmt: skip
        if st.button(page.say("report.close" if here else "report.open", n=number), key=f"open_{seq}"):
            on_desk.opened = -1 if here else seq
            st.rerun()


def _rows(kept: Kept) -> int:
    draft = kept.draft
    if draft.comparison is not None:
        return draft.comparison.new.num_rows
    return len(draft.received.rows) if draft.received is not None else 0


def _state(page: Frame, on_desk: Desk, kept: Kept, state: str) -> str:
    if state == SENT and kept.receipt:
        return page.say("report.is_sent", receipt=kept.receipt.number)
    gone = len(kept.draft.comparison.missing) if kept.draft.comparison else 0
    return page.say(f"report.is_{state}", n=gone if state == MANY_GONE else kept.errors)


def _moved(page: Frame, kept: Kept) -> str:
    moved = {name: count for name, count in kept.draft.moved.items() if count}
    if not kept.draft.moved:
        return ""
    return " ".join(page.say(f"board.{name}", n=f"{count:,}") for name, count in moved.items()) or page.say(
        "board.unchanged"
    )


def _rivals(on_desk: Desk, states: dict[int, str]) -> Iterator[list[int]]:
    """Those of one form and unit, of which the last one sent would stand alone."""
    groups: dict[tuple[str, str], list[int]] = {}
    for seq, state in states.items():
        if state == TWICE:
            groups.setdefault(place(on_desk.kept[seq]), []).append(seq)
    yield from groups.values()


def _choose_one(page: Frame, form: Form, on_desk: Desk, seqs: Sequence[int]) -> None:
    """The person says which is meant, or that both are, one after the other."""
    numbers = {seq: number for number, seq in enumerate(on_desk.kept, start=1)}
    feed, unit = place(on_desk.kept[seqs[0]])
    said = page.say("report.comma").join(str(numbers[seq]) for seq in seqs)
    what = {"form": all_feeds()[feed].title(page.lang), "unit": district(unit, page.lang)}
    notice("warning", page.say("report.twice", numbers=said, **what))
    with st.container(horizontal=True, key=f"twice_{seqs[0]}"):
        for seq in seqs:
            if st.button(page.say("report.only", n=numbers[seq]), key=f"only_{seq}"):
                for other in set(seqs) - {seq}:
                    leave(page, form, on_desk.kept[other])
                st.rerun()
        if st.button(page.say("report.in_turn", n=numbers[seqs[-1]]), key=f"in_turn_{seqs[0]}"):
            on_desk.take_in_turn(seqs)
            st.rerun()


def _send_ready(page: Frame, form: Form, on_desk: Desk, states: dict[int, str]) -> None:
    ready = [on_desk.kept[seq] for seq, state in states.items() if state == READY]
    if not ready:
        return
    total: Counter[str] = Counter()
    for kept in ready:
        total.update(kept.draft.moved | {"rows": _rows(kept)})
    told = {name: f"{total[name]:,}" for name in ("rows", "added", "changed", "missing")}
    with st.container(horizontal=True, vertical_alignment="center", key="send_ready"):
        pressed = st.button(page.say("report.send_all", n=len(ready)), type="primary", key="send_all")
        st.html(render("papers_total.html", page.lang, total=told))
    if pressed:
        _send_all(page, form, on_desk, ready)
        st.rerun()


def _send_all(page: Frame, form: Form, on_desk: Desk, ready: Sequence[Kept]) -> None:
    """One after the other; one that is turned away stays, and stops none."""
    sent: set[tuple[str, str]] = set()
    for kept in ready:
        # What has just been sent for the same form and unit is what the next is compared with.
        newest = read_again(page, form, kept) if place(kept) in sent else kept
        on_desk.put(send(page, form, newest))
        sent.add(place(kept))
    on_desk.opened = None
