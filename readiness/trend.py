"""How a form's measures moved: each measure after each file that changed it."""

from collections.abc import Iterable
from datetime import datetime

import pandas as pd

from feeds.declaration import Feed
from feeds.tally import tally


def trend(feed: Feed, pictures: Iterable[tuple[datetime, pd.DataFrame]]) -> pd.DataFrame:
    """One row per moment and measure with a number.

    `pictures`: (moment, the form's rows as known then). Columns: at (aware UTC), measure (id), value, total (or NaN).
    """
    rows = [
        {"at": at, "measure": result.counter.id, "value": float(result.value), "total": result.total}
        for at, frame in pictures
        if len(frame)
        for result in tally(feed, frame)
        if isinstance(result.value, int | float)
    ]
    return pd.DataFrame(rows, columns=["at", "measure", "value", "total"])
