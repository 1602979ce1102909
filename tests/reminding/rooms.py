"""A made-up evening and what goes out of it: boards in readiness's terms, a reminders file, rounds."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from domain.clock import from_beijing
from feeds import all_feeds
from intake import levels
from readiness.board import Board, Known, board
from readiness.plan import plan
from readiness.reporting import Sent
from store.ledger import Ledger
from tests.readiness.situations import NOW, declared, sent


def owing(ages_h: Mapping[str, float], later_h: float = 0, grade: str = "IV") -> Board:
    """Level IV, and city files so many hours old; what is not named has just come."""
    now = NOW + timedelta(hours=later_h)
    files: dict[str, dict[str, Sent]] = {name: {"city": sent(now)} for name in all_feeds()}
    files |= {name: {"city": sent(NOW - timedelta(hours=age))} for name, age in ages_h.items()}
    return board(Known({}, files, {}, (declared("26 00:00", grade),), {}), plan(), now)


def reminders_file(
    folder: Path, *recipients: str, rehearsals: bool = True, mail: str = "", delivery: str = ""
) -> Path:
    """A reminders file with these tables of recipients."""
    lines = ['base_address = "http://10.0.0.5:8501"', f"rehearsals = {str(rehearsals).lower()}"]
    lines += [mail, f"[delivery]\n{delivery}" if delivery else ""]
    lines += [f"[[recipients]]\n{recipient}" for recipient in recipients]
    file = folder / "reminders.toml"
    file.write_text("\n".join(lines), "utf-8")
    return file


def hook(name: str, address: str, more: str = "") -> str:
    """A recipient told by webhook."""
    return f'name = "{name}"\nwebhook = "{address}"\n{more}'


def level_one_since_noon(ledger: Ledger) -> None:
    """Declares level I in the sample as of a minute past its noon: by three o'clock more than its second hour has begun."""
    at = from_beijing("2025-07-28T12:01")
    said = {"issuer": "city_hq", "scope": "city", "grade": "I", "verb": "raise", "basis": "会商"}
    ledger.append(levels.entry(**said, effective_at=at, received_at=at, actor="值班"))


def mail_server(port: int) -> str:
    """A [mail] table of a server on this machine."""
    return f'[mail]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\nfrom = "市防指 <duty@fz.example>"'
