"""A receipt in words, the same on every page that gives one."""

from domain.clock import stamp
from domain.words import say
from feeds import all_feeds
from store.entry import Entry
from views.receipts import bringing, rows_brought
from web.known.situation import district


def facts(entry: Entry, lang: str) -> list[tuple[str, str]]:
    """Title and value of what a receipt says beside its number."""
    feed = all_feeds()[entry.feed]
    said = [
        ("report.form", feed.title(lang)), ("report.unit", district(entry.scope, lang)),
        ("entries.received_at", stamp(entry.received_at)),
        ("entries.as_of", stamp(entry.as_of) if entry.as_of else say(lang, "entries.no_cut_off")),
        ("entries.rows", rows_brought(entry.rows, entry.detail, lang)), ("entries.actor", entry.actor), ("entries.file", entry.filename),
        ("entries.sha256", entry.sha256),
    ]  # fmt: skip
    return [*((say(lang, code), value) for code, value in said), *bringing(entry.detail, lang)]
