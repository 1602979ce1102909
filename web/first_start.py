"""What a server says at its first start: the link by which the first administrator sets a password."""

import getpass

from access.door import Door
from access.first import first_link
from domain.words import LANGUAGES, say


def tell_first_link(door: Door, host: str, port: int) -> None:
    """Print the link, where nobody could administer the accounts otherwise; a demo has its people ready."""
    link = first_link(door, getpass.getuser())
    if link is not None:
        address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
        for lang in LANGUAGES:
            print(say(lang, "sign_in.first_link", address=address, link=link), flush=True)
