"""A key that is the same every time, and what was signed with it."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from store.ledger import Ledger

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def fixed_key() -> bytes:
    """The key as a PEM file."""
    return KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def beside(ledger: Ledger, name: str) -> Path:
    """A file beside the store."""
    return Path(ledger.engine.url.database or "").with_name(name)
