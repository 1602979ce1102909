"""Who is served, and what goes with every answer."""

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from web.serving.guard import Guard, content_security_policy

HERE = "http://127.0.0.1:8501"


async def greet(request):
    return PlainTextResponse("ok", headers={"content-security-policy": "default-src *"})


async def listen(socket):
    await socket.accept()
    await socket.send_text("ok")


ROUTES = [Route("/", greet), WebSocketRoute("/socket", listen)]


def client(base_url: str = HERE, hosts: tuple[str, ...] = ()) -> TestClient:
    guarded = Starlette(routes=ROUTES, middleware=[Middleware(Guard, hosts=hosts)])
    return TestClient(guarded, base_url=base_url)


@pytest.mark.parametrize("path", ["/", "/not/there"])
def test_every_answer_carries_the_one_policy(path: str) -> None:
    answer = client().get(path)
    assert answer.headers.get_list("content-security-policy") == [content_security_policy()]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"


def test_the_policy_lets_nothing_be_loaded_from_or_sent_to_another_host() -> None:
    policy = content_security_policy()
    sources = {source for rule in policy.split("; ") for source in rule.split()[1:]}
    allowed = {"'self'", "'none'", "'unsafe-inline'", "'wasm-unsafe-eval'", "blob:", "data:"}
    assert sources - allowed == set()


def test_no_script_written_into_a_page_runs_and_no_other_site_frames_one() -> None:
    rules = dict(rule.split(" ", 1) for rule in content_security_policy().split("; "))
    assert rules["script-src"] == "'self' 'wasm-unsafe-eval' blob:"
    assert (rules["object-src"], rules["base-uri"]) == ("'none'", "'none'")
    assert (rules["frame-ancestors"], rules["form-action"]) == ("'self'", "'self'")


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "10.0.0.5:8501"])
def test_a_name_that_was_rebound_to_this_machine_is_refused(host: str) -> None:
    answer = client().get("/", headers={"host": host})
    assert answer.status_code == 403
    assert "content-security-policy" in answer.headers


def test_another_sites_page_cannot_open_a_socket() -> None:
    refused = client().websocket_connect("/socket", headers={"origin": "http://evil.example"})
    with pytest.raises(WebSocketDisconnect) as closed, refused:
        pass
    assert closed.value.code == 4403


def test_our_own_page_can_open_a_socket() -> None:
    with client().websocket_connect("ws://127.0.0.1:8501/socket", headers={"origin": HERE}) as socket:
        assert socket.receive_text() == "ok"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("dashboard.lan", 200),
        ("Dashboard.LAN:8501", 200),
        ("10.0.0.5", 200),
        ("other.lan", 403),
        ("x.dashboard.lan", 403),
        ("127.0.0.1:8501", 403),
    ],
)
def test_a_store_in_use_answers_to_exactly_the_names_it_was_given(host: str, status: int) -> None:
    assert client(hosts=("dashboard.lan", "10.0.0.5")).get("/", headers={"host": host}).status_code == status


def test_without_names_only_what_came_to_this_machines_own_address_is_served() -> None:
    def seen(address: str, hosts: tuple[str, ...]) -> int:
        async def at(scope, receive, send):
            await guarded({**scope, "server": (address, 8501)}, receive, send)

        guarded = Guard(Starlette(routes=ROUTES), hosts=hosts)
        return TestClient(at, base_url=HERE).get("/").status_code

    # Somebody on the network says that he asks for 127.0.0.1; a store in use has names and may listen there.
    assert [seen(address, ()) for address in ("127.0.0.1", "::1", "192.0.2.7")] == [200, 200, 403]
    assert seen("192.0.2.7", ("127.0.0.1",)) == 200
