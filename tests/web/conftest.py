"""A copy of the sample day's ledger to write in, and one of a real event that holds nothing yet."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.ledger import Ledger
from tests.identities import somebody


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


@pytest.fixture(autouse=True)
def signed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no gate stands in front of a page, somebody looks who may everything."""
    for room in ("acting", "frame"):
        monkeypatch.setattr(f"web.{room}.visitor", lambda: somebody("王联络"))
