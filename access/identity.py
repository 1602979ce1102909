"""Who asks: a person, a screen, a machine, or nobody that is known."""

from dataclasses import dataclass, field

from store.entry import CITY

EVERYTHING = "*"
PERSONS = ("viewer", "liaison", "duty_officer", "approver", "administrator")
ROLES = (*PERSONS, "screen", "machine", "public")


@dataclass(frozen=True, slots=True)
class Scope:
    """The forms and reporting units that are somebody's own; "*" for all of either, and the city holds its districts."""

    feeds: frozenset[str] = frozenset()
    districts: frozenset[str] = frozenset()

    @property
    def is_whole(self) -> bool:
        """Whether every reporting unit lies in it."""
        return bool(self.districts & {EVERYTHING, CITY})

    def holds(self, feed: str | None = None, district: str | None = None) -> bool:
        """Whether a form, a unit, or one in the other lies in it; none of both: whether anything does."""
        return _holds(self.feeds, feed) and (CITY in self.districts or _holds(self.districts, district))


@dataclass(frozen=True, slots=True)
class Identity:
    """Who asks. name: an account's, a token's or a key's; title: as receipts call it.

    board: the one page of a screen; visit: the id of the session, "" without one.
    """

    name: str
    title: str
    roles: frozenset[str]
    scope: Scope = field(default_factory=Scope)
    board: str = ""
    visit: str = ""

    @property
    def is_known(self) -> bool:
        """Whether somebody signed in, or a token or key was shown."""
        return bool(self.name)


NOBODY = Identity("", "", frozenset())
PUBLIC = Identity("", "", frozenset(["public"]))


def _holds(owned: frozenset[str], asked: str | None) -> bool:
    return EVERYTHING in owned or (bool(owned) if asked is None else asked in owned)
