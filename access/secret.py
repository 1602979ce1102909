"""The server's secret: 32 random bytes in a file only its owner reads, from which machine keys are derived."""

import hmac
import os
import secrets
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import mkstemp

LEAST_BYTES = 32


class WeakSecret(Exception):
    """The file holds less than 32 bytes, or others may read it; `code` names the sentence."""

    def __init__(self, code: str, path: Path) -> None:
        super().__init__(code)
        self.code, self.path = code, path


def server_secret(beside: Path) -> bytes:
    """The secret that SERVER_SECRET_FILE names, else the one beside the store, made at first use. Raises WeakSecret."""
    path = Path(os.environ.get("SERVER_SECRET_FILE") or beside / "server.secret")
    if not path.exists():
        _make(path)
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise WeakSecret("secret.readable", path)
    secret = path.read_bytes()
    if len(secret) < LEAST_BYTES:
        raise WeakSecret("secret.short", path)
    return secret


def derived(secret: bytes, purpose: str) -> bytes:
    """A key for one purpose: HMAC-SHA256 of its name."""
    return hmac.new(secret, purpose.encode(), sha256).digest()


def random_token() -> str:
    """256 random bits, safe in an address."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> str:
    """The form in which a token is kept."""
    return sha256(token.encode()).hexdigest()


def _make(path: Path) -> None:
    """Whole or not at all: another process may be making it at the same time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, made = mkstemp(dir=path.parent)  # only its owner reads it
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(LEAST_BYTES))
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(made, path)
    os.unlink(made)
