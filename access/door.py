"""Everything a server asks about who may what, on one ledger."""

from __future__ import annotations

from pathlib import Path

from access.administer import Administration
from access.denials import Denials
from access.identity import Identity
from access.machines import Machines
from access.register import Known, Register
from access.secret import server_secret
from access.visits import Visits
from store.ledger import Ledger
from store.sessions import Sessions

# Where keys lie when the ledger is no file.
KEYS = Path(__file__).parents[1] / "data"


class Door:
    """Visits, machines, denials and the register of a ledger; safe to share between threads. Raises WeakSecret."""

    def __init__(self, ledger: Ledger, keys: Path) -> None:
        self.ledger = ledger
        self.sessions = Sessions(ledger.engine)
        self.known = Known(ledger)
        self.secret = server_secret(keys)
        self.visits = Visits(ledger, self.known, self.sessions)
        self.machines = Machines(self.known, self.sessions, self.secret)
        self.denials = Denials(ledger)

    @classmethod
    def of(cls, ledger: Ledger) -> Door:
        """The door of a ledger whose keys are kept beside it. Raises WeakSecret."""
        database = ledger.engine.url.database if ledger.engine.name == "sqlite" else None
        return cls(ledger, Path(database).parent if database else KEYS)

    @property
    def register(self) -> Register:
        """Who there is now."""
        return self.known()

    def administration(self, actor: Identity | str) -> Administration:
        """What an administrator may enter, in his name."""
        name = actor.title if isinstance(actor, Identity) else actor
        return Administration(self.ledger, self.known, self.sessions, name)
