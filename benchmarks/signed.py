"""Who asks when something is measured: a machine that signs (for httpx, as `auth=`), or one of the demo's people."""

import secrets
import time
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

import httpx

from access.door import Door
from access.identity import EVERYTHING, Scope
from access.machines import KEY, NONCE, SIGNATURE, TIMESTAMP, key_of, signature
from store.ledger import Ledger


@dataclass
class Signed(httpx.Auth):
    """Signs whatever is sent with a key of that name."""

    name: str
    key: str
    requires_request_body = True

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """The request with its four headers."""
        timestamp, nonce = str(int(time.time())), secrets.token_urlsafe(16)
        address = request.url.raw_path.decode("ascii")
        told = signature(self.key, request.method, address, timestamp, nonce, request.content)
        request.headers.update({KEY: self.name, TIMESTAMP: timestamp, NONCE: nonce, SIGNATURE: told})
        yield request


def new_key(url: str, folder: Path, title: str = "接口", scope: Scope | None = None) -> Signed:
    """A key of everything, or of a scope, issued in the ledger at that address, whose secrets lie in that folder."""
    ledger = Ledger(url)
    door = Door(ledger, folder)
    everything = Scope(frozenset([EVERYTHING]), frozenset([EVERYTHING]))
    name = door.administration("system").issue_key(title, scope or everything)
    ledger.close()
    return Signed(name, key_of(door.secret, name))


def signed_in(address: str, who: str = "duty") -> str:
    """The cookie of one of the demo's people."""
    answer = httpx.post(f"{address}/sign-in", data={"ready": who}, trust_env=False)
    return answer.headers["set-cookie"].partition(";")[0]
