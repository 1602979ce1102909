"""An alert that no screen will show is taken in, and its sender is told so."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from domain.clock import from_beijing
from feeds import feed
from intake.draft import examine
from store.ledger import Ledger
from tests.loaders.alerts.messages import cap
from tests.store.boats import Wall

SENT = from_beijing("2025-07-30T04:15")


@pytest.fixture
def wall() -> Wall:
    return Wall(SENT + timedelta(minutes=2))


@pytest.fixture(params=["live", "demo"])
def ledger(tmp_path: Path, wall: Wall, request: pytest.FixtureRequest) -> Iterator[Ledger]:
    opened = Ledger(f"sqlite:///{tmp_path / 'alerts.sqlite3'}", wall)
    opened.open_event(request.param, "2508", None if request.param == "live" else wall())
    yield opened
    opened.close()


def told(ledger: Ledger, *changes: tuple[str, str]) -> list[str]:
    draft = examine(ledger, feed("alerts"), "city", cap(*changes), "alert.xml")
    assert not draft.refused
    return [problem.code for problem in draft.problems]


def test_an_alert_that_is_over_when_it_comes_is_told_and_one_in_force_is_not(
    ledger: Ledger, wall: Wall
) -> None:
    assert told(ledger) == []
    over = examine(ledger, feed("alerts"), "city", cap(), "alert.xml", at=SENT + timedelta(days=3))
    assert [problem.code for problem in over.problems] == ["file.alert_over"]


def test_what_nobody_issued_in_earnest_is_told(ledger: Ledger) -> None:
    assert told(ledger, (">Actual<", ">Test<")) == ["file.alert_not_in_earnest"]


def test_an_exercise_is_in_earnest_in_a_rehearsal_alone(ledger: Ledger) -> None:
    said = told(ledger, (">Actual<", ">Exercise<"))
    assert said == ([] if ledger.purpose == "demo" else ["file.alert_not_in_earnest"])


def test_a_cancellation_is_never_shown_and_nothing_is_said_of_its_end(ledger: Ledger) -> None:
    cancel = cap(
        (">Alert<", ">Cancel<"),
        ("  <info>", "  <references>33092141600000,x,2025-07-30T04:15:00+08:00</references>\n  <info>"),
    )
    draft = examine(ledger, feed("alerts"), "city", cancel, "cancel.xml", at=SENT + timedelta(days=3))
    assert [problem.code for problem in draft.problems] == []
