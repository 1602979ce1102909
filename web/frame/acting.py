"""In whose name something is done: asked anew just before it is, for a page may stand open longer than an account."""

from dataclasses import replace

from streamlit.runtime.scriptrunner import get_script_run_ctx

from access.identity import EVERYTHING, Identity
from domain.districts import DISTRICTS
from feeds import all_feeds
from web.frame.page import Frame
from web.frame.visitor import visitor
from web.known.own import sees_all, units_of
from web.known.situation import district
from web.serving import office


class NotAllowed(Exception):
    """Somebody may not do that there, or not any more; `said` is the sentence in the page's language."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said


def acting(page: Frame, operation: str, feed: str | None = None, unit: str | None = None) -> str:
    """The name for the ledger. Raises NotAllowed where he may not, which is written down."""
    now = replace(page, visitor=visitor_now(page))
    if now.may(operation, feed, unit):
        return now.visitor.title
    office.door_of(page.ledger).denials.note(now.visitor, operation, "page", "", feed or "", unit or "")
    raise NotAllowed(not_allowed(page, operation, feed, unit))


def visitor_now(page: Frame) -> Identity:
    """Who looks, asked anew where a page stands open; a plain page's visitor was asked just now."""
    return visitor() if get_script_run_ctx(suppress_warning=True) else page.visitor


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


def own_line(page: Frame, operation: str) -> str:
    """What a page lists where it lists somebody's own alone: his forms and units; "" where it lists everything."""
    if sees_all(page.visitor, operation):
        return ""
    feeds = [] if EVERYTHING in page.visitor.scope.feeds else own_feeds(page, operation)
    whole = EVERYTHING in units_of(page.visitor, operation)
    said = [all_feeds()[name].title(page.lang) for name in feeds]
    said += [] if whole else [district(code, page.lang) for code in own_units(page, operation)]
    return page.say("access.own_only", what=page.say("access.and").join(said)) if said else ""
