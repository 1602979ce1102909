"""Every address of the running server and every page: in the access table, or refused to everybody; and written down."""

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from access.denials import TOGETHER_S
from access.table import operation_of, operations
from store.entry import DENIAL, Entry
from tests.access.town import HERE, Town, ask, was_refused
from web.entrance.gate import COOKIE
from web.pages import PAGES, page_names

# What Streamlit brings and nobody needs.
EVERY_METHOD = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
REFUSED = {
    "GET /dashboard", "OPTIONS /_stcore/health", "OPTIONS /_stcore/metrics", "OPTIONS /media/x", "GET /media/x",
    "OPTIONS /_stcore/upload_file/x/x", "OPTIONS /component/x", "OPTIONS /_stcore/bidi-components/x",
    "GET /auth/login", "GET /auth/logout", "GET /oauth2callback",
    *(f"{method} /_stcore/agent/{name}" for name in ("interact", "openapi.json", "mcp") for method in EVERY_METHOD),
}  # fmt: skip


def served(routes, before: str = "") -> Iterator[str]:
    """METHOD /path of every route, x for what stands in its holes; what is mounted with what lies below it."""
    for route in routes:
        path = before + getattr(route, "path", "")
        methods = getattr(route, "methods", None)
        if methods:
            yield from (f"{method} {re.sub('{.*?}', 'x', path)}" for method in methods if method != "HEAD")
        elif hasattr(route, "endpoint"):
            yield f"SOCKET {re.sub('{.*?}', 'x', path)}"
        else:
            router = getattr(route, "original_router", route)  # what FastAPI includes
            yield from served(router.routes or [], path)


def found(client: TestClient) -> set[str]:
    return set(served(client.app._starlette_app.routes))  # type: ignore[attr-defined]


def test_every_route_of_the_running_server_is_in_the_access_table_or_refused(client: TestClient) -> None:
    there = found(client)
    assert len(there) > 40 and "GET /api/feeds/x/rows" in there and "SOCKET /_stcore/stream" in there
    unknown = {route for route in there if operation_of(*route.split(" ", 1)) is None}
    assert unknown == REFUSED


def test_what_streamlit_brings_and_nobody_needs_is_refused_to_everybody(
    client: TestClient, here: Town
) -> None:
    for role in ("anonymous", "duty_officer", "administrator", "screen", "machine_a"):
        answered = {route for route in REFUSED if not was_refused(ask(client, here, role, route))}
        assert answered == set(), role


def test_every_page_is_in_the_access_table() -> None:
    files = {path.stem for path in PAGES.glob("*.py")}
    known = {operation.page for operation in operations().values()}
    assert files | set(page_names()) <= known


def test_no_route_answers_two_operations() -> None:
    written = [route for operation in operations().values() for route in operation.routes]
    assert len(written) == len(set(written))


# Other ways to write an address that somebody may not open, or that nobody may.
TRICKS = (
    "/api/entries/", "//api/entries", "/api//entries", "/API/ENTRIES", "/api/./entries/.", "/api/entries;x",
    "/static/../api/entries", "/static/%2e%2e/api/entries", "/static/..%2fapi/entries", "/api%2fentries",
    "/api/entries%00", "/api/entries%0a", "/ａｐｉ/entries", "/levels/../ledger", "/levels%2f..%2fledger",
    "/_stcore/health/../metrics", "/_STCORE/metrics", "/taken-out/a%2fb", "/plain/1%2f2", "/settings/", "/%73ettings",
    "/?path=/settings", "/levels?page=settings", "/static//etc/passwd", "/static/%2fetc%2fpasswd", "/media/../api/entries", "/component/../../api/entries",
)  # fmt: skip
SECRET = ("root:x", "R0000", "submission", "浙普渔", "cpu_", "active_sessions")


@pytest.mark.parametrize("role", ["anonymous", "public", "screen"])
def test_no_other_way_to_write_an_address_opens_what_is_shut(client: TestClient, here: Town, role) -> None:
    here.open_to_the_public(role == "public")
    opened = []
    for trick in TRICKS:
        for method in ("GET", "HEAD", "POST"):
            answer = ask(client, here, role, f"{method} {trick}")
            if answer.status_code < 300 and any(word in answer.text for word in SECRET):
                opened.append((method, trick))
    here.open_to_the_public(False)
    assert not opened


def test_head_is_refused_as_get_is_and_a_header_does_not_change_the_method(
    client: TestClient, here: Town
) -> None:
    assert ask(client, here, "liaison_a", "HEAD /plain/{b}").status_code == 403
    assert ask(client, here, "liaison_a", "HEAD /plain/{a}").status_code == 200
    assert ask(client, here, "screen", "HEAD /ledger").status_code == 403
    assert ask(client, here, "anonymous", "HEAD /api/entries").status_code == 401
    headers = here.headers("viewer", "GET", "/api/feeds/fishing_vessels/submissions?unit=putuo")
    for name in ("x-http-method-override", "x-http-method", "x-method-override"):
        answer = client.get(
            "/api/feeds/fishing_vessels/submissions?unit=putuo", headers=headers | {name: "POST"}
        )
        assert was_refused(answer)
    before = here.ledger.entries(kinds=["submission"])
    answer = client.post("/plain?_method=GET", headers=here.headers("viewer", "POST", "/plain"))
    assert was_refused(answer) and here.ledger.entries(kinds=["submission"]) == before


def denials(here: Town) -> list[Entry]:
    return here.ledger.entries(kinds=[DENIAL])


def test_a_refusal_is_in_the_ledger_with_who_what_and_where_and_its_repeats_together(
    client: TestClient, here: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.door.denials.settle(0)
    before = len(denials(here))
    for _ in range(5):
        ask(client, here, "viewer", "POST /api/feeds/fishing_vessels/submissions?unit=putuo")
        ask(client, here, "liaison_a", "POST /api/feeds/fishing_vessels/submissions?unit=daishan")
    with (
        pytest.raises(WebSocketDisconnect),
        client.websocket_connect("/", headers={"host": "127.0.0.1:8501"}),
    ):
        pass
    now = here.door.denials._clock()
    monkeypatch.setattr(here.door.denials, "_clock", lambda: now + TOGETHER_S)
    here.door.denials.settle()
    told = [
        (one.actor, one.detail["name"], one.detail["operation"], one.detail["door"], one.feed, one.scope, one.detail["times"])
        for one in reversed(denials(here)[: len(denials(here)) - before])
    ]  # fmt: skip
    at_gate = ("某viewer", "viewer", "report.send", "http", "", "")
    in_api = ("某liaison_a", "liaison_a", "report.send", "api", "fishing_vessels", "daishan")
    assert told == [
        (*at_gate, 1), (*in_api, 1), ("", "", "/", "websocket", "", "", 1), (*at_gate, 4), (*in_api, 4),
    ]  # fmt: skip


def test_addresses_that_are_made_up_leave_one_entry_and_no_flood(client: TestClient, here: Town) -> None:
    here.door.denials.settle(0)
    before = len(denials(here))
    for number in range(50):
        client.get(f"/made/up/{number}", headers={"accept": "*/*"})
    assert len(denials(here)) == before + 1
    here.door.denials.settle(0)
    assert denials(here)[0].detail["times"] == 49


def test_a_wrong_password_is_in_the_ledger(client: TestClient, here: Town) -> None:
    here.door.denials.settle(0)
    client.post("/sign-in", data={"name": "viewer", "password": "x" * 12}, headers={"origin": HERE})
    client.post("/sign-in", data={"name": "nobody here", "password": "x" * 12}, headers={"origin": HERE})
    told = [(one.detail["operation"], one.detail["name"]) for one in denials(here)[:2]]
    assert told == [("open.sign_in", ""), ("open.sign_in", "viewer")]


def test_anothers_link_is_refused_and_that_is_in_the_ledger(client: TestClient, here: Town) -> None:
    from web.frame.handing_out import Offer, _hatch

    here.door.denials.settle(0)
    _hatch.put("offered", Offer(here.who("liaison_a").visit, lambda: b"rows", "a.csv", "text/csv"))
    assert client.get("/taken-out/offered", headers=here.headers("liaison_a", "GET", "")).content == b"rows"
    for role in ("liaison_b", "viewer", "duty_officer"):
        answer = client.get("/taken-out/offered", headers=here.headers(role, "GET", ""))
        assert (answer.status_code, answer.content) == (404, b"")
    assert [one.detail["name"] for one in denials(here)[:3]] == ["duty_officer", "viewer", "liaison_b"]
    again = here.enter("liaison_a")  # his other browser was offered nothing
    assert client.get("/taken-out/offered", headers={"cookie": f"{COOKIE}={again}"}).status_code == 404
