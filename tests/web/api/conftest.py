"""A program in front of an empty live ledger, and what it sends."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from httpx import Response
from starlette.testclient import TestClient

from store.ledger import Ledger
from tests.papers import Paper, sample_rows
from web.api.application import application

FARMS, PREVIEWS = "/feeds/aquaculture/submissions", "/feeds/aquaculture/previews"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger(f"sqlite:///{tmp_path / 'live.sqlite3'}")
    opened.open_event("live", "2508")
    yield opened
    opened.close()


@pytest.fixture
def program(ledger: Ledger) -> TestClient:
    return TestClient(application(lambda: ledger))


@pytest.fixture
def farms() -> Paper:
    return sample_rows("aquaculture")


def send(program: TestClient, data: bytes, key: str = "", **asked: str) -> Response:
    """A file of farms, posted."""
    return program.post(
        FARMS,
        params={"unit": "全市", "actor": "接口"} | asked,
        content=data,
        headers={"idempotency-key": key} if key else {},
    )
