"""What somebody sends is text on every screen: no payload runs, with the policy and without it."""

import html
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.planting import PERSON, Planted, plant
from tests.browser.visiting import Server
from tests.browser.walking import BAD, walk
from tests.browser.watching import UNESCAPED, Watched, beside_each_other

SERVED = Path(__file__).parent / "report_only" / "dashboard.py"
POLICIES = pytest.mark.parametrize("enforced", [False, True], ids=["policy-only-told", "policy-held-to"])


@pytest.fixture(scope="module")
def planted(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Planted:
    folder = tmp_path_factory.mktemp("planted")
    return plant(f"sqlite:///{shutil.copy(sample_file, folder / 'ledger.sqlite3')}", folder)


@pytest.fixture(scope="module")
def served(planted: Planted, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(SERVED, planted.url, tmp_path_factory.mktemp("log") / "server.log")
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def walked(browser: Browser, served: Server, planted: Planted) -> dict[bool, Watched]:
    """The way under each policy, beside each other (a third quicker than one after the other): by whether it is held to."""
    found = {enforced: Watched(browser, served, enforced, PERSON) for enforced in (False, True)}
    beside_each_other(walk(watched, planted, enforced) for enforced, watched in found.items())
    for watched in found.values():
        watched.context.close()
    return found


@POLICIES
def test_no_payload_runs_on_any_screen_in_either_language(
    walked: dict[bool, Watched], enforced: bool
) -> None:
    assert walked[enforced].fired == []


def test_each_field_was_seen_as_text(walked: dict[bool, Watched], planted: Planted) -> None:
    assert planted.fields - set().union(*(watched.marks for watched in walked.values())) == set()


@pytest.mark.parametrize(("person", "enforced"), [("administrator", False), ("putuo", True)])
def test_no_payload_runs_before_who_may_see_other_pages_or_is_turned_away(
    browser: Browser, served: Server, person: str, enforced: bool
) -> None:
    watched = Watched(browser, served, enforced, person)
    for path in ("/ledger", f"/{BAD}", f"/briefing?{BAD}", "/report"):
        watched.open(path)
    watched.context.close()
    assert watched.fired == []


@POLICIES
def test_the_watch_notices_what_would_run_were_a_view_not_escaped(
    browser: Browser, served: Server, planted: Planted, enforced: bool
) -> None:
    watched = Watched(browser, served, enforced, PERSON)
    number = planted.receipts["undo"]
    answer = watched.context.request.get(f"{watched.address}/plain/{number}")
    policy = "content-security-policy"
    assert (policy in answer.headers, f"{policy}-report-only" in answer.headers) == (enforced, not enforced)
    watched.page.goto(f"{watched.address}/ledger?receipt={number}")
    watched.drawn("ledger")
    watched.look("as it is")
    assert watched.fired == []
    watched.page.evaluate(UNESCAPED)
    watched.page.wait_for_function("() => window.__refused.length" if enforced else "() => window.__canary")
    watched.look("unescaped")
    ran = [each for each in watched.fired if each in ("unescaped: 1", "unescaped: alert")]
    assert (ran == []) == enforced and any("onerror" in each for each in watched.fired)
    watched.fired.clear()
    headers = {name: value for name, value in answer.headers.items() if policy in name}
    body = html.unescape(answer.text())
    watched.page.route(
        "**/shown", lambda route: route.fulfill(body=body, content_type="text/html", headers=headers)
    )
    watched.page.goto(f"{watched.address}/shown")
    watched.look("unescaped")
    watched.context.close()
    assert watched.fired != []
