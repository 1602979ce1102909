"""Who may ask in tests: somebody who may everything, and those who may little."""

from starlette.types import ASGIApp, Receive, Scope, Send

from access.identity import EVERYTHING, PERSONS, Identity
from access.identity import Scope as Own


def somebody(
    title: str = "王海燕", *roles: str, feeds: str = EVERYTHING, districts: str = EVERYTHING
) -> Identity:
    """A person of these roles, all of them where none is named, with these forms and units."""
    scope = Own(frozenset(feeds.split()), frozenset(districts.split()))
    return Identity(title, title, frozenset(roles or PERSONS), scope)


class As:
    """A server as one person finds it, behind the gate."""

    def __init__(self, app: ASGIApp, identity: Identity) -> None:
        self.app, self.identity = app, identity

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app({**scope, "identity": self.identity}, receive, send)
