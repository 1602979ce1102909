"""The departments' signing keys on the settings page."""

import streamlit as st

from access.administer import Administration
from domain.districts import DISTRICTS
from feeds import all_feeds
from views.accounts import feeds_said, units_said
from web.frame.page import Frame
from web.settings.page import SPLIT, Settled, act, chosen_row, register

OPERATION = "tokens.manage"


def signers(page: Frame) -> None:
    """The keys on record, and beside them the form."""
    now, lang = register(), page.lang
    units = sorted(now.signers)
    rows: list[dict[str, object]] = [
        {
            page.say("settings.form"): feeds_said([feed], lang), page.say("settings.unit"): units_said([unit], lang),
            page.say("settings.public_key"): now.signers[feed, unit],
        }
        for feed, unit in units
    ]  # fmt: skip
    left, right = st.columns(SPLIT, gap="medium")
    with left:
        at = chosen_row(page, rows, "signers", now.through)
        if at is not None and page.may(OPERATION):
            st.button(
                page.say("settings.take_off"), type="primary", on_click=_set, args=(page, *units[at], "")
            )
    if page.may(OPERATION):
        with right:
            _form(page, now.through)


def _form(page: Frame, through: int) -> None:
    key = f"signer_{through}"
    with st.form(key, border=True):
        st.selectbox(
            page.say("settings.form"), list(all_feeds()), key=f"{key}_form", format_func=lambda one: feeds_said([one], page.lang)
        )  # fmt: skip
        st.selectbox(
            page.say("settings.unit"), list(DISTRICTS), key=f"{key}_unit", format_func=lambda one: units_said([one], page.lang)
        )  # fmt: skip
        st.text_input(page.say("settings.public_key"), key=f"{key}_key", max_chars=80, placeholder="RW…")
        st.caption(page.say("settings.why_signer"))
        st.form_submit_button(page.say("settings.save"), type="primary", on_click=_typed, args=(page, key))


def _typed(page: Frame, key: str) -> None:
    feed, unit, public_key = (st.session_state[f"{key}_{name}"] for name in ("form", "unit", "key"))
    _set(page, feed, unit, public_key)


def _set(page: Frame, feed: str, unit: str, public_key: str) -> None:
    def do(administration: Administration) -> Settled:
        administration.set_signer(feed, unit, public_key)
        return Settled(
            "success", page.say("settings.key_kept" if public_key.strip() else "settings.key_gone")
        )

    act(page, OPERATION, do)
