"""What a machine signs: HMAC-SHA256 over method, address, time, nonce and the hash of what it sends.

Headers: X-Key (the key's name), X-Timestamp (seconds since 1970), X-Nonce (said once), X-Signature (hex of the HMAC over
METHOD \\n path?query \\n timestamp \\n nonce \\n sha256 of the body in hex). The key is derived from the server's secret and its
name, so that the database holds nothing to sign with.
"""

from __future__ import annotations

import hmac
import re
from hashlib import sha256

from access.identity import NOBODY, Identity
from access.register import Known
from access.secret import derived
from access.visits import token_of
from store.sessions import Sessions

CLOCKS_DIFFER_S = 300
KEY, TIMESTAMP, NONCE, SIGNATURE = "x-key", "x-timestamp", "x-nonce", "x-signature"
MACHINE = "machine"
_SECONDS, _NONCE = re.compile(r"\d{1,12}"), re.compile(r"[\x21-\x7e]{8,100}")


def key_of(secret: bytes, name: str) -> str:
    """What the machine of that key signs with; printed once, and the same each time it is derived."""
    return derived(secret, f"machine-key:{name}").hex()


def signature(key: str, method: str, address: str, timestamp: str, nonce: str, body: bytes) -> str:
    """The hex text of X-Signature. address: path and, where there is one, ? and query, as sent."""
    told = "\n".join((method, address, timestamp, nonce, sha256(body).hexdigest()))
    return hmac.new(bytes.fromhex(key), told.encode(), sha256).hexdigest()


class Machines:
    """Who signed a request."""

    def __init__(self, known: Known, sessions: Sessions, secret: bytes) -> None:
        self._known, self._sessions, self._secret = known, sessions, secret

    def is_known(self, name: str) -> bool:
        """Whether there is a key of that name that has not been revoked."""
        token = token_of(self._known(), name)
        return token is not None and token.kind == MACHINE

    def who(self, headers: dict[str, str], method: str, address: str, body: bytes) -> Identity:
        """The machine that signed this now and for the first time; nobody otherwise."""
        name, timestamp, nonce = (headers.get(header, "") for header in (KEY, TIMESTAMP, NONCE))
        token = token_of(self._known(), name)
        if token is None or token.kind != MACHINE or not _SECONDS.fullmatch(timestamp):
            return NOBODY
        apart_s = abs(self._sessions.wall().timestamp() - int(timestamp))
        right = signature(key_of(self._secret, name), method, address, timestamp, nonce, body)
        said = headers.get(SIGNATURE, "")
        if not hmac.compare_digest(right.encode(), said.encode()) or not _NONCE.fullmatch(nonce):
            return NOBODY
        if apart_s > CLOCKS_DIFFER_S or not self._sessions.first_time(name, nonce, 2 * CLOCKS_DIFFER_S):
            return NOBODY
        return token.identity()
