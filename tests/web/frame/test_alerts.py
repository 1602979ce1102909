"""Alerts from the file to the page: taken in like any other file, shown while in force, gone by themselves."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from access.identity import PUBLIC, Identity
from domain.clock import from_beijing
from feeds import feed
from intake.receive import Outcome, receive
from store.ledger import Ledger
from tests.identities import somebody
from tests.loaders.alerts.messages import cap
from tests.reference import reference
from tests.store.boats import Wall
from web.frame.alerts import text
from web.frame.page import Frame

SENT = from_beijing("2025-07-30T04:15")
VIEWER = somebody("周定海", "viewer")


@pytest.fixture
def wall() -> Wall:
    return Wall(SENT + timedelta(minutes=2))


@pytest.fixture
def live(tmp_path: Path, wall: Wall) -> Iterator[Ledger]:
    opened = Ledger(f"sqlite:///{tmp_path / 'live.sqlite3'}", wall)
    opened.open_event("live", "2508")
    yield opened
    opened.close()


def send(ledger: Ledger, data: bytes, name: str = "alert.xml") -> Outcome:
    return receive(ledger, feed("alerts"), "city", data, name, "市气象台联络员")


def seen(ledger: Ledger, who: Identity = VIEWER) -> str:
    return text(Frame("dashboard", "zh", "light", ledger, who))


def later(kind: str) -> bytes:
    """A message of half an hour later that goes back to the signal."""
    return cap(
        ("_20250730041500_1", "_20250730044500_2"),
        (">Alert<", f">{kind}<"),
        ("<sent>2025-07-30T04:15", "<sent>2025-07-30T04:45"),
        (
            "  <info>",
            "  <references>33092141600000,33092141600000_20250730041500_1,2025-07-30T04:15:00+08:00</references>\n  <info>",
        ),
    )


def test_a_signal_is_shown_from_its_arrival_until_it_expires(live: Ledger, wall: Wall) -> None:
    assert seen(live) == ""
    outcome = send(live, cap())
    assert outcome.receipt is not None and outcome.draft.problems == ()
    shown = seen(live)
    assert "橙色" in shown and "岱山县气象台" in shown and "至 16:15" in shown
    assert outcome.receipt.number in shown
    wall.at = from_beijing("2025-07-30T16:15")
    assert seen(live) == ""


def test_an_update_replaces_it_and_a_cancellation_ends_it(live: Ledger, wall: Wall) -> None:
    send(live, cap())
    wall.pass_hours(1)
    assert send(live, later("Update")).receipt is not None
    assert seen(live).count("tp-signal") == 1
    # The cancellation names the first signal only; the update still stands, and is ended by the next one.
    assert send(live, later("Cancel").replace(b"044500_2", b"044600_3")).receipt is not None
    assert seen(live).count("tp-signal") == 1
    final = later("Cancel").replace(b"044500_2", b"045000_4").replace(b"T04:45", b"T04:50")
    send(live, final.replace(b"041500_1,2025-07-30T04:15", b"044500_2,2025-07-30T04:45"))
    assert seen(live) == ""


def test_what_is_not_public_is_shown_to_who_may_read_the_form_alone(live: Ledger) -> None:
    send(live, cap((">Public<", ">Restricted<")))
    assert "不公开" in seen(live) and seen(live, PUBLIC) == ""


def test_an_exercise_is_shown_in_a_demo_under_its_name_and_not_in_a_live_store(
    live: Ledger, tmp_path: Path, wall: Wall
) -> None:
    exercise = cap((">Actual<", ">Exercise<"))
    send(live, exercise)
    assert seen(live) == ""
    demo = Ledger(f"sqlite:///{tmp_path / 'demo.sqlite3'}", wall)
    demo.open_event("demo", "2508", SENT)
    receive(demo, feed("alerts"), "city", exercise, "alert.xml", "演示", received_at=SENT)
    assert "演练" in seen(demo)
    demo.close()


def test_a_refused_message_is_recorded_with_its_reason_and_shows_nothing(live: Ledger) -> None:
    outcome = send(live, reference("cap/invalid/sweden.cap").read_bytes(), "sweden.cap")
    assert outcome.receipt is None and outcome.entry.kind == "refusal"
    assert outcome.draft.problems[0].code == "file.alert_wrong_order"
    assert seen(live) == ""


def test_what_a_sender_must_know_of_a_message_taken_in_is_told(live: Ledger) -> None:
    outcome = send(live, cap(("T04:15:00+08:00", " 04:15:00"), ("合成样本。", "长" * 6000)))
    assert outcome.receipt is not None
    assert {problem.code for problem in outcome.draft.problems} == {"file.alert_beijing", "file.alert_cut"}
