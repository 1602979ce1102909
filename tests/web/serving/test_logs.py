"""What is written down of a request, and what never is."""

import json
import logging
from collections.abc import Iterator

import pytest

from store.entry import DENIAL
from store.ledger import Ledger
from tests.web.guarded import sign_in_as, way_in
from web.serving.logs import AsJson, install, masked

PASSWORD = "correct horse battery staple"
CELL = "秘密养殖场七号"


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """What would be written, at the level of the program."""
    caplog.set_level(logging.INFO)
    caplog.handler.setFormatter(AsJson())
    yield caplog


def lines(log: pytest.LogCaptureFixture) -> list[dict]:
    return [json.loads(line) for line in log.text.splitlines()]


def test_every_answer_gives_its_number_back_and_the_log_has_it(ledger: Ledger, log) -> None:
    client, _ = way_in(ledger)
    answers = [
        client.get(path, headers={"x-request-id": "forged"}) for path in ("/sign-in", "/nowhere", "/plain")
    ]
    numbers = [answer.headers["x-request-id"] for answer in answers]
    assert len({*numbers, "forged"}) == 4
    told = {line["request"]: line for line in lines(log) if line["message"] == "request"}
    assert [told[number]["status"] for number in numbers] == [answer.status_code for answer in answers]
    assert told[numbers[0]]["operation"] == "open.sign_in"


def test_a_request_that_fails_is_answered_in_words_with_the_number_that_the_log_has(
    ledger: Ledger, log
) -> None:
    client, _ = way_in(ledger)
    sign_in_as(client, "duty")
    answer = client.get("/levels", headers={"accept": "text/html"})
    number = answer.headers["x-request-id"]
    assert (answer.status_code, number in answer.text, "张三" in answer.text) == (500, True, False)
    assert "content-security-policy" in answer.headers
    failed = next(line for line in lines(log) if line["message"] == "request.failed")
    assert (failed["request"], failed["fault"][0]["kind"]) == (number, "ValueError")
    assert any("_fails" in where for where in failed["fault"][0]["where"])
    assert "张三" not in log.text


def test_what_the_store_cannot_do_is_said_to_browsers_and_programs_alike(ledger: Ledger) -> None:
    client, _ = way_in(ledger)
    sign_in_as(client, "duty")
    page = client.get("/levels?store", headers={"accept": "text/html"})
    assert (page.status_code, "磁盘只读" in page.text, "read-only" in page.text) == (503, True, True)
    assert client.get("/levels?store").json()["code"] == "store.read_only"


def test_a_password_a_link_and_a_file_leave_nothing_of_themselves_in_the_log(
    live_ledger: Ledger, ledger: Ledger, log
) -> None:
    client, door = way_in(live_ledger)
    door.administration("test").issue_screen("大屏一", "briefing")
    secret = door.administration("test").issue_screen("大屏二", "briefing")
    assert client.post("/sign-in", data={"name": "zhang", "password": PASSWORD}).status_code == 403
    assert client.get(f"/screen/{secret}").status_code == 303
    cookie = client.cookies["office_visit"]
    assert client.get("/screen/not-a-token-at-all").status_code == 403
    assert client.get("/welcome/never-issued-link").status_code == 403
    client.get("/metrics", headers={"authorization": f"Bearer {secret}x"})
    demo, _ = way_in(ledger)
    sign_in_as(demo, "liaison")
    sent = {"feed": "aquaculture", "unit": "city", "actor": "联络员", "look": "1"}
    demo.post("/plain", data=sent, files={"file": ("a.csv", f"名称,县区\n{CELL},普陀\n".encode())})
    for kept_out in (PASSWORD, "horse", secret, cookie, "not-a-token", "never-issued", CELL):
        assert kept_out not in log.text
    paths = [line["path"] for line in lines(log) if line["message"] == "request"]
    assert {"/screen/***", "/welcome/***", "/sign-in", "/plain"} <= set(paths)


@pytest.mark.parametrize(
    "text",
    [
        'GET /welcome/SECRET HTTP/1.1" 200',
        "PUT /_stcore/upload_file/SECRET/SECRET",
        "http://127.0.0.1:8501/screen/SECRET?lang=en",
        "Authorization: Bearer SECRET",
        "{'cookie': 'SECRET'}",
        "office_visit=SECRET; Path=/",
        "password=SECRET&next=/",
        '{"password": "SECRET"}',
        "x-signature: SECRET",
    ],
)
def test_what_others_log_is_masked_as_well(text: str) -> None:
    assert "SECRET" not in masked(text)


def test_the_servers_own_lines_of_addresses_are_off_and_everything_else_is_json(
    capsys: pytest.CaptureFixture[str],
) -> None:
    noisy = logging.getLogger("noisy.library")
    noisy.addHandler(logging.StreamHandler())
    noisy.propagate = False
    install()
    noisy.warning("looked at /welcome/%s", "SECRET")
    logging.getLogger("uvicorn.access").info("GET /screen/SECRET")
    told = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(line["logger"], line["message"]) for line in told] == [
        ("noisy.library", "looked at /welcome/***")
    ]


def test_a_broken_file_is_told_without_its_cells(log) -> None:
    try:
        raise ValueError(f"could not convert {CELL}")
    except ValueError:
        logging.getLogger("somewhere").exception("file.failed")
    (line,) = lines(log)
    assert (line["fault"][0]["kind"], line["fault"][0].get("said", "")) == ("ValueError", "")
    assert CELL not in log.text


@pytest.mark.parametrize("way", ["/welcome/{}/", "//welcome/{}", "/Welcome/{}", "/SCREEN/{}", "/screen/x/{}"])
def test_a_link_that_was_mistyped_leaves_its_secret_neither_in_the_ledger_nor_in_the_log(
    live_ledger: Ledger, log, way: str
) -> None:
    client, door = way_in(live_ledger)
    secret = door.administration("test").issue_screen("大屏", "briefing")
    assert client.get(f"http://127.0.0.1:8501{way.format(secret)}").status_code == 401
    asked = [entry.detail["operation"] for entry in live_ledger.entries(kinds=[DENIAL])]
    assert len(asked) == 1 and asked[0].lower().startswith(way.lower().partition("{")[0].removesuffix("x/"))
    assert secret not in asked[0] and secret not in log.text
