"""What the reminders file may say: one TOML, named by the environment variable REMINDERS_FILE. No secret stands in it."""

import os
from dataclasses import dataclass, field

VARIABLE = "REMINDERS_FILE"
SECURITIES = ("starttls", "tls", "none")
FORMS = ("json", "robot")


@dataclass(frozen=True, slots=True)
class MailServer:
    """The server mails are handed to; user_env and password_env name environment variables."""

    host: str
    port: int
    security: str
    sender: str
    user_env: str = ""
    password_env: str = ""

    @property
    def user(self) -> str:
        """The account, empty where none is needed."""
        return os.environ.get(self.user_env, "") if self.user_env else ""

    @property
    def password(self) -> str:
        """The account's password."""
        return os.environ.get(self.password_env, "")


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is told: of which departments' forms and which units (all where none are named), in which language, and how.

    webhook: an address without secrets, or webhook_env: the variable that holds one (a robot's token is in its
    address); form: "json" or "robot"; secret_env: the variable with the key of the signature.
    """

    name: str
    departments: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    lang: str = "both"
    mail: str = ""
    webhook: str = ""
    webhook_env: str = ""
    form: str = "json"
    secret_env: str = ""

    def wants(self, department: str, unit: str) -> bool:
        """Whether a form of that department is this recipient's business for that reporting unit."""
        return department in (self.departments or (department,)) and unit in (self.units or (unit,))

    @property
    def channels(self) -> tuple[str, ...]:
        """The ways it is told by."""
        posted = ("webhook",) if self.webhook or self.webhook_env else ()
        return (*posted, *(("mail",) if self.mail else ()))

    @property
    def address(self) -> str:
        """Where its webhook is posted to."""
        return self.webhook or os.environ.get(self.webhook_env, "")

    @property
    def secret(self) -> str | None:
        """The key of the signature; none where nothing is signed."""
        return os.environ.get(self.secret_env) if self.secret_env else None


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a message is tried: waits double from first_wait_s up to longest_wait_s.

    timeout_s: one try; lease_s: after so long another process takes a try for lost.
    """

    tries: int = 8
    first_wait_s: float = 30
    longest_wait_s: float = 3600
    timeout_s: float = 10
    lease_s: float = 120

    def wait_s(self, tries: int) -> float:
        """Seconds to wait after so many tries."""
        return min(self.longest_wait_s, self.first_wait_s * 2 ** (tries - 1))


@dataclass(frozen=True, slots=True)
class Settings:
    """The whole file. base_address: the pages as recipients reach them; rehearsals: whether a demo or an exercise sends."""

    base_address: str
    recipients: tuple[Recipient, ...]
    mail: MailServer | None = None
    rehearsals: bool = False
    delivery: Patience = field(default_factory=Patience)

    def recipient(self, name: str) -> Recipient | None:
        """The recipient of that name; none if it is not in the file any more."""
        return next((one for one in self.recipients if one.name == name), None)


class SettingsFault(Exception):
    """A reminders file that cannot be used: a code of words.toml's [reminders_file] and its values, never a secret."""

    def __init__(self, code: str, **holes: object) -> None:
        super().__init__(f"{code} {holes}")
        self.code, self.holes = code, holes
