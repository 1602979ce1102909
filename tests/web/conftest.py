"""A copy of the sample day's ledger to write in, and one of a real event that holds nothing yet."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.ledger import Ledger


@pytest.fixture
def ledger(sample_url: str) -> Iterator[Ledger]:
    opened = Ledger(sample_url)
    yield opened
    opened.close()


@pytest.fixture
def live_ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger(f"sqlite:///{tmp_path / 'live.sqlite3'}")
    opened.open_event("live", "2508")
    yield opened
    opened.close()
