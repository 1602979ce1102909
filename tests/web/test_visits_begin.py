"""How a visit begins at the running server: by a password, a link or a screen's token, and for nobody else."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event, Semaphore

import pytest
from httpx import Response
from starlette.testclient import TestClient

from access import passwords, visits
from access.secret import hashed
from access.visits import MOST_FAILURES
from store.entry import utc_now
from tests.access.town import HERE, PASSWORD, Town, was_refused
from tests.web.signing_in import LIVE, closing, connect, held, sign_in, who_is
from web.entrance.gate import COOKIE
from web.entrance.sockets import OVER


def test_the_secret_before_sign_in_is_not_the_one_after(client: TestClient, here: Town) -> None:
    planted = "planted-by-somebody-else"
    first = held(sign_in(client, cookie=f"{COOKIE}={planted}"))
    assert first and first != planted and len(first) >= 43
    assert (who_is(client, planted), who_is(client, first)) == (401, 200)
    second = held(sign_in(client, cookie=f"{COOKIE}={first}"))
    assert second not in (first, planted)
    assert (who_is(client, first), who_is(client, second)) == (401, 200)


def test_the_store_holds_no_secret_that_would_let_anybody_in(client: TestClient, here: Town) -> None:
    secret = held(sign_in(client))
    with here.ledger.engine.connect() as connection:
        ids = set(connection.exec_driver_sql("SELECT id FROM sessions").scalars())
    assert hashed(secret) in ids and secret not in ids
    assert who_is(client, hashed(secret)) == 401


def test_the_cookie_is_out_of_reach_of_scripts_other_sites_and_open_lines(
    client: TestClient, here: Town
) -> None:
    plain = sign_in(client).headers["set-cookie"]
    assert "HttpOnly" in plain and "SameSite=lax" in plain and "Path=/" in plain and "Secure" not in plain
    assert "Domain" not in plain
    behind_tls = TestClient(client.app, base_url=HERE.replace("http", "https"), follow_redirects=False)
    answer = behind_tls.post(
        "/sign-in",
        data={"name": "zhou", "password": PASSWORD},
        headers={"origin": HERE.replace("http", "https")},
    )
    assert "Secure" in answer.headers["set-cookie"]


BACK = {
    "/levels?lang=en": "/levels?lang=en", "//evil.example": "/", "https://evil.example": "/", "/\\evil.example": "/",
    "\\\\evil.example": "/", "/\t/evil.example": "/", "javascript:alert(1)": "/", "": "/", "evil.example": "/",
    "/\n/evil.example": "/", " //evil.example": "/", "///evil.example": "/", "/%0d%0aset-cookie:a=b": "/%0d%0aset-cookie:a=b",
}  # fmt: skip


def test_sign_in_leads_back_to_a_page_of_ours_and_nowhere_else(client: TestClient) -> None:
    led = {back: sign_in(client, next=back).headers["location"] for back in BACK}
    assert led == BACK


def test_whoever_is_nobody_is_asked_to_sign_in_and_led_back(client: TestClient) -> None:
    answer = client.get("/ledger?receipt=R1&lang=en", headers={"accept": "text/html"})
    assert answer.headers["location"] == "/sign-in?next=%2Fledger%3Freceipt%3DR1%26lang%3Den&lang=en"


FIRST_PAGE = {"viewer": "", "duty_officer": "", "liaison_a": "/report", "administrator": "/settings"}


@pytest.mark.parametrize("who", FIRST_PAGE)
def test_the_bare_address_leads_everybody_to_the_page_he_begins_with(
    client: TestClient, here: Town, who: str
) -> None:
    asking = {"accept": "text/html", "cookie": f"{COOKIE}={here.visits[who]}"}
    answer = client.get("/?lang=en", headers=asking)
    led = f"{FIRST_PAGE[who]}?lang=en" if FIRST_PAGE[who] else None
    assert answer.headers.get("location") == led and answer.status_code == (303 if led else 200)


def test_an_english_sign_in_leads_to_an_english_page(client: TestClient) -> None:
    form = {"name": "zhou", "password": PASSWORD, "next": "/levels?state=x"}
    answer = client.post("/sign-in?lang=en", data=form, headers={"origin": HERE})
    assert answer.headers["location"] == "/levels?state=x&lang=en"


def test_whoever_is_refused_reads_why_in_the_language_of_the_address_first(
    client: TestClient, here: Town
) -> None:
    asking = {"accept": "text/html", "cookie": f"{COOKIE}={here.visits['liaison_a']}"}
    shown = client.get("/settings?lang=en", headers=asking).text
    assert '<html lang="en">' in shown and "Sign in as somebody else" in shown
    assert shown.index("Your account may not") < shown.index("您的账号无权")


def test_a_link_sets_a_password_once_and_within_its_day(client: TestClient, here: Town) -> None:
    link = here.administration.invite("zhou")
    typed = {"password": PASSWORD, "again": PASSWORD}

    def use(secret: str) -> Response:
        return client.post(f"/welcome/{secret}", data=typed, headers={"origin": HERE})

    assert use(link).status_code == 303
    assert (use(link).status_code, use("made-up").status_code) == (403, 403)
    late = here.administration.invite("zhou")
    here.door.sessions.wall = lambda: utc_now() + timedelta(hours=24, seconds=1)
    assert use(late).status_code == 403
    assert client.get(f"/welcome/{late}").status_code == 403


def test_a_links_page_names_the_account_and_says_in_words_that_the_passwords_differ(
    client: TestClient, here: Town
) -> None:
    link = f"/welcome/{here.administration.invite('zhou')}"
    assert "<b>zhou</b>" in client.get(link).text
    typed = {"password": PASSWORD, "again": PASSWORD + "x"}
    for lang, said in (("zh", "两次输入的密码不一样。"), ("en", "The two passwords are not the same.")):
        answer = client.post(f"{link}?lang={lang}", data=typed, headers={"origin": HERE})
        assert answer.status_code == 422 and f"■ {said}" in answer.text


def test_a_wrong_password_leaves_the_account_typed_and_the_way_back(client: TestClient) -> None:
    shown = sign_in(client, password="not the tide", next="/levels").text
    assert 'value="zhou"' in shown and 'name="next" value="/levels"' in shown and "not the tide" not in shown


def test_nobody_is_ready_without_a_password_on_a_live_store(client: TestClient, here: Town) -> None:
    for ready in ("duty", "administrator", "zhou", "viewer"):
        answer = sign_in(client, password="", name="", ready=ready)
        assert answer.status_code == 403 and not held(answer)
    assert 'name="ready"' not in client.get("/sign-in").text
    assert not {"duty", "leader", "fishery"} & set(here.door.register.accounts)


def test_the_eleventh_wrong_password_is_no_quicker_and_lets_in_nobody(
    client: TestClient, here: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []
    verify = passwords._hasher.verify

    def counted(proof: str, password: str) -> bool:
        checked.append(proof)
        return verify(proof, password)

    monkeypatch.setattr(passwords, "_hasher", type("Hasher", (), {"verify": staticmethod(counted)}))
    codes = [sign_in(client, "wrong password").status_code for _ in range(MOST_FAILURES + 1)]
    codes += [sign_in(client).status_code]  # right, and too late
    here.door.sessions.forgive("account:zhou")  # that address goes on being known
    codes += [sign_in(client, name="viewer").status_code, sign_in(client, name="nobody").status_code]
    assert codes == [403] * MOST_FAILURES + [429] * 4
    # One argon2 each, of the same cost, whether the name is known, the password right or the door shut.
    assert len(checked) == len(codes)
    assert len({proof.rsplit("$", 2)[0] for proof in checked}) == 1
    here.door.sessions.wall = lambda: utc_now() + timedelta(seconds=visits.WITHIN_S + 1)
    assert sign_in(client).status_code == 303


def test_an_account_is_tired_wherever_it_is_tried_from(here: Town) -> None:
    for number in range(MOST_FAILURES):
        with pytest.raises(visits.NotLetIn):
            here.door.visits.sign_in("zhou", "wrong password", f"10.0.0.{number}")
    with pytest.raises(visits.NotLetIn) as tired:
        here.door.visits.sign_in("zhou", PASSWORD, "10.0.0.99")
    assert tired.value.code == "sign_in.too_many"


def test_what_is_tried_while_it_is_shut_keeps_it_shut_no_longer(here: Town) -> None:
    begun, passed_s = utc_now(), 0
    here.door.sessions.wall = lambda: begun + timedelta(seconds=passed_s)
    for _ in range(MOST_FAILURES):
        with pytest.raises(visits.NotLetIn):
            here.door.visits.sign_in("zhou", "wrong password", "10.0.0.1")
    for later_s in range(60, visits.WITHIN_S, 120):
        passed_s = later_s
        with pytest.raises(visits.NotLetIn):
            here.door.visits.sign_in("zhou", PASSWORD, "10.0.0.1")
    passed_s = visits.WITHIN_S + 1
    assert here.door.visits.sign_in("zhou", PASSWORD, "10.0.0.1")


def test_many_at_once_get_no_more_tries_than_one_after_another(here: Town) -> None:
    def attempt(number: int) -> str:
        try:
            return here.door.visits.sign_in("zhou", f"wrong password {number}", "testclient")
        except visits.NotLetIn as no:
            return no.code

    with ThreadPoolExecutor(16) as together:
        said = list(together.map(attempt, range(24)))
    assert said.count("sign_in.wrong") <= MOST_FAILURES


def test_a_screen_stands_on_its_board_and_opens_nothing_else(client: TestClient, here: Town) -> None:
    token = here.administration.issue_screen("大屏一", "briefing")
    answer = client.get(f"/screen/{token}")
    assert answer.headers["location"] == "/briefing"
    cookie = {"cookie": f"{COOKIE}={held(answer)}", "origin": HERE}
    for address in (
        "/",
        "/levels",
        "/ledger",
        "/report",
        "/api/entries",
        "/api/figures",
        "/metrics",
        "/plain",
    ):
        assert client.get(address, headers=cookie).status_code == 403, address
    assert client.get("/briefing", headers=cookie).status_code == 200
    shown = {"authorization": f"Bearer {token}"}
    for address in ("/briefing", "/", "/api/entries", "/metrics", LIVE):
        assert client.get(address, headers=shown).status_code in (401, 403, 404), address


def test_a_screens_link_ends_the_visit_that_the_browser_had(client: TestClient, here: Town) -> None:
    before = here.enter("administrator")
    client.get(
        f"/screen/{here.administration.issue_screen('大屏二', 'briefing')}",
        headers={"cookie": f"{COOKIE}={before}"},
    )
    assert not here.door.visits.who(before).is_known


def test_a_screen_goes_on_when_others_sign_in_a_day_later_and_until_it_is_taken_back(
    client: TestClient, here: Town
) -> None:
    token = here.administration.issue_screen("大屏三", "briefing")
    secret = held(client.get(f"/screen/{token}"))
    here.door.sessions.wall = lambda: utc_now() + timedelta(days=3)
    here.enter("viewer")
    assert here.door.visits.who(secret).title == "大屏三"
    with connect(client, secret) as socket:
        here.administration.revoke(hashed(token))
        assert closing(socket) == OVER
    assert client.get("/briefing", headers={"cookie": f"{COOKIE}={secret}"}).status_code == 401
    assert client.get(f"/screen/{token}").status_code == 403


def test_a_token_for_the_metrics_fetches_them_and_nothing_else(client: TestClient, here: Town) -> None:
    token = here.administration.issue_screen("监控", "metrics")
    shown = {"authorization": f"Bearer {token}", "accept": "application/json"}
    assert not was_refused(client.get("/metrics", headers=shown))
    for address in ("/", "/briefing", "/api/entries", "/api/layers/none.json", "/api/checkpoint"):
        assert was_refused(client.get(address, headers=shown)), address
    cookie = {"cookie": f"{COOKIE}={held(client.get(f'/screen/{token}'))}", "accept": "application/json"}
    for address in ("/", "/briefing", "/levels", "/api/entries"):
        assert was_refused(client.get(address, headers=cookie)), address
    here.administration.revoke(hashed(token))
    assert was_refused(client.get("/metrics", headers=shown))


def test_people_who_sign_in_all_at_once_do_not_hold_up_the_pages(
    client: TestClient, here: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, goes_on = Semaphore(0), Event()

    def slow(*_: object) -> str:
        begun.release()
        goes_on.wait(10)
        raise visits.NotLetIn("sign_in.wrong")

    monkeypatch.setattr(here.door.visits, "sign_in", slow)
    with ThreadPoolExecutor(60) as crowd:
        answers = [crowd.submit(sign_in, client, "wrong password") for _ in range(60)]
        assert begun.acquire(timeout=5)
        shown = client.get("/briefing", headers={"cookie": f"{COOKIE}={here.visits['viewer']}"}).status_code
        still_waiting = not goes_on.is_set()
        goes_on.set()
        assert {answer.result().status_code for answer in answers} == {403}
    assert shown == 200 and still_waiting


def test_a_form_that_is_no_sign_in_for_its_length_is_not_read(client: TestClient, here: Town) -> None:
    link, headers = here.administration.invite("zhou"), {"origin": HERE}
    asked = {"content-type": "application/x-www-form-urlencoded"}

    def trickled() -> Iterator[bytes]:
        yield from (b"&" * 65536 for _ in range(3))

    for path in ("/sign-in", f"/welcome/{link}"):
        assert client.post(path, content=b"&" * 200_000, headers=headers | asked).status_code == 413
        assert client.post(path, content=trickled(), headers=headers | asked).status_code == 413
