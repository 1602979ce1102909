"""What a server says at its first start: the link by which the first administrator sets a password."""

import getpass
import logging

from access.door import Door
from access.first import first_link
from domain.words import LANGUAGES, say
from store.entry import UNWRITABLE

_log = logging.getLogger(__name__)


def tell_first_link(door: Door, host: str, port: int) -> None:
    """Print the link, where nobody could administer the accounts otherwise; a demo has its people ready."""
    try:
        link = first_link(door, getpass.getuser())
    except UNWRITABLE as fault:  # boards are shown all the same
        _log.error("accounts.unwritten", extra={"fields": {"why": fault.code}})
        return
    if link is not None:
        address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
        for lang in LANGUAGES:
            print(say(lang, "sign_in.first_link", address=address, link=link), flush=True)
