"""The thread that reminds beside the pages, and what the page knows of it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from intake.levels import declare
from store.ledger import Ledger
from tests.reminding.receivers import WebReceiver, until
from tests.reminding.rooms import hook, level_one_since_noon, reminders_file
from web.board.reminding import Reminding, outside
from web.known import rendered


@pytest.fixture
def ledger(sample_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ledger]:
    """The sample evening at level I, looked at often."""
    monkeypatch.setattr("web.board.reminding.LOOK_S", 0.05)
    opened = Ledger(sample_url)
    level_one_since_noon(opened)
    yield opened
    opened.close()


@pytest.fixture
def reminding(ledger: Ledger) -> Iterator[Reminding]:
    going = Reminding()
    going.start(lambda: ledger)
    yield going
    going.stop()


def told(ledger: Ledger):
    return outside(rendered.present(ledger))


def test_a_served_store_reminds_by_itself_and_the_page_knows(
    ledger: Ledger, reminding: Reminding, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with WebReceiver().open() as receiver:
        monkeypatch.setenv("REMINDERS_FILE", str(reminders_file(tmp_path, hook("值班室", receiver.address))))
        until(lambda: [one for own in told(ledger).by_duty.values() for one in own if one.outcome == "sent"])
    known = told(ledger)
    assert (known.recipients, known.troubles, len(receiver.posted)) == (1, (), 1)
    (at,) = {one.at for own in known.by_duty.values() for one in own}
    assert abs(at - ledger.now()) < timedelta(
        minutes=2
    )  # by the event's clock, like everything else on the page


def test_a_file_that_is_mended_serves_without_a_restart(
    ledger: Ledger, reminding: Reminding, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with WebReceiver().open() as receiver:
        file = reminders_file(tmp_path, hook("值班室", receiver.address, "lang = 1"))
        monkeypatch.setenv("REMINDERS_FILE", str(file))
        assert told(ledger).fault[0] == "wrong_value"
        reminders_file(tmp_path, hook("值班室", receiver.address))
        until(lambda: receiver.posted)


def test_an_address_out_of_reach_is_known_to_the_page(
    ledger: Ledger, reminding: Reminding, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with WebReceiver(503).open() as receiver:
        monkeypatch.setenv("REMINDERS_FILE", str(reminders_file(tmp_path, hook("值班室", receiver.address))))
        until(lambda: told(ledger).troubles)
    (one,) = told(ledger).troubles
    assert (one.recipient, one.outcome, one.reason, one.answer) == ("值班室", "later", "status", 503)
    assert one.next_at > one.at


def test_without_a_file_and_in_a_silent_demo_nothing_leaves_and_the_page_says_so(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REMINDERS_FILE", raising=False)
    assert told(ledger).recipients == 0 and not told(ledger).silent
    silent = reminders_file(tmp_path, hook("值班室", "http://127.0.0.1:9/"), rehearsals=False)
    monkeypatch.setenv("REMINDERS_FILE", str(silent))
    assert told(ledger).silent


def test_commits_do_not_wait_for_a_receiver_that_stalls(
    ledger: Ledger, reminding: Reminding, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    receiver, held = WebReceiver(), []
    receiver.before = lambda: until(lambda: held)
    with receiver.open():
        monkeypatch.setenv("REMINDERS_FILE", str(reminders_file(tmp_path, hook("值班室", receiver.address))))
        until(lambda: receiver.posted)
        before = ledger.position()
        declare(
            ledger, issuer="city_hq", scope="city", grade="I", verb="raise", effective_at=ledger.now(), basis="会商", actor="值班"
        )  # fmt: skip
        assert ledger.position() == before + 1 and len(receiver.posted) == 1  # still held
        held.append(True)
