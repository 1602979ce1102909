"""A cell as it might be filled in, for those who have never seen the form."""

from feeds.declaration import Column, Feed
from feeds.sentences import choices

PLAIN = 12
OF_A_TYPE = {
    "id": "ZS-0001",
    "time": "2025-07-28 15:00",
    "figure": "234余",
    "lon": "122.2072",
    "lat": "29.9853",
}


def example(column: Column, feed: Feed) -> str:
    """One cell the column would take, in Chinese; empty where any text would do."""
    listed = choices(column, feed, "zh")
    if listed:
        return listed[0]
    if column.type not in ("count", "number"):
        return OF_A_TYPE.get(column.type, "")
    return f"{_number(column):g}余" if column.qualified else f"{_number(column):g}"


def _number(column: Column) -> float:
    """A dozen, or where that is out of range, the middle of what is in it."""
    least = PLAIN if column.min is None else column.min
    most = max(least, PLAIN) if column.max is None else column.max
    return PLAIN if least <= PLAIN <= most else (least + most) // 2
