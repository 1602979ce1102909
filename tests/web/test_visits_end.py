"""How visits end: everywhere at once, and open sockets with them."""

import itertools
import re
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from access.identity import Scope
from access.secret import hashed
from access.visits import IDLE, LONGEST
from feeds import feed
from intake.arrivals import arrive
from store.entry import utc_now
from tests.access.town import HERE, PASSWORD, Town
from tests.web.signing_in import HOST, LIVE, STREAM, closing, connect, held, sign_in, who_is
from web.entrance import sockets
from web.entrance.gate import COOKIE
from web.entrance.sockets import OVER
from web.frame import live


def test_the_open_visits_are_looked_at_often_enough_for_five_seconds() -> None:
    # running() looks oftener still; what is written in the module is the server's own pace.
    written = re.search(r"^LOOK_S = ([\d.]+)$", Path(sockets.__file__).read_text("utf-8"), re.M)
    assert written and float(written[1]) <= 2


def end(how: str, here: Town, client: TestClient, secret: str) -> None:
    """Ends the visit of zhou."""
    doing = here.administration
    {
        "signing out": lambda: client.post(
            "/sign-out", headers={"cookie": f"{COOKIE}={secret}", "origin": HERE}
        ),
        "another role": lambda: doing.set_account("zhou", "周宁", frozenset(["approver"]), Scope()),
        "another password": lambda: doing.set_password("zhou", PASSWORD),
        "shutting the account": lambda: doing.disable("zhou"),
        "half an hour of nothing": lambda: late(here, IDLE),
        "twelve hours": lambda: late(here, LONGEST),
        "a clock set back": lambda: late(here, -timedelta(hours=1)),
    }[how]()


ENDS = (
    "signing out", "another role", "another password", "shutting the account", "half an hour of nothing", "twelve hours",
    "a clock set back",
)  # fmt: skip


def late(here: Town, by: timedelta) -> None:
    here.door.sessions.wall = lambda: utc_now() + by + timedelta(seconds=1)


@pytest.mark.parametrize("path", [LIVE, STREAM])
@pytest.mark.parametrize("how", ENDS)
def test_a_visit_that_is_over_loses_its_open_socket(
    client: TestClient, here: Town, how: str, path: str
) -> None:
    here.with_zhou()
    secret = held(sign_in(client))
    with connect(client, secret, path) as socket:
        end(how, here, client, secret)
        assert closing(socket) == OVER
    assert who_is(client, secret) == 401
    with pytest.raises(WebSocketDisconnect), connect(client, secret, path):
        pass
    here.door.sessions.wall = utc_now
    assert here.who("approver").is_known  # and nobody else's


def test_a_visit_that_is_used_lasts_twelve_hours_and_not_a_minute_longer(here: Town) -> None:
    secret, begun = here.enter("viewer"), utc_now()
    visit = hashed(secret)
    for minutes in range(20, 12 * 60, 20):
        here.door.sessions.wall = lambda minutes=minutes: begun + timedelta(minutes=minutes)
        assert here.door.visits.who(secret).is_known
        here.door.visits.is_there(visit)
    here.door.sessions.wall = lambda: begun + LONGEST + timedelta(minutes=1)
    here.door.visits.is_there(visit)
    assert not here.door.visits.who(secret).is_known


def test_an_open_page_that_fetches_by_itself_keeps_no_visit_alive(client: TestClient, here: Town) -> None:
    secret, begun = here.enter("viewer"), utc_now()
    for minutes in (10, 20, 29):
        here.door.sessions.wall = lambda minutes=minutes: begun + timedelta(minutes=minutes)
        for address in ("/_stcore/health", "/api/layers/none.json", "/_stcore/host-config", "/office.js"):
            client.get(address, headers={"cookie": f"{COOKIE}={secret}", "accept": "*/*"})
    here.door.sessions.wall = lambda: begun + timedelta(minutes=31)
    assert who_is(client, secret) == 401
    # By this a page that no socket tells so knows that it is to leave (web/frame/live.js).
    assert client.get("/office.js", headers={"cookie": f"{COOKIE}={secret}"}).status_code == 401


def test_a_page_asks_whether_its_visit_is_over_without_opening_a_page() -> None:
    script = (Path(live.__file__).parent / "live.js").read_text("utf-8")
    assert re.findall(r"fetch\(([^,]+),", script) == ['"/office.js"']


def test_a_password_changed_while_the_old_one_was_being_checked_lets_nobody_stay(here: Town) -> None:
    proven = here.door.register.accounts["zhou"]
    here.administration.set_password("zhou", PASSWORD)
    assert not here.door.visits.who(here.door.visits.let_in(proven)).is_known


def test_a_store_that_cannot_be_read_for_a_moment_does_not_end_the_watch(
    client: TestClient, here: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks, twice = itertools.count(1), Event()

    def unreadable() -> float:
        if next(looks) > 1:
            twice.set()
        raise OSError

    secret = here.enter("viewer")
    with connect(client, secret) as socket:
        monkeypatch.setattr(here.door.denials, "_clock", unreadable)
        assert twice.wait(5)
        monkeypatch.undo()
        here.door.visits.leave(hashed(secret))
        assert closing(socket) == OVER


def test_free_reading_shows_the_boards_to_everybody_and_ends_with_the_setting(
    client: TestClient, here: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks, thrice = itertools.count(1), Event()
    assert client.get("/").status_code == 401
    here.open_to_the_public(True)
    assert (client.get("/").status_code, client.get("/ledger").status_code) == (200, 401)
    with client.websocket_connect(LIVE, headers={"host": HOST, "origin": HERE}) as socket:
        assert socket.receive_json()
        monkeypatch.setattr(
            here.door.denials, "_clock", lambda: (thrice.set() if next(looks) > 3 else None) or 0.0
        )
        assert thrice.wait(5)
        monkeypatch.undo()
        arrive(here.ledger, feed("supplies"), "city", b"x", "a.csv", "某", None)
        assert socket.receive_json()["v"] == here.ledger.position()  # look after look it goes on
        here.open_to_the_public(False)
        assert closing(socket) == OVER
    assert client.get("/").status_code == 401
