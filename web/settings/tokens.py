"""Screens and machine keys on the settings page: what is out, and the forms that issue one or take it back."""

import streamlit as st

from access.administer import METRICS, Administration, boards
from access.identity import Scope
from access.machines import MACHINE, key_of
from access.register import Token
from access.visits import SCREEN
from domain.clock import stamp
from views.accounts import board_said, scope_said
from views.pieces import render
from web.frame.page import Frame
from web.serving import office
from web.settings.page import SPLIT, Settled, act, address, choose_scope, chosen_row, register

OPERATION = "tokens.manage"


def tokens(page: Frame) -> None:
    """All that were issued, the newest first, and beside them the form."""
    now = register()
    out = sorted(now.tokens.values(), key=lambda one: -one.issued)
    left, right = st.columns(SPLIT, gap="medium")
    with left:
        at = chosen_row(page, [_row(page, one) for one in out], "tokens", now.through)
        one = out[at] if at is not None else None
        if one and one.active and page.may(OPERATION):
            st.html(render("section.html", page.lang, text=one.title))
            # A button's label is Markdown, in which a name could be a picture: the name stands above it.
            st.button(page.say("settings.revoke"), type="primary", on_click=_revoke, args=(page, one))
    if page.may(OPERATION):
        with right:
            _issue_form(page, now.through)


def _row(page: Frame, one: Token) -> dict[str, object]:
    say, lang = page.say, page.lang
    what = (
        board_said(one.board, lang) if one.board else scope_said(one.scope.feeds, one.scope.districts, lang)
    )
    return {
        say("settings.called"): one.title, say("settings.kind"): say(f"roles.{one.kind}"), say("settings.opens"): what,
        say("settings.state"): say("accounts.active" if one.active else "accounts.revoked_state"),
        say("settings.issued_at"): stamp(page.ledger.entry(one.issued).recorded_at),
        say("settings.key_name"): one.name if one.kind == MACHINE else "",
    }  # fmt: skip


def _issue_form(page: Frame, through: int) -> None:
    key = f"token_{through}"
    kind = st.segmented_control(
        page.say("settings.kind"), [SCREEN, MACHINE], default=SCREEN, key="token_kind", label_visibility="collapsed",
        format_func=lambda one: page.say(f"settings.issue_{one}"), required=True,
    )  # fmt: skip
    with st.form(f"{key}_{kind}", border=True):
        st.text_input(
            page.say("settings.called"),
            key=f"{key}_title",
            max_chars=40,
            placeholder=page.say(f"settings.such_{kind}"),
        )
        if kind == MACHINE:
            choose_scope(page, key, frozenset(), frozenset())
        else:
            st.selectbox(
                page.say("settings.board"), boards(), key=f"{key}_board", format_func=lambda one: board_said(one, page.lang)
            )  # fmt: skip
        st.caption(page.say(f"settings.why_{kind}"))
        issue = _issue_key if kind == MACHINE else _issue_screen
        st.form_submit_button(page.say("settings.issue"), type="primary", on_click=issue, args=(page, key))


def _issue_screen(page: Frame, key: str) -> None:
    title, board = st.session_state[f"{key}_title"], st.session_state[f"{key}_board"]

    def do(administration: Administration) -> Settled:
        secret = administration.issue_screen(title, board)
        shown = secret if board == METRICS else f"{address()}/screen/{secret}"
        return Settled("success", page.say("accounts.screen_link"), shown)

    act(page, OPERATION, do)


def _issue_key(page: Frame, key: str) -> None:
    state = st.session_state
    title, scope = (
        state[f"{key}_title"],
        Scope(frozenset(state[f"{key}_feeds"]), frozenset(state[f"{key}_units"])),
    )

    def do(administration: Administration) -> Settled:
        name = administration.issue_key(title, scope)
        shown = f"X-Key: {name}\n{key_of(office.door().secret, name)}"
        return Settled("success", page.say("accounts.machine_key"), shown)

    act(page, OPERATION, do)


def _revoke(page: Frame, one: Token) -> None:
    def do(administration: Administration) -> Settled:
        administration.revoke(one.name)
        return Settled("success", page.say("accounts.revoked", name=one.title))

    act(page, OPERATION, do)
