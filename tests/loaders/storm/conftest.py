"""A ledger to check tracks against; examining writes nothing into it."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from store.ledger import Ledger


@pytest.fixture(scope="module")
def ledger_of_storms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """An empty live ledger, in 2026: best tracks come a year after the storm."""
    path = tmp_path_factory.mktemp("storms") / "live.sqlite3"
    ledger = Ledger(f"sqlite:///{path}", lambda: datetime(2026, 7, 1, tzinfo=UTC))
    ledger.open_event("live", "2508")
    yield ledger
    ledger.close()
