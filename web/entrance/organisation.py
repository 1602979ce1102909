"""Where people of the organisation sign in: an OpenID Connect provider, told by the TOML file that OIDC_FILE names."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from domain.words import LANGUAGES, say
from web.serving.guard import is_loopback

VARIABLE = "OIDC_FILE"
START, BACK = "/sign-in/organisation", "/sign-in/organisation/back"


@dataclass(frozen=True, slots=True)
class Organisation:
    """address: these pages as browsers reach them; issuer: the provider's; claim: the one that names an account here."""

    address: str
    issuer: str
    client_id: str
    secret_file: str
    claim: str

    @property
    def back(self) -> str:
        """Where the provider sends people back to."""
        return self.address.rstrip("/") + BACK

    @property
    def secret(self) -> str:
        """What the provider knows this server by."""
        return Path(self.secret_file).read_text("utf-8").strip()


def configured() -> Organisation | None:
    """The provider; none where OIDC_FILE is not set. SystemExit: the file does not serve, and says why."""
    return _read(os.environ.get(VARIABLE, ""))


@cache
def _read(file: str) -> Organisation | None:
    if not file:
        return None
    try:
        told = tomllib.loads(Path(file).read_text("utf-8"))
    except (OSError, ValueError) as fault:
        raise stop("unreadable", file=file, fault=fault) from fault
    names = [field.name for field in fields(Organisation)]
    wrong = [name for name in names if not isinstance(told.get(name), str) or not told[name]]
    if wrong or set(told) - set(names):
        raise stop("keys", file=file, expected=", ".join(names))
    organisation = Organisation(**told)
    for address in (organisation.address, organisation.issuer):
        if not is_safe(address):
            raise stop("not_safe", file=file, address=address)
    try:
        usable = bool(organisation.secret)
    except (OSError, ValueError):
        usable = False
    if not usable:
        raise stop("no_secret", file=file, secret_file=organisation.secret_file)
    return organisation


def is_safe(address: str) -> bool:
    """Whether what is sent there can be read by nobody on the way: https, or this machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))


def stop(code: str, **holes: object) -> SystemExit:
    """The end of a start that cannot be, saying why."""
    return SystemExit("\n".join(say(lang, f"organisation_file.{code}", **holes) for lang in LANGUAGES))
