"""Storm files as frames of the form `track`, read as the product reads them."""

from pathlib import Path

import pandas as pd

from feeds import feed
from feeds.check import check
from feeds.mapping import known_headers
from loaders.files import load_file

TRACKS = Path(__file__).parents[2] / "shared" / "data" / "tracks"
SEED = Path(__file__).parents[1] / "sample_data" / "track.csv"


def track_of(file: Path) -> pd.DataFrame:
    """The rows of a storm's file. Raises Refused for a file that is none."""
    table = load_file(file.read_bytes(), file.name, known_headers()).sheets[0].table
    return check(feed("track"), table.columns, table.rows, "city").table.to_pandas()
