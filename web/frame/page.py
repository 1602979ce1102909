"""What stands around every page: title, language, theme, links, and the line to the server."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import streamlit as st

from access.identity import NOBODY, Identity
from access.table import may, may_visit
from domain.words import LANGUAGES, say, section
from store.entry import REHEARSALS
from store.ledger import Ledger
from views.pieces import render
from views.theme import style as colours
from web.frame.live import watch_over
from web.frame.notices import notice
from web.frame.parts import part, quiet
from web.frame.visitor import visitor
from web.pages import ORDER, page_names
from web.serving import office
from web.serving.trouble import trouble

HOME = Path(__file__).parents[2]
SHEETS = tuple(
    HOME / "views" / f"{name}.css" for name in ("style", "board", "alerts", "report", "wall", "storm")
)
_theme_switch = part("theme")
_translator = part("translate")
_visitor = part("visitor")


# A shared screen is read from across a darkened room, whatever its browser prefers.
WALL_THEME = "dark"


@dataclass(frozen=True, slots=True)
class Frame:
    """What a page is given: lang ("zh" or "en"), theme ("light" or "dark"), the ledger, who looks, and its words."""

    page: str
    lang: str
    theme: str
    ledger: Ledger
    visitor: Identity = NOBODY

    def may(self, operation: str, feed: str | None = None, district: str | None = None) -> bool:
        """Whether who looks may do that, there (access/table.toml)."""
        return may(self.visitor, operation, feed, district)

    def say(self, code: str, **holes: object) -> str:
        """The sentence of a code in the page's language. KeyError: the code is unknown."""
        return say(self.lang, code, **holes)


def frame(page: str, chrome: bool = True) -> Frame:
    """Open a page; the first call in it.

    page: the name of its file; chrome: whether the bar is shown (a shared screen goes without).
    """
    lang = _language()
    theme = (st.context.theme.type or "light") if chrome else WALL_THEME
    opened = Frame(page, lang, theme, office.ledger(), visitor())
    title = f"{opened.say(f'pages.{page}')} · {opened.say('frame.title')}"
    st.set_page_config(page_title=title, page_icon="🌀", layout="wide", initial_sidebar_state="collapsed")
    st.html(f"<style>{style(theme)}</style>")
    watch_over({name: words[lang] for name, words in section("live").items()})
    with quiet("translator"):
        _translator(key="translator", data={"words": frame_words(lang)})
    if chrome:
        _bar(opened)
    else:
        st.html(_badge(opened, "badge.html", "tp-wall-badge"))
    if said := trouble(opened.ledger, lang):
        st.html(said)
    if not may_visit(opened.visitor, page):
        _turn_away(opened)
    return opened


def _turn_away(opened: Frame) -> None:
    """A page that is not his, reached by a link within the pages, where no gate stands."""
    office.door().denials.note(opened.visitor, f"see.{opened.page}", "page", "")
    notice("error", opened.say("access.not_allowed", what=opened.say(f"operations.see_{opened.page}")))
    st.stop()


def choose_language(asked: str | None, kept: str | None) -> str:
    """The language asked for in the address, else the one kept in the session, else Chinese."""
    return next((lang for lang in (asked, kept) if lang in LANGUAGES), LANGUAGES[0])


def _language() -> str:
    switched = st.session_state.pop("lang_switched", None)
    lang = choose_language(switched or st.query_params.get("lang"), st.session_state.get("lang"))
    st.session_state["lang"] = lang
    if lang != st.query_params.get("lang", LANGUAGES[0]):
        # Kept in the address too, so that it outlives a reload, which starts a new session.
        st.query_params["lang"] = lang
    return lang


def _switch_language(lang: str) -> None:
    # Only noted here: an address changed from a callback does not reach the browser.
    st.session_state["lang_switched"] = lang


@cache
def style(theme: str) -> str:
    """The theme's colours and every style sheet of views/."""
    return colours(theme) + "".join(sheet.read_text("utf-8") for sheet in SHEETS)


@cache
def frame_words(lang: str) -> dict[str, str]:
    """What widgets may show in the other language -> what they should show (back to English after a switch)."""
    other = LANGUAGES[1 - LANGUAGES.index(lang)]
    return {words[other]: words[lang] for words in section("widgets").values()}


def _bar(opened: Frame) -> None:
    with st.container(key="bar", horizontal=True, vertical_alignment="center", gap="small"):
        _title(opened)
        names = [name for name in page_names() if may_visit(opened.visitor, name)]
        with st.container(
            key="links", horizontal=True, vertical_alignment="center", gap=None, width="stretch"
        ):
            for name in names:
                _link(name, opened)
        other = LANGUAGES[1 - LANGUAGES.index(opened.lang)]
        st.button(
            opened.say("frame.other_language"),
            key="language",
            help=opened.say("frame.other_language_help"),
            type="tertiary",
            on_click=_switch_language,
            args=(other,),
        )
        _theme(opened, names)
        if opened.visitor.is_known:
            who = opened.say("access.signed_in_as", who=opened.visitor.title)
            shown = {
                "label": opened.say("access.sign_out"),
                "title": opened.visitor.title,
                "who": who,
                "lang": opened.lang,
            }
            _visitor(key="visitor", data=shown, width="content")


def _title(opened: Frame) -> None:
    st.html(_badge(opened, "title.html", "tp-badge"), width="content")


def _badge(opened: Frame, template: str, look: str) -> str:
    """Says on every screen that the data are a sample or an exercise; nothing in a live store."""
    purpose = opened.ledger.purpose if opened.ledger.purpose in REHEARSALS else ""
    return render(template, opened.lang, purpose=purpose, look=look)


def _link(name: str, opened: Frame) -> None:
    with st.container(key=f"here_{name}" if name == opened.page else f"link_{name}", width="content"):
        st.page_link(
            _script(name),
            label=opened.say(f"pages.{name}"),
            query_params={"lang": opened.lang} if opened.lang != LANGUAGES[0] else None,
        )


def _theme(opened: Frame, names: list[str]) -> None:
    light = opened.theme == "dark"
    data = {
        "label": opened.say("frame.to_light" if light else "frame.to_dark"),
        "theme": "Light" if light else "Dark",
        "paths": ["/", *(f"/{name}" for name in names)],
    }
    _theme_switch(key="theme", data=data, width="content")


def _script(name: str) -> str:
    return "dashboard.py" if name == ORDER[0] else f"pages/{name}.py"
