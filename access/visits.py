"""Signing in and out, and who stands behind a visit: never longer than it may last, and not once the account has changed."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from threading import Lock

from access.identity import NOBODY, PUBLIC, Identity
from access.passwords import fits
from access.register import Account, Known, Register, Token
from access.secret import hashed, random_token
from store.entry import UNWRITABLE, VISIT, NewEntry
from store.ledger import Ledger
from store.sessions import Session, Sessions

# OWASP ASVS V7: idle and absolute ends of a session; a screen's lasts until its token is revoked.
IDLE, LONGEST = timedelta(minutes=30), timedelta(hours=12)
# Each time it is noted that somebody is there costs a write, which every other writer waits for.
TOUCH = timedelta(minutes=1)
# After so many failures of one account or one address nothing is let in for a while.
MOST_FAILURES, WITHIN_S = 10, 15 * 60
PERSON, SCREEN = "person", "screen"
_log = logging.getLogger(__name__)


class NotLetIn(Exception):
    """Sign-in refused; `code` names the sentence: sign_in.wrong, sign_in.too_many, sign_in.no_token."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Visits:
    """Who is here; safe to share between threads and processes."""

    def __init__(self, ledger: Ledger, known: Known, sessions: Sessions) -> None:
        self.ledger, self.known, self.sessions = ledger, known, sessions
        self._touched: dict[str, datetime] = {}
        self._lock = Lock()

    def sign_in(self, name: str, password: str, address: str) -> str:
        """The secret that a browser is to hold from now on. Raises NotLetIn, each time as late as the others."""
        who = (f"account:{name}", f"address:{address}")
        # A try is a failure until it has succeeded: many at once are as many as one after another.
        self.sessions.fail(who, WITHIN_S)
        tired = self.sessions.failed(who, WITHIN_S) > MOST_FAILURES
        account = self.known().accounts.get(name)
        usable = account is not None and account.active and bool(account.proof)
        proof = self.sessions.proof(account.proof) if account and usable else None
        right = fits(password, proof)
        if tired:  # what is tried while it is shut is not looked at, and shuts it no longer
            for each in who:
                self.sessions.forgive_last(each)
        if not right or tired or account is None:
            raise NotLetIn("sign_in.too_many" if tired else "sign_in.wrong")
        self.sessions.forgive(who[0])
        self.sessions.forgive_last(who[1])
        return self.let_in(account)

    def let_in(self, account: Account) -> str:
        """A new visit of a person whose identity is proven. Its secret."""
        self.sessions.end_before(self.sessions.wall() - LONGEST, PERSON)
        # What was proven is the account as it was then: a password changed while it was being checked ends the visit.
        return self._begin(account.identity(), PERSON, account.changed)

    def show_screen(self, token: str) -> str:
        """A new visit of a screen. Its secret. Raises NotLetIn."""
        screen = self.known().tokens.get(hashed(token))
        if screen is None or not screen.active or screen.kind != SCREEN:
            raise NotLetIn("sign_in.no_token")
        return self._begin(screen.identity(), SCREEN, screen.issued)

    def _begin(self, identity: Identity, kind: str, since: int) -> str:
        secret = random_token()
        detail = {"did": "signed_in", "name": identity.name}
        self.ledger.append(NewEntry(VISIT, actor=identity.title, detail=detail))
        self.sessions.begin(hashed(secret), identity.name, kind, since)
        return secret

    def leave(self, visit: str) -> None:
        """End a visit; one that is over already stays so."""
        identity = self.identities([visit]).get(visit)
        self.sessions.end(visit)
        if identity is not None:
            detail = {"did": "signed_out", "name": identity.name}
            try:
                self.ledger.append(NewEntry(VISIT, actor=identity.title, detail=detail))
            except UNWRITABLE as fault:  # nobody is kept in because the disk is full
                _log.error("visit.not_written", extra={"fields": {**detail, "why": fault.code}})

    def who(self, secret: str) -> Identity:
        """Who holds the secret of a visit; nobody, or the public where reading is free, once that is over."""
        return self.who_visits(hashed(secret)) if secret else self._unknown()

    def who_visits(self, visit: str) -> Identity:
        """The same by the visit's id."""
        return self.identities([visit]).get(visit) or self._unknown()

    def who_shows(self, token: str) -> Identity:
        """Who shows a token in a request of its own, without a visit (metrics); nobody if it is none."""
        shown = token_of(self.known(), hashed(token))
        return shown.identity() if shown and shown.kind == SCREEN else NOBODY

    def identities(self, visits: Iterable[str]) -> dict[str, Identity]:
        """Who stands behind each of these visits that still holds; behind "", the public while reading is free."""
        asked, register = set(visits), self.known()
        found = self.sessions.find(asked - {""})
        behind = {visit: self._behind(register, session) for visit, session in found.items()}
        if "" in asked and register.setting("public_reading"):
            behind[""] = PUBLIC
        return {visit: identity for visit, identity in behind.items() if identity is not None}

    def is_there(self, visit: str) -> None:
        """Somebody touched the page: the visit is not idle. Written once a minute, however often a browser says so."""
        now = self.sessions.wall()
        with self._lock:
            if abs(now - self._touched.get(visit, now - 2 * TOUCH)) < TOUCH:
                return
            self._touched = {one: at for one, at in self._touched.items() if abs(now - at) < TOUCH} | {
                visit: now
            }
        self.sessions.seen(visit)

    def _behind(self, register: Register, session: Session) -> Identity | None:
        if session.kind == SCREEN:
            token = register.tokens.get(session.holder)
            return token.identity(session.id) if token and token.active else None
        account = register.accounts.get(session.holder)
        if account is None or not account.active or account.changed > session.since:
            return None
        now = self.sessions.wall()
        # A clock set back must not make a visit last: what begins in the future is over.
        ages = now - session.started_at, now - session.seen_at
        limits = LONGEST, IDLE
        holds = all(-IDLE <= age <= limit for age, limit in zip(ages, limits))
        return account.identity(session.id) if holds else None

    def _unknown(self) -> Identity:
        return PUBLIC if self.known().setting("public_reading") else NOBODY


def token_of(register: Register, name: str) -> Token | None:
    """A screen or a key that has not been revoked."""
    token = register.tokens.get(name)
    return token if token and token.active else None
