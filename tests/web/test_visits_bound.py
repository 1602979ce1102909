"""What a visit and a signature are bound to: the browser that holds it, pages of ours, one request."""

from datetime import timedelta

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from streamlit.runtime import Runtime

from store.entry import utc_now
from tests.access.town import HERE, PASSWORD, XSRF, Town, signed
from tests.web.signing_in import HOST, LIVE, STREAM, connect, held
from web.entrance.gate import COOKIE

FORGED = {
    "x-office-visit": "{visit}", "X-Office-Visit": "{visit}", "x-office-name": "administrator", "x-office-roles": "administrator",
    "x-forwarded-user": "administrator", "remote-user": "administrator", "x_office_visit": "{visit}",
}  # fmt: skip


def test_nobody_becomes_somebody_by_a_header(client: TestClient, here: Town) -> None:
    visit = here.who("administrator").visit
    for name, text in FORGED.items():
        assert client.get("/api/entries", headers={name: text.format(visit=visit)}).status_code == 401
        with (
            pytest.raises(WebSocketDisconnect),
            connect(client, "", STREAM, **{name: text.format(visit=visit)}),
        ):
            pass


def test_pages_are_told_the_visit_of_the_socket_and_no_forged_one(client: TestClient, here: Town) -> None:
    seen: list[list[tuple[bytes, bytes]]] = []

    async def listen(scope, receive, send) -> None:
        seen.append([pair for pair in scope["headers"] if pair[0].lower().startswith(b"x-office-")])
        await receive()
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.close", "code": 1000})

    from starlette.testclient import TestClient as Client

    from web.entrance.gate import Gate
    from web.entrance.sockets import Sockets
    from web.serving import office

    gate = Gate(listen, office.door, Sockets())
    forged = here.who("administrator").visit
    with connect(Client(gate, base_url=HERE), here.visits["viewer"], STREAM, **{"X-OFFICE-VISIT": forged}):
        pass
    assert seen == [[(b"x-office-visit", here.who("viewer").visit.encode())]]


FOREIGN = ("http://evil.example", "null", "http://127.0.0.1:8502", "http://127.0.0.1:8501.evil.example", "http://[",
           f"http://{HOST}@evil.example")  # fmt: skip


def test_what_another_site_sends_in_a_visitors_name_is_refused(client: TestClient, here: Town) -> None:
    cookie, wrong = f"{COOKIE}={here.visits['liaison_a']}", []
    address = "/api/feeds/fishing_vessels/submissions?unit=putuo"
    before = here.ledger.position()
    for sent in (
        [{"origin": each} for each in FOREIGN] + [{"referer": f"{each}/page"} for each in FOREIGN] + [{}]
    ):
        answer = client.post(address, content=b"x", headers={"cookie": cookie, **sent})
        wrong += [] if answer.status_code == 403 else [(sent, answer.status_code)]
    assert not wrong and here.ledger.position() == before
    ours = client.post(address, content=b"x", headers={"cookie": cookie, "referer": f"{HERE}/report"})
    assert ours.status_code == 422


def test_another_sites_form_signs_nobody_in(client: TestClient) -> None:
    typed = {"name": "zhou", "password": PASSWORD}
    for sent in ({"origin": "http://evil.example"}, {"referer": "http://evil.example/form"}):
        assert not held(client.post("/sign-in", data=typed, headers=sent))


def test_a_socket_opens_from_a_page_of_ours_alone(client: TestClient, here: Town) -> None:
    for path in (LIVE, STREAM):
        for origin in ("", "http://evil.example", "null", "http://127.0.0.1:8502"):
            with (
                pytest.raises(WebSocketDisconnect),
                connect(client, here.visits["viewer"], path, origin=origin),
            ):
                pass
        with connect(client, here.visits["viewer"], path):
            pass


def test_a_foreign_host_is_served_nothing(client: TestClient, here: Town) -> None:
    for host in ("evil.example", "127.0.0.1.evil.example", "10.0.0.5", ""):
        answer = client.get("/healthz", headers={"host": host})
        assert answer.status_code == 403


def test_what_is_said_twice_is_believed_neither_way(client: TestClient, here: Town) -> None:
    mine, other = (f"{COOKIE}={here.visits[role]}" for role in ("viewer", "administrator"))
    answer = client.get("/api/entries", headers=[("cookie", mine), ("cookie", other)])
    assert answer.status_code == 401
    both = {"cookie": f"{mine}; {other}"}
    assert client.get("/api/entries", headers=both).status_code == 401
    twice = [("cookie", mine), ("origin", HERE), ("origin", "http://evil.example")]
    assert client.get("/api/entries", headers=twice).status_code == 401


@pytest.mark.parametrize("beside", ['a="; b=1', "bad[name]=1", "{}", "=;;=", 'json={"a": "b"}', "名=值"])
def test_cookies_of_other_programs_of_the_host_stand_in_nobodys_way(
    client: TestClient, here: Town, beside: str
) -> None:
    cookie = f"{beside}; {COOKIE}={here.visits['viewer']}; {beside}".encode()
    assert client.get("/api/entries", headers={"cookie": cookie}).status_code == 200


def test_a_file_is_taken_from_a_page_only_with_its_own_token(client: TestClient, here: Town) -> None:
    cookie = f"{COOKIE}={here.visits['liaison_a']}"
    right = {"cookie": f"{cookie}; _streamlit_xsrf={XSRF}", "origin": HERE}
    address, files = f"{STREAM.rpartition('/')[0]}/upload_file/none/none", {"file": ("a.csv", b"x")}
    missing = client.put(address, files=files, headers=right)
    foreign = client.put(address, files=files, headers=right | {"x-xsrftoken": "2|00000000|00|1"})
    without_cookie = client.put(
        address, files=files, headers={"cookie": cookie, "origin": HERE, "x-xsrftoken": XSRF}
    )
    own = client.put(address, files=files, headers=right | {"x-xsrftoken": XSRF})
    assert [each.status_code for each in (missing, foreign, without_cookie)] == [403, 403, 403]
    assert own.status_code == 400  # no such page is open
    assert client.delete(address, headers=right).status_code == 403


SUBMIT = "/api/feeds/fishing_vessels/submissions?unit=putuo&filename=a.csv"


def posted(
    client: TestClient,
    headers: dict[str, str],
    address: str = SUBMIT,
    body: bytes = b"x",
    method: str = "POST",
):
    return client.request(method, address, content=body, headers=headers).status_code


def test_a_signature_is_good_once_for_what_was_signed_and_now(client: TestClient, here: Town) -> None:
    key, door = here.keys["machine_a"], here.door

    def sign(at: int | None = None, address: str = SUBMIT) -> dict[str, str]:
        return signed(door, key, "POST", address, b"x", at)

    good = sign()
    assert (posted(client, good), posted(client, good)) == (
        422,
        401,
    )  # it cannot be read, and then: said before
    now = int(door.sessions.wall().timestamp())
    told = {
        "an old clock": posted(client, sign(now - 301)),
        "a clock ahead": posted(client, sign(now + 301)),
        "another body": posted(client, sign(), body=b"y"),
        "another query": posted(client, sign(), SUBMIT.replace("putuo", "city")),
        "another path": posted(client, sign(), SUBMIT.replace("submissions", "previews")),
        "another method": posted(client, sign(), method="PUT"),
        "another key": posted(client, sign() | {"x-key": here.keys["machine_b"]}),
        "no key": posted(client, sign() | {"x-key": "k0000"}),
        "no nonce": posted(client, sign() | {"x-nonce": ""}),
        "another nonce": posted(client, sign() | {"x-nonce": "0123456789"}),
        "another time": posted(client, sign() | {"x-timestamp": str(now - 1)}),
        "no signature": posted(client, sign() | {"x-signature": ""}),
        "letters": posted(client, sign() | {"x-signature": "zz"}),
    }
    assert set(told.values()) == {401}, told
    assert posted(client, sign(now - 290)) == 422


def test_a_replay_is_known_when_the_clock_was_set_back(client: TestClient, here: Town) -> None:
    good = signed(here.door, here.keys["machine_a"], "POST", SUBMIT, b"x")
    assert posted(client, good) == 422
    for minutes in (-4, 4, -60):
        here.door.sessions.wall = lambda minutes=minutes: utc_now() + timedelta(minutes=minutes)
        assert posted(client, good) == 401


def test_who_shows_two_of_them_is_not_the_more_powerful_one(client: TestClient, here: Town) -> None:
    cookie = {"cookie": f"{COOKIE}={here.visits['duty_officer']}", "origin": HERE}
    of_machine = signed(here.door, here.keys["machine_a"], "GET", "/api/feeds/aquaculture/rows", b"")
    assert client.get("/api/feeds/aquaculture/rows", headers=cookie).status_code == 200
    assert client.get("/api/feeds/aquaculture/rows", headers=cookie | of_machine).status_code == 403
    assert client.get("/api/entries", headers=cookie | {"x-key": "anything"}).status_code == 401
    assert (
        client.get("/api/entries", headers=cookie | {"authorization": "Bearer anything"}).status_code == 401
    )


def test_a_key_that_is_taken_back_signs_nothing_more(client: TestClient, here: Town) -> None:
    key = here.administration.issue_key("机丙", here.door.register.tokens[here.keys["machine_a"]].scope)
    assert posted(client, signed(here.door, key, "POST", SUBMIT, b"x")) == 422
    here.administration.revoke(key)
    assert posted(client, signed(here.door, key, "POST", SUBMIT, b"x")) == 401


def test_a_page_of_anothers_browser_cannot_be_taken_over(client: TestClient, here: Town) -> None:
    pages = Runtime.instance()._session_mgr

    def opened(role: str, known: str = "") -> str:
        """The id of the page that a socket is given, which asks for one that was there before."""
        asked = {"sec-websocket-protocol": f"streamlit, {XSRF}, {known}"} if known else {}
        with connect(client, here.visits[role], STREAM, **asked):
            return pages.list_active_sessions()[-1].session.id

    with connect(client, here.visits["duty_officer"], STREAM):
        standing = pages.list_active_sessions()[-1].session.id
        assert opened("liaison_a", standing) != standing  # while it stands open
    assert opened("liaison_a", standing) != standing  # and after, while it may still be come back to
    assert opened("duty_officer", standing) == standing
