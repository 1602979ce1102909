"""A person as the register knows him."""

from dataclasses import dataclass, field

from access.identity import Identity, Scope


@dataclass(frozen=True, slots=True)
class Account:
    """A person. proof: the name of the password's hash, "" before one is set; changed: the entry by which visits end."""

    name: str
    title: str
    roles: frozenset[str]
    scope: Scope = field(default_factory=Scope)
    active: bool = True
    proof: str = ""
    changed: int = 0

    @property
    def state(self) -> str:
        """active, waiting (for its person to set a password) or disabled."""
        return "disabled" if not self.active else "active" if self.proof else "waiting"

    def identity(self, visit: str = "") -> Identity:
        """Who asks, when it is this person."""
        return Identity(self.name, self.title, self.roles, self.scope, visit=visit)
