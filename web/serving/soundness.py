"""What must hold before anybody is served: settings, address, secrets, database, clock; else the reasons why not."""

from __future__ import annotations

import ipaddress
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import starlette

from access.secret import LEAST_BYTES
from domain.clock import stamp
from domain.problems import Problem, sentence
from domain.words import LANGUAGES, say
from loaders.limits import FILE_MB
from store.entry import REHEARSALS
from store.sqlite import FIRST_SAFE_WAL, Promises

# Starlette before 1.1 has known faults (CVE list in docs/decisions.md, Libraries).
LEAST_STARLETTE = (1, 1)
CLOCK_MAY_LAG = timedelta(minutes=5)
FULL = 2  # PRAGMA synchronous
OUR_HEADERS = {"X-Office-Visit": "visit"}
FEWEST_SIGNS, LEAST_COOKIE_SECRET = 10, LEAST_BYTES * 4 // 3  # of random bytes written in base64


@dataclass(frozen=True, slots=True)
class Rule:
    """A setting of the server that must hold; its code names the reason, its value is told unless it is secret."""

    option: str
    code: str
    holds: Callable[[Any], bool]
    secret: bool = False


RULES = (
    Rule("server.maxUploadSize", "start.upload", lambda mb: 0 < mb <= FILE_MB),
    Rule("server.enableCORS", "start.cors", lambda on: on is True),
    Rule("server.enableXsrfProtection", "start.xsrf", lambda on: on is True),
    Rule("server.xsrfCookieSameSite", "start.same_site", lambda kind: kind in ("lax", "strict")),
    Rule("server.enableStaticServing", "start.static", lambda on: on is False),
    Rule("server.enableAgentApi", "start.agent_api", lambda on: on is False),
    Rule("server.fileWatcherType", "start.file_watcher", lambda kind: kind == "none"),
    Rule("server.trustedUserHeaders", "start.trusted_headers", lambda named: named == OUR_HEADERS),
    Rule("server.cookieSecret", "start.cookie_secret", lambda text: _is_random(text), secret=True),
    Rule("browser.gatherUsageStats", "start.usage", lambda on: on is False),
    Rule("client.showErrorDetails", "start.error_details", lambda kind: kind == "none"),
    Rule("client.toolbarMode", "start.toolbar", lambda mode: mode in ("minimal", "viewer")),
)


def settings_faults(setting: Callable[[str], Any]) -> list[Problem]:
    """What is wrong with the server's settings, asked by name."""
    values = [(rule, setting(rule.option)) for rule in RULES]
    return [
        Problem(rule.code, raw="" if rule.secret else str(value), holes=(("option", rule.option),))
        for rule, value in values
        if not rule.holds(value)
    ]


def address_faults(address: str | None, hosts: Sequence[str], purpose: str | None) -> list[Problem]:
    """Whether it may listen there, under these names.

    A demo or an exercise stays on this machine; a store in use may be reached from others, by named hosts alone.
    """
    if is_loopback(address or ""):
        return []
    if not address or purpose in REHEARSALS:
        return [Problem("start.address", raw=address or "")]
    named = bool(hosts) and all(host and "*" not in host and not host.startswith(".") for host in hosts)
    if not named or all(is_loopback(host) for host in hosts):
        return [Problem("start.hosts", raw=", ".join(hosts), holes=(("address", address),))]
    return []


def is_loopback(host: str) -> bool:
    """Whether a name or an address is this machine's own."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def database_faults(promises: Promises) -> list[Problem]:
    """What an open connection does not promise."""
    version = ".".join(map(str, promises.version))
    faults = []
    if promises.journal == "wal" and promises.version < FIRST_SAFE_WAL:
        faults.append(Problem("start.sqlite", raw=version))
    if promises.journal not in ("wal", "delete"):
        faults.append(Problem("start.journal", raw=promises.journal))
    if promises.synchronous < FULL:
        faults.append(Problem("start.synchronous", raw=str(promises.synchronous)))
    return faults


def clock_faults(now: datetime, last: datetime | None, purpose: str | None) -> list[Problem]:
    """Whether the wall's clock stands before a live store's last entry."""
    if last is None or purpose in REHEARSALS or last - now <= CLOCK_MAY_LAG:
        return []
    return [Problem("start.clock", raw=stamp(now), holes=(("last", stamp(last)),))]


def library_faults(version: str = starlette.__version__) -> list[Problem]:
    """Whether the server's library is one without known faults."""
    numbers = tuple(int(part) for part in version.split(".")[:2])
    return [] if numbers >= LEAST_STARLETTE else [Problem("start.starlette", raw=version)]


def stop_for(faults: Sequence[Problem]) -> None:
    """SystemExit: every reason, in both languages; nothing where there is none."""
    if faults:
        said = [sentence(fault, lang) for lang in LANGUAGES for fault in faults]
        raise SystemExit("\n".join([" / ".join(say(lang, "server.refuses") for lang in LANGUAGES), *said]))


def font_faults(purpose: str | None, list_fonts: Callable[[], str] | None = None) -> list[Problem]:
    """A system that knows no Chinese font, which what is drawn here needs and browsers do not; a rehearsal is only told."""
    if (list_fonts or _chinese_fonts)().strip():
        return []
    missing = Problem("start.fonts")
    if purpose not in REHEARSALS:
        return [missing]
    print("\n".join(sentence(missing, lang) for lang in LANGUAGES), file=sys.stderr)
    return []


def _chinese_fonts() -> str:
    found = shutil.which("fc-list")
    if found is None:
        return ""
    told = subprocess.run([found, ":lang=zh-cn", "family"], capture_output=True, env=os.environ, timeout=10)
    return told.stdout.decode("utf-8", "replace")


def _is_random(text: str) -> bool:
    """Long enough for as many random bytes, and not one key held down."""
    return len(text) >= LEAST_COOKIE_SECRET and len(set(text)) >= FEWEST_SIGNS
