"""Signing in at the running server, and sockets of whoever did."""

import re
import time

from httpx import Response
from starlette.testclient import TestClient, WebSocketTestSession

from tests.access.town import HERE, PASSWORD
from web.entrance.gate import COOKIE

HOST = HERE.removeprefix("http://")
LIVE, STREAM = "/api/live", "/_stcore/stream"


def sign_in(client: TestClient, password: str = PASSWORD, name: str = "zhou", **more: str) -> Response:
    headers = {"origin": HERE, "cookie": more.pop("cookie", "")}
    return client.post("/sign-in", data={"name": name, "password": password, **more}, headers=headers)


def held(answer: Response) -> str:
    """The secret that an answer gives the browser."""
    found = re.search(rf"{COOKIE}=([^;]+)", answer.headers.get("set-cookie", ""))
    return found[1] if found else ""


def who_is(client: TestClient, secret: str) -> int:
    return client.get("/api/entries", headers={"cookie": f"{COOKIE}={secret}"}).status_code


def connect(client: TestClient, secret: str, path: str = LIVE, **headers: str) -> WebSocketTestSession:
    sent = {"host": HOST, "origin": HERE, "cookie": f"{COOKIE}={secret}"} | headers
    return client.websocket_connect(path, headers={name: text for name, text in sent.items() if text})


def closing(socket: WebSocketTestSession) -> int:
    """The code with which the server closes a socket, within 5 s."""
    begun = time.monotonic()
    while True:
        message = socket.receive()
        assert time.monotonic() - begun < 5
        if message["type"] == "websocket.close":
            return message["code"]
