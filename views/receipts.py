"""What a receipt says of its measures: as they stood before a file and after it."""

from feeds.declaration import Feed
from feeds.tally import Tally
from readiness.measures import counted, silent_districts
from views import text


def stated(feed: Feed, tally: Tally | None, scopes: frozenset[str], lang: str) -> str:
    """A measure as a picture of these units' files states it: value/total, unit, and what must be said beside it."""
    if tally is None:
        return "—"
    measure = counted(feed, tally, {}, silent_districts(feed, scopes))
    said = [text.fraction(measure, lang), text.unit(measure, lang)]
    return " ".join(part for part in (*said, *text.notes(measure, lang)) if part)
