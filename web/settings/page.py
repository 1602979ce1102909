"""What the parts of the settings page share: which one is shown, what an administrator does, and what he is told of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

import pandas as pd
import streamlit as st

from access.administer import Administration
from access.identity import EVERYTHING
from access.register import SETTINGS, Register
from domain.districts import DISTRICTS
from domain.problems import Refused, sentence
from feeds import all_feeds
from views.accounts import feeds_said, units_said
from web.frame.acting import NotAllowed, acting
from web.frame.notices import notice
from web.frame.page import Frame
from web.serving import office

HEIGHT_PX, ROWS_SHOWN = 560, 16
# Left what there is, right what is added or changed.
SPLIT = (64, 36)


@dataclass(frozen=True, slots=True)
class Settled:
    """What was done, in a sentence, and the secret that is shown this once."""

    kind: str
    text: str
    secret: str = ""


def choose_part(page: Frame, parts: Sequence[str]) -> str:
    """Which part of the page is shown."""
    chosen = st.segmented_control(
        page.say("settings.parts"), parts, default=parts[0], key="settings_part", label_visibility="collapsed",
        format_func=lambda part: page.say(f"settings.{part}"), required=True,
    )  # fmt: skip
    return chosen or parts[0]


def register() -> Register:
    """Who there is now."""
    return office.door().register


def act(page: Frame, operation: str, do: Callable[[Administration], Settled]) -> None:
    """Do what an administrator asks, if he still may: his account may have changed since the page was drawn."""
    try:
        settled = do(office.door().administration(acting(page, operation)))
    except NotAllowed as no:
        settled = Settled("error", no.said)
    except Refused as refusal:
        settled = Settled("error", "\n".join(sentence(problem, page.lang) for problem in refusal.problems))
    st.session_state["settled"] = settled


def told(page: Frame) -> None:
    """What became of the last thing done; a secret is gone with the next click."""
    settled: Settled | None = st.session_state.pop("settled", None)
    if settled is None:
        return
    for line in settled.text.splitlines():
        notice(settled.kind, line)
    if settled.secret:
        st.code(settled.secret, language=None, wrap_lines=True)


def address() -> str:
    """Where the visitor's browser reaches these pages."""
    found = urlsplit(st.context.url or "")
    return f"{found.scheme}://{found.netloc}"


def chosen_row(page: Frame, rows: Sequence[dict[str, object]], key: str, state: int) -> int | None:
    """Rows as a table; the place of the one that was clicked. state: what they show the register after."""
    if not rows:
        st.caption(page.say("settings.none"))
        return None
    event = st.dataframe(
        pd.DataFrame(rows), hide_index=True, height=height_of(len(rows)),
        # A new widget for a new list: a click must not come to mean another row.
        key=f"{key}_{state}", on_select="rerun", selection_mode="single-row",
    )  # fmt: skip
    return next(iter(event.selection.rows), None)


def height_of(rows: int) -> int | Literal["content"]:
    """As high as its rows, up to what a small screen has room for; CSS px."""
    return "content" if rows < ROWS_SHOWN else HEIGHT_PX


def choose_scope(page: Frame, key: str, feeds: frozenset[str], units: frozenset[str]) -> None:
    """Forms and units, all of either among them; read back by `{key}_feeds` and `{key}_units`."""
    lang = page.lang
    _choose_many(page, f"{key}_feeds", "feeds", list(all_feeds()), feeds, lambda one: feeds_said([one], lang))
    _choose_many(page, f"{key}_units", "units", list(DISTRICTS), units, lambda one: units_said([one], lang))


def _choose_many(
    page: Frame, key: str, name: str, there: list[str], before: frozenset[str], title: Callable[[str], str]
) -> None:
    options = [EVERYTHING, *there]
    default = [one for one in options if one in before]
    st.multiselect(page.say(f"settings.{name}"), options, default=default, format_func=title, key=key)


def rules(page: Frame) -> None:
    """What is set for all; whoever may not change it sees it."""
    now = register()
    with st.container(key="rules"):
        for name in SETTINGS:
            key = f"rule_{name}_{now.through}"
            st.toggle(
                page.say(f"settings.{name}"), now.setting(name), key=key, on_change=_set, args=(page, name, key),
                disabled=not page.may("settings.manage"),
            )  # fmt: skip
            st.caption(page.say(f"settings.why_{name}"))


def _set(page: Frame, name: str, key: str) -> None:
    value = bool(st.session_state[key])

    def do(administration: Administration) -> Settled:
        administration.set(name, value)
        return Settled("success", page.say("settings.set_on" if value else "settings.set_off", name=said))

    said = page.say(f"settings.{name}")
    act(page, "settings.manage", do)
