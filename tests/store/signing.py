"""A key that is the same every time, ledgers with something to sign, and what a forger does with them."""

from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from store.chain import leaf_hash
from store.checkpoints import Checkpoints
from store.entry import NewEntry
from store.ledger import Ledger
from store.tables import to_row
from tests.store.boats import boats

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def fixed_key() -> bytes:
    """The key as a PEM file."""
    return KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def beside(ledger: Ledger, name: str) -> Path:
    """A file beside the store."""
    return Path(ledger.engine.url.database or "").with_name(name)


def write(ledger: Ledger, count: int) -> None:
    """So many more entries with rows and a file."""
    for crew in range(ledger.position(), ledger.position() + count):
        draft = NewEntry("submission", "boats", "city", "liaison", detail={"crew": crew})
        ledger.append(draft, boats(("a", "putuo", crew)), f"crew\n{crew}\n".encode())


def forged(backend: Any, *statements: str) -> Ledger:
    """What somebody leaves who cannot sign: the stored checkpoints are gone as well, and the guards are made anew."""
    backend.tamper("DELETE FROM checkpoints", *statements)
    again = Ledger(backend.url)
    Checkpoints(again)
    return again


def rechain(ledger: Ledger, first: int, **change: Any) -> list[str]:
    """Statements that change an entry and hash it and all after it anew, so that the chain is whole again."""
    statements, before = [], ledger.entry(first).prev_hash
    for seq in range(first, ledger.position() + 1):
        row = to_row(ledger.entry(seq)) | (change if seq == first else {}) | {"prev_hash": before}
        row["hash"] = before = leaf_hash(row)
        given = ", ".join(f"{name} = '{row[name]}'" for name in (*change, "prev_hash", "hash"))
        statements.append(f"UPDATE entries SET {given} WHERE seq = {seq}")
    return statements


def verdict(ledger: Ledger, against: str | None = None) -> tuple:
    """What verifying says: reason, first and last entry, checkpoints that agree."""
    found = ledger.verify(against)
    assert found.whole == (found.reason is None)
    return found.reason, found.bad_seq, found.last_seq, found.checkpoints
