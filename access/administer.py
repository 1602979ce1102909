"""What an administrator enters: accounts, links, tokens, keys and settings, each an entry of the ledger."""

from __future__ import annotations

import re
from base64 import b64decode
from datetime import timedelta
from secrets import token_hex

from access.identity import EVERYTHING, PERSONS, Scope
from access.machines import MACHINE
from access.passwords import LEAST_LENGTH, MOST_LENGTH, encoded, is_guessable
from access.register import SETTINGS, Account, Known, Register
from access.secret import hashed, random_token
from access.table import operations
from access.visits import SCREEN
from domain.districts import DISTRICTS
from domain.names import called
from domain.problems import Problem, Refused
from feeds import all_feeds
from store.entry import ACCESS, Entry, NewEntry
from store.ledger import Ledger
from store.sessions import Sessions

LINK_LASTS = timedelta(hours=24)
METRICS = "metrics"
PUBLIC_KEY_BYTES = 42
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")


class Administration:
    """Enters what it is told in the name of `actor`; what cannot be is Refused, saying why, and nothing is written."""

    def __init__(self, ledger: Ledger, known: Known, sessions: Sessions, actor: str) -> None:
        self._ledger, self._known, self._sessions, self._actor = ledger, known, sessions, actor

    def add_account(self, name: str, title: str, roles: frozenset[str], scope: Scope) -> Entry:
        """Add an account; one of that name, shut or not, is there to be changed."""
        _refuse([Problem("account.taken", raw=name)] if name in self._known().accounts else [])
        return self.set_account(name, title, roles, scope)

    def set_account(
        self, name: str, title: str, roles: frozenset[str], scope: Scope, active: bool = True
    ) -> Entry:
        """Add an account, or change it; its visits end."""
        title = called(title)
        _refuse(_account_faults(self._known(), name, title, roles, scope, active))
        return self._enter(
            "account_set", account=name, title=title, roles=sorted(roles), feeds=sorted(scope.feeds),
            districts=sorted(scope.districts), active=active,
        )  # fmt: skip

    def disable(self, name: str) -> Entry:
        """Shut an account; its visits end. The last administrator stays."""
        account = self._account(name)
        return self.set_account(name, account.title, account.roles, account.scope, active=False)

    def invite(self, name: str) -> str:
        """The secret of a link by which its person sets a password, once and within a day; an earlier one is over."""
        _refuse([] if self._account(name).active else [Problem("account.shut", raw=name)])
        secret, until = random_token(), self._sessions.wall() + LINK_LASTS
        self._enter("invited", account=name, link=hashed(secret), until=until.isoformat())
        return secret

    def set_password(self, name: str, password: str) -> Entry:
        """Give an account its password; its visits end."""
        self._account(name)
        if not LEAST_LENGTH <= len(password) <= MOST_LENGTH:
            raise Refused(
                [Problem("account.password_length", holes=(("least", LEAST_LENGTH), ("most", MOST_LENGTH)))]
            )
        if is_guessable(password, name):
            raise Refused([Problem("account.password_guessable")])
        return self._enter("password_set", account=name, proof=self._sessions.keep_proof(encoded(password)))

    def issue_screen(self, title: str, board: str) -> str:
        """The secret of a screen's link; it stands on one page (or fetches the metrics) until it is revoked."""
        if board not in boards():
            raise Refused([Problem("token.no_board", raw=board, expected=" / ".join(boards()))])
        secret = random_token()
        self._issue(hashed(secret), title, SCREEN, board=board)
        return secret

    def issue_key(self, title: str, scope: Scope) -> str:
        """The name of a machine's key, from which it is derived."""
        _refuse(_scope_faults(scope))
        name = f"k{token_hex(8)}"
        self._issue(name, title, MACHINE, feeds=sorted(scope.feeds), districts=sorted(scope.districts))
        return name

    def revoke(self, name: str) -> Entry:
        """Take a token or a key back: what it opened closes at once."""
        token = self._known().tokens.get(name)
        if token is None or not token.active:
            raise Refused([Problem("token.no_such", raw=name)])
        return self._enter("token_revoked", token=name)

    def set(self, setting: str, value: bool) -> Entry:
        """Change a setting."""
        if setting not in SETTINGS:
            raise Refused([Problem("setting.no_such", raw=setting, expected=" / ".join(SETTINGS))])
        return self._enter("setting_set", setting=setting, value=value)

    def set_signer(self, feed: str, district: str, public_key: str) -> Entry:
        """Put on record the minisign key by which a unit's files of a form are verified; "" takes it off.

        public_key: the second line of minisign's .pub file.
        """
        key = public_key.strip()
        faults = _scope_faults(Scope(frozenset([feed]), frozenset([district])), all_of_them=False)
        _refuse(faults + ([] if not key or is_public_key(key) else [Problem("signer.public_key", raw=key)]))
        return self._enter("signer_set", feed=feed, district=district, public_key=key)

    def _issue(self, name: str, title: str, kind: str, **more: object) -> None:
        title = called(title)
        if not title or title in titles(self._known()):
            raise Refused([Problem("account.title", raw=title)])
        self._enter("token_issued", token=name, title=title, kind=kind, **more)

    def _account(self, name: str) -> Account:
        account = self._known().accounts.get(name)
        if account is None:
            raise Refused([Problem("account.no_such", raw=name)])
        return account

    def _enter(self, did: str, **detail: object) -> Entry:
        return self._ledger.append(NewEntry(ACCESS, actor=self._actor, detail={"did": did, **detail})).entry


def boards() -> tuple[str, ...]:
    """What a screen's link may open: the pages that screens stand on, and the metrics."""
    pages = [each.page for each in operations().values() if each.who.get(SCREEN) == "board" and each.page]
    return (*pages, METRICS)


def is_public_key(text: str) -> bool:
    """Whether it is a minisign public key: "Ed", 8 bytes that name it and 32 of Ed25519, in base64."""
    try:
        key = b64decode(text, validate=True)
    except ValueError:
        return False
    return len(key) == PUBLIC_KEY_BYTES and key.startswith(b"Ed")


def _account_faults(
    register: Register, name: str, title: str, roles: frozenset[str], scope: Scope, active: bool
) -> list[Problem]:
    others = [account for account in register.accounts.values() if account.name != name]
    faults = [] if _NAME.fullmatch(name) else [Problem("account.name", raw=name)]
    # Receipts call people by their titles: two of one title, one after the other too, could undo each other's reports.
    taken = titles(register, but=name) | {token.title for token in register.tokens.values()}
    if not title or title in taken:
        faults.append(Problem("account.title", raw=title))
    if not roles:
        faults.append(Problem("account.no_role"))
    elif not roles <= set(PERSONS):
        faults.append(Problem("account.roles", raw=", ".join(sorted(roles)), expected=" / ".join(PERSONS)))
    if "liaison" in roles or scope != Scope():
        faults += _scope_faults(scope)
    before = register.accounts.get(name)
    was_last = before and before.active and "administrator" in before.roles
    stays = active and "administrator" in roles
    if was_last and not stays and not any(a.active and "administrator" in a.roles for a in others):
        faults.append(Problem("account.last_administrator"))
    return faults


def titles(register: Register, but: str = "") -> set[str]:
    """What people are and were, and screens and machines are called, but for one account."""
    people = {account.title for account in register.accounts.values() if account.name != but}
    former = {title for title, name in register.titles.items() if name != but}
    return people | former | {token.title for token in register.tokens.values() if token.active}


def _scope_faults(scope: Scope, all_of_them: bool = True) -> list[Problem]:
    everything = {EVERYTHING} if all_of_them else set()
    known = {
        "account.feeds": (scope.feeds, set(all_feeds())),
        "account.districts": (scope.districts, set(DISTRICTS)),
    }
    return [
        Problem(code, raw=", ".join(sorted(said - there - everything)), expected=" / ".join(sorted(there)))
        if said
        else Problem(f"account.no_{code.partition('.')[2]}")
        for code, (said, there) in known.items()
        if not said or said - there - everything
    ]


def _refuse(faults: list[Problem]) -> None:
    if faults:
        raise Refused(faults)
