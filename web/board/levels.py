"""The parts of the levels page: what is in force, what waits to be confirmed, and the form that proposes one."""

from collections.abc import Callable, Mapping
from datetime import datetime

import streamlit as st

from access.identity import Identity
from domain import levels
from domain.clock import BEIJING, to_beijing
from domain.districts import DISTRICTS
from domain.problems import Refused
from domain.receipts import receipt_number
from feeds import all_feeds
from feeds.sentences import tell
from intake.levels import declare
from intake.proposals import Proposal, confirm, decline, is_own, open_proposals, retract
from store.entry import PROPOSAL, Entry, Superseded
from views import board as board_view
from views.pieces import render
from views.proposals import Waiting, card
from web.frame.acting import NotAllowed, acting, visitor_now
from web.frame.handing_out import hand_out
from web.frame.notices import notice
from web.frame.page import Frame
from web.known import cap, rendered
from web.serving import office

LONGEST_TEXT = 200
SAID = "levels_said"
Write = Callable[[], tuple[str, dict[str, str]]]


def in_force(page: Frame) -> None:
    """The level vector and the storm line, as on the overview."""
    st.html(board_view.header(rendered.present(page.ledger).board, page.lang))


def take_notice(page: Frame) -> None:
    """The headquarters' own level as a CAP message, where one is in force and who looks may take it."""
    made = cap.notice(page.ledger) if page.may("level.export") else None
    if made is not None:
        hand_out(page, page.say("cap.take"), lambda: made.data, made.name, cap.CAP, "notice")


def answered(page: Frame) -> None:
    """What became of the last thing done on this page."""
    for kind, text in st.session_state.get(SAID, ()):
        notice(kind, text)


def waiting(page: Frame) -> None:
    """Every proposal that nobody has decided on, with the buttons of who may."""
    found = open_proposals(page.ledger)
    if not found:
        return
    st.html(render("section.html", page.lang, text=page.say("proposals.title")))
    now = page.ledger.now()
    for proposal in found:
        with st.container(key=f"proposal_{proposal.entry.seq}", horizontal=True, vertical_alignment="center"):
            st.html(card(_shown(proposal), now, page.lang), width="stretch")
            _buttons(page, proposal)


def _shown(proposal: Proposal) -> Waiting:
    made, by = proposal.entry, proposal.by
    return Waiting(
        receipt_number(made.seq),
        made.detail,
        made.actor,
        made.received_at,
        receipt_number(by.seq) if by else "",
    )


def _buttons(page: Frame, proposal: Proposal) -> None:
    """Withdraw one's own; confirm another's, or send it back with a reason."""
    seq = proposal.entry.seq
    with st.container(
        key=f"decide_{seq}", horizontal=True, width="content", gap="small", vertical_alignment="center"
    ):
        if is_own(proposal, page.visitor):
            st.button(
                page.say("proposals.retract"), key=f"retract_{seq}", on_click=_retract, args=(page, seq)
            )
        elif page.may("level.confirm"):
            if proposal.by is None:
                st.button(
                    page.say("proposals.confirm"), key=f"confirm_{seq}", type="primary", on_click=_confirm, args=(page, seq)
                )  # fmt: skip
            _decline_form(page, seq)


def _decline_form(page: Frame, seq: int) -> None:
    with st.popover(page.say("proposals.decline")):
        st.text_input(page.say("proposals.reason"), key=f"decline_reason_{seq}", max_chars=LONGEST_TEXT)
        it = page.say("proposals.decline_it", receipt=receipt_number(seq))
        st.button(it, key=f"decline_{seq}", on_click=_decline, args=(page, seq))


def _confirm(page: Frame, seq: int) -> None:
    _decide(page, seq, "proposals.confirmed", lambda: confirm(page.ledger, seq, _deciding(page)))


def _decline(page: Frame, seq: int) -> None:
    reason = st.session_state[f"decline_reason_{seq}"]
    _decide(page, seq, "proposals.declined", lambda: decline(page.ledger, seq, _deciding(page), reason))


def _retract(page: Frame, seq: int) -> None:
    _decide(page, seq, "proposals.retracted", lambda: retract(page.ledger, seq, visitor_now(page)))


def _deciding(page: Frame) -> Identity:
    """Who decides, if he still may. Raises NotAllowed."""
    acting(page, "level.confirm")
    return visitor_now(page)


def _decide(page: Frame, seq: int, code: str, write: Callable[[], Entry]) -> None:
    """Before the page is drawn again, so that it shows what holds then."""

    def written() -> tuple[str, dict[str, str]]:
        return code, {"proposal": receipt_number(seq), "receipt": receipt_number(write().seq)}

    _say(page, written)


def propose(page: Frame) -> None:
    """The form by which one level is proposed, or entered where nobody need confirm it; what is wrong is said above."""
    # The hour typed must outlive the minute: a default that moves with the clock would take its place.
    st.session_state.setdefault(
        "declare_at", to_beijing(page.ledger.now()).replace(tzinfo=None, second=0, microsecond=0)
    )
    two = office.door().register.setting("two_people")
    title = page.say("proposals.new" if two else "proposals.new_alone")
    st.html(render("section.html", page.lang, text=title))
    with st.container(key="propose", border=True):
        # No st.form: the grades that can be chosen follow the issuer.
        first, second, third, fourth = st.columns(4)
        with first:
            issuer = _choose(page, "issuer", levels.ISSUERS)
        with second:
            _choose(
                page, "grade", {code: levels.GRADES[code] for code in levels.ISSUERS[issuer].grades}, None
            )
        with third:
            _choose(page, "verb", levels.VERBS, None)
        with fourth:
            _choose(page, "scope", DISTRICTS)
        when, why, button = st.columns([1, 2, 1], vertical_alignment="bottom")
        when.datetime_input(page.say("declared.effective_at"), key="declare_at")
        why.text_input(page.say("declared.basis"), key="declare_basis", max_chars=LONGEST_TEXT)
        button.button(
            page.say("proposals.propose" if two else "declared.enter"), key="declare", type="primary", width="stretch",
            on_click=_propose, args=(page,),
        )  # fmt: skip


def _choose(page: Frame, name: str, table: Mapping, first: int | None = 0) -> str:
    """One of a table; where none is chosen at first, that is said, for what nobody chose must not be proposed."""
    titles = {code: item.zh if page.lang == "zh" else item.en for code, item in table.items()}
    chosen = st.selectbox(
        page.say(f"declared.{name}"),
        list(table),
        index=first,
        format_func=titles.__getitem__,
        key=f"declare_{name}",
        placeholder=page.say("declared.choose"),
    )
    return chosen or ""


def _propose(page: Frame) -> None:
    names = ("issuer", "scope", "grade", "verb", "basis")
    said = {name: st.session_state[f"declare_{name}"] or "" for name in names}
    at: datetime = st.session_state["declare_at"]

    def written() -> tuple[str, dict[str, str]]:
        actor = acting(page, "level.propose")
        entry = declare(page.ledger, **said, effective_at=at.replace(tzinfo=BEIJING), actor=actor).entry
        st.session_state["declare_basis"] = ""
        code = "proposals.proposed" if entry.kind == PROPOSAL else "cli.declared"
        return code, {"receipt": receipt_number(entry.seq)}

    _say(page, written)


def _say(page: Frame, write: Write) -> None:
    try:
        code, holes = write()
        said = [("success", page.say(code, **holes))]
    except Refused as refusal:
        feed = all_feeds()["levels"]
        said = [("error", tell(problem, feed, page.lang).text) for problem in refusal.problems]
    except NotAllowed as no:
        said = [("error", no.said)]
    except Superseded as newer:
        said = [("error", page.say(newer.code))]
    st.session_state[SAID] = said
