"""The first administrator."""

from datetime import timedelta

import pytest

from access.door import Door
from access.first import first_link
from access.identity import Scope
from access.secret import hashed
from access.visits import NotLetIn
from store.ledger import Ledger
from tests.access.conftest import PASSWORD


def test_a_store_that_nobody_opened_is_opened_for_live_use_and_its_administrator_gets_a_link(
    tmp_path,
) -> None:
    door = Door.of(Ledger(f"sqlite:///{tmp_path / 'ledger.sqlite3'}"))
    link = first_link(door, "duty-room")
    assert door.ledger.purpose == "live"
    account = door.register.accounts["administrator"]
    assert (account.roles, account.state) == ({"administrator"}, "waiting")
    assert door.register.links[hashed(link)].account == "administrator"


@pytest.mark.parametrize("password", ["", "admin", "administrator", "系统管理员"])
def test_the_first_administrator_has_no_password_that_could_be_guessed(door, password: str) -> None:
    first_link(door, "duty-room")
    with pytest.raises(NotLetIn):
        door.visits.sign_in("administrator", password, "10.0.0.1")


def test_each_start_until_the_password_is_set_gives_a_new_link_and_ends_the_one_before(door) -> None:
    before, after = first_link(door, "duty-room"), first_link(door, "duty-room")
    assert set(door.register.links) == {hashed(after)} != {hashed(before)}
    door.administration("系统管理员").set_password("administrator", PASSWORD)
    assert first_link(door, "duty-room") is None


def test_a_store_that_somebody_administers_gives_no_link(door, office) -> None:
    assert first_link(door, "duty-room") is None
    assert "administrator" not in door.register.accounts


def test_an_administrator_without_a_password_administers_nothing_yet(door) -> None:
    door.administration("x").add_account("zhou", "系统管理员", frozenset(["administrator"]), Scope())
    assert first_link(door, "duty-room")
    assert door.register.accounts["administrator"].title == "系统管理员 administrator"


def test_a_demo_gives_no_link(tmp_path) -> None:
    ledger = Ledger(f"sqlite:///{tmp_path / 'ledger.sqlite3'}")
    ledger.open_event("demo", "202508")
    assert first_link(Door.of(ledger), "duty-room") is None
    assert ledger.position() == 1


def test_a_link_is_over_after_a_day(door, wall) -> None:
    link = first_link(door, "duty-room")
    wall.on = timedelta(hours=25)
    assert door.register.links[hashed(link)].until < door.sessions.wall()
