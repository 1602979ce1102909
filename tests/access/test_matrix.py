"""Who may what, asked of the running server, of its pages and of the API alone; expected.csv was written by hand.

asked: a request (GET /path), a socket (SOCKET /path), a page (SEE name), or what a page does (DO operation form unit).
"""

import csv
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from streamlit.testing.v1 import AppTest

from access.identity import ROLES, Identity
from access.table import operations
from tests.access.town import HERE, Town, ask, live_town, running, turn_away, was_refused
from web.alone import server
from web.frame.acting import NotAllowed, acting
from web.frame.page import Frame

with Path(__file__).with_name("expected.csv").open(encoding="utf-8") as file:
    EXPECTED = [(row.pop("asked"), row) for row in csv.DictReader(file)]
COLUMNS = list(EXPECTED[0][1])
REQUESTS = [(asked, row) for asked, row in EXPECTED if asked.split()[0] not in ("SEE", "DO", "SOCKET")]
# What the server of the API alone has besides the API.
ALONE = ("/api/", "/plain", "/healthz", "/sign-in", "/welcome")
Wrong = list[str]


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with live_town(tmp_path_factory.mktemp("town")) as found:
        yield found


@pytest.fixture(scope="module")
def client(here: Town) -> Iterator[TestClient]:
    with running() as client:
        yield client


def by_role(here: Town) -> Iterator[str]:
    """Each column in turn; only its own finds reading free to all."""
    for role in COLUMNS:
        here.open_to_the_public(role == "public")
        yield role
    here.open_to_the_public(False)


def told(role: str, asked: str, expected: str, found: str) -> Wrong:
    """One cell, where it is not as expected."""
    return [] if expected == found else [f"{asked} by {role}: {found}, not {expected}"]


def test_the_expectation_has_every_role_and_every_operation_and_at_least_500_cells() -> None:
    roles = {column.removesuffix("_a").removesuffix("_b") for column in COLUMNS}
    assert roles == {*ROLES, "anonymous"}
    done = {asked.split()[1] for asked, _ in EXPECTED if asked.startswith("DO ")}
    assert done == set(operations())
    cells = [cell for _, row in EXPECTED for cell in row.values()]
    assert len(cells) >= 500 and set(cells) == {"yes", "-"}


def test_every_request_to_the_server_is_answered_to_whom_it_may_be_and_to_nobody_else(
    client: TestClient, here: Town
) -> None:
    wrong: Wrong = []
    for role in by_role(here):
        kept = here.visits.get(role)
        for asked, row in REQUESTS:
            if asked == "POST /sign-out" and kept:
                here.visits[role] = here.enter(role)
            answer = ask(client, here, role, asked)
            if answer.status_code >= 500:
                wrong.append(f"{asked} by {role}: {answer.status_code}")
            wrong += told(role, asked, row[role], "-" if was_refused(answer) else "yes")
            if kept:
                here.visits[role] = kept
    assert not wrong, "\n".join(wrong)


def test_every_socket_opens_to_whom_it_may_and_to_nobody_else(client: TestClient, here: Town) -> None:
    wrong: Wrong = []
    for role in by_role(here):
        for asked, row in EXPECTED:
            method, _, path = asked.partition(" ")
            if method == "SOCKET":
                headers = here.headers(role, "GET", path)
                wrong += told(role, asked, row[role], opens(client, path, headers))
    assert not wrong, "\n".join(wrong)


def opens(client: TestClient, path: str, headers: dict[str, str]) -> str:
    try:
        with client.websocket_connect(path, headers=headers | {"host": HERE.removeprefix("http://")}):
            return "yes"
    except WebSocketDisconnect as closed:
        assert closed.code == 4403
        return "-"


def test_the_api_alone_answers_as_the_whole_server_does(here: Town) -> None:
    wrong: Wrong = []
    asked_of_it = [
        (asked, row)
        for asked, row in REQUESTS
        if asked.split()[1].startswith(ALONE) and "/layers/" not in asked
    ]
    assert len(asked_of_it) > 30
    with TestClient(server(here.ledger), base_url=HERE, follow_redirects=False) as client:
        for role in by_role(here):
            for asked, row in asked_of_it:
                answer = ask(client, here, role, asked)
                wrong += told(role, asked, row[role], "-" if was_refused(answer) else "yes")
    assert not wrong, "\n".join(wrong)


def test_what_pages_do_is_done_by_whom_it_may_be_and_by_nobody_else(here: Town) -> None:
    wrong: Wrong = []
    for role in by_role(here):
        page = Frame("ledger", "zh", "light", here.ledger, here.who(role))
        for asked, row in EXPECTED:
            does, *what = asked.split()
            if does == "DO":
                wrong += told(role, asked, row[role], done(page, *what))
    assert not wrong, "\n".join(wrong)


def done(page: Frame, operation: str, feed: str | None = None, unit: str | None = None) -> str:
    try:
        assert acting(page, operation, feed, unit) == page.visitor.title
    except NotAllowed as refused:
        assert refused.said
        return "-"
    return "yes"


def test_every_page_is_opened_to_whom_it_may_be_and_to_nobody_else(
    here: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    looking: list[Identity] = []
    monkeypatch.setattr("web.frame.page.visitor", lambda: looking[-1])
    # A page that is stopped draws nothing more, and this one has others to try.
    monkeypatch.setattr("streamlit.stop", turn_away)
    monkeypatch.setattr("web.frame.page.quiet", lambda key: nullcontext())
    for drawn in ("_bar", "watch_over", "_translator"):
        monkeypatch.setattr(f"web.frame.page.{drawn}", lambda *_, **__: None)
    pages = {asked.split()[1]: row for asked, row in EXPECTED if asked.startswith("SEE ")}
    who = {role: here.who(role) for role in by_role(here)}
    run = AppTest.from_function(open_pages, args=(who, list(pages), looking)).run(timeout=60)
    assert not run.exception
    opened = run.session_state["opened"]
    wrong: Wrong = []
    for page, row in pages.items():
        for role in who:
            wrong += told(role, f"SEE {page}", row[role], "yes" if (role, page) in opened else "-")
    assert not wrong, "\n".join(wrong)


def open_pages(who, pages, looking) -> None:
    """Runs as a page."""
    import streamlit as st

    from tests.access.town import TurnedAway
    from web.frame.page import frame

    opened = set()
    for role, identity in who.items():
        looking.append(identity)
        for page in pages:
            try:
                frame(page)
                opened.add((role, page))
            except TurnedAway:
                pass
    st.session_state["opened"] = opened
