"""Who there is, folded from the ledger."""

from datetime import timedelta

import pytest

from access.identity import NOBODY, Scope
from access.register import Register, fold
from access.secret import hashed
from access.visits import NotLetIn
from store.entry import ACCESS
from tests.access.conftest import PASSWORD

VIEWER = frozenset(["viewer"])


def test_the_register_folded_step_by_step_is_the_one_folded_at_once(door, office) -> None:
    office.add_account("li", "李明", VIEWER, Scope())
    office.invite("li")
    office.issue_screen("大屏", "briefing")
    office.set("public_reading", True)
    entries = door.ledger.entries(kinds=[ACCESS], newest_first=False)
    at_once, by_steps = fold(Register(), entries), Register()
    for entry in entries:
        by_steps = fold(by_steps, [entry])
    assert at_once == by_steps == door.register
    assert at_once.through == entries[-1].seq


def test_an_account_changed_by_another_process_is_known_at_the_next_question(door, office) -> None:
    assert "li" not in door.register.accounts
    type(door).of(door.ledger).administration("别处").add_account("li", "李明", VIEWER, Scope())
    assert door.register.accounts["li"].title == "李明"


@pytest.mark.parametrize(
    "change",
    [
        lambda office: office.set_account("li", "李明", frozenset(["approver"]), Scope()),
        lambda office: office.set_password("li", "another tide 05"),
        lambda office: office.disable("li"),
    ],
)
def test_a_changed_account_ends_its_visits(door, office, change) -> None:
    office.add_account("li", "李明", VIEWER, Scope())
    office.set_password("li", PASSWORD)
    secret = door.visits.sign_in("li", PASSWORD, "10.0.0.1")
    assert door.visits.who(secret).title == "李明"
    change(office)
    assert door.visits.who(secret) == NOBODY


def test_a_changed_account_keeps_its_password_and_leaves_others_in(door, office) -> None:
    office.add_account("li", "李明", VIEWER, Scope())
    office.set_password("li", PASSWORD)
    mine = door.visits.sign_in("zhou", PASSWORD, "10.0.0.1")
    office.set_account("li", "李明", frozenset(["approver"]), Scope())
    assert door.visits.who(door.visits.sign_in("li", PASSWORD, "10.0.0.1")).roles == {"approver"}
    assert door.visits.who(mine).name == "zhou"


def test_a_screen_s_visit_ends_when_its_token_is_revoked(door, office) -> None:
    token = office.issue_screen("大屏", "briefing")
    secret = door.visits.show_screen(token)
    assert door.visits.who(secret).board == "briefing"
    office.revoke(hashed(token))
    assert door.visits.who(secret) == NOBODY
    with pytest.raises(NotLetIn):
        door.visits.show_screen(token)


def test_that_somebody_is_there_is_written_once_a_minute_however_often_it_is_said(
    door, office, wall, monkeypatch
) -> None:
    visit, written = hashed(door.visits.sign_in("zhou", PASSWORD, "10.0.0.1")), []
    monkeypatch.setattr(door.sessions, "seen", written.append)
    for _ in range(50):
        door.visits.is_there(visit)
    assert written == [visit]
    wall.on += timedelta(minutes=1)
    door.visits.is_there(visit)
    wall.on -= timedelta(hours=1)
    door.visits.is_there(visit)
    assert written == [visit] * 3
