"""Signing in with the organisation's own account."""

import json
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from access.door import Door
from access.identity import NOBODY, Scope
from store.entry import DENIAL, VISIT
from store.ledger import Ledger
from tests.web.identity_provider import CLIENT, SECRET, Provider
from web.entrance import sign_in
from web.entrance.gate import COOKIE, Gate
from web.entrance.organisation import configured
from web.entrance.sockets import Sockets

HERE = "http://127.0.0.1:8501"
WAY = "office_way"


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    provider = Provider()
    yield provider
    provider.close()


@pytest.fixture
def provider(running: Provider) -> Provider:
    running.lies, running.signs, running.person = {}, "ES256", "lin"
    return running


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    ledger = Ledger(f"sqlite:///{tmp_path / 'ledger.sqlite3'}")
    ledger.open_for_use()
    door = Door.of(ledger)
    office = door.administration("周宁")
    office.add_account("lin", "林渔", frozenset(["viewer"]), Scope())
    office.add_account("gone", "走了的人", frozenset(["viewer"]), Scope())
    office.disable("gone")
    yield door
    ledger.close()


def file_of(folder: Path, **told: str) -> str:
    (folder / "secret").write_text(SECRET, "utf-8")
    keys = {
        "address": HERE,
        "issuer": "https://id.example",
        "client_id": CLIENT,
        "secret_file": f"{folder / 'secret'}",
    }
    keys |= {"claim": "preferred_username", **told}
    path = folder / f"oidc{len(list(folder.iterdir()))}.toml"
    path.write_text(
        "\n".join(f"{name} = {json.dumps(value)}" for name, value in keys.items() if value), "utf-8"
    )
    return str(path)


@pytest.fixture
def browser(door: Door, provider: Provider, tmp_path: Path, monkeypatch) -> TestClient:
    monkeypatch.setenv("OIDC_FILE", file_of(tmp_path, issuer=provider.issuer))
    return browser_of(door)


def browser_of(door: Door) -> TestClient:
    gate = Middleware(Gate, door=lambda: door, sockets=Sockets())
    app = Starlette(routes=sign_in.routes(lambda: door), middleware=[gate])
    return TestClient(app, base_url=HERE, headers={"accept": "text/html"}, follow_redirects=False)


class Stays(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *told):
        return None


def agreed(browser: TestClient, back: str = "/levels") -> str:
    """The person sets out, signs in at the provider, and is sent back; the address, not yet opened."""
    there = browser.get("/sign-in/organisation", params={"next": back})
    assert there.status_code == 303
    with pytest.raises(urllib.error.HTTPError) as sent:
        urllib.request.build_opener(urllib.request.ProxyHandler({}), Stays).open(there.headers["location"])
    parts = urlsplit(sent.value.headers["location"])
    assert f"{parts.scheme}://{parts.netloc}" == HERE
    return f"{parts.path}?{parts.query}"


def test_whoever_has_an_account_here_is_let_in_and_led_where_he_wanted(browser, door) -> None:
    answer = browser.get(agreed(browser))
    assert (answer.status_code, answer.headers["location"]) == (303, "/levels")
    assert door.visits.who(answer.cookies[COOKIE]).title == "林渔"
    cookies = answer.headers.get_list("set-cookie")
    assert all("httponly" in cookie.lower() for cookie in cookies if cookie.startswith(COOKIE))
    assert door.ledger.entries(kinds=[VISIT])[0].actor == "林渔"


def test_the_visit_is_ours_and_ends_when_the_account_changes(browser, door) -> None:
    secret = browser.get(agreed(browser)).cookies[COOKIE]
    door.administration("周宁").disable("lin")
    assert door.visits.who(secret) == NOBODY


@pytest.mark.parametrize("person", ["stranger", "gone", "", None])
def test_whoever_has_none_is_not_made_one_and_is_told(browser, door, provider, person) -> None:
    provider.person = person
    before = door.register
    answer = browser.get(agreed(browser))
    assert (answer.status_code, COOKIE in answer.cookies) == (403, False)
    assert "没有对应的在用账号" in answer.text
    assert door.register == before
    assert [entry.actor for entry in door.ledger.entries(kinds=[DENIAL])] == [person or ""]


LIES = [
    {"nonce": "another"}, {"aud": "another"}, {"aud": ["another", CLIENT], "azp": "another"}, {"iss": "https://evil.example"},
    {"exp": 1_700_000_000}, {"sub": None},
]  # fmt: skip


@pytest.mark.parametrize("lies", LIES, ids=lambda lies: ",".join(lies))
def test_a_token_that_is_not_for_this_sign_in_lets_nobody_in(browser, provider, lies) -> None:
    provider.lies = lies
    answer = browser.get(agreed(browser))
    assert (answer.status_code, COOKIE in answer.cookies) == (403, False)


@pytest.mark.parametrize("signs", ["none", "HS256", "another key"])
def test_a_token_that_the_provider_did_not_sign_lets_nobody_in(browser, provider, signs) -> None:
    provider.signs = signs
    answer = browser.get(agreed(browser))
    assert (answer.status_code, COOKIE in answer.cookies) == (403, False)


def test_the_way_back_is_gone_once_and_by_the_browser_that_set_out(browser, door) -> None:
    back = agreed(browser)
    assert browser_of(door).get(back).status_code == 403
    kept = browser.cookies[WAY]
    assert browser.get(back).status_code == 303
    browser.cookies.clear()
    assert browser.get(back, headers={"cookie": f"{WAY}={kept}"}).status_code == 403


@pytest.mark.parametrize("part", [0, 1, 2, 3])
def test_what_the_browser_keeps_of_the_way_cannot_be_changed(browser, part: int) -> None:
    back = agreed(browser)
    kept = browser.cookies[WAY].split(".")
    kept[part] = ("y" if kept[part].startswith("x") else "x") + kept[part][1:]
    browser.cookies.clear()
    assert browser.get(back, headers={"cookie": f"{WAY}={'.'.join(kept)}"}).status_code == 403


def test_a_code_that_another_browser_was_given_is_refused_by_its_verifier(browser, door) -> None:
    stolen = agreed(browser)
    other = browser_of(door)
    own = agreed(other)
    state = own.partition("state=")[2].partition("&")[0]
    mixed = stolen.replace(stolen.partition("state=")[2].partition("&")[0], state)
    assert other.get(mixed).status_code == 403


def test_nobody_is_led_to_another_site(browser) -> None:
    answer = browser.get(agreed(browser, "//evil.example"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_the_sign_in_page_has_the_way_only_where_it_is_configured(browser, door, monkeypatch) -> None:
    assert "用单位统一账号登录" in browser.get("/sign-in").text
    monkeypatch.delenv("OIDC_FILE")
    without = browser_of(door)
    assert "/sign-in/organisation" not in without.get("/sign-in").text
    for path in ("/sign-in/organisation", "/sign-in/organisation/back"):
        answer = without.get(path)
        assert (answer.status_code, "没有启用单位统一登录" in answer.text) == (404, True)


def test_a_provider_that_does_not_answer_leaves_the_password(door, tmp_path, monkeypatch) -> None:
    gone = Provider()
    gone.close()
    monkeypatch.setenv("OIDC_FILE", file_of(tmp_path, issuer=gone.issuer))
    answer = browser_of(door).get("/sign-in/organisation")
    assert (answer.status_code, "现在不能用" in answer.text, 'name="password"' in answer.text) == (
        503,
        True,
        True,
    )


def test_a_provider_that_calls_itself_otherwise_is_not_trusted(door, provider, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("OIDC_FILE", file_of(tmp_path, issuer=f"{provider.issuer}/"))
    assert browser_of(door).get("/sign-in/organisation").status_code == 503


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"claim": ""}, "claim"),
        ({"colour": "red"}, "client_id"),
        ({"issuer": "http://id.example"}, "http://id.example"),
        ({"address": "http://10.1.2.3:8501"}, "http://10.1.2.3:8501"),
        ({"secret_file": "/nowhere/secret"}, "/nowhere/secret"),
    ],
)
def test_a_file_that_does_not_serve_stops_the_start_and_says_why(tmp_path, monkeypatch, told, reason) -> None:
    monkeypatch.setenv("OIDC_FILE", file_of(tmp_path, **told))
    with pytest.raises(SystemExit) as stopped:
        configured()
    said = str(stopped.value)
    assert "拒绝启动" in said and "Refusing to start" in said and reason in said
    assert SECRET not in said


def test_the_example_names_every_key(tmp_path, monkeypatch) -> None:
    told = tomllib.loads((Path(__file__).parents[3] / "docs" / "oidc.example.toml").read_text("utf-8"))
    monkeypatch.setenv("OIDC_FILE", file_of(tmp_path, **told | {"secret_file": f"{tmp_path / 'secret'}"}))
    organisation = configured()
    assert organisation.back == "https://fangtai.example.gov.cn/sign-in/organisation/back"
    assert set(told) == {field.name for field in fields(organisation)}
