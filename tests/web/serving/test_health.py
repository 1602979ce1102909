"""Who watches the server learns whether it works; who does not is told nothing."""

import pytest
from sqlalchemy import event
from starlette.testclient import TestClient

from store.entry import DiskFull, NewEntry, ReadOnly
from store.ledger import Ledger
from tests.web.guarded import sign_in_as, way_in
from web.serving import metrics
from web.serving.metrics import listen_to_steps
from web.serving.standing import SHORTEST_S, Standing


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += SHORTEST_S
        return self.now


@pytest.fixture
def standing() -> Standing:
    return Standing(Clock())


def test_a_store_that_was_verified_and_can_be_written_is_ready(ledger: Ledger, standing: Standing) -> None:
    client, _ = way_in(ledger, standing)
    waiting = client.get("/readyz")
    assert (waiting.status_code, "还在核验" in waiting.text) == (503, True)
    standing.verify(ledger)
    assert (client.get("/readyz").status_code, client.get("/readyz").text) == (200, "ok")
    assert client.get("/healthz").text == "ok"


@pytest.mark.parametrize("reason", [ReadOnly, DiskFull])
def test_a_store_that_cannot_be_written_is_not_ready_and_says_why(
    reason: type, ledger: Ledger, standing: Standing, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, _ = way_in(ledger, standing)
    standing.verify(ledger)

    def refuses() -> None:
        raise reason

    monkeypatch.setattr(ledger, "try_writing", refuses)
    answer = client.get("/readyz")
    assert (answer.status_code, "磁盘" in answer.text, "disk" in answer.text) == (503, True, True)
    monkeypatch.undo()
    assert client.get("/readyz").status_code == 200


def test_a_chain_that_was_changed_is_not_ready(ledger: Ledger, standing: Standing) -> None:
    client, _ = way_in(ledger, standing)
    with ledger.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER entries_unchanged")
        connection.exec_driver_sql("UPDATE entries SET actor = 'nobody' WHERE seq = 3")
    standing.verify(ledger)
    assert (client.get("/readyz").status_code, "verify" in client.get("/readyz").text) == (503, True)


def test_asking_often_takes_the_writers_lock_once(ledger: Ledger) -> None:
    standing, taken = Standing(lambda: 5.0), []
    event.listen(
        ledger.engine,
        "before_cursor_execute",
        lambda *asked: "IMMEDIATE" in asked[2] and taken.append(asked[2]),
    )
    for _ in range(5):
        assert standing.look(ledger) == ""
    assert len(taken) == 1


def read(client: TestClient, **headers: str) -> dict[str, float]:
    """The metrics by name and labels."""
    answer = client.get("/metrics", headers=headers)
    assert answer.status_code == 200
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines}


def test_metrics_tell_of_requests_the_ledger_and_the_process(ledger: Ledger, standing: Standing) -> None:
    client, door = way_in(ledger, standing)
    listen_to_steps()
    secret = door.administration("test").issue_screen("监控", "metrics")
    standing.verify(ledger)
    before = read(client, authorization=f"Bearer {secret}")
    assert client.get("/levels", headers={"authorization": "Bearer wrong"}).status_code == 401
    ledger.append(NewEntry("declaration", scope="city", detail={"grade": "III"}))
    after = read(client, authorization=f"Bearer {secret}")
    assert after["office_ledger_position"] == ledger.position() > before["office_ledger_position"]
    assert after['office_ledger_entries{kind="denial"}'] == before['office_ledger_entries{kind="denial"}'] + 1
    assert (
        after['office_refusals_total{status="401"}']
        == before.get('office_refusals_total{status="401"}', 0) + 1
    )
    commits = 'office_step_seconds_count{step="commit"}'
    assert after[commits] == before[commits] + 2
    assert 0 <= after["office_ledger_last_commit_age_seconds"] < 60
    assert after['office_requests_total{operation="metrics.read",status="200"}'] >= 1
    assert (after["office_store_writable"], after["office_chain_whole"]) == (1, 1)
    assert after["process_open_fds"] > 0


def test_a_report_that_is_looked_at_is_measured(ledger: Ledger) -> None:
    client, _ = way_in(ledger)
    listen_to_steps()
    checks = metrics.STEPS.labels("check")._sum
    before = checks.get()
    sign_in_as(client, "liaison")
    sent = {"feed": "aquaculture", "unit": "city", "actor": "联络员", "look": "1"}
    client.post("/plain", data=sent, files={"file": ("a.csv", b"x,y\n1,2\n")})
    assert checks.get() > before


@pytest.mark.parametrize("who", ["", "duty", "leader", "liaison"])
def test_metrics_are_for_administrators_and_the_screen_that_fetches_them(who: str, ledger: Ledger) -> None:
    client, door = way_in(ledger)
    if who:
        sign_in_as(client, who)
    assert client.get("/metrics").status_code == (403 if who else 401)
    wall = door.administration("test").issue_screen("大屏", "briefing")
    client.cookies.clear()
    assert client.get("/metrics", headers={"authorization": f"Bearer {wall}"}).status_code == 403
    sign_in_as(client, "administrator")
    assert client.get("/metrics").status_code == 200
