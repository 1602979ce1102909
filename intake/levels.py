"""How a response level gets in: checked against what the issuer may declare, then one entry: a proposal, or a declaration."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

import pyarrow as pa

from domain import districts, levels
from domain.clock import iso, stamp, to_utc
from domain.problems import Problem, Refused
from domain.unseen import seen
from intake.proposals import needs_two, propose, proposed_by
from store.entry import DECLARATION, Appended, NewEntry
from store.ledger import Ledger

CHECKED = ("issuer", "scope", "grade", "verb", "basis")
# A series ends by these words and no other, and they name nothing that goes on.
ENDING = ("end", "terminate")
AHEAD = timedelta(days=30)  # a level said to begin later than this is a slip of the pen

Fault = tuple[str, str, str | None]  # column, value, what was expected


def declare(
    ledger: Ledger, *, issuer: str, scope: str, grade: str, verb: str, effective_at: datetime, basis: str, actor: str,
) -> Appended:  # fmt: skip
    """Writes one response level: its proposal where two people are needed, else its declaration.

    Codes are those of domain.levels and domain.districts. Raises Refused naming the value and what was expected,
    or the same proposal that waits already.
    """
    basis = seen(basis).strip()
    check(issuer, scope, grade, verb, basis)
    _refuse_far_ahead(effective_at, ledger.now())
    new = entry(
        issuer=issuer,
        scope=scope,
        grade=grade,
        verb=verb,
        effective_at=effective_at,
        basis=basis,
        actor=actor,
    )
    ledger.open_for_use()
    if needs_two(ledger):
        return Appended(propose(ledger, proposed_by(ledger, new)), first=True)
    return ledger.append(new)


def entry(
    *, issuer: str, scope: str, grade: str, verb: str, effective_at: datetime, basis: str, actor: str,
    received_at: datetime | None = None, filename: str = "",
) -> NewEntry:  # fmt: skip
    """A declaration as the ledger takes it."""
    detail = {"issuer": issuer, "scope": scope, "grade": grade, "verb": verb,
              "effective_at": iso(effective_at), "basis": basis.strip()}  # fmt: skip
    return NewEntry(
        DECLARATION, "levels", scope, actor, to_utc(effective_at), filename, 1, detail, received_at
    )


def check(issuer: str, scope: str, grade: str, verb: str, basis: str) -> None:
    """Raises Refused with every fault of a declaration; `expected` of a fault are codes."""
    faults = [
        Problem(
            "level.missing" if expected is None or not raw else "level.not_a_choice",
            column=column,
            raw=raw,
            expected=expected,
        )
        for column, raw, expected in _faults(issuer, scope, grade, verb, basis)
    ]
    if faults:
        raise Refused(faults)


def _refuse_far_ahead(effective_at: datetime, now: datetime) -> None:
    latest = now + AHEAD
    if effective_at > latest:
        raise Refused(
            [
                Problem(
                    "level.in_future",
                    column="effective_at",
                    raw=stamp(effective_at),
                    expected=stamp(latest),
                )
            ]
        )


def row_problems(table: pa.Table) -> Iterator[Problem]:
    """What is wrong with the rows of a checked file of levels; cells at fault already are left alone."""
    for row in table.to_pylist():
        if all(row[name] is not None for name in CHECKED):
            for column, raw, expected in _faults(*(row[name] for name in CHECKED)):
                yield Problem("cell.not_a_choice", row["_row"], column, raw, expected)


def _faults(issuer: str, scope: str, grade: str, verb: str, basis: str) -> Iterator[Fault]:
    if issuer not in levels.ISSUERS:
        yield "issuer", issuer, _any_of(levels.ISSUERS)
    elif grade not in levels.ISSUERS[issuer].grades:
        yield "grade", grade, _any_of(levels.ISSUERS[issuer].grades)
    elif verb in levels.VERBS and (verb in ENDING) != (grade == "none"):
        yield ("grade", grade, "none") if verb in ENDING else ("verb", verb, _any_of(ENDING))
    if scope not in districts.DISTRICTS:
        yield "scope", scope, _any_of(districts.DISTRICTS)
    if verb not in levels.VERBS:
        yield "verb", verb, _any_of(levels.VERBS)
    if not basis.strip():
        yield "basis", "", None


def _any_of(codes: Iterable[str]) -> str:
    return " / ".join(codes)
