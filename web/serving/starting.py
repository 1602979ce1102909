"""What is looked at before the first visitor: SystemExit with every reason where the server must not run."""

from __future__ import annotations

from collections.abc import Sequence

from streamlit import config

from access.secret import WeakSecret
from domain.problems import Problem
from store.entry import REHEARSALS, StoreError, utc_now
from store.ledger import Ledger
from store.reader import default_url
from store.sqlite import promises
from web.serving import office
from web.serving.soundness import (
    address_faults,
    clock_faults,
    database_faults,
    font_faults,
    library_faults,
    settings_faults,
    stop_for,
)


def check_server() -> Sequence[str]:
    """The names that the pages may be asked by; none for this machine's own. SystemExit."""
    purpose = _purpose(default_url())
    faults = [*settings_faults(config.get_option), *library_faults(), *_address_faults(None, purpose)]
    stop_for([*faults, *font_faults(purpose)])
    return allowed_hosts(purpose)


def check_api(ledger: Ledger, host: str) -> Sequence[str]:
    """The same for the API by itself, which has none of the pages' settings but their list of names. SystemExit."""
    stop_for([*library_faults(), *_address_faults(host, ledger.purpose), *store_faults(ledger)])
    return allowed_hosts(ledger.purpose)


def check_store(ledger: Ledger) -> None:
    """SystemExit: the database promises too little, its clock stands behind it, or the secret is none."""
    stop_for(store_faults(ledger))


def store_faults(ledger: Ledger) -> list[Problem]:
    """What is wrong with an open store and what lies beside it."""
    last = ledger.last()
    return [
        *([] if ledger.read_only else database_faults(promises(ledger.engine))),
        *clock_faults(utc_now(), last.recorded_at if last else None, ledger.purpose),
        *_secret_faults(ledger),
    ]


def allowed_hosts(purpose: str | None) -> Sequence[str]:
    """A rehearsal answers to this machine's names, any other store, damaged or new ones too, to those of the settings."""
    return () if purpose in REHEARSALS else config.get_option("server.allowedHosts")


def _address_faults(host: str | None, purpose: str | None) -> list[Problem]:
    address = host if host is not None else config.get_option("server.address")
    return address_faults(address, config.get_option("server.allowedHosts"), purpose)


def _purpose(url: str) -> str | None:
    """What the store is for; none where there is none yet, or none that can be read."""
    try:
        ledger = Ledger.existing(url)
    except StoreError:
        return None
    try:
        return ledger.purpose
    except StoreError:
        return None
    finally:
        ledger.close()


def _secret_faults(ledger: Ledger) -> list[Problem]:
    try:
        office.door_of(ledger)
    except WeakSecret as weak:
        return [Problem("start.secret", raw=str(weak.path))]
    except OSError as fault:
        return [Problem("start.secret", raw=str(fault.filename))]
    return []
