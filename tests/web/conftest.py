"""A copy of the sample day's ledger to write in."""

from collections.abc import Iterator

import pytest

from store.ledger import Ledger


@pytest.fixture
def ledger(sample_url: str) -> Iterator[Ledger]:
    opened = Ledger(sample_url)
    yield opened
    opened.close()
