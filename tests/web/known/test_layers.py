"""Map layers kept by their content."""

import gzip
import json

from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.identities import As, somebody
from web.known.layers import ROUTE, Shelf, publish

POINTS = json.dumps([{"lon": 122.1, "lat": 30.0, "name": "浙普渔"}] * 500).encode()


def client() -> TestClient:
    return TestClient(As(Starlette(routes=[ROUTE]), somebody()))


def test_a_layer_comes_back_as_it_was_published() -> None:
    answer = client().get(publish(POINTS))
    assert answer.content == POINTS
    assert answer.headers["content-encoding"] == "gzip"
    assert "immutable" in answer.headers["cache-control"]
    assert int(answer.headers["content-length"]) < len(POINTS) / 10


def test_the_same_layer_keeps_its_address_and_another_gets_its_own() -> None:
    assert publish(POINTS) == publish(bytes(POINTS))
    assert publish(POINTS) != publish(POINTS + b" ")


def test_a_browser_that_has_the_layer_is_told_so() -> None:
    address = publish(POINTS)
    tag = client().get(address).headers["etag"]
    assert client().get(address, headers={"if-none-match": tag}).status_code == 304


def test_a_layer_nobody_published_is_not_found() -> None:
    assert client().get(f"/api/layers/{'0' * 32}.json").status_code == 404


def test_the_least_used_layer_is_dropped_first() -> None:
    raw = [bytes([n]) * 10 for n in range(3)]
    shelf = Shelf(limit_bytes=2 * len(gzip.compress(raw[0], 6, mtime=0)))
    first, second = shelf.put(raw[0]), shelf.put(raw[1])
    shelf.get(first)
    third = shelf.put(raw[2])
    assert [shelf.get(name) is not None for name in (first, second, third)] == [True, False, True]
