"""An empty live ledger and an empty demo's, for what comes in."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from store.ledger import Ledger
from tests.papers import Paper, changed, sample_rows
from tests.store.boats import Wall

AFTERNOON = datetime(2025, 7, 28, 7, tzinfo=UTC)


@pytest.fixture
def wall() -> Wall:
    """A clock on the wall at the storm's afternoon."""
    return Wall(AFTERNOON)


@pytest.fixture
def ledger(tmp_path: Path, wall: Wall) -> Iterator[Ledger]:
    """A ledger that serves a real event and holds nothing yet."""
    opened = Ledger(f"sqlite:///{tmp_path / 'live.sqlite3'}", wall)
    opened.open_event("live", "2508")
    yield opened
    opened.close()


@pytest.fixture
def demo(tmp_path: Path, wall: Wall) -> Iterator[Ledger]:
    """A ledger whose past may be written."""
    opened = Ledger(f"sqlite:///{tmp_path / 'demo.sqlite3'}", wall)
    opened.open_event("demo", "2508", AFTERNOON)
    yield opened
    opened.close()


@pytest.fixture
def farms() -> Paper:
    """The sample day's farms."""
    return sample_rows("aquaculture")


@pytest.fixture
def islands() -> Paper:
    """Those of one county."""
    return sample_rows("aquaculture", "嵊泗县")


@pytest.fixture
def sample_ledger(sample_url: str) -> Iterator[Ledger]:
    """The sample day, to write into."""
    opened = Ledger(sample_url)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def fleet() -> Paper:
    """Every boat, one of those in port now at sea beside those that will be spoilt."""
    boats = sample_rows("fishing_vessels")
    return changed(boats, {1: {"在港状态": "出海"}})
