"""The first administrator of a store in use: an account without a password, and a link by which its person sets one."""

from __future__ import annotations

from access.administer import titles
from access.door import Door
from access.identity import Scope
from access.register import Register
from domain.words import say

NAME, ROLE = "administrator", "administrator"


def first_link(door: Door, actor: str) -> str | None:
    """The secret of a link for a live store whose accounts nobody could administer; none where somebody can.

    A store that nobody has opened is opened for live use. actor: in whose name the account is made.
    """
    door.ledger.open_for_use()
    register = door.register
    if door.ledger.purpose == "demo" or _somebody_administers(register):
        return None
    before = register.accounts.get(NAME)
    roles = (before.roles if before else frozenset()) | {ROLE}
    scope = before.scope if before else Scope()
    administration = door.administration(actor)
    administration.set_account(NAME, before.title if before else _title(register), roles, scope)
    return administration.invite(NAME)


def _somebody_administers(register: Register) -> bool:
    return any(one.active and one.proof and ROLE in one.roles for one in register.accounts.values())


def _title(register: Register) -> str:
    """As receipts are to call the account: a title that nobody else has."""
    title = say("zh", "roles.administrator")
    return f"{title} {NAME}" if title in titles(register) else title
