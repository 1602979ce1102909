"""A city in use with everybody whom the access table tells apart, and how each of them asks."""

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import streamlit as st
from httpx import Response
from starlette.testclient import TestClient
from streamlit import config
from streamlit.runtime import Runtime
from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string

from access.door import Door
from access.identity import Identity, Scope
from access.machines import key_of, signature
from domain.receipts import receipt_number
from feeds import feed
from intake.receive import receive
from store.ledger import Ledger
from tests.papers import Paper, printed, sample_rows
from web.app import options
from web.entrance import sockets
from web.entrance.gate import COOKIE
from web.serving import office

PASSWORD = "evening tide 03"
HERE = "http://127.0.0.1:8501"
TINY = Path(__file__).parents[1] / "browser" / "tiny" / "dashboard.py"
OWN = {"a": ("fishing_vessels", "putuo", "普陀区"), "b": ("aquaculture", "daishan", "岱山县")}
PEOPLE = ("viewer", "liaison_a", "liaison_b", "duty_officer", "approver", "administrator")
XSRF = generate_xsrf_token_string()


def own_rows(name: str, place: str, count: int = 30) -> Paper:
    """Rows of a sample file that lie in one district."""
    return sample_rows(name, place, count)


@dataclass
class Town:
    """A live store, its door, and what each role holds: a visit's secret, or a key's name."""

    ledger: Ledger
    door: Door
    visits: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)

    @property
    def administration(self):
        return self.door.administration("测试")

    def open_to_the_public(self, is_open: bool) -> None:
        self.administration.set("public_reading", is_open)

    def who(self, role: str) -> Identity:
        """As a page of that role's browser knows its visitor: a machine has no pages."""
        return self.door.visits.who(self.visits.get(role, ""))

    def enter(self, role: str) -> str:
        """A new visit."""
        if role == "screen":
            return self.door.visits.show_screen(
                self.administration.issue_screen(f"屏{secrets.token_hex(4)}", "briefing")
            )
        return self.door.visits.let_in(self.door.register.accounts[role])

    def with_zhou(self) -> None:
        """周宁 is a viewer who has a password."""
        self.administration.set_account("zhou", "周宁", frozenset(["viewer"]), Scope())
        self.administration.set_password("zhou", PASSWORD)

    def everybody_is_in(self) -> None:
        """Whoever's visit is over has a new one."""
        for role, secret in self.visits.items():
            if not self.door.visits.who(secret).is_known:
                self.visits[role] = self.enter(role)

    def headers(self, role: str, method: str, address: str, body: bytes = b"") -> dict[str, str]:
        """What a browser or a machine of that role sends along."""
        sent = {"accept": "application/json", "origin": HERE, "x-xsrftoken": XSRF}
        cookies = [f"_streamlit_xsrf={XSRF}"]
        if role in self.visits:
            cookies.append(f"{COOKIE}={self.visits[role]}")
        if role in self.keys:
            sent |= signed(self.door, self.keys[role], method, address, body)
        return sent | {"cookie": "; ".join(cookies)}


def signed(
    door: Door, key: str, method: str, address: str, body: bytes, at: int | None = None
) -> dict[str, str]:
    """The headers by which a machine signs a request."""
    timestamp = str(int(door.sessions.wall().timestamp()) if at is None else at)
    nonce = secrets.token_hex(8)
    told = signature(key_of(door.secret, key), method, address, timestamp, nonce, body)
    return {"x-key": key, "x-timestamp": timestamp, "x-nonce": nonce, "x-signature": told}


def town(ledger: Ledger) -> Town:
    """Everybody in it, and a report of each liaison."""
    made = Town(ledger, office.door_of(ledger))
    doing, nothing = made.administration, Scope()
    for role in PEOPLE:
        name, _, which = role.partition("_")
        liaison = name == "liaison"
        scope = Scope(*(frozenset([own]) for own in OWN[which][:2])) if liaison else nothing
        doing.set_account(role, f"某{role}", frozenset([name if liaison else role]), scope)
        made.visits[role] = made.enter(role)
    # The first start of a store that nobody can administer would change this account.
    doing.set_password("administrator", PASSWORD)
    made.visits["administrator"] = made.enter("administrator")
    made.visits["screen"] = made.enter("screen")
    for which, (form, unit, place) in OWN.items():
        made.keys[f"machine_{which}"] = doing.issue_key(
            f"机{which}", Scope(frozenset([form]), frozenset([unit]))
        )
        outcome = receive(
            ledger, feed(form), unit, printed(own_rows(form, place)), f"{which}.csv", f"某liaison_{which}"
        )
        made.numbers[which] = receipt_number(outcome.entry.seq)
    return made


@contextmanager
def live_town(folder: Path) -> Iterator[Town]:
    """A live store of this process with everybody in it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STORE_URL", f"sqlite:///{folder / 'ledger.sqlite3'}")
        office.ledger().open_event("live", "2508")
        yield town(office.ledger())


@contextmanager
def running() -> Iterator[TestClient]:
    """The whole server on the store of this process; it looks more often than else which visits hold."""
    config.set_option("server.address", "127.0.0.1")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sockets, "LOOK_S", 0.05)
        try:
            with TestClient(st.App(TINY, **options()), base_url=HERE, follow_redirects=False) as client:
                yield client
        finally:
            Runtime._instance = None  # one a process, and it does not leave when it stops


def ask(client: TestClient, here: Town, role: str, asked: str) -> Response:
    """A request as somebody of that role makes it."""
    method, _, address = asked.format(**here.numbers).partition(" ")
    url, files, body = urlsplit(address), None, b""
    if method == "POST" and url.path == "/plain":
        files = {name: (None, value[0]) for name, value in parse_qs(url.query).items()}
        files |= {"file": ("a.csv", b"x"), "check": (None, "x")}
    elif method == "POST" and url.path.startswith("/api/"):
        body = b"x"
    if files:  # signed as it is sent
        request = client.build_request(method, address, files=files)
        body = request.read()
        kind = {"content-type": request.headers["content-type"]}
    else:
        kind = {"content-type": "application/x-www-form-urlencoded"} if method == "POST" else {}
    return client.request(
        method, address, content=body, headers=here.headers(role, method, address, body) | kind
    )


class TurnedAway(Exception):
    """Whoever opened a page may not see it."""


def turn_away() -> None:
    """In place of Streamlit's own way to stop a page, which lets a test look at one page only."""
    raise TurnedAway


def was_refused(answer: Response) -> bool:
    """Whether the access table stood in the way, and not what was asked for."""
    if answer.headers.get("content-type", "").startswith("application/json"):
        told = json.loads(answer.content)
        return isinstance(told, dict) and str(told.get("code", "")).startswith("access.")
    # The plain page tells a person, not a program.
    return answer.status_code == 403 and str(answer.url.path).startswith("/plain")
