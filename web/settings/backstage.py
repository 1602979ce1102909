"""Who signed in, what was refused and what was changed of accounts, keys and settings: the ledger's backstage entries."""

import pandas as pd
import streamlit as st

from access.register import Register
from access.table import operations
from domain.clock import stamp
from domain.receipts import receipt_number
from store.entry import ACCESS, BACKSTAGE, DENIAL, Entry
from views.accounts import feeds_said, roles_said, units_said
from web.frame.page import Frame
from web.frame.taking_out import take_made
from web.settings.page import height_of, register

SHOWN = 500


def backstage(page: Frame) -> None:
    """The newest of the chosen kinds; all of them can be taken out."""
    if not page.may("entry.read_backstage"):
        return
    kinds = st.pills(
        page.say("ledger.kinds"), BACKSTAGE, selection_mode="multi", default=BACKSTAGE, key="backstage_kinds",
        format_func=lambda kind: page.say(f"kind.{kind}"), label_visibility="collapsed",
    )  # fmt: skip
    chosen = list(kinds) or list(BACKSTAGE)
    shown = _table(page, page.ledger.entries(kinds=chosen, limit=SHOWN))
    st.dataframe(shown, hide_index=True, height=height_of(len(shown)), key="backstage")
    name = page.say("settings.backstage")
    take_made(page, lambda: _table(page, page.ledger.entries(kinds=chosen)), name, "backstage")


def _table(page: Frame, entries: list[Entry]) -> pd.DataFrame:
    now = register()
    return pd.DataFrame([_row(page, entry, now) for entry in entries])


def _row(page: Frame, entry: Entry, now: Register) -> dict[str, object]:
    say, told = page.say, entry.detail
    return {
        say("settings.number"): receipt_number(entry.seq), say("settings.at"): stamp(entry.recorded_at),
        say("entries.kind"): say(f"kind.{entry.kind}"), say("settings.who"): entry.actor or say("settings.nobody"),
        say("settings.what"): what(page, entry, now), say("settings.from"): str(told.get("address", "")),
        say("settings.times"): int(told.get("times", 1)),
    }  # fmt: skip


def what(page: Frame, entry: Entry, now: Register) -> str:
    """What somebody did, or was refused."""
    told = entry.detail
    if entry.kind == DENIAL:
        operation = told["operation"]
        # A path that is no operation is shown as it was asked for.
        named = operation in operations()
        return page.say(f"operations.{operation.replace('.', '_')}") if named else operation
    if entry.kind != ACCESS:
        return page.say(f"done.{told['did']}")
    return page.say(f"done.{told['did']}", **_holes(page, told, now))


def _holes(page: Frame, told: dict, now: Register) -> dict[str, str]:
    token = now.tokens.get(str(told.get("token", "")))
    return {
        "account": told.get("account", ""), "title": told.get("title", "") or (token.title if token else ""),
        "roles": roles_said(told.get("roles", ()), page.lang),
        "state": page.say("accounts.active" if told.get("active", True) else "accounts.disabled"),
        "setting": page.say(f"settings.{told['setting']}") if "setting" in told else "",
        "value": page.say("text.yes" if told.get("value") else "text.no"),
        "form": feeds_said([told["feed"]], page.lang) if "feed" in told else "",
        "unit": units_said([told["district"]], page.lang) if "district" in told else "",
    }  # fmt: skip
