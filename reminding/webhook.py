"""A reminder posted to a configured address, as JSON for programs or as the plain text that group robots take."""

import hmac
import json
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import urlsplit

from reminding.undelivered import Undelivered, hung_up_after, out_of_reach

# WeCom's limit for a text message (developer.work.weixin.qq.com, 群机器人配置说明); DingTalk's is higher.
ROBOT_BYTES = 2048
READ_BYTES = 4096
OK, REDIRECTS = range(200, 300), range(300, 400)


def as_json(values: Mapping) -> bytes:
    """The body for programs."""
    return json.dumps(values, ensure_ascii=False).encode()


def as_robot(text: str) -> bytes:
    """The body that robots of DingTalk and WeCom groups take."""
    return as_json({"msgtype": "text", "text": {"content": text}})


def signature(secret: str, data: bytes) -> str:
    """HMAC-SHA256 over the body as sent, spelt as in X-Hub-Signature-256."""
    return "sha256=" + hmac.digest(secret.encode(), data, "sha256").hex()


def post(address: str, data: bytes, key: str, secret: str | None, timeout_s: float) -> None:
    """Deliver a body to an address and nowhere else: no redirect, no proxy. Raises Undelivered.

    key: what the receiver knows a repeated delivery by.
    """
    headers = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": key}
    headers |= {"X-Signature-256": signature(secret, data)} if secret else {}
    parts = urlsplit(address)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=timeout_s)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        with hung_up_after(timeout_s, lambda: connection.sock):
            connection.request("POST", target, data, headers)
            _accepted(connection.getresponse())
    except OSError as fault:
        raise out_of_reach(fault) from fault
    except HTTPException as fault:
        raise Undelivered("garbled") from fault
    finally:
        connection.close()


def _accepted(answer: HTTPResponse) -> None:
    """Robots answer 200 whatever they think of it, and say in the body that it was refused."""
    if answer.status in REDIRECTS:
        raise Undelivered("redirect", answer.status)
    if answer.status not in OK:
        raise Undelivered("status", answer.status)
    if error := _error_code(answer.read(READ_BYTES)):
        raise Undelivered("robot", error)


def _error_code(body: bytes) -> int:
    try:
        said = json.loads(body)
    except ValueError:  # most receivers answer with words or with nothing
        return 0
    code = said.get("errcode") if isinstance(said, dict) else 0
    return code if isinstance(code, int) else 0
