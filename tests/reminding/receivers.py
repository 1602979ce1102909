"""Receivers on this machine: a web server and a mail server that take, refuse, stall or fail as told."""

import json
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

from tests.browser.visiting import free_port

# Made for these tests alone: 127.0.0.1 vouches for itself.
CERTIFICATE = Path(__file__).with_name("loopback.pem")


class Posted:
    """One request as it came."""

    def __init__(self, path: str, headers: dict[str, str], body: bytes) -> None:
        self.path, self.headers, self.body = path, headers, body

    @property
    def key(self) -> str:
        return self.headers["idempotency-key"]

    @property
    def said(self) -> Any:
        return json.loads(self.body)


class WebReceiver:
    """Answers with the statuses given, the last one for ever; `before` is called between receiving and answering."""

    def __init__(self, *statuses: int, answer: bytes = b"ok", headers: dict[str, str] | None = None) -> None:
        self.posted: list[Posted] = []
        self.statuses = list(statuses) or [200]
        self.answer, self.headers = answer, headers or {}
        self.before: Callable[[], None] = lambda: None
        self.port = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    @contextmanager
    def open(self) -> Iterator["WebReceiver"]:
        """Receives while open; opened again it is on the same port."""
        server = ThreadingHTTPServer(("127.0.0.1", self.port), self._handler())
        self.port = server.server_address[1]
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                receiver.posted.append(Posted(self.path, headers, body))
                receiver.before()
                status = receiver.statuses.pop(0) if len(receiver.statuses) > 1 else receiver.statuses[0]
                self.send_response(status)
                for name, value in receiver.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(receiver.answer)

            def log_message(self, *_: object) -> None:
                """Says nothing on the terminal."""

        return Handler


class MailReceiver:
    """Keeps what is handed to it; `refuses` names addresses it does not know."""

    def __init__(self, refuses: tuple[str, ...] = (), answer: str = "250 OK") -> None:
        self.mails: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.users: list[str] = []
        self.refuses, self.answer = refuses, answer
        self.port = 0

    async def handle_RCPT(
        self, server: SMTP, session: Any, envelope: Any, address: str, options: list
    ) -> str:
        if address in self.refuses:
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        if self.answer.startswith("250"):
            self.raw.append(envelope.content)
            self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return self.answer

    @contextmanager
    def open(self, **options: Any) -> Iterator["MailReceiver"]:
        """Receives while open; opened again it is on the same port."""
        self.port = self.port or free_port()
        controller = Controller(self, hostname="127.0.0.1", port=self.port, **options)
        controller.start()
        try:
            yield self
        finally:
            controller.stop()

    def checks(self, user: str, password: str) -> Callable[..., AuthResult]:
        """An authenticator that knows one account."""

        def check(server: SMTP, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
            self.users.append(data.login.decode())
            known = (data.login, data.password) == (user.encode(), password.encode())
            return AuthResult(success=known, handled=False)

        return check


def tls() -> ssl.SSLContext:
    """The server's side of an encrypted line."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


def until(true: Callable[[], object], seconds: float = 20) -> None:
    """Waits for something to become true."""
    give_up_at = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < give_up_at, "it did not happen"
        time.sleep(0.02)
