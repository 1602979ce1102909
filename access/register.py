"""Who there is: accounts, links, screens, keys and settings, folded from the ledger's entries of kind `access`.

Nothing is stored beside them, so that whoever may do what is as tamper-evident as what was reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Lock
from types import MappingProxyType
from typing import Any

from access.account import Account
from access.demo import DEMO
from access.identity import Identity, Scope
from store.entry import ACCESS, Entry, moment_of
from store.reader import Reader

# What may be set, and what it is until somebody sets it. public_reading: boards without sign-in;
# two_people: a level counts once another person has confirmed it.
SETTINGS: Mapping[str, bool] = MappingProxyType({"public_reading": False, "two_people": True})


@dataclass(frozen=True, slots=True)
class Link:
    """A link by which a person sets a password, once and not after `until`."""

    account: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Token:
    """What a screen or a machine shows. board: a screen's page; scope: a machine's forms and units."""

    name: str
    title: str
    kind: str
    board: str = ""
    scope: Scope = field(default_factory=Scope)
    active: bool = True
    issued: int = 0

    def identity(self, visit: str = "") -> Identity:
        """Who asks, when it is this screen or machine."""
        return Identity(self.name, self.title, frozenset([self.kind]), self.scope, self.board, visit)


@dataclass(frozen=True, slots=True)
class Register:
    """All of it after an entry (`through`). links and screens by the hash of their secret; keys by name.

    titles: the account whose each title is or was, for receipts go on calling people by it.
    """

    accounts: Mapping[str, Account] = field(default_factory=dict)
    links: Mapping[str, Link] = field(default_factory=dict)
    tokens: Mapping[str, Token] = field(default_factory=dict)
    settings: Mapping[str, bool] = field(default_factory=lambda: dict(SETTINGS))
    signers: Mapping[tuple[str, str], str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    through: int = 0

    def setting(self, name: str) -> bool:
        """A setting as it stands. KeyError: there is no such setting."""
        return self.settings[name]


def fold(register: Register, entries: Iterable[Entry]) -> Register:
    """The register after these entries, oldest first."""
    for entry in entries:
        register = replace(_STEPS[entry.detail["did"]](register, entry), through=entry.seq)
    return register


class Known:
    """The register of a ledger, kept up to its last entry; safe to share between threads."""

    def __init__(self, ledger: Reader) -> None:
        self._ledger, self._register, self._lock = ledger, Register(), Lock()

    def __call__(self) -> Register:
        """The register now; a demo's has its ready people besides."""
        with self._lock:
            if self._ledger.purpose == "demo" and not self._register.accounts:
                self._register = replace(self._register, accounts=dict(DEMO))
            later = self._ledger.entries(kinds=[ACCESS], after=self._register.through, newest_first=False)
            if later:
                self._register = fold(self._register, later)
            return self._register


def scope_of(detail: Mapping[str, Any]) -> Scope:
    """The scope an entry spells."""
    return Scope(frozenset(detail.get("feeds", ())), frozenset(detail.get("districts", ())))


def _account_set(register: Register, entry: Entry) -> Register:
    told = entry.detail
    before = register.accounts.get(told["account"])
    account = Account(
        told["account"], told["title"], frozenset(told["roles"]), scope_of(told), told["active"],
        before.proof if before else "", entry.seq,
    )  # fmt: skip
    # A link that was out must not open what has been shut.
    links = register.links if account.active else _links_but(register, account.name)
    return replace(_with_account(register, account), links=links, titles=_titled(register, account))


def _password_set(register: Register, entry: Entry) -> Register:
    account = register.accounts[entry.detail["account"]]
    changed = replace(account, proof=entry.detail["proof"], changed=entry.seq)
    return replace(_with_account(register, changed), links=_links_but(register, account.name))


def _invited(register: Register, entry: Entry) -> Register:
    link = Link(entry.detail["account"], moment_of(entry.detail["until"]))
    return replace(register, links={**_links_but(register, link.account), entry.detail["link"]: link})


def _token_issued(register: Register, entry: Entry) -> Register:
    told = entry.detail
    token = Token(
        told["token"], told["title"], told["kind"], told.get("board", ""), scope_of(told), issued=entry.seq
    )
    return replace(register, tokens={**register.tokens, token.name: token})


def _token_revoked(register: Register, entry: Entry) -> Register:
    token = replace(register.tokens[entry.detail["token"]], active=False)
    return replace(register, tokens={**register.tokens, token.name: token})


def _setting_set(register: Register, entry: Entry) -> Register:
    return replace(register, settings={**register.settings, entry.detail["setting"]: entry.detail["value"]})


def _signer_set(register: Register, entry: Entry) -> Register:
    told = entry.detail
    signers = {**register.signers, (told["feed"], told["district"]): told["public_key"]}
    return replace(register, signers={unit: key for unit, key in signers.items() if key})


def _titled(register: Register, changed: Account) -> dict[str, str]:
    """A demo's ready people are no entries: they have their titles from the start."""
    ready = {account.title: account.name for account in register.accounts.values()}
    return {**ready, **register.titles, changed.title: changed.name}


def _links_but(register: Register, name: str) -> dict[str, Link]:
    return {secret: link for secret, link in register.links.items() if link.account != name}


def _with_account(register: Register, account: Account) -> Register:
    return replace(register, accounts={**register.accounts, account.name: account})


_STEPS = {
    "account_set": _account_set,
    "password_set": _password_set,
    "invited": _invited,
    "token_issued": _token_issued,
    "token_revoked": _token_revoked,
    "setting_set": _setting_set,
    "signer_set": _signer_set,
}
