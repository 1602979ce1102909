"""Who proposes and who confirms a level in tests, and the setting by which one person is enough."""

from datetime import UTC, datetime

from access.administer import Administration
from access.demo import DEMO
from access.identity import Identity
from access.register import Known
from store.ledger import Ledger
from store.sessions import Sessions

NOON = datetime(2025, 7, 28, 4, tzinfo=UTC)
DECISION = {
    "issuer": "city_hq",
    "scope": "city",
    "grade": "IV",
    "verb": "adjust",
    "effective_at": NOON,
    "basis": "防指〔2025〕12号",
}
DUTY, APPROVER = (DEMO[name].identity() for name in ("duty", "approver"))
BOTH = Identity("both", "带班值班 王普陀", frozenset(["duty_officer", "approver"]))


def one_person(ledger: Ledger) -> Ledger:
    """The same ledger, whose office lets a level count at once."""
    Administration(ledger, Known(ledger), Sessions(ledger.engine), "系统管理员").set("two_people", False)
    return ledger
