"""In whose name something is done: asked anew just before it is, for a page may stand open longer than an account."""

from dataclasses import replace

import streamlit as st

from domain.districts import DISTRICTS
from feeds import all_feeds
from web import office
from web.frame import Frame
from web.notices import notice
from web.situation import district
from web.visitor import visitor


def acting(page: Frame, operation: str, feed: str | None = None, unit: str | None = None) -> str:
    """The name for the ledger. Where he may not, that is said and written down, and the page goes no further."""
    now = replace(page, visitor=visitor())
    if now.may(operation, feed, unit):
        return now.visitor.title
    office.door_of(page.ledger).denials.note(now.visitor, operation, "page", "", feed or "", unit or "")
    notice("error", not_allowed(page, operation, feed, unit))
    st.stop()


def not_allowed(page: Frame, operation: str, feed: str | None = None, unit: str | None = None) -> str:
    """The sentence of a refusal."""
    what = page.say(f"operations.{operation.replace('.', '_')}")
    if feed is None or unit not in DISTRICTS:
        return page.say("access.not_allowed", what=what)
    form = all_feeds()[feed].title(page.lang)
    return page.say("access.not_there", what=what, form=form, unit=district(unit, page.lang))


def own_feeds(page: Frame, operation: str) -> list[str]:
    """The forms on which who looks may do that."""
    return [name for name in all_feeds() if page.may(operation, name)]


def own_units(page: Frame, operation: str) -> list[str]:
    """The units for which who looks may do that."""
    return [code for code in DISTRICTS if page.may(operation, None, code)]
