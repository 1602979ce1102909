"""How a response level gets in: a declaration checked against what the issuer may declare, then one entry."""

from datetime import datetime

from domain import districts, levels
from domain.clock import iso, to_utc
from domain.problems import Problem, Refused
from store.entry import Appended, NewEntry
from store.ledger import Ledger


def declare(
    ledger: Ledger, *, issuer: str, scope: str, grade: str, verb: str, effective_at: datetime, basis: str, actor: str,
    received_at: datetime | None = None, filename: str = "", file: bytes | None = None,
) -> Appended:  # fmt: skip
    """Writes one declaration of a response level.

    Codes are those of domain.levels and domain.districts. Raises Refused naming the value and what was expected.
    """
    check(issuer, scope, grade, verb, basis)
    detail = {"issuer": issuer, "scope": scope, "grade": grade, "verb": verb,
              "effective_at": iso(effective_at), "basis": basis.strip()}  # fmt: skip
    new = NewEntry("declaration", "levels", scope, actor, to_utc(effective_at), filename, 1, detail, received_at)
    return ledger.append(new, None, file)


def check(issuer: str, scope: str, grade: str, verb: str, basis: str) -> None:
    """Raises Refused with every fault of a declaration."""
    faults = []
    if issuer not in levels.ISSUERS:
        faults.append(_fault("issuer", issuer, " / ".join(i.zh for i in levels.ISSUERS.values())))
    elif grade not in levels.ISSUERS[issuer].grades:
        faults.append(_fault("grade", grade, " / ".join(levels.ISSUERS[issuer].grades)))
    if scope not in districts.DISTRICTS:
        faults.append(_fault("scope", scope, " / ".join(d.zh for d in districts.DISTRICTS.values())))
    if verb not in levels.VERBS:
        faults.append(_fault("verb", verb, " / ".join(v.zh for v in levels.VERBS.values())))
    if not basis.strip():
        faults.append(Problem("cell.missing", column="basis"))
    if faults:
        raise Refused(tuple(faults))


def _fault(column: str, raw: str, expected: str) -> Problem:
    return Problem("cell.not_a_choice", column=column, raw=raw, expected=expected)
