"""The key that signs checkpoints: a PEM file only its owner reads, and the keys to check them by in a file beside it."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from sqlalchemy import Engine

from store.entry import BadKey
from store.notes import Verifier

KEY, FILE = "CHECKPOINT_KEY", "CHECKPOINT_FILE"


def key_path(engine: Engine) -> Path:
    """CHECKPOINT_KEY, else checkpoint.key beside the store."""
    return _named(KEY) or _beside(engine, "checkpoint.key")


def file_path(engine: Engine) -> Path:
    """Where checkpoints are written one after the other: CHECKPOINT_FILE, else checkpoints.txt beside the store."""
    return _named(FILE) or _beside(engine, "checkpoints.txt")


def _named(variable: str) -> Path | None:
    named = os.environ.get(variable)
    return Path(named) if named else None


def _beside(engine: Engine, name: str) -> Path:
    return Path(engine.url.database or "").parent / name


def signing_key(path: Path) -> Ed25519PrivateKey:
    """The private key of a PEM file, made at first use. Raises BadKey for a file that holds no Ed25519 key; OSError."""
    if not path.exists():
        _make(path)
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise BadKey from error
    if not isinstance(key, Ed25519PrivateKey):
        raise BadKey
    return key


def _make(path: Path) -> None:
    """Two processes may both try; whoever links first has made the key, and nobody reads half of one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    handle, written = tempfile.mkstemp(dir=path.parent)  # mkstemp: mode 0600
    try:
        with open(handle, "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(handle)
        with suppress(FileExistsError):
            os.link(written, path)
    finally:
        os.unlink(written)


def publish(path: Path, verifier: Verifier) -> None:
    """Put the public half beside the key, for whoever checks, unless it is there."""
    if str(verifier) not in verifiers(path).splitlines():
        with open(_public(path), "a", encoding="utf-8", newline="\n") as file:
            file.write(f"{verifier}\n")


def verifiers(path: Path) -> str:
    """The verifier keys that were published beside a key, one a line; "" before the first."""
    return _public(path).read_text("utf-8") if _public(path).exists() else ""


def _public(path: Path) -> Path:
    return path.with_name(f"{path.name}.pub")
