"""A program in front of an empty live ledger, and what it sends."""

import pytest
from httpx import Response
from starlette.testclient import TestClient

from store.ledger import Ledger
from tests.identities import As, somebody
from tests.papers import Paper, sample_rows
from web.api.application import application

FARMS, PREVIEWS = "/feeds/aquaculture/submissions", "/feeds/aquaculture/previews"


@pytest.fixture
def ledger(live_ledger: Ledger) -> Ledger:
    return live_ledger


@pytest.fixture
def program(ledger: Ledger) -> TestClient:
    return TestClient(As(application(lambda: ledger), somebody("接口")))


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
