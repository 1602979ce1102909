"""What an administrator may enter, and what cannot be."""

import base64
from datetime import timedelta

import pytest

from access.demo import DEMO
from access.door import Door
from access.identity import Scope
from domain.problems import Refused
from store.entry import ACCESS
from store.ledger import Ledger

VIEWER, LIAISON, ADMINISTRATOR = (frozenset([role]) for role in ("viewer", "liaison", "administrator"))
ALL = frozenset(["*"])
KEY = base64.b64encode(b"Ed" + bytes(40)).decode()


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def test_an_account_is_an_entry_in_the_name_of_who_added_it(door, office) -> None:
    office.add_account("li", " 李 明 ", VIEWER, Scope())
    entry = door.ledger.entries(kinds=[ACCESS])[0]
    assert (entry.actor, entry.detail["did"], entry.detail["account"]) == ("周宁", "account_set", "li")
    assert door.register.accounts["li"].roles == VIEWER


@pytest.mark.parametrize(
    ("name", "title", "roles", "scope", "code"),
    [
        ("L", "李明", VIEWER, Scope(), "account.name"),
        ("li", "", VIEWER, Scope(), "account.title"),
        ("li", "周宁", VIEWER, Scope(), "account.title"),
        ("li", "李明", frozenset(), Scope(), "account.no_role"),
        ("li", "李明", frozenset(["machine"]), Scope(), "account.roles"),
        ("li", "李明", LIAISON, Scope(frozenset(["no_such_form"]), ALL), "account.feeds"),
        ("li", "李明", LIAISON, Scope(ALL, frozenset(["atlantis"])), "account.districts"),
        ("zhou", "李明", VIEWER, Scope(), "account.taken"),
    ],
)
def test_an_account_that_cannot_be_is_refused_and_nothing_is_written(
    door, office, name, title, roles, scope, code
) -> None:
    before = door.register.through
    with pytest.raises(Refused) as refused:
        office.add_account(name, title, roles, scope)
    assert codes(refused) == [code]
    assert door.register.through == before


def test_a_liaison_without_forms_and_units_would_be_nobody_s(office) -> None:
    with pytest.raises(Refused) as refused:
        office.add_account("li", "李明", LIAISON, Scope())
    assert codes(refused) == ["account.no_feeds", "account.no_districts"]


def test_the_last_administrator_can_be_neither_shut_nor_given_up(door, office) -> None:
    with pytest.raises(Refused) as shut:
        office.disable("zhou")
    with pytest.raises(Refused) as given_up:
        office.set_account("zhou", "周宁", VIEWER, Scope())
    assert codes(shut) == codes(given_up) == ["account.last_administrator"]
    office.add_account("sun", "孙立", ADMINISTRATOR, Scope())
    office.disable("zhou")
    assert not door.register.accounts["zhou"].active


def test_two_people_are_never_called_the_same_nor_is_a_person_as_a_screen(office) -> None:
    office.issue_screen("指挥大厅大屏", "briefing")
    with pytest.raises(Refused) as person:
        office.add_account("li", "指挥大厅大屏", VIEWER, Scope())
    with pytest.raises(Refused) as screen:
        office.issue_key("周宁", Scope(ALL, ALL))
    assert codes(person) == codes(screen) == ["account.title"]


def test_a_link_serves_its_person_until_a_password_is_set(door, office) -> None:
    office.add_account("li", "李明", VIEWER, Scope())
    office.invite("li")
    (link,) = door.register.links.values()
    assert (link.account, link.until - door.sessions.wall() > timedelta(hours=23)) == ("li", True)
    office.set_password("li", "morning tide 04")
    assert door.register.links == {}


def test_a_new_link_ends_the_one_before_it_and_shutting_the_account_ends_all(door, office) -> None:
    office.add_account("li", "李明", VIEWER, Scope())
    office.invite("li")
    office.invite("li")
    assert len(door.register.links) == 1
    office.disable("li")
    assert door.register.links == {}
    with pytest.raises(Refused) as refused:
        office.invite("li")
    assert codes(refused) == ["account.shut"]


@pytest.mark.parametrize("password", ["short", "x" * 201])
def test_a_password_has_a_length(door, office, password: str) -> None:
    proof = door.register.accounts["zhou"].proof
    with pytest.raises(Refused) as refused:
        office.set_password("zhou", password)
    assert codes(refused) == ["account.password_length"]
    assert door.register.accounts["zhou"].proof == proof


def test_no_password_stands_in_the_ledger(door, office) -> None:
    told = [str(entry.detail) for entry in door.ledger.entries(kinds=[ACCESS])]
    assert not any("evening tide" in text or "argon2" in text for text in told)


def test_a_screen_stands_on_a_page_that_screens_may_show(office) -> None:
    with pytest.raises(Refused) as refused:
        office.issue_screen("大屏", "settings")
    assert codes(refused) == ["token.no_board"]


def test_what_was_revoked_cannot_be_revoked_again(door, office) -> None:
    name = office.issue_key("渔业接口", Scope(frozenset(["fishing_vessels"]), ALL))
    office.revoke(name)
    assert not door.register.tokens[name].active
    with pytest.raises(Refused) as refused:
        office.revoke(name)
    assert codes(refused) == ["token.no_such"]


def test_a_setting_is_what_it_was_set_to_and_an_unknown_one_is_refused(door, office) -> None:
    assert (door.register.setting("public_reading"), door.register.setting("two_people")) == (False, True)
    office.set("public_reading", True)
    assert door.register.setting("public_reading")
    with pytest.raises(Refused) as refused:
        office.set("no_such", True)
    assert codes(refused) == ["setting.no_such"]


def test_a_unit_s_signing_key_is_put_on_record_and_taken_off(door, office) -> None:
    office.set_signer("fishing_vessels", "putuo", f" {KEY}\n")
    assert door.register.signers == {("fishing_vessels", "putuo"): KEY}
    office.set_signer("fishing_vessels", "putuo", "")
    assert door.register.signers == {}


@pytest.mark.parametrize(
    ("feed", "district", "key", "code"),
    [
        ("*", "putuo", KEY, "account.feeds"),
        ("fishing_vessels", "*", KEY, "account.districts"),
        ("fishing_vessels", "putuo", "not a key", "signer.public_key"),
        ("fishing_vessels", "putuo", KEY[:-4], "signer.public_key"),
    ],
)
def test_a_signing_key_that_cannot_be_is_refused(office, feed, district, key, code) -> None:
    with pytest.raises(Refused) as refused:
        office.set_signer(feed, district, key)
    assert codes(refused) == [code]


def test_a_title_that_stands_on_somebodys_receipts_is_never_anothers(door, office) -> None:
    office.add_account("li", "李明", LIAISON, Scope(ALL, ALL))
    office.set_account("li", "李明远", LIAISON, Scope(ALL, ALL))
    office.revoke(office.issue_key("渔政平台", Scope(ALL, ALL)))
    for title in ("李明", "渔政平台"):
        with pytest.raises(Refused) as refused:
            office.add_account("wang", title, LIAISON, Scope(ALL, ALL))
        assert codes(refused) == ["account.title"]
    with pytest.raises(Refused):
        office.issue_key("李明", Scope(ALL, ALL))
    office.set_account("li", "李明", LIAISON, Scope(ALL, ALL))  # whose it was may have it back
    assert office.issue_key("渔政平台", Scope(ALL, ALL))  # and a new key the name of the one before


def test_in_a_demo_a_ready_persons_first_title_is_never_anothers(tmp_path) -> None:
    ledger = Ledger(f"sqlite:///{tmp_path / 'demo.sqlite3'}")
    ledger.open_event("demo", "2508")
    doing, duty = Door.of(ledger).administration("系统管理员"), DEMO["duty"]
    doing.set_account("duty", "值班员", duty.roles, duty.scope)
    with pytest.raises(Refused):
        doing.add_account("li", duty.title, VIEWER, Scope())
    ledger.close()
