"""The accounts on the settings page: who there is, and the form that adds or changes one."""

from functools import partial

import streamlit as st

from access.account import Account
from access.administer import LINK_LASTS, Administration
from access.identity import PERSONS, Scope
from views.accounts import feeds_said, roles_said, units_said
from views.pieces import render
from web.frame.page import Frame
from web.settings.page import SPLIT, Settled, act, address, choose_scope, chosen_row, register

OPERATION = "accounts.manage"


def accounts(page: Frame) -> None:
    """Everybody, and beside them the form."""
    now = register()
    people = list(now.accounts.values())
    left, right = st.columns(SPLIT, gap="medium")
    with left:
        at = chosen_row(page, [_row(page, one) for one in people], "accounts", now.through)
    if page.may(OPERATION):
        with right:
            _form(page, people[at] if at is not None else None, now.through)


def _row(page: Frame, one: Account) -> dict[str, object]:
    say, lang = page.say, page.lang
    return {
        say("sign_in.name"): one.name, say("settings.title"): one.title, say("settings.roles"): roles_said(one.roles, lang),
        say("settings.feeds"): feeds_said(one.scope.feeds, lang), say("settings.units"): units_said(one.scope.districts, lang),
        say("settings.state"): say(f"accounts.{one.state}"),
    }  # fmt: skip


def _form(page: Frame, before: Account | None, through: int) -> None:
    """Empty for a new account, else filled with the chosen one's."""
    key = f"account_{before.name if before else ''}_{through}"
    shown = before or Account("", "", frozenset())
    with st.form(key, border=True):
        st.html(
            render("section.html", page.lang, text=page.say("settings.change" if before else "settings.add"))
        )
        st.text_input(
            page.say("sign_in.name"), shown.name, key=f"{key}_name", disabled=before is not None, max_chars=40
        )
        title = page.say("settings.title")
        st.text_input(
            title, shown.title, key=f"{key}_title", max_chars=40, placeholder=page.say("settings.such_title")
        )
        st.multiselect(
            page.say("settings.roles"), PERSONS, default=[one for one in PERSONS if one in shown.roles],
            key=f"{key}_roles", format_func=lambda role: page.say(f"roles.{role}"),
        )  # fmt: skip
        choose_scope(page, key, shown.scope.feeds, shown.scope.districts)
        st.caption(page.say("settings.why_scope"))
        save = page.say("settings.save" if before else "settings.add_and_link")
        st.form_submit_button(save, type="primary", on_click=_save, args=(page, before, key))
    if before:
        _beside(page, before)


def _beside(page: Frame, one: Account) -> None:
    """What is done to an account as it is."""
    with st.container(horizontal=True):
        st.button(page.say("settings.new_link"), on_click=_invite, args=(page, one), disabled=not one.active)
        code = "settings.shut" if one.active else "settings.reopen"
        st.button(page.say(code), on_click=_turn, args=(page, one))
    st.caption(page.say("settings.why_signed_out"))


def _save(page: Frame, before: Account | None, key: str) -> None:
    state = st.session_state
    name = before.name if before else state[f"{key}_name"].strip()
    title, roles = state[f"{key}_title"], frozenset(state[f"{key}_roles"])
    scope = Scope(frozenset(state[f"{key}_feeds"]), frozenset(state[f"{key}_units"]))

    def do(administration: Administration) -> Settled:
        if before is None:
            administration.add_account(name, title, roles, scope)
            return _link(page, administration, name, "accounts.added")
        administration.set_account(name, title, roles, scope, before.active)
        return Settled("success", page.say("accounts.changed", name=name))

    act(page, OPERATION, do)


def _invite(page: Frame, one: Account) -> None:
    act(page, OPERATION, lambda administration: _link(page, administration, one.name))


def _link(page: Frame, administration: Administration, name: str, first: str = "") -> Settled:
    secret = administration.invite(name)
    said = page.say("accounts.link", name=name, hours=int(LINK_LASTS.total_seconds() // 3600))
    text = f"{page.say(first, name=name)}\n{said}" if first else said
    return Settled("success", text, f"{address()}/welcome/{secret}")


def _turn(page: Frame, one: Account) -> None:
    """Shut an account that is open, or open it again."""

    def do(administration: Administration) -> Settled:
        set_to = partial(administration.set_account, one.name, one.title, one.roles, one.scope)
        set_to(active=not one.active)
        return Settled(
            "success", page.say("accounts.shut" if one.active else "accounts.changed", name=one.name)
        )

    act(page, OPERATION, do)
