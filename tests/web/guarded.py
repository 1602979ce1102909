"""The whole way in on a ledger, without the pages: numbered, guarded, and asked who comes."""

import tempfile
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from access.door import Door
from store.entry import ReadOnly
from store.ledger import Ledger
from web.api.application import application
from web.entrance import sign_in
from web.entrance.gate import Gate
from web.entrance.sockets import Sockets
from web.report import plain
from web.serving import health
from web.serving.guard import Guard
from web.serving.noting import Noting
from web.serving.standing import Standing

HERE = "http://127.0.0.1:8501"


def _fails(request: Request) -> Response:
    raise ReadOnly if "store" in request.query_params else ValueError("张三的电话 13800000000")


def way_in(ledger: Ledger, standing: Standing | None = None) -> tuple[TestClient, Door]:
    """A browser in front of it, and the door behind it. /levels fails."""
    door = Door(ledger, Path(tempfile.mkdtemp()))
    routes = [
        *health.routes(lambda: ledger, standing or Standing()),
        *sign_in.routes(lambda: door),
        *plain.routes(lambda: ledger),
        Mount("/api", application(lambda: ledger)),
        Route("/levels", _fails),
    ]
    gate = Middleware(Gate, door=lambda: door, sockets=Sockets())
    app = Starlette(routes=routes, middleware=[Middleware(Noting), Middleware(Guard), gate])
    client = TestClient(app, base_url=HERE, headers={"origin": HERE}, follow_redirects=False)
    return client, door


def sign_in_as(client: TestClient, name: str) -> None:
    """A ready person of a demo."""
    assert client.post("/sign-in", data={"ready": name}).status_code == 303
