"""Which edition of a form a template is: two templates that show the same have the same version."""

import hashlib
import json

from feeds.declaration import Column, Feed
from feeds.sentences import choices


def version(feed: Feed) -> str:
    """Eight hexadecimal digits over what a template shows: names, headers, types, units, what is required and to choose."""
    shown = json.dumps([_shown(column, feed) for column in feed.columns], ensure_ascii=False)
    return hashlib.sha256(shown.encode()).hexdigest()[:8]


def _shown(column: Column, feed: Feed) -> list[object]:
    listed = choices(column, feed, "zh")
    return [
        column.name,
        column.header,
        column.type,
        column.unit,
        column.required_where or column.required,
        listed,
    ]
