"""What the screens say, as text and as tags."""

from html.parser import HTMLParser

from feeds import all_feeds
from readiness.board import Board
from tests.readiness.situations import at, declared
from views import board as view
from views import briefing
from views.board import Change

LEVELS = (declared("28 12:00", "IV"), declared("28 13:00", "II", issuer="msa"))


class Words(HTMLParser):
    """The text a page shows, the tags it is made of, and their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.shown, self.tags, self.attributes = [], [], []
        self.feed(html)

    def handle_data(self, data: str) -> None:
        self.shown.append(data)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.shown).split())


def changes(name: str = "渔船动态") -> list[Change]:
    return [Change(at("28 14:20"), "submission", name, "嵊泗县", "改 3", "R000031")]


def screens(seen: Board, lang: str, told: list[Change]) -> dict[str, str]:
    """Everything the overview, the departments and the shared screen say."""
    return {
        "header": view.header(seen, lang),
        "counters": view.counters(seen, lang),
        "side": view.side(seen, told, lang),
        **{f"lines {form.name}": view.feed_lines(seen, form, lang) for form in all_feeds().values()},
        "wall levels": briefing.levels(seen, lang),
        "wall counters": briefing.counters(seen, lang),
        "wall late": briefing.late(seen, told, lang),
        "wall levels linked": briefing.levels(seen, lang, linked=True),
        "wall counters linked": briefing.counters(seen, lang, linked=True),
        "wall late linked": briefing.late(seen, told, lang, linked=True),
    }
