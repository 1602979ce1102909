"""Refusals in the ledger: each kind at once, repeats together, and no flood of entries from a flood of requests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from access.denials import MOST_KEPT, MOST_UNKNOWN, TOGETHER_S, Denials
from access.identity import NOBODY, Identity
from store.entry import DENIAL
from store.ledger import Ledger

SOMEBODY = Identity("zhou", "周宁", frozenset(["viewer"]))


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger(f"sqlite:///{tmp_path / 'ledger.sqlite3'}")
    opened.open_event("live", "2508")
    yield opened
    opened.close()


def told(ledger: Ledger) -> list[tuple[str, str, int]]:
    entries = ledger.entries(kinds=[DENIAL], newest_first=False)
    return [(entry.detail["operation"], entry.detail["address"], entry.detail["times"]) for entry in entries]


def test_repeats_are_counted_once_a_minute_and_at_the_end(ledger: Ledger) -> None:
    now = [0.0]
    denials = Denials(ledger, lambda: now[0])
    for _ in range(3):
        denials.note(SOMEBODY, "rows.read", "api", "::1", "supplies", "putuo")
    denials.settle()
    assert told(ledger) == [("rows.read", "::1", 1)]
    now[0] = TOGETHER_S
    denials.settle()
    denials.note(SOMEBODY, "rows.read", "api", "::1", "supplies", "putuo")
    denials.note(SOMEBODY, "rows.read", "api", "::1", "supplies", "putuo")
    denials.settle(0)
    assert [times for _, _, times in told(ledger)] == [1, 2, 1, 1]


def test_who_comes_from_many_addresses_leaves_no_more_entries_than_are_read(ledger: Ledger) -> None:
    denials = Denials(ledger)
    for number in range(MOST_UNKNOWN + 50):
        denials.note(NOBODY, "entry.read", "http", f"10.0.0.{number}")
    denials.note(SOMEBODY, "rows.read", "api", "::1")
    assert len(told(ledger)) == MOST_UNKNOWN + 2 < MOST_KEPT
    denials.settle(0)
    assert told(ledger)[-1] == ("entry.read", "", 49)


def test_wrong_passwords_for_a_real_account_from_many_addresses_leave_no_more_entries_either(
    ledger: Ledger,
) -> None:
    denials = Denials(ledger)
    for number in range(MOST_UNKNOWN + 50):
        denials.note(SOMEBODY, "open.sign_in", "http", f"10.0.0.{number}")
    assert len(told(ledger)) == MOST_UNKNOWN + 1
    denials.settle(0)
    last = ledger.entries(kinds=[DENIAL], limit=1)[0]
    assert (last.actor, told(ledger)[-1]) == ("周宁", ("open.sign_in", "", 49))


def test_addresses_that_are_made_up_are_one_kind(ledger: Ledger) -> None:
    denials = Denials(ledger)
    for number in range(20):
        denials.note(SOMEBODY, "", "http", "::1", path=f"/made/up/{number}")
    assert told(ledger) == [("/made/up/0", "::1", 1)]
