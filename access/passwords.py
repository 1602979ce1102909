"""Passwords: argon2id with 19 MiB and two rounds (OWASP's least), two at a time, so that a change of shift leaves memory for others."""

from threading import Semaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LEAST_LENGTH, MOST_LENGTH = 10, 200
LEAST_DIFFERENT = 5
ROWS = ("1234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_two = Semaphore(2)


def is_guessable(password: str, name: str) -> bool:
    """Whether somebody would try it first: the account's name in it, few different characters, a row of keys or digits.

    NIST SP 800-63B 5.1.1.2: repeated and sequential characters, and words of the context.
    """
    told = password.lower()
    in_a_row = any(told[:LEAST_LENGTH] in 2 * row or told[:LEAST_LENGTH] in 2 * row[::-1] for row in ROWS)
    return name in told or len(set(told)) < LEAST_DIFFERENT or in_a_row


def encoded(password: str) -> str:
    """The password's argon2id hash."""
    with _two:
        return _hasher.hash(password)


# Checked where there is no such account, so that an unknown name takes as long as a wrong password.
_NOBODYS = encoded("nobody has this password")


def fits(password: str, proof: str | None) -> bool:
    """Whether it is the password of this hash; without one it takes as long and is not."""
    with _two:
        try:
            return _hasher.verify(proof or _NOBODYS, password) and proof is not None
        except (VerificationError, InvalidHashError):
            return False
